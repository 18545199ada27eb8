from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y238",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Interest counts up to the due time of a loan, not to the hours that are owed.",
    changes=(
        Change(
            "counterparties._loan_numerator",
            "hours_owed(loan.start, state.now) - loan.hours_paid",
            "240 - loan.hours_paid",
        ),
    ),
)
