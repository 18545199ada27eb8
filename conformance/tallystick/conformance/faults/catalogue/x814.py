from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x814",
    clause="LND-031",
    fault_class="loan terms",
    seen="ours",
    does="An hour before the due time exactly, the whole principal is repaid.",
    changes=(
        Change(
            "interest.is_in_last_hours",
            "due - hours * HOUR_MILLISECONDS < at <= due",
            "due - hours * HOUR_MILLISECONDS <= at <= due",
        ),
    ),
)
