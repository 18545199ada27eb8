from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x978",
    clause="MGN-021",
    fault_class="stress",
    seen="ours",
    does="Profit and accrued funding are stressed as if they moved with the price.",
    changes=(
        Change(
            "stress.position_numerator",
            "value = result * PRICE_UNITS + position * mark * (factor - PRICE_UNITS)",
            "value = result * factor + position * mark * (factor - PRICE_UNITS)",
        ),
    ),
)
