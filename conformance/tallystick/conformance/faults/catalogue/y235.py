from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y235",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Interest on hours that are owed is forgotten.",
    changes=(
        Change(
            "counterparties._loan_numerator",
            "owed += principal * loan.rate * hours - loan.interest_credit",
            "pass",
        ),
    ),
)
