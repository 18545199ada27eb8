"""Recorded funding rates in the venue's unit.

Files state 1/100,000,000 of the mark, a venue takes 1/10,000,000. What is finer is not lost: it is
carried to the next tick, so that ten times the sum of the published rates and what is still carried
are the sum of the recorded ones.
"""

from collections.abc import Sequence

from attrs import define, field

from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.funding_rows import (
    RATE_BOUND,
    RECORDED_UNITS,
    TICK_MILLISECONDS,
    FundingRow,
)
from tallystick.reference.types.units import FundingRate


@define
class Rates:
    """The rates by tick, and what is carried, in 1/100,000,000."""

    rows: dict[int, FundingRow] = field()
    carried: int = 0
    published_sum: int = 0
    recorded_sum: int = 0

    @classmethod
    def of(cls, rows: Sequence[FundingRow]) -> "Rates":
        """The rates of a file."""
        return cls({row.time: row for row in rows})

    def require(self, first: int, last: int) -> None:
        """FlowInputError unless there is a rate for every tick later than the first time."""
        tick = (first // TICK_MILLISECONDS + 1) * TICK_MILLISECONDS
        while tick <= last:
            if tick not in self.rows:
                raise FlowInputError(f"the funding file has no rate for the tick at {tick}")
            tick += TICK_MILLISECONDS

    def publish(self, tick: int) -> FundingRate:
        """What to publish before a tick."""
        recorded = self.rows[tick].recorded_rate
        rate, carried = divmod(recorded + self.carried, RECORDED_UNITS)
        if rate > RATE_BOUND:
            rate, carried = RATE_BOUND, carried + (rate - RATE_BOUND) * RECORDED_UNITS
        self.carried = carried
        self.recorded_sum += recorded
        self.published_sum += rate
        return FundingRate(rate)
