from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x945",
    clause="PRP-038",
    fault_class="limits",
    seen="ours",
    does="A debtor at his cap cannot owe more at the same due time.",
    changes=(
        Change(
            "debts.open_debt",
            "begins and len(debts_of(state, debtor)) >= limits.max_debts_per_account",
            "len(debts_of(state, debtor)) >= limits.max_debts_per_account",
        ),
    ),
)
