from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x953",
    clause="PRP-041",
    fault_class="settlement",
    seen="ours",
    does="With an overdue debt those to the same creditor that are not yet due are collected, too.",
    changes=(
        Change(
            "settling.collect_debt",
            "pay_debts(Applied(state, ()), overdue)",
            "pay_debts(Applied(state, ()), debts)",
        ),
    ),
)
