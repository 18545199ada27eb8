"""The book that engines should hold: resting orders by price and time priority.

It decides which corrections to send, and nothing else: engines are compared with the reference and
with the venue, never with this.
"""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import define, field

from tallystick.conformance.flows.lobster_rows import Level
from tallystick.conformance.flows.price_ladder import PriceLadder
from tallystick.reference.types.choices import Side

Place = tuple[Side, int]
"""A side and a price."""
Queue = Mapping[int, int]
"""Open lots by order id, first in time first. Ids below 0 are of orders that nobody named."""

_NOTHING: Queue = MappingProxyType({})


@define
class ExpectedBook:
    """Resting orders by venue id."""

    _queues: dict[Place, dict[int, int]] = field(factory=dict)
    _places: dict[int, Place] = field(factory=dict)
    _ladders: dict[Side, PriceLadder] = field(factory=lambda: {s: PriceLadder(s) for s in Side})

    def place_of(self, order_id: int) -> Place | None:
        """Where an order rests, if it does."""
        return self._places.get(order_id)

    def queue(self, place: Place) -> Queue:
        """The orders at a place."""
        return self._queues.get(place, _NOTHING)

    def best(self, side: Side, count: int) -> tuple[Level, ...]:
        """Price and total of the best levels of a side, best first."""
        return self._ladders[side].best(count)

    def prices(self, side: Side, worst: int | None) -> tuple[int, ...]:
        """The prices of a side that are no worse than `worst`, if there is such a bound."""
        return self._ladders[side].prices(worst)

    def enter(self, order_id: int, place: Place, lots: int) -> None:
        """A limit order: it takes what crosses, and rests with what is left."""
        side, price = place
        against = Side.SELL if side is Side.BUY else Side.BUY
        lots -= self.take(against, price, lots)
        if lots:
            self._queues.setdefault(place, {})[order_id] = lots
            self._places[order_id] = place
            self._ladders[side].add(price, lots)

    def take(self, side: Side, limit: int, lots: int) -> int:
        """Take up to `lots` from a side, no worse than at `limit`; how many there were."""
        taken = 0
        while taken < lots and (best := self.best(side, 1)):
            price = best[0][0]
            if price < limit if side is Side.BUY else price > limit:
                break
            order_id, open_lots = next(iter(self._queues[side, price].items()))
            part = min(open_lots, lots - taken)
            self.reduce(order_id, part)
            taken += part
        return taken

    def reduce(self, order_id: int, lots: int) -> None:
        """Take lots off a resting order, which has as many."""
        place = self._places[order_id]
        queue = self._queues[place]
        queue[order_id] -= lots
        self._ladders[place[0]].add(place[1], -lots)
        if queue[order_id] == 0:
            del queue[order_id]
            del self._places[order_id]
        if not queue:
            del self._queues[place]
