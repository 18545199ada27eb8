from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y101",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan is passed over if the RBV initial of its borrower is negative.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "valuation_of(state, loan.borrower).maintenance_atoms < 0",
            "valuation_of(state, loan.borrower).initial_atoms < 0",
        ),
    ),
)
