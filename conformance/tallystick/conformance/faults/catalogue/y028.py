from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y028",
    clause="LIQ-010",
    fault_class="order of steps",
    seen="ours",
    does="Positions are closed before orders are removed.",
    changes=(
        Change(
            "liquidation._stepped",
            """
            if not winding.is_ended:
                removed = orders_removed(winding.state, winding.target)
                winding = evolve(winding, applied=followed_by(winding.applied, removed))
                winding = _ended_if_sound(winding)
            is_beyond = not winding.is_ended
            closed = _closed(winding)
            """,
            """
            is_beyond = not winding.is_ended
            closed = _closed(winding)
            if not isinstance(closed, Reason) and not closed.is_ended:
                removed = orders_removed(closed.state, closed.target)
                closed = _ended_if_sound(
                    evolve(closed, applied=followed_by(closed.applied, removed))
                )
            """,
        ),
    ),
)
