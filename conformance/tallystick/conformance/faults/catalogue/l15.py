from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l15",
    clause="LND-030",
    fault_class="bookkeeping",
    seen="sums that are renewed when a position is closed only",
    does="A repayment of a part leaves the principal as it was.",
    changes=(
        Change(
            "payments.repay",
            "with_less_principal(state, loan, lots)",
            "with_less_principal(state, loan, lots if lots == loan.principal_lots else Lots(0))",
        ),
    ),
)
