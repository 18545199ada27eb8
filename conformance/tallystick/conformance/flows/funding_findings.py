"""What funding cost in a replay, held against the sum of the recorded rates."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from attrs import field, frozen

from tallystick.conformance.flows.funding_replay import (
    LONG_OF,
    LOTS,
    MARK,
    MARKETS,
    SHORT_OF,
    TRUED_UP,
    RateFacts,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.perp_events import (
    DebtOpened,
    FundingTicked,
    LegSettled,
    SettlementPaid,
)
from tallystick.reference.types.units import AccountId, MarketId

RATE_UNITS = 10_000_000


@frozen
class MarketFinding:
    """One market: what its long has paid its short, and what the rounding of the index kept."""

    market: MarketId
    lots: int
    mark: int
    ticks: int
    true_ups: int
    funding_atoms: int
    """Accrued funding of all true-ups together."""
    paid_atoms: int
    """From the long to the short, net, as payments say."""
    remainder: int
    expected: int
    """Lots times mark times the sum of the rates."""

    @property
    def is_exact(self) -> bool:
        """Whether all of it is there, and all that was accrued was paid."""
        came_to = RATE_UNITS * self.funding_atoms + self.lots * self.remainder
        return came_to == self.expected and self.paid_atoms == self.funding_atoms


@frozen
class FundingFindings:
    """The file and both markets; `markets` is empty of a replay that did not reach its end."""

    rates: RateFacts
    markets: tuple[MarketFinding, ...]
    exact: bool
    """Whether both markets are, and have paid the same."""


@frozen
class FundingWatch:
    """Follows the outcomes on which the engines agree."""

    ticks: Counter[MarketId] = field(factory=Counter)
    true_ups: Counter[MarketId] = field(factory=Counter)
    funding: Counter[MarketId] = field(factory=Counter)
    paid: Counter[AccountId] = field(factory=Counter)
    debts: list[DebtOpened] = field(factory=list)

    def __call__(self, _step: int, outcome: Outcome) -> None:
        """Count what an outcome says of ticks, true-ups and payments."""
        for event in outcome.events if isinstance(outcome, Accepted) else ():
            match event:
                case FundingTicked():
                    self.ticks[event.market] += event.ticks
                case LegSettled():
                    self.true_ups[event.market] += 1
                    self.funding[event.market] += event.funding_atoms
                case SettlementPaid():
                    self.paid[event.account] += event.atoms
                case DebtOpened():
                    self.debts.append(event)
                case _:
                    pass

    def findings(self, rates: RateFacts, end: StateDump | None) -> FundingFindings:
        """What it came to; `end` is the state after all commands, if they all ran."""
        if end is None:
            return FundingFindings(rates, (), exact=False)
        markets = tuple(self._of_market(market, rates, end) for market in MARKETS)
        alike = len({one.funding_atoms for one in markets}) == 1
        exact = alike and not self.debts and all(one.is_exact for one in markets)
        return FundingFindings(rates, markets, exact)

    def _of_market(self, market: MarketId, rates: RateFacts, end: StateDump) -> MarketFinding:
        funding = next(one.funding for one in end.markets if one.market == market)
        assert funding is not None
        return MarketFinding(
            market,
            LOTS,
            MARK,
            self.ticks[market],
            self.true_ups[market],
            self.funding[market],
            self.paid[LONG_OF[market]] - self.paid[SHORT_OF[market]],
            funding.remainder,
            LOTS * MARK * rates.rate_sum,
        )


def funding_report_lines(found: FundingFindings) -> Iterator[str]:
    """The comparison with the recorded rates."""
    rates = found.rates
    times = f"{_time(rates.first_time)} to {_time(rates.last_time)}"
    yield f"rates                {rates.ticks:,} from {times}"
    yield (
        f"                     sum {rates.rate_sum:,}, lowest {rates.lowest:,}, highest"
        f" {rates.highest:,} in 1/10,000,000 of the mark; {rates.floored:,} were finer"
    )
    for one in found.markets:
        how = "trued up now and then" if one.market == TRUED_UP else "trued up at the end only"
        yield (
            f"market {one.market:<13} {one.lots:,} lots at {one.mark:,}, {one.ticks:,} ticks,"
            f" {one.true_ups:,} {'true-up' if one.true_ups == 1 else 'true-ups'}: {how}"
        )
        yield (
            f"                     the long has paid {one.paid_atoms:,} atoms, accrued were"
            f" {one.funding_atoms:,}"
        )
        left = f"{RATE_UNITS} * {_signed(one.funding_atoms)} + {one.lots} * {one.remainder}"
        right = f"{one.lots} * {one.mark} * {_signed(rates.rate_sum)}"
        yield f"                     {left} {'==' if one.is_exact else '!='} {right}"
    if found.markets:
        words = "every atom of every rate was paid or is in the remainder"
        yield f"exact                {'yes: ' + words if found.exact else 'NO'}"
    else:
        yield "exact                not known: the flow did not reach its end"


def _signed(number: int) -> str:
    return f"({number})" if number < 0 else str(number)


def _time(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds // 1_000, UTC):%Y-%m-%d %H:%M}"
