"""Total sizes of the price levels of one side, best first when asked for."""

from bisect import bisect_left, bisect_right, insort

from attrs import define, field

from tallystick.reference.types.choices import Side


@define
class PriceLadder:
    """Price levels that are never empty."""

    side: Side
    _totals: dict[int, int] = field(factory=dict)
    _prices: list[int] = field(factory=list)
    """Ascending."""

    def add(self, price: int, lots: int) -> None:
        """Change the total of a level; a level of total 0 is gone."""
        total = self._totals.get(price, 0) + lots
        if total == 0:
            del self._totals[price]
            del self._prices[bisect_left(self._prices, price)]
            return
        if price not in self._totals:
            insort(self._prices, price)
        self._totals[price] = total

    def prices(self, worst: int | None) -> tuple[int, ...]:
        """The prices that are no worse than `worst`, if there is such a bound."""
        if worst is None:
            return tuple(self._prices)
        if self.side is Side.BUY:
            return tuple(self._prices[bisect_left(self._prices, worst) :])
        return tuple(self._prices[: bisect_right(self._prices, worst)])

    def best(self, count: int) -> tuple[tuple[int, int], ...]:
        """Price and total of the best levels, best first."""
        best_first = slice(-1, -count - 1, -1) if self.side is Side.BUY else slice(count)
        return tuple((price, self._totals[price]) for price in self._prices[best_first])
