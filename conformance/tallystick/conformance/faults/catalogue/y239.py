from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y239",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="The venue's fee on interest is a claim of the lender.",
    changes=(
        Change(
            "counterparties._loan_numerator",
            "principal * loan.rate * hours - loan.interest_credit",
            """
            (
                principal * loan.rate * hours * (100000 + loan.fee_rate) // 100000
                - loan.interest_credit
            )
            """,
        ),
    ),
)
