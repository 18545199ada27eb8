from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x949",
    clause="PRP-039",
    fault_class="settlement",
    seen="ours",
    does="An account pays its debts by creditor, then due time.",
    changes=(
        Change(
            "debts.debts_of",
            "(key.due, key.creditor)",
            "(key.creditor, key.due)",
        ),
    ),
)
