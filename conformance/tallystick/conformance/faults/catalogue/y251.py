from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y251",
    clause="LIQ-031",
    fault_class="what ends",
    seen="ours",
    does="Debts to the bankrupt stay.",
    changes=(
        Change(
            "closing_out.without_contracts",
            "target not in (key.debtor, key.creditor)",
            "target != key.debtor",
        ),
    ),
)
