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
            "margin._violation",
            "part.asset in stale",
            "part.asset in stale and part.balance_atoms > 0",
        ),
    ),
)
