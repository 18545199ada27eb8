from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l21",
    clause="LND-021",
    fault_class="rounding",
    seen="ledgers that round each payment up",
    does="Interest is rounded up at each payment without a carry.",
    changes=(
        Change(
            "interest.interest_of",
            "interest = ceil_div(owed - credit, INTEREST_UNITS)",
            "interest = ceil_div(owed, INTEREST_UNITS)",
        ),
        Change(
            "interest.interest_of",
            "credit + interest * INTEREST_UNITS - owed",
            "0",
        ),
    ),
)
