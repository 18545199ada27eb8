"""A walk on a perpetual market that is rejected midway changes nothing (PRP-038, CMD-004)."""

from collections.abc import Callable

import pytest

from tallystick.fast import Build
from tallystick.reference.types.choices import OrderType, SelfTrade, Side
from tallystick.reference.types.commands import AmendOrder, Batch, ReplaceOrder
from tallystick.reference.types.events import Event, OrderRemoved, Traded
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import (
    DebtOpened,
    LegExtended,
    LegReduced,
    SettlementPaid,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Lots, OrderId, Price
from tests.fast.perp_venue import PerpVenue
from tests.fast.streams import owner_of
from tests.fast.test_rejection import check_rows

ONE = AccountId(1)
OWNER = owner_of(ONE)


def entangled(build: Build, **overrides: int) -> PerpVenue:
    """Account 1 is long against 2 and 4, who are poor, and the mark has risen by 300.

    Account 3 bids for 2, 5 for 4 lots; 4 and 5 have nothing to pay with.
    """
    venue = PerpVenue(build, **overrides)
    venue.trade(1, 2, 4)
    venue.trade(1, 4, 4)
    venue.mark(1300)
    venue.accept(venue.order(3, Side.BUY, 1320, 2))
    venue.accept(venue.order(5, Side.BUY, 1320, 4))
    venue.accept(venue.order(6, Side.BUY, 1310, 2))
    return venue


def names(events: tuple[Event, ...]) -> list[str]:
    """The kinds of events."""
    return [type(event).__name__ for event in events]


def test_what_the_walk_does_if_nothing_is_in_its_way(build: Build) -> None:
    # Given the entangled venue; when account 1 sells 6 lots
    venue = entangled(build)
    events = venue.accept(venue.order(1, Side.SELL, 1300, 6))
    # Then 4 owes 1 the whole gain of its leg, 300 a lot, and 5 owes 1 what its trade was dearer
    assert sum(isinstance(each, DebtOpened) for each in events) == 3
    assert [(each.debtor, each.creditor, each.atoms) for each in venue.debts] == [
        (2, 1, 200),
        (4, 1, 1200),
        (5, 1, 80),
    ]
    # The first trade takes 2 lots of the newest leg, the second the rest and 2 of the older one
    assert venue.legs() == [(1, 1, 2, 2), (3, 3, 4, 2), (4, 5, 4, 2), (5, 5, 2, 2)]
    assert venue.balance(1) == 1000 + 1000 + 40


REFUSALS: list[Callable[[PerpVenue], None]] = []


def refusal(test: Callable[[PerpVenue], None]) -> Callable[[PerpVenue], None]:
    """Keep one way to be rejected after the first of two trades has been carried out."""
    REFUSALS.append(test)
    return test


@refusal
def _sell(venue: PerpVenue) -> None:
    venue.reject(venue.order(1, Side.SELL, 1300, 6), Reason.TOO_MANY_DEBTS)


@refusal
def _sell_all_or_nothing(venue: PerpVenue) -> None:
    # The debts come first: the walk never learns that there are too few lots.
    sale = venue.order(1, Side.SELL, 1300, 20, OrderType.FOK)
    venue.reject(sale, Reason.TOO_MANY_DEBTS)


@refusal
def _sell_in_a_batch(venue: PerpVenue) -> None:
    first = venue.order(1, Side.SELL, 1300, 2)
    inner = (first, venue.true_up(1, 4), venue.order(1, Side.SELL, 1300, 4))
    venue.reject(Batch(OWNER, ONE, inner), Reason.TOO_MANY_DEBTS, index=3)


@refusal
def _amend(venue: PerpVenue) -> None:
    venue.accept(venue.order(1, Side.SELL, 1500, 6))
    order_id = OrderId(venue.engine.dump().accounts[0].last_order_id)
    venue.reject(AmendOrder(OWNER, ONE, order_id, Price(1300), Lots(6)), Reason.TOO_MANY_DEBTS)


@refusal
def _replace(venue: PerpVenue) -> None:
    venue.accept(venue.order(1, Side.SELL, 1500, 6))
    order_id = OrderId(venue.engine.dump().accounts[0].last_order_id)
    new = venue.order(1, Side.SELL, 1300, 6).order
    venue.reject(ReplaceOrder(OWNER, ONE, order_id, new), Reason.TOO_MANY_DEBTS)


@pytest.mark.parametrize("refuse", REFUSALS, ids=lambda each: each.__name__)
def test_a_debt_too_many_takes_all_back(build: Build, refuse: Callable[[PerpVenue], None]) -> None:
    # Given room for two debts, of which the first trade opens one and the second two
    venue = entangled(build, max_debts=2)
    spared = entangled(build, max_debts=2)
    root = venue.engine.root()
    # When the walk is rejected, then the dump is as before (as `reject` looks)
    refuse(venue)
    if refuse in (_sell, _sell_all_or_nothing, _sell_in_a_batch):
        assert venue.engine.root() == root
    check_rows(venue)
    # When all are paid for, then nothing in lists or books tells of it
    for each in (venue, spared):
        each.deposit(4, 5_000)
        each.deposit(5, 5_000)
        each._ids[1] = 40
    events = [each.accept(each.order(1, Side.SELL, 1300, 6)) for each in (venue, spared)]
    assert events[0] == events[1]
    assert names(events[0]).count("LegReduced") == 3
    check_rows(venue)


def test_the_reason_of_the_step_reached_first_is_given(build: Build) -> None:
    # Given an own bid behind that of 3, so that the walk would reject itself at its second step
    venue = entangled(build, max_debts=1, max_debts_per_account=1)
    venue.accept(venue.order(1, Side.BUY, 1315, 2))
    sale = venue.order(1, Side.SELL, 1300, 20, OrderType.LIMIT, SelfTrade.REJECT)
    # When the second trade opens a debt too many, then that is the reason
    venue.reject(sale, Reason.TOO_MANY_DEBTS)
    check_rows(venue)
    # When the debts have room, then the own order is met
    roomy = entangled(build)
    roomy.accept(roomy.order(1, Side.BUY, 1315, 2))
    sale = roomy.order(1, Side.SELL, 1300, 20, OrderType.LIMIT, SelfTrade.REJECT)
    roomy.reject(sale, Reason.SELF_TRADE)
    check_rows(roomy)


def test_a_true_up_that_is_rejected_changes_nothing(build: Build) -> None:
    # Given a debt of 2 to 1 and one of 4, at different times, and room for no other
    venue = entangled(build, max_debts=2, max_debts_per_account=1)
    venue.accept(venue.true_up(1, 2))
    venue.accept(venue.true_up(4, 1))
    assert [(each.debtor, each.creditor, each.atoms) for each in venue.debts] == [
        (2, 1, 200),
        (4, 1, 1200),
    ]
    venue.at(1)
    venue.mark(1400)
    # When they would owe more, with another due time, then the account's own limit is looked at
    for debtor in (2, 4):
        venue.reject(venue.true_up(1, debtor), Reason.TOO_MANY_DEBTS_OF_ACCOUNT)
        inner = (venue.order(1, Side.SELL, 1500, 2), venue.true_up(1, debtor))
        venue.reject(Batch(OWNER, ONE, inner), Reason.TOO_MANY_DEBTS_OF_ACCOUNT, index=2)
    check_rows(venue)
    # When what is owed turns, then it is offset, which needs no room
    venue.mark(1200)
    events = venue.accept(venue.true_up(1, 4))
    paid = [each for each in events if isinstance(each, SettlementPaid)]
    assert [(each.account, each.offset_atoms, each.atoms) for each in paid] == [(1, 400, 0)]
    check_rows(venue)


def test_nothing_tells_in_the_windows_of_funding(build: Build) -> None:
    # Given a best bid and a best offer, so that each trade is a sample
    venue = entangled(build, max_debts=2)
    venue.accept(venue.order(6, Side.SELL, 1330, 2))
    before = venue.engine.dump().markets[1].funding
    venue.reject(venue.order(1, Side.SELL, 1300, 6), Reason.TOO_MANY_DEBTS)
    assert venue.engine.dump().markets[1].funding == before
    # When the first trade alone is carried out, then it counts
    venue.accept(venue.order(1, Side.SELL, 1300, 2))
    after = venue.engine.dump().markets[1].funding
    assert after is not None
    # (1320 + 1330) * 2^29 / 1300 - 2^30 is 2^30 * 25 / 1300, beyond 7 permille
    assert (after.lots, after.premium) == (2, 2 * (2**30 * 7 // 1000))


def test_a_trade_without_any_step_leaves_no_event(build: Build) -> None:
    # Given room for two legs, both used, and a taker who would face somebody anew
    venue = PerpVenue(build, max_legs=2)
    venue.trade(1, 2, 4)
    venue.trade(1, 4, 4)
    venue.accept(venue.order(3, Side.BUY, 1000, 4))
    # When 5 sells to 3, then neither is touched: what is left of 5 is gone, and 3 keeps its place
    outcome = venue.engine.apply(venue.order(5, Side.SELL, 1000, 6))
    assert isinstance(outcome, Accepted)
    assert (outcome.touched_orders, outcome.touched_legs) == (0, 0)
    assert names(outcome.events) == ["OrderAccepted", "OrderRemoved"]
    removed = outcome.events[1]
    assert isinstance(removed, OrderRemoved)
    assert (removed.cause, removed.lots) == ("leg_limit", 6)
    # When 2 buys itself out with 3 as its heir, then no leg more is needed
    venue.accept(venue.order(2, Side.BUY, 1005, 4))
    events = venue.accept(venue.order(3, Side.SELL, 1005, 4))
    assert [each.lots for each in events if isinstance(each, Traded)] == [4]
    assert sum(isinstance(each, LegReduced | LegExtended) for each in events) == 2
    assert venue.legs() == [(2, 1, 4, 4), (3, 1, 3, 4)]
