from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y237",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="A credit of interest is taken off though no hours are owed.",
    changes=(
        Change(
            "counterparties._loan_numerator",
            "hours > 0",
            "hours >= 0",
        ),
    ),
)
