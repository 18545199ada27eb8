from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x991",
    clause="MGN-033",
    fault_class="checks",
    seen="ours",
    does="No command may leave anybody owing more.",
    changes=(
        Change(
            "margin._violation",
            "owed_by(after, account) > owed_by(before, account)",
            "sum(after.debts.values()) > sum(before.debts.values())",
        ),
    ),
)
