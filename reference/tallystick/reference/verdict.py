"""What a rule module answers: the command applied, or the reason against it."""

from attrs import frozen

from tallystick.reference.state import State
from tallystick.reference.types.events import Event
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count

NO_TOUCHES = Count(0)
"""Budget used, and legs counted, where there was no walk (CMD-003)."""


@frozen
class Applied:
    """The next state, the events in order, the budget used (MAT-021), the legs (PRP-031)."""

    state: State
    events: tuple[Event, ...]
    touched_orders: Count = NO_TOUCHES
    touched_legs: Count = NO_TOUCHES


Verdict = Applied | Reason


def followed_by(so_far: Applied, more: Applied) -> Applied:
    """Two parts of one command: `more` begins in the state in which `so_far` ended."""
    return Applied(
        more.state,
        (*so_far.events, *more.events),
        Count(so_far.touched_orders + more.touched_orders),
        Count(so_far.touched_legs + more.touched_legs),
    )
