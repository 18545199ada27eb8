from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l04",
    clause="LND-021",
    fault_class="interest",
    seen="payments that reckon from the start of the loan each time",
    does="Hours that were paid are charged again.",
    changes=(
        Change(
            "payments.paid_up_to",
            "hour - loan.hours_paid",
            "hour",
        ),
    ),
)
