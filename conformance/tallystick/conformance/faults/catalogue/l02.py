from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l02",
    clause="LND-020",
    fault_class="interest",
    seen="clocks that count finished hours",
    does="An hour is owed when it has ended, not when it has begun.",
    changes=(
        Change(
            "interest.hours_owed",
            "ceil_div(at - start, HOUR_MILLISECONDS)",
            "floor_div(at - start, HOUR_MILLISECONDS)",
        ),
    ),
)
