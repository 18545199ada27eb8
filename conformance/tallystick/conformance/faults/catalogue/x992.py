from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x992",
    clause="MGN-034",
    fault_class="swap",
    seen="ours",
    does="A borrower is sound if he is so at the initial scale.",
    changes=(
        Change(
            "swap.swap_loan",
            "valuation_of(state, loan.borrower).maintenance_atoms < 0",
            "valuation_of(state, loan.borrower).initial_atoms < 0",
        ),
    ),
)
