"""Events of the example venue in `perp/1`, and trails of it that are wrong in one place each.

Every trail begins where the first trade of chapter 06, section 4, ends: account 2 is long 4 lots
against account 1 from 1000, each has 997 atoms, account 3 has 1000. Then the mark is 1010.
"""

from attrs import evolve

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import FundingSource, MarketKind, Profile, Side
from tallystick.reference.types.events import (
    AssetListed,
    Deposited,
    Event,
    FeePaid,
    MarketListed,
    MarkSet,
    OrderAccepted,
    TimeAdvanced,
    Traded,
)
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import (
    DebtOpened,
    DebtPaid,
    FundingRateSet,
    FundingTicked,
    LegExtended,
    LegReduced,
    LegSettled,
    SettlementPaid,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    FeeRate,
    FundingIndex,
    FundingRate,
    LegId,
    Lots,
    MarketId,
    Milliseconds,
    Price,
)
from tests.conformance import trails
from tests.conformance.trails import ASSET, BASE, BUY, ONE, SELL, THREE, TWO, removed, rested

PARAMETERS = load_preset("minimal", profile=Profile.PERP_1)
PERP, PUBLISHED = MarketId(2), MarketId(3)
TREASURY = AccountId(0)
HOUR = 3_600_000
DUE = 24 * HOUR
"""Of a debt opened at time 0."""
LISTED: tuple[Event, ...] = (
    *trails.LISTING,
    MarketListed(PERP, ASSET, MarketKind.PERP, Price(5), Lots(2), FundingSource.BOOK),
    *trails.DEPOSITS,
)


def accepted(
    account: AccountId, order_id: int, side: Side, price: int, lots: int, *, reduces: bool = False
) -> OrderAccepted:
    """An order on the perpetual market (PRP-014)."""
    return evolve(
        trails.accepted(account, order_id, side, price, lots),
        market=PERP,
        reduce_only=reduces,
        maker_fee_rate=FeeRate(3_331),
        taker_fee_rate=FeeRate(9_973),
        fee_cap_atoms=Atoms(3),
    )


def traded(
    maker: tuple[AccountId, int], taker: tuple[AccountId, int], price: int, lots: int
) -> Traded:
    """A trade on the perpetual market whose taker buys."""
    return evolve(trails.bought(maker, taker, price, lots), market=PERP)


def fee(account: AccountId, order_id: int, atoms: int) -> FeePaid:
    """A fee in the base asset."""
    return trails.fee(account, order_id, BASE, atoms)


def extended(
    long_account: AccountId, short_account: AccountId, lots: int, price: int, leg: int
) -> LegExtended:
    """A leg that gains lots."""
    return LegExtended(PERP, long_account, short_account, Lots(lots), Price(price), LegId(leg))


def reduced(
    long_account: AccountId, short_account: AccountId, lots: int, atoms: int, funding: int = 0
) -> LegReduced:
    """A leg that loses lots."""
    worth = Atoms(atoms), Atoms(funding)
    return LegReduced(PERP, long_account, short_account, Lots(lots), *worth)


def settled(atoms: int, funding: int = 0) -> LegSettled:
    """The leg of accounts 2 and 1, trued up."""
    return LegSettled(PERP, TWO, ONE, Atoms(atoms), Atoms(funding))


def paid(account: AccountId, to_account: AccountId, atoms: int, offset: int = 0) -> SettlementPaid:
    """A payment between two accounts."""
    return SettlementPaid(account, to_account, Atoms(offset), Atoms(atoms))


def owes(account: AccountId, creditor: AccountId, atoms: int, due: int = DUE) -> DebtOpened:
    """A debt that begins or grows."""
    return DebtOpened(account, creditor, Milliseconds(due), Atoms(atoms))


def repaid(account: AccountId, creditor: AccountId, atoms: int, due: int = DUE) -> DebtPaid:
    """A debt paid in part or whole."""
    return DebtPaid(account, creditor, Milliseconds(due), Atoms(atoms))


