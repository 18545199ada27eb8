from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x826",
    clause="LND-045",
    fault_class="claims",
    seen="ours",
    does="The leaving lender claims the running hour, too.",
    changes=(
        Change(
            "interest.hours_completed",
            "floor_div(at - start, HOUR_MILLISECONDS)",
            "ceil_div(at - start, HOUR_MILLISECONDS)",
        ),
    ),
)
