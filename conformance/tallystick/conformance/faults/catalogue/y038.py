from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y038",
    clause="LIQ-010",
    fault_class="work",
    seen="ours",
    does="A walk that the work ends does not end the steps.",
    changes=(
        Change(
            "winding",
            "CUT_SHORT = (RemovalCause.WORK_LIMIT, RemovalCause.LEG_LIMIT)",
            "CUT_SHORT = (RemovalCause.LEG_LIMIT,)",
        ),
    ),
)
