from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x816",
    clause="LND-034",
    fault_class="claims",
    seen="ours",
    does="Claims are paid newest first.",
    changes=(
        Change(
            "payments.pay_claims_of",
            "loan.claims",
            "tuple(reversed(loan.claims))",
        ),
    ),
)
