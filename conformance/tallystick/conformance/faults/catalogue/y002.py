from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y002",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An account whose RBV maintenance is exactly 0 is open.",
    changes=(
        Change(
            "soundness.is_sound",
            "valuation_of(state, account).maintenance_atoms < 0",
            "valuation_of(state, account).maintenance_atoms <= 0",
        ),
    ),
)
