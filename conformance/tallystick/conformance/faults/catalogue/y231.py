from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y231",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Settlement debts are not netted: they go.",
    changes=(
        Change(
            "counterparties.contracts_of",
            "(atoms if is_owed else -atoms) * INTEREST_UNITS",
            "0",
        ),
    ),
)
