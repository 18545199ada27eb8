from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m29",
    clause="MAT-005",
    fault_class="expiry",
    seen="comparisons with > where >= was meant",
    does="An order is live at the very time at which it expires.",
    changes=(
        Change(
            "crossing.is_live",
            "now < expires_at",
            "now <= expires_at",
        ),
    ),
)
