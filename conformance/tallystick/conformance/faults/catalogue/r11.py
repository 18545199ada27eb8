from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r11",
    clause="MGN-031",
    fault_class="checks",
    seen="comparisons that were written from memory",
    does="What would leave exactly 0 is refused.",
    changes=(
        Change(
            "margin._violation",
            "valuation.initial_atoms < 0",
            "valuation.initial_atoms <= 0",
        ),
    ),
)
