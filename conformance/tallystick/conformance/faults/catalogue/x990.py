from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x990",
    clause="MGN-033",
    fault_class="checks",
    seen="ours",
    does="Who owes anything may do nothing.",
    changes=(
        Change(
            "margin._violation",
            "owed_by(after, account) > owed_by(before, account)",
            "owed_by(after, account) > 0",
        ),
    ),
)
