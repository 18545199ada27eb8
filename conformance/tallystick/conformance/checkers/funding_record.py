"""The funding of one market as trades, marks, rates and times make it (PRP-015 to PRP-020)."""

from collections.abc import Iterator

from attrs import define, field

from tallystick.reference.types.choices import FundingSource
from tallystick.reference.types.dump import FundingDump
from tallystick.reference.types.perp_events import FundingTicked
from tallystick.reference.types.units import (
    Count,
    FundingIndex,
    FundingRate,
    FundingRemainder,
    Lots,
    MarketId,
    Milliseconds,
    Premium,
)

RATE_UNIT = 10_000_000
"""A funding rate is in units of 1/10,000,000 of the mark."""
TICK_MILLISECONDS = 8 * 3_600_000
LAST_TICK_MILLISECONDS = 2**42
WINDOW_END_MILLISECONDS = 30 * 60_000
"""Before its tick a window ends so early (PRP-019)."""
WINDOW_BOUND_LOTS = 2**35
STEP_BOUND = 500
RATE_BOUND = 30_000


def within(number: int, bound: int) -> int:
    """The number nearest to it that is not further from 0 than the bound (PRP-018)."""
    return max(-bound, min(bound, number))


@define
class Window:
    """Lots traded, and the premium of each over the mark in 1/2^30 of it."""

    lots: int = 0
    premium: int = 0


@define
class FundingRecord:
    """Rate, index and windows of a perpetual market."""

    market: MarketId
    source: FundingSource
    rate: int = 0
    published_rate: int | None = None
    index: int = 0
    remainder: int = 0
    this: Window = field(factory=Window)
    following: Window = field(factory=Window)

    def sample(self, now: int, lots: int, sides: tuple[int, int], mark: int, permille: int) -> None:
        """Count a trade between a best bid and a best offer (PRP-019)."""
        tick = (now // TICK_MILLISECONDS + 1) * TICK_MILLISECONDS
        is_early = now < tick - WINDOW_END_MILLISECONDS
        window = self.this if is_early else self.following
        if window.lots + lots > WINDOW_BOUND_LOTS:
            return
        premium = sum(sides) * 2**29 // mark - 2**30
        window.lots += lots
        window.premium += lots * within(premium, 2**30 * permille // 1000)

    def ticks(self, before: int, now: int, mark: int | None) -> Iterator[FundingTicked]:
        """Make the ticks between two times; the events that tell of them (PRP-016, PRP-017)."""
        first = before // TICK_MILLISECONDS + 1
        last = min(now, LAST_TICK_MILLISECONDS) // TICK_MILLISECONDS
        for number in range(first, min(last, first + 1) + 1):
            yield self._tick(number, 1, mark)
        if last > first + 1:
            yield self._tick(last, last - first - 1, mark)

    def _tick(self, number: int, count: int, mark: int | None) -> FundingTicked:
        """Make so many ticks, the last of them of that number; all but the first are alike."""
        self._renew_rate()
        if mark is not None:
            total = self.rate * mark * count + self.remainder
            self.index += total // RATE_UNIT
            self.remainder = total % RATE_UNIT
        self.this, self.following = self.following, Window()
        return FundingTicked(
            market=self.market,
            tick_time=Milliseconds(number * TICK_MILLISECONDS),
            ticks=Count(count),
            rate=FundingRate(self.rate),
            index=FundingIndex(self.index),
        )

    def _renew_rate(self) -> None:
        """Publish, or follow the premium a step (PRP-018)."""
        if self.source is FundingSource.PUBLISHED:
            if self.published_rate is not None:
                self.rate = self.published_rate
        elif self.this.lots:
            premium = abs(self.this.premium) * RATE_UNIT // (self.this.lots * 2**31)
            change = premium if self.this.premium > 0 else -premium
            self.rate = within(self.rate + within(change, STEP_BOUND), RATE_BOUND)

    def as_dump(self) -> FundingDump:
        """As a dump has it (STA-020)."""
        published = self.published_rate
        return FundingDump(
            source=self.source,
            rate=FundingRate(self.rate),
            published_rate=None if published is None else FundingRate(published),
            index=FundingIndex(self.index),
            remainder=FundingRemainder(self.remainder),
            lots=Lots(self.this.lots),
            premium=Premium(self.this.premium),
            next_lots=Lots(self.following.lots),
            next_premium=Premium(self.following.premium),
        )
