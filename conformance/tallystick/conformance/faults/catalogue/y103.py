from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y103",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan is recalled from a borrower who is below zero.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "valuation_of(state, loan.borrower).maintenance_atoms < 0",
            "False",
        ),
    ),
)
