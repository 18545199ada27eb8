from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x849",
    clause="MGN-052",
    fault_class="mark",
    seen="ours",
    does="Only assets of which the account has a balance need a fresh mark.",
    changes=(
        Change(
            "margin.checked",
            "is_stale(after, part.asset)",
            "is_stale(after, part.asset) and part.balance_atoms > 0",
        ),
    ),
)
