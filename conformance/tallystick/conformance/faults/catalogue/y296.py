from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y296",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="The estate is stated rounded up.",
    changes=(
        Change(
            "bankruptcy._estate_gathered",
            "_stated(claim_of(*estate))",
            "_stated(-(-estate.numerator // estate.denominator))",
        ),
    ),
)
