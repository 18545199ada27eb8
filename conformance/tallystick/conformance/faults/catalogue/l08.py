from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l08",
    clause="LND-035",
    fault_class="return",
    seen="loans that keep one rate for both parties",
    does="Principal returns at the rate that the borrower paid.",
    changes=(
        Change(
            "engine_orders.offer_of_lender",
            "loan.return_rate",
            "loan.rate",
        ),
    ),
)
