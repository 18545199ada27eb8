from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y271",
    clause="LIQ-032",
    fault_class="loss",
    seen="ours",
    does="A loss of exactly what was named is too large.",
    changes=(
        Change(
            "sharing.is_loss_too_large",
            "lost * PERMILLE > claims * max_loss * denominator",
            "lost * PERMILLE >= claims * max_loss * denominator",
        ),
    ),
)
