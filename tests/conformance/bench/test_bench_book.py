"""The baseline is a book by price and time: cases by hand, then the flows of every stream."""

import pytest
from attrs import evolve

from tallystick.conformance.bench.book import (
    BUY,
    FOK,
    IOC,
    LIMIT,
    PLACE,
    POST_ONLY,
    SELL,
    Book,
)
from tallystick.conformance.bench.book_commands import book_command, book_trade
from tallystick.conformance.bench.streams import STREAMS, Load, write_down
from tallystick.conformance.targets import ReferenceEngine
from tallystick.reference.types.commands import CancelAll
from tallystick.reference.types.events import Traded
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.units import AccountId, PrincipalId


def book_of_sells(*orders: tuple[int, int, int]) -> Book:
    """A book with sells of the accounts 1, 2 and so on: (order id, price, lots)."""
    book = Book()
    for account, (order_id, price, lots) in enumerate(orders, 1):
        assert book.place(account, order_id, SELL, price, lots, LIMIT)
    return book


def test_the_better_price_trades_first_and_then_the_older_order() -> None:
    book = book_of_sells((1, 105, 2), (1, 100, 3), (1, 100, 4))
    trades = book.run([(PLACE, 9, 1, BUY, 105, 8, LIMIT)])
    assert trades == [(2, 1, 9, 1, 100, 3), (3, 1, 9, 1, 100, 4), (1, 1, 9, 1, 105, 1)]
    assert book.orders[1, 1].lots == 1
    assert (9, 1) not in book.orders


def test_what_is_left_of_a_limit_order_rests_and_of_an_ioc_order_does_not() -> None:
    for order_type, rests in ((LIMIT, True), (IOC, False)):
        book = book_of_sells((1, 100, 3), (1, 101, 3))
        assert book.place(9, 1, BUY, 100, 5, order_type)
        assert book.trades == [(1, 1, 9, 1, 100, 3)]
        assert ((9, 1) in book.orders) is rests
    book = Book()
    book.place(1, 1, BUY, 100, 5, LIMIT)
    assert book.run([(PLACE, 2, 1, SELL, 100, 2, IOC)]) == [(1, 1, 2, 1, 100, 2)]


def test_a_cancelled_order_does_not_trade() -> None:
    book = book_of_sells((1, 100, 3), (1, 100, 4), (1, 101, 1))
    assert book.cancel(1, 1)
    assert not book.cancel(1, 1)
    assert book.run([(PLACE, 9, 1, BUY, 101, 5, IOC)]) == [
        (2, 1, 9, 1, 100, 4),
        (3, 1, 9, 1, 101, 1),
    ]
    assert book.orders == {}


def test_fill_or_kill_trades_every_lot_or_nothing() -> None:
    book = book_of_sells((1, 100, 3), (1, 101, 4))
    assert not book.place(9, 1, BUY, 101, 8, FOK)
    assert not book.place(9, 2, BUY, 99, 1, FOK)
    assert book.trades == []
    assert book.place(9, 3, BUY, 101, 7, FOK)
    assert [trade[-1] for trade in book.trades] == [3, 4]
    assert not book.place(9, 4, BUY, 101, 1, FOK)


def test_post_only_rests_or_is_refused() -> None:
    book = book_of_sells((1, 100, 3))
    assert not book.place(9, 1, BUY, 100, 1, POST_ONLY)
    assert book.place(9, 2, BUY, 99, 1, POST_ONLY)
    # The price of a cancelled order is free: nothing stands there.
    book.cancel(1, 1)
    assert book.place(9, 3, BUY, 100, 1, POST_ONLY)
    assert set(book.orders) == {(9, 2), (9, 3)}


def test_an_amend_keeps_the_place_only_for_fewer_lots_at_the_same_price() -> None:
    taker = (PLACE, 9, 1, BUY, 101, 1, IOC)
    kept = book_of_sells((1, 100, 3), (1, 100, 3))
    assert kept.amend(1, 1, 100, 2)
    assert kept.run([taker])[0][:2] == (1, 1)
    lost = book_of_sells((1, 100, 3), (1, 100, 3))
    assert lost.amend(1, 1, 100, 4)
    assert lost.run([taker])[0][:2] == (2, 1)
    moved = book_of_sells((1, 100, 3), (1, 100, 3))
    assert moved.amend(2, 1, 99, 3)
    assert moved.run([taker]) == [(2, 1, 9, 1, 99, 1)]
    assert not moved.amend(7, 7, 100, 1)


def test_an_amend_that_is_refused_changes_nothing() -> None:
    book = Book()
    book.place(1, 1, BUY, 99, 5, POST_ONLY)
    book.place(2, 1, BUY, 99, 5, LIMIT)
    book.place(3, 1, SELL, 100, 5, LIMIT)
    assert not book.amend(1, 1, 100, 5)
    assert book.run([(PLACE, 4, 1, SELL, 99, 6, IOC)]) == [
        (1, 1, 4, 1, 99, 5),
        (2, 1, 4, 1, 99, 1),
    ]


def small_load(name: str) -> Load:
    """The flow of a stream, as short as the reference needs it."""
    stream = STREAMS[name]
    shape = evolve(
        stream.shape,
        live_orders=min(60, stream.shape.live_orders),
        levels=min(12, stream.shape.levels),
    )
    commands = 1 if name == "sweep" else 400
    return write_down(evolve(stream, shape=shape, commands_per_round=commands), 5, 1)


@pytest.mark.parametrize("name", [name for name in STREAMS if name != "sweep"])
def test_it_trades_as_the_reference_does(name: str) -> None:
    load = small_load(name)
    (segment,) = load.segments
    commands = (*load.filling, *segment.prepare, *segment.timed)
    engine = ReferenceEngine(load.stream.profile, load.stream.parameters())
    for command in load.opening:
        assert isinstance(engine.apply(command), Accepted)
    outcomes = [engine.apply(command) for command in commands]
    book = Book()
    trades = book.run([book_command(command) for command in commands])
    assert trades
    assert trades == [
        book_trade(event)
        for outcome in outcomes
        if isinstance(outcome, Accepted)
        for event in outcome.events
        if isinstance(event, Traded)
    ]
    assert sum(isinstance(outcome, Rejected) for outcome in outcomes) == load.rejected
    (market,) = engine.dump().markets
    resting = {(order.account, order.order_id) for order in (*market.bids, *market.asks)}
    assert resting == set(book.orders)


def test_it_has_no_other_commands() -> None:
    with pytest.raises(ValueError, match="the baseline has no CancelAll"):
        book_command(CancelAll(PrincipalId(1), AccountId(1)))
