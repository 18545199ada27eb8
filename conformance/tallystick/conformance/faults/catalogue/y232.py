from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y232",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Settlement debts to the treasury are not claims.",
    changes=(
        Change(
            "counterparties.contracts_of",
            "account in (debt.debtor, debt.creditor)",
            "account in (debt.debtor, debt.creditor) and debt.creditor != TREASURY",
        ),
    ),
)
