from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l01",
    clause="LND-021",
    fault_class="rounding",
    seen="ledgers that truncate every division",
    does="Interest is rounded down, for the payer.",
    changes=(
        Change(
            "interest.interest_of",
            "interest = ceil_div(owed - credit, INTEREST_UNITS)",
            "interest = floor_div(owed, INTEREST_UNITS)",
        ),
        Change(
            "interest.interest_of",
            "credit + interest * INTEREST_UNITS - owed",
            "0",
        ),
    ),
)
