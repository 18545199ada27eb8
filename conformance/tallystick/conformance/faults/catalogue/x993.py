from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x993",
    clause="MGN-034",
    fault_class="swap",
    seen="ours",
    does="A borrower at 0 is unsound.",
    changes=(
        Change(
            "swap.swap_loan",
            "valuation_of(state, loan.borrower).maintenance_atoms < 0",
            "valuation_of(state, loan.borrower).maintenance_atoms <= 0",
        ),
    ),
)
