from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x831",
    clause="LND-050",
    fault_class="renewal",
    seen="ours",
    does="At the due time it is too late to renew.",
    changes=(
        Change(
            "interest.is_renewal_open",
            "due - RENEWAL_HOURS * HOUR_MILLISECONDS <= at <= due",
            "due - RENEWAL_HOURS * HOUR_MILLISECONDS <= at < due",
        ),
    ),
)