def marked(mark: int) -> MarkSet:
    """A mark of asset 2."""
    return MarkSet(ASSET, Price(mark))


def ticked(hour: int, index: int, rate: int = 0, ticks: int = 1) -> FundingTicked:
    """Ticks up to that hour."""
    time = Milliseconds(hour * HOUR)
    return FundingTicked(PERP, time, Count(ticks), FundingRate(rate), FundingIndex(index))


def at(hours: int, more: int = 0) -> TimeAdvanced:
    """The time so many hours and milliseconds from the beginning."""
    return TimeAdvanced(Milliseconds(hours * HOUR + more))


def clauses(auditor: Auditor, *events: Event, touched_orders: int = 0) -> list[str]:
    """Clauses that the auditor sees violated; the legs stated are those of the events."""
    legs = sum(isinstance(each, LegReduced | LegExtended | LegSettled) for each in events)
    outcome = Accepted(events, Count(touched_orders), Count(legs))
    return [violation.clause for violation in auditor.observe(outcome)]


OFFER_4 = accepted(ONE, 1, SELL, 1000, 4)
BUY_4 = accepted(TWO, 1, BUY, 1000, 4)
FIRST_TRADE: tuple[Event, ...] = (
    BUY_4,
    traded((ONE, 1), (TWO, 1), 1000, 4),
    extended(TWO, ONE, 4, 1000, 1),
    fee(TWO, 1, 3),
    fee(ONE, 1, 3),
)
OFFER_2 = accepted(TWO, 2, SELL, 1020, 2)
BUY_2 = accepted(THREE, 1, BUY, 1020, 2)
TRADE = traded((TWO, 2), (THREE, 1), 1020, 2)
LOST = reduced(TWO, ONE, 2, 40)
GAINED = extended(THREE, ONE, 2, 1010, 2)
FROM_ONE = paid(ONE, TWO, 40)
FROM_THREE = paid(THREE, TWO, 20)
FEES: tuple[Event, ...] = (fee(THREE, 1, 3), fee(TWO, 2, 3))
# Part 3 of PRP-030: account 1 owes the 40 that its leg was worth, account 3 owes 10 a lot.
PASSED_ON: tuple[Event, ...] = (BUY_2, TRADE, LOST, GAINED, FROM_ONE, FROM_THREE, *FEES)


def open_auditor() -> Auditor:
    """Where every trail begins."""
    auditor = Auditor(Profile.PERP_1, PARAMETERS)
    assert clauses(auditor, *LISTED) == []
    assert clauses(auditor, marked(1000)) == []
    assert clauses(auditor, OFFER_4, rested(ONE, 1, 4)) == []
    assert clauses(auditor, *FIRST_TRADE, touched_orders=1) == []
    assert clauses(auditor, marked(1010)) == []
    assert clauses(auditor, OFFER_2, rested(TWO, 2, 2)) == []
    return auditor


def without(*left_out: Event) -> tuple[Event, ...]:
    """The trade that passes a leg on, without some of its events."""
    return tuple(event for event in PASSED_ON if event not in left_out)


def with_other(old: Event, *new: Event) -> tuple[Event, ...]:
    """The same with other events in the place of one."""
    place = PASSED_ON.index(old)
    return (*PASSED_ON[:place], *new, *PASSED_ON[place + 1 :])


