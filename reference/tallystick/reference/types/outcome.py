"""What an engine answers to one command (CMD-003)."""

from attrs import field, frozen

from tallystick.reference.types.events import Event
from tallystick.reference.types.left_out import LEFT_OUT
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count


@frozen
class Accepted:
    """The command took effect.

    `touched_orders` is the budget its walks used (MAT-021), `touched_legs` the legs counted for it
    (PRP-031), which are there in `perp/1` only.
    """

    events: tuple[Event, ...]
    touched_orders: Count
    touched_legs: Count | None = field(default=None, metadata=LEFT_OUT)


@frozen
class Rejected:
    """Nothing changed; `index` is 0, or the position from 1 of the inner command of a batch."""

    reason: Reason
    index: Count


Outcome = Accepted | Rejected
