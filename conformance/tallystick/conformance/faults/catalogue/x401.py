from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x401",
    clause="MAT-002",
    fault_class="input",
    seen="ours",
    does="A price need not be a multiple of the tick.",
    changes=(
        Change(
            "admission.price_violation",
            "price % market.tick != 0",
            "False",
        ),
    ),
)
