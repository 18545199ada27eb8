from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l14",
    clause="LND-050",
    fault_class="renewal",
    seen="time windows of which one end is tested",
    does="A loan is renewed at any time before it is due.",
    changes=(
        Change(
            "interest.is_renewal_open",
            "due - RENEWAL_HOURS * HOUR_MILLISECONDS <= at <= due",
            "at <= due",
        ),
    ),
)
