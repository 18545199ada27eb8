from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x103",
    clause="NUM-021",
    fault_class="rounding",
    seen="venues that round fees to the nearest unit",
    does="A fee is rounded to the nearest atom.",
    changes=(
        Change(
            "fees.fee_of_trade",
            "ceil_div(owed - credit, FEE_RATE_UNITS)",
            "(owed - credit + FEE_RATE_UNITS // 2) // FEE_RATE_UNITS",
        ),
    ),
)
