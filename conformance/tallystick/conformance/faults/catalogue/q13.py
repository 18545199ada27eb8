from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q13",
    clause="LIQ-014",
    fault_class="forced orders",
    seen="liquidations that do not look again after the orders are gone",
    does="An account that is sound once its orders are removed is unwound all the same.",
    changes=(
        Change(
            "liquidation._stepped",
            """
            winding = evolve(winding, applied=followed_by(winding.applied, removed))
            winding = _ended_if_sound(winding)
            """,
            "winding = evolve(winding, applied=followed_by(winding.applied, removed))",
        ),
    ),
)
