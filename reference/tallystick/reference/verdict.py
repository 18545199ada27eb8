"""What a rule module answers: the command applied, or the reason against it."""

from attrs import frozen

from tallystick.reference.state import State
from tallystick.reference.types.events import Event
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count

NO_TOUCHES = Count(0)
"""Budget used where there was no walk (CMD-003)."""


@frozen
class Applied:
    """The next state, the events in order, and the budget used (MAT-021)."""

    state: State
    events: tuple[Event, ...]
    touched_orders: Count = NO_TOUCHES


Verdict = Applied | Reason


def followed_by(so_far: Applied, more: Applied) -> Applied:
    """Two parts of one command: `more` begins in the state in which `so_far` ended."""
    touched = Count(so_far.touched_orders + more.touched_orders)
    return Applied(more.state, (*so_far.events, *more.events), touched)
