from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m36",
    clause="SPT-012",
    fault_class="rounding",
    seen="venues that round the fee of every partial fill up",
    does="Each trade rounds its fee up by itself: slices pay more than the whole.",
    changes=(
        Change(
            "fees.fee_of_trade",
            "ceil_div(owed - credit, FEE_RATE_UNITS)",
            "ceil_div(owed, FEE_RATE_UNITS)",
        ),
        Change(
            "fees.fee_of_trade",
            "credit + FEE_RATE_UNITS * due - owed",
            "0",
        ),
    ),
)
