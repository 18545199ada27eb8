from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x309",
    clause="CMD-011",
    fault_class="authority",
    seen="ours",
    does="Profile match/1 asks who signs.",
    changes=(
        Change(
            "authority.is_authorized",
            "not has_ledger(state)",
            "False",
        ),
    ),
)
