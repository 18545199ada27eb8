from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r20",
    clause="MGN-074",
    fault_class="interest",
    seen="valuations that charge the whole term whatever is paid",
    does="Interest that has been paid is still provided for, so that who pays is worth less.",
    changes=(
        Change(
            "exposure._provision",
            "Hours(hours - loan.hours_paid)",
            "Hours(hours)",
        ),
    ),
)
