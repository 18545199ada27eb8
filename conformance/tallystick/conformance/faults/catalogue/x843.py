from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x843",
    clause="MGN-072",
    fault_class="open orders",
    seen="ours",
    does="A resting order to borrow counts without the fee of the venue.",
    changes=(
        Change(
            "stress.borrow_term",
            "cost = price * (FEE_RATE_UNITS + rate)",
            "cost = price * FEE_RATE_UNITS",
        ),
    ),
)