# What is wrong, the first clause that is named, and the events of one trade.
UNSOUND_TRADES: dict[str, tuple[str, tuple[Event, ...]]] = {
    "a leg worth an atom more": ("PRP-006", with_other(LOST, reduced(TWO, ONE, 2, 41))),
    "funding that has not accrued": ("PRP-006", with_other(LOST, reduced(TWO, ONE, 2, 40, 1))),
    "a leg that is not there": ("INV-008", with_other(LOST, reduced(TWO, THREE, 2, 40))),
    "more lots lost than there are": ("INV-015", with_other(LOST, reduced(TWO, ONE, 5, 40))),
    "fewer lots lost than traded": ("PRP-061", with_other(LOST, reduced(TWO, ONE, 1, 40))),
    "a leg that only loses": ("PRP-061", without(GAINED)),
    "a leg that only gains": ("PRP-033", without(LOST)),
    "a trade without legs": ("PRP-033", without(LOST, GAINED)),
    "a leg gained at the price": ("PRP-030", with_other(GAINED, extended(THREE, ONE, 2, 1020, 2))),
    "a number that is used up": ("PRP-002", with_other(GAINED, extended(THREE, ONE, 2, 1010, 1))),
    "a leg with a stranger": (
        "INV-008",
        with_other(GAINED, extended(AccountId(9), ONE, 2, 1010, 2)),
    ),
    "the third party pays last": (
        "PRP-033",
        (BUY_2, TRADE, LOST, GAINED, FROM_THREE, FROM_ONE, *FEES),
    ),
    "the third party does not pay": ("PRP-033", without(FROM_ONE)),
    "the dearer price is not paid": ("PRP-033", without(FROM_THREE)),
    "an atom less is paid": ("PRP-034", with_other(FROM_ONE, paid(ONE, TWO, 39))),
    "an atom more is paid": ("PRP-034", with_other(FROM_ONE, paid(ONE, TWO, 41))),
    "a debt in place of cash": (
        "PRP-034",
        with_other(FROM_ONE, paid(ONE, TWO, 0), owes(ONE, TWO, 40)),
    ),
    "an offset of nothing": ("PRP-034", with_other(FROM_ONE, paid(ONE, TWO, 0, 40))),
    "a payment twice": ("PRP-033", with_other(FROM_ONE, FROM_ONE, FROM_ONE)),
    "a debt out of nowhere": ("PRP-034", with_other(FROM_ONE, FROM_ONE, owes(ONE, TWO, 1))),
    "legs told after payments": (
        "PRP-033",
        (BUY_2, TRADE, FROM_ONE, FROM_THREE, LOST, GAINED, *FEES),
    ),
    "fees before payments": ("PRP-033", (BUY_2, TRADE, LOST, GAINED, *FEES, FROM_ONE, FROM_THREE)),
    "a fee that is not paid": ("SPT-012", without(FEES[1])),
}
# What is wrong, the first clause that is named, the commands before the last one, and that.
Commands = tuple[tuple[Event, ...], ...]
TRUED: tuple[Event, ...] = (settled(1200), paid(ONE, TWO, 997), owes(ONE, TWO, 203))
"""After a mark of 1300: 4 * 300 are owed, 997 are there."""
IN_DEBT: Commands = ((marked(1300),), TRUED)
UNSOUND_COMMANDS: dict[str, tuple[str, Commands]] = {
    "a true-up of another value": ("PRP-006", ((settled(41), paid(ONE, TWO, 41)),)),
    "a true-up that pays nothing": ("PRP-033", ((settled(40),),)),
    "a true-up paid by the winner": ("PRP-033", ((settled(40), paid(TWO, ONE, 40)),)),
    "a true-up of a spot market": (
        "INV-008",
        ((LegSettled(MarketId(1), TWO, ONE, Atoms(0), Atoms(0)),),),
    ),
    "a debt that is not opened": ("PRP-034", ((marked(1300),), TRUED[:2])),
    "a debt of an atom more": ("PRP-034", ((marked(1300),), (*TRUED[:2], owes(ONE, TWO, 204)))),
    "a debt due an hour late": (
        "PRP-036",
        ((marked(1300),), (*TRUED[:2], owes(ONE, TWO, 203, DUE + HOUR))),
    ),
    "a deposit that leaves a debt": ("PRP-039", (*IN_DEBT, (Deposited(ONE, BASE, Atoms(9)),))),
    "a deposit that pays less than it can": (
        "PRP-039",
        (*IN_DEBT, (Deposited(ONE, BASE, Atoms(9)), repaid(ONE, TWO, 8))),
    ),
    "a deposit that pays before it is made": (
        "CMD-052",
        (
            *(*IN_DEBT, (Deposited(ONE, BASE, Atoms(9)), repaid(ONE, TWO, 9))),
            (repaid(ONE, TWO, 9), Deposited(ONE, BASE, Atoms(9))),
        ),
    ),
    "somebody else's deposit pays": (
        "PRP-039",
        (
            *(*IN_DEBT, (Deposited(ONE, BASE, Atoms(9)), repaid(ONE, TWO, 9))),
            (Deposited(TWO, BASE, Atoms(9)), repaid(ONE, TWO, 1)),
        ),
    ),
    "more is repaid than is owed": (
        "PRP-039",
        (*IN_DEBT, (Deposited(ONE, BASE, Atoms(300)), repaid(ONE, TWO, 204))),
    ),
    "a debt due at another hour is repaid": (
        "PRP-039",
        (*IN_DEBT, (Deposited(ONE, BASE, Atoms(9)), repaid(ONE, TWO, 9, DUE + HOUR))),
    ),
    "a winner who owes pays in cash": (
        "PRP-034",
        (*IN_DEBT, (marked(1290),), (settled(-40), paid(TWO, ONE, 40))),
    ),
    "a tick that is not told": ("PRP-016", ((at(8),),)),
    "a tick told twice": ("PRP-016", ((at(8), ticked(8, 0), ticked(8, 0)),)),
    "a tick that has not come": ("PRP-016", ((at(7), ticked(8, 0)),)),
    "a tick at another time": ("PRP-016", ((at(9), ticked(9, 0)),)),
    "three ticks as one": ("PRP-016", ((at(24), ticked(24, 0, ticks=3)),)),
    "an index that has moved": ("PRP-017", ((at(8), ticked(8, 1)),)),
    "a rate without a premium": ("PRP-018", ((at(8), ticked(8, 0, rate=1)),)),
    "a rate published for the book's own": ("PRP-021", ((FundingRateSet(PERP, FundingRate(7)),),)),
    "no source of funding": (
        "PRP-015",
        (
            (
                AssetListed(AssetId(3), Atoms(1), Atoms(0)),
                MarketListed(PUBLISHED, AssetId(3), MarketKind.PERP, Price(5), Lots(2)),
            ),
        ),
    ),
}
# What is wrong, the clause, touched orders, and an order that comes in.
UNSOUND_WALKS: dict[str, tuple[str, int, tuple[Event, ...]]] = {
    "a maker removed for a limit that it has not reached": (
        "PRP-013",
        1,
        (BUY_2, removed(TWO, 2, 2, "position_limit"), removed(THREE, 1, 2, "unfilled")),
    ),
    "a maker removed as reduce-only that is not": (
        "PRP-013",
        1,
        (BUY_2, removed(TWO, 2, 2, "reduce_only"), removed(THREE, 1, 2, "unfilled")),
    ),
    "a taker removed as reduce-only that can reduce": (
        "PRP-013",
        0,
        (accepted(TWO, 3, SELL, 1030, 2, reduces=True), removed(TWO, 3, 2, "reduce_only")),
    ),
    "a maker removed for its balance": (
        "PRP-013",
        1,
        (BUY_2, removed(TWO, 2, 2, "underfunded"), removed(THREE, 1, 2, "unfilled")),
    ),
    "a taker removed for legs of which there is room": (
        "PRP-031",
        0,
        (BUY_2, removed(THREE, 1, 2, "leg_limit")),
    ),
    "a reduce-only order that opens": (
        "PRP-013",
        1,
        (evolve(BUY_2, reduce_only=True), *PASSED_ON[1:]),
    ),
}
