from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y001",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An account is open as soon as its RBV initial is below zero.",
    changes=(
        Change(
            "soundness.is_sound",
            "valuation_of(state, account).maintenance_atoms < 0",
            "valuation_of(state, account).initial_atoms < 0",
        ),
    ),
)
