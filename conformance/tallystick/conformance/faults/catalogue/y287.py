from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y287",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does=(
        "What a debtor still owes is a debt of his, also if he has got money meanwhile or is "
        "owed by the creditor."
    ),
    changes=(
        Change(
            "bankruptcy._shared",
            "verdict = pay_anyone(so_far, debtor, receiver, atoms)",
            "verdict = open_debt(so_far, debtor, receiver, atoms)",
        ),
        Change(
            "bankruptcy",
            "from tallystick.reference.debts import TREASURY",
            "from tallystick.reference.debts import TREASURY, open_debt",
        ),
    ),
)
