from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x943",
    clause="PRP-037",
    fault_class="settlement",
    seen="ours",
    does="Overdue debts stay apart when another is opened.",
    changes=(
        Change(
            "debts.open_debt",
            "_with_overdue_joined(so_far.state, debtor, creditor)",
            "so_far.state",
        ),
    ),
)
