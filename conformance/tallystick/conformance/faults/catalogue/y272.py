from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y272",
    clause="LIQ-032",
    fault_class="loss",
    seen="ours",
    does="The loss is compared in whole permille.",
    changes=(
        Change(
            "sharing.is_loss_too_large",
            "lost * PERMILLE > claims * max_loss * denominator",
            "lost * PERMILLE // max(1, claims * denominator) > max_loss",
        ),
    ),
)
