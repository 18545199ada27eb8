from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y039",
    clause="LIQ-015",
    fault_class="work",
    seen="ours",
    does="A walk that the legs end does not end the steps.",
    changes=(
        Change(
            "winding",
            "CUT_SHORT = (RemovalCause.WORK_LIMIT, RemovalCause.LEG_LIMIT)",
            "CUT_SHORT = (RemovalCause.WORK_LIMIT,)",
        ),
    ),
)
