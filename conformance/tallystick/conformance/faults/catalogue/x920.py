from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x920",
    clause="PRP-018",
    fault_class="rounding",
    seen="ours",
    does="The change of a rate is rounded down also if it is negative.",
    changes=(
        Change(
            "perpetual.change_of_rate",
            "change = size if premium >= 0 else -size",
            "change = floor_div(premium * RATE_UNITS, lots * 2 * PREMIUM_UNITS)",
        ),
    ),
)
