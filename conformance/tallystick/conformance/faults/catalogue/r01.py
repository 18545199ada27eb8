from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r01",
    clause="MGN-021",
    fault_class="stress",
    seen="margin engines that were written for buyers first",
    does="A short position gains when the price rises and loses when it falls.",
    changes=(
        Change(
            "stress.position_numerator",
            "position * mark * (factor - PRICE_UNITS)",
            "abs(position) * mark * (factor - PRICE_UNITS)",
        ),
    ),
)
