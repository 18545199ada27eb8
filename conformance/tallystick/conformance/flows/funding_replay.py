"""A recorded file of funding rates as commands of a `perp/1` venue.

Two markets get their rates from the operator, who publishes the rate of every tick before it. In
each one account is long and another short, always as many lots; the mark, the same in both, never
changes. In the first market the two are trued up now and then, in the second only at the end. Lots
and mark are primes, so that hardly anything divides evenly.
"""

from collections.abc import Iterator, Sequence

from attrs import frozen

from tallystick.conformance.flows.funding_rows import TICK_MILLISECONDS, FundingRow
from tallystick.conformance.flows.venue import OPERATOR, owner
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    Profile,
    Side,
)
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.perp_commands import SetFundingRate, TrueUp
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FundingRate,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
)

PROFILE = Profile.PERP_1
BASE = AssetId(1)
TRUED_UP, LEFT_ALONE = MarketId(1), MarketId(2)
MARKETS = (TRUED_UP, LEFT_ALONE)
LOTS, MARK = Lots(7_919), Price(43_210_967)
DEPOSIT_ATOMS = Atoms(2**50)
"""More than all ticks that there can be at the highest rate would take."""
TICKS_PER_TRUE_UP = 7
TICKS_PER_LATE_TRUE_UP = 3
"""Of the true-ups every third is some hours after its tick, and given twice."""
LATE_MILLISECONDS = 3 * 3_600_000
SHORT_OF = {TRUED_UP: AccountId(1), LEFT_ALONE: AccountId(3)}
LONG_OF = {TRUED_UP: AccountId(2), LEFT_ALONE: AccountId(4)}


def funding_parameters() -> Parameters:
    """Preset `world`."""
    return load_preset("world", profile=PROFILE)


def funding_commands(rows: Sequence[FundingRow]) -> Iterator[Command]:
    """Every command, in order; there is at least one row."""
    yield from _opening(rows[0])
    for number, row in enumerate(rows, start=1):
        for market in MARKETS:
            yield SetFundingRate(OPERATOR, market, FundingRate(row.rate))
        yield AdvanceTime(OPERATOR, Milliseconds(row.time))
        if number % TICKS_PER_TRUE_UP == 0:
            yield from _true_ups(row, number // TICKS_PER_TRUE_UP)
    for market in MARKETS:
        yield true_up(market, by_long=True)


def true_up(market: MarketId, *, by_long: bool) -> TrueUp:
    """Settle the only leg of a market, for either of its parties."""
    accounts = (LONG_OF[market], SHORT_OF[market])
    account, counterparty = accounts if by_long else accounts[::-1]
    return TrueUp(owner(account), account, counterparty, market)


def _true_ups(row: FundingRow, number: int) -> Iterator[Command]:
    if number % TICKS_PER_LATE_TRUE_UP == 0:
        yield AdvanceTime(OPERATOR, Milliseconds(row.time + LATE_MILLISECONDS))
        yield true_up(TRUED_UP, by_long=False)
    yield true_up(TRUED_UP, by_long=number % 2 == 0)


def _opening(first: FundingRow) -> Iterator[Command]:
    """The markets are listed after the last tick before the first row: no tick is not its."""
    yield AdvanceTime(OPERATOR, Milliseconds(first.time - TICK_MILLISECONDS))
    for market in MARKETS:
        asset = AssetId(BASE + market)
        yield ListAsset(OPERATOR, Atoms(1), Atoms(0))
        yield SetMark(OPERATOR, asset, MARK)
        yield ListMarket(
            OPERATOR, asset, MarketKind.PERP, Price(1), Lots(1), FundingSource.PUBLISHED
        )
    for number in range(1, 2 * len(MARKETS) + 1):
        account = AccountId(number)
        yield OpenAccount(owner(account))
        yield Deposit(owner(account), account, BASE, DEPOSIT_ATOMS)
    for market in MARKETS:
        for accounts, side, order_type in (
            (SHORT_OF, Side.SELL, OrderType.LIMIT),
            (LONG_OF, Side.BUY, OrderType.IOC),
        ):
            account = accounts[market]
            order = NewOrder(OrderId(1), market, side, MARK, LOTS, order_type)
            yield PlaceOrder(owner(account), account, order)


@frozen
class RateFacts:
    """What a file says, in our units of 1/10,000,000 of the mark."""

    ticks: int
    first_time: int
    last_time: int
    rate_sum: int
    lowest: int
    highest: int
    floored: int
    """Rates that were no whole number of units."""

    @classmethod
    def of(cls, rows: Sequence[FundingRow]) -> "RateFacts":
        """Of at least one row."""
        rates = [row.rate for row in rows]
        return cls(
            len(rows),
            rows[0].time,
            rows[-1].time,
            sum(rates),
            min(rates),
            max(rates),
            sum(row.recorded_rate != 10 * row.rate for row in rows),
        )
