from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y270",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="The estate is rounded down before it is compared and shared.",
    changes=(
        Change(
            "net_worth.estate_of",
            "return estate",
            "return Ratio(estate.numerator // estate.denominator, 1)",
        ),
    ),
)
