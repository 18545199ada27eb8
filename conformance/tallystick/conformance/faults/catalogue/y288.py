from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y288",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="A share of the treasury in kind is lost.",
    changes=(
        Change(
            "bankruptcy._paid_in_kind",
            "return change_treasury(state, asset, atoms)",
            "return state",
        ),
    ),
)
