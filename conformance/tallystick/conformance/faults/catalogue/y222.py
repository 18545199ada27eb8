from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y222",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="Net worth is rounded up.",
    changes=(
        Change(
            "net_worth.net_worth_of",
            "floor_div(estate.numerator, estate.denominator)",
            "-(-estate.numerator // estate.denominator)",
        ),
    ),
)
