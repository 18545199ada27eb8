from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y070",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="A balance of what settling costs to the last atom is not enough to roll.",
    changes=(
        Change(
            "renewal.roll_violation",
            "cost > balance_of(state, loan.borrower, loan.asset)",
            "cost >= balance_of(state, loan.borrower, loan.asset)",
        ),
    ),
)
