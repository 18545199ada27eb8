from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x840",
    clause="LND-030",
    fault_class="interest",
    seen="ours",
    does="Interest is reckoned on the principal that is left after the payment.",
    changes=(
        Change(
            "lending.pay_interest",
            """
            so_far = settle_loan(Applied(state, ()), loan.loan)
            so_far = repay(so_far, loan.loan, lots)
            """,
            """
            so_far = repay(Applied(state, ()), loan.loan, lots)
            if loan.loan in so_far.state.loans:
                so_far = settle_loan(so_far, loan.loan)
            """,
        ),
    ),
)
