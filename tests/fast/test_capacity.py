"""Capacities are exact, and a full venue still does everything that makes no more (MAT-015)."""

from itertools import chain
from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import OrderType, Profile, Side
from tallystick.reference.types.commands import (
    AddDelegate,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    OpenAccount,
    RemoveDelegate,
    ReplaceOrder,
)
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.parameters import (
    CELLS,
    LENDING_PARAMETER_RANGES,
    PARAMETER_RANGES,
    Parameters,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Lots, OrderId, Price, PrincipalId
from tests.fast.streams import owner_of
from tests.fast.venues import Venue, place

ONE = AccountId(1)
OWNER = owner_of(ONE)


def test_orders_of_an_account(build: Build) -> None:
    # Given room for 3 orders of an account, and 7 of the venue
    venue = Venue(build, Profile.MATCH_1)
    venue.accept(place(1, 1, Side.SELL, 100, 2))
    venue.accept(place(1, 2, Side.SELL, 105, 2))
    # When it has 2, a third is accepted; when it has 3, a fourth is not, unless it cannot rest
    venue.accept(place(1, 3, Side.SELL, 110, 2))
    venue.reject(place(1, 4, Side.SELL, 115, 2), Reason.TOO_MANY_ORDERS_OF_ACCOUNT)
    venue.accept(place(1, 4, Side.SELL, 115, 2, OrderType.IOC))
    # Then a replacement is still possible, and after a cancellation there is room for one
    venue.accept(ReplaceOrder(OWNER, ONE, OrderId(3), place(1, 5, Side.SELL, 115, 2).order))
    venue.accept(CancelOrder(OWNER, ONE, OrderId(5)))
    venue.accept(place(1, 6, Side.SELL, 120, 2))
    venue.reject(place(1, 7, Side.SELL, 120, 2), Reason.TOO_MANY_ORDERS_OF_ACCOUNT)


def test_orders_of_the_venue(build: Build) -> None:
    # Given room for 7 orders of the venue
    venue = Venue(build, Profile.MATCH_1)
    for account, count in ((1, 3), (2, 3)):
        for order_id in range(1, count + 1):
            venue.accept(place(account, order_id, Side.SELL, 100 + 5 * order_id, 2))
    # When there are 6, one more is accepted; when there are 7, none
    venue.accept(place(3, 1, Side.SELL, 100, 2))
    venue.reject(place(3, 2, Side.SELL, 105, 2), Reason.TOO_MANY_ORDERS)
    # Then whatever takes a place only where one becomes free is still possible, in a batch too
    swaps = tuple(
        ReplaceOrder(OWNER, ONE, OrderId(old), place(1, old + 3, Side.SELL, 300, 2).order)
        for old in (1, 2, 3)
    )
    venue.accept(Batch(OWNER, ONE, swaps))
    moves = tuple(
        AmendOrder(OWNER, ONE, OrderId(order_id), Price(400 + order_id * 5), Lots(2))
        for order_id in (4, 5, 6)
    )
    venue.accept(Batch(OWNER, ONE, moves))
    venue.accept(Batch(OWNER, ONE, (CancelAll(OWNER, ONE), place(1, 7, Side.SELL, 500, 2))))
    venue.accept(place(3, 2, Side.SELL, 105, 2))
    venue.accept(place(3, 3, Side.SELL, 105, 2))
    venue.reject(place(1, 8, Side.SELL, 105, 2), Reason.TOO_MANY_ORDERS)


def test_delegates(build: Build) -> None:
    # Given room for 3 delegates
    venue = Venue(build, Profile.SPOT_1)
    for principal in (21, 22, 23):
        venue.accept(AddDelegate(OWNER, ONE, PrincipalId(principal)))
    venue.reject(AddDelegate(OWNER, ONE, PrincipalId(24)), Reason.TOO_MANY_DELEGATES)
    # When any of them goes, then there is room for one, and the others stay
    for gone, added in ((22, 24), (23, 25), (21, 26), (26, 27)):
        venue.accept(RemoveDelegate(OWNER, ONE, PrincipalId(gone)))
        venue.reject(RemoveDelegate(OWNER, ONE, PrincipalId(gone)), Reason.UNKNOWN_DELEGATE)
        venue.accept(AddDelegate(OWNER, ONE, PrincipalId(added)))
        venue.reject(AddDelegate(OWNER, ONE, PrincipalId(99)), Reason.TOO_MANY_DELEGATES)
    assert venue.engine.dump().accounts[0].delegates == (24, 25, 27)


def test_one_command_may_do_as_much_as_the_parameters_allow(build: Build) -> None:
    # Given 3,000 resting orders
    count = 3_000
    venue = Venue(
        build,
        Profile.MATCH_1,
        max_orders=count,
        max_orders_per_account=count,
        max_touches=count,
    )
    for order_id in range(1, count + 1):
        venue.accept(place(1, order_id, Side.SELL, 5 * (order_id % 100 + 1), 2))
    # When a batch cancels all of them and then fails, then all are where they were
    everything = Batch(OWNER, ONE, (CancelAll(OWNER, ONE), CancelOrder(OWNER, ONE, OrderId(1))))
    venue.reject(everything, Reason.UNKNOWN_ORDER, index=2)
    # When one order takes all of them, then there is an event for each, best price first
    events = venue.accept(place(2, 1, Side.BUY, 500, 2 * count, OrderType.IOC))
    trades = [event for event in events if isinstance(event, Traded)]
    assert len(trades) == count
    assert [(t.price, t.maker_order_id) for t in trades] == sorted(
        (5 * (order_id % 100 + 1), order_id) for order_id in range(1, count + 1)
    )


def test_cancel_all_goes_by_market_then_order_id(build: Build) -> None:
    # Given orders of two markets, placed in turns, of which one re-entered last
    venue = Venue(build, Profile.MATCH_1, max_orders_per_account=7)
    placed = [(2, 3, 1), (1, 2, 2), (2, 6, 3), (1, 4, 4), (1, 2, 5), (2, 3, 6)]
    for market, lots, order_id in placed:
        venue.accept(place(1, order_id, Side.SELL, 100, lots, market=market))
    venue.accept(AmendOrder(OWNER, ONE, OrderId(2), Price(105), Lots(2)))
    # When all are cancelled
    events = venue.accept(CancelAll(OWNER, ONE))
    # Then by market, and in a market by id
    ids = [event.order_id for event in events if isinstance(event, OrderRemoved)]
    assert ids == [2, 4, 5, 1, 3, 6]


@pytest.mark.parametrize("name", [name for name in PARAMETER_RANGES if name.startswith("max_")])
def test_the_highest_capacities_can_be_opened(build: Build, name: str) -> None:
    highest = PARAMETER_RANGES[name][1]
    engine = FastEngine(Profile.SPOT_1, load_preset("minimal", {name: highest}), build)
    assert isinstance(engine.apply(OpenAccount(OWNER)), Accepted)
    assert len(engine.dump().accounts) == 1


LOANS = sorted(name for name in LENDING_PARAMETER_RANGES if name.startswith("max_"))


@pytest.mark.parametrize("name", LOANS)
def test_the_highest_capacities_of_loans_can_be_opened(build: Build, name: str) -> None:
    overrides = {name: LENDING_PARAMETER_RANGES[name][1]}
    engine = FastEngine(Profile.LEND_1, load_preset("minimal", overrides, Profile.LEND_1), build)
    assert isinstance(engine.apply(OpenAccount(OWNER)), Accepted)
    assert engine.dump().loans == ()


@pytest.mark.parametrize(("one", "other"), CELLS)
def test_capacities_that_multiply_are_bounded_together(one: str, other: str) -> None:
    # Given a product at its bound, and then beyond it by the least that there is
    ones: dict[str, Any] = dict.fromkeys(chain(*CELLS), 1)
    parameters = evolve(load_preset("minimal"), **ones)
    at_bound: dict[str, Any] = {one: 2**12, other: 2**10}
    beyond: dict[str, Any] = {one: 2**12 + 1, other: 2**10}
    assert FastEngine(Profile.MATCH_1, evolve(parameters, **at_bound), Build.INTERPRETED).dump()
    with pytest.raises(ValueError, match=f"parameters {one} and {other}: expected .* {2**22}$"):
        FastEngine(Profile.MATCH_1, evolve(parameters, **beyond), Build.INTERPRETED)


def test_capacities_of_loans_that_multiply_are_bounded_together() -> None:
    # Given 2^22 claims, and one for each loan more
    at_bound = {"max_loans": 2**12, "max_claims": 2**10}
    beyond = {"max_loans": 2**12 + 1, "max_claims": 2**10}
    lend = Profile.LEND_1
    assert FastEngine(lend, load_preset("minimal", at_bound, lend), Build.INTERPRETED).dump()
    with pytest.raises(ValueError, match=f"max_loans and max_claims: expected .* {2**22}$"):
        load_preset("minimal", beyond, lend)


@pytest.mark.parametrize("name", sorted(PARAMETER_RANGES))
def test_parameters_out_of_range_are_refused(name: str) -> None:
    parameters: Parameters = load_preset("minimal")
    lowest, highest = PARAMETER_RANGES[name]
    for number in (lowest - 1, highest + 1):
        change: dict[str, Any] = {name: number}
        with pytest.raises(ValueError, match=name):
            FastEngine(Profile.MATCH_1, evolve(parameters, **change), Build.INTERPRETED)


def test_parameters_of_another_profile_are_refused(build: Build) -> None:
    parameters = load_preset("minimal", profile=Profile.LEND_1)
    with pytest.raises(ValueError, match="profile lend/1 needs those of lending"):
        FastEngine(Profile.LEND_1, load_preset("minimal"), build)
    with pytest.raises(ValueError, match="profile spot/1 has none of lending"):
        FastEngine(Profile.SPOT_1, parameters, build)
