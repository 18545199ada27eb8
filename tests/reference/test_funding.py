"""Samples, windows, rates and ticks (PRP-015 to PRP-021)."""

import pytest

from tests.reference.perp_desk import HOUR, TICK, Floor, names
from tests.reference.venue import Venue

MINUTE = 60_000


@pytest.fixture
def book() -> Floor:
    """A market whose own trades make the rate, mark 1,000,000, quoted 1,000,050 on both sides."""
    floor = Floor(source="book", mark=1_000_000)
    floor.order(1, "buy", 1_000_040, 50)
    floor.order(2, "sell", 1_000_060, 50)
    return floor


def sample(floor: Floor, lots: int = 1) -> None:
    """Account 3 buys from account 2."""
    floor.order(3, "buy", 1_000_060, lots, order_type="ioc")


def test_a_market_names_its_source_when_it_is_listed(perps: Venue) -> None:
    """PRP-015."""
    perps.run("list_asset signer=0 lot_atoms=10 fee_cap_atoms=5")
    market = "list_market signer=0 asset=3 tick=1 minimum_lots=1"
    perps.judge(f"{market} kind=spot funding_source=book", "not_perp")
    perps.judge(f"{market} kind=lend", "not_in_profile")
    perps.run(f"{market} kind=spot\n=> market_listed market=3 funding_source=null")
    listed = perps.dump().markets[1]
    assert listed.funding is not None
    assert (listed.funding.source, listed.funding.published_rate) == ("book", None)


def test_a_trade_is_a_sample(book: Floor) -> None:
    """PRP-019: as the example of PRP-018 says, 53,687 a lot; a rate of 249."""
    sample(book, 2)
    assert (book.funding().lots, book.funding().premium) == (2, 2 * 53_687)
    assert names(book.at(TICK)) == ["TimeAdvanced", "FundingTicked", "FundingTicked"]
    assert (book.funding().rate, book.funding().lots, book.funding().premium) == (249, 0, 0)
    assert book.funding().index == 24
    assert book.funding().remainder == 249 * 1_000_000 - 24 * 10_000_000


@pytest.mark.parametrize(
    ("now", "window", "following"),
    [
        (0, 1, 0),
        (TICK - 30 * MINUTE - 1, 1, 0),
        (TICK - 30 * MINUTE, 0, 1),
        (TICK - 1, 0, 1),
        (TICK, 1, 0),
    ],
)
def test_a_window_ends_half_an_hour_before_its_tick(
    book: Floor, now: int, window: int, following: int
) -> None:
    """PRP-019."""
    book.at(now)
    sample(book)
    assert (book.funding().lots, book.funding().next_lots) == (window, following)


def test_a_window_passes_on_at_each_tick(book: Floor) -> None:
    """PRP-017, PRP-018: the first tick of two sees no trade, the second does."""
    book.at(TICK - 1)
    sample(book)
    events = book.at(2 * TICK)
    assert [getattr(event, "rate", None) for event in events[-2:]] == [0, 249]
    assert [getattr(event, "tick_time", None) for event in events[-2:]] == [TICK, 2 * TICK]


def test_ticks_from_the_third_on_are_one_event(book: Floor) -> None:
    """PRP-017: markets ascend; market 2 ticks too, without a mark."""
    sample(book)
    events = book.at(5 * TICK)
    rows = [
        tuple(getattr(event, name) for name in ("market", "ticks", "rate", "index"))
        for event in events[1:]
    ]
    assert rows == [
        *((2, 1, 0, 0), (2, 1, 0, 0), (2, 3, 0, 0)),
        *((3, 1, 249, 24), (3, 1, 249, 49), (3, 3, 249, 124)),
    ]


def test_no_tick_comes_after_2_to_the_42(book: Floor) -> None:
    """PRP-016."""
    assert len(book.at(2**42)) == 1 + 6
    assert len(book.at(2**43)) == 1


def test_a_premium_is_bounded_by_each_trade() -> None:
    """PRP-019: 7 permille of 2^30, on either side."""
    floor = Floor(source="book", mark=1_000)
    floor.order(1, "buy", 1_500, 5)
    floor.trade(1, 2, 1, 1_500)
    assert floor.funding().lots == 0
    floor.order(2, "sell", 1_600, 5)
    floor.order(3, "buy", 1_600, 2, order_type="ioc")
    assert (floor.funding().lots, floor.funding().premium) == (2, 2 * 7_516_192)
    floor.mark(2_000)
    floor.order(3, "buy", 1_600, 2, order_type="ioc")
    assert floor.funding().premium == 0


def test_best_prices_are_of_orders_that_could_trade() -> None:
    """PRP-020: among the first max_touches, live, with capacity; the taker is none of them."""
    floor = Floor(source="book", mark=1_000, max_touches=2)
    floor.trade(1, 2, 3, 1_000)
    floor.order(2, "sell", 1_001, 5)
    floor.order(4, "buy", 999, 1, reduce_only=True)
    floor.order(4, "buy", 998, 1, expires_at=50)
    floor.order(4, "buy", 900, 1)
    before = floor.funding().lots
    floor.order(3, "buy", 1_001, 1, order_type="ioc")
    assert floor.funding().lots == before + 1
    floor.at(50)
    floor.order(3, "buy", 1_001, 1, order_type="ioc")
    assert floor.funding().lots == before + 1


def test_a_window_holds_so_many_lots(book: Floor) -> None:
    """PRP-019: what would exceed the bound is no sample."""
    book.give(lots=2**35 - 3)
    sample(book, 2)
    assert book.funding().lots == 2**35 - 1
    sample(book, 2)
    assert book.funding().lots == 2**35 - 1
    sample(book)
    assert (book.funding().lots, book.funding().premium) == (2**35, 3 * 53_687)


def test_the_operator_publishes_a_rate() -> None:
    """PRP-021: from the next tick on; longs pay shorts if it is positive."""
    floor = Floor(mark=1_000)
    floor.trade(1, 2, 10, 1_000)
    floor.judge("set_funding_rate signer=0 market=2 rate=7", "funding_not_published")
    floor.judge("set_funding_rate signer=0 market=1 rate=7", "not_perp")
    floor.judge("set_funding_rate signer=11 market=3 rate=7", "not_authorized")
    floor.run("set_funding_rate signer=0 market=3 rate=-7\n=> funding_rate_set market=3 rate=-7")
    assert (floor.funding().rate, floor.funding().published_rate) == (0, -7)
    floor.at(TICK)
    # As the example of section 3: the index falls by one atom, of which 9,993,000 is too much.
    assert (floor.funding().index, floor.funding().remainder) == (-1, 9_993_000)
    floor.at(2 * TICK)
    assert (floor.funding().index, floor.funding().remainder) == (-1, 9_986_000)
    assert (floor.leg_values(1), floor.leg_values(2)) == ([10], [-10])
    floor.run("set_funding_rate signer=0 market=3 rate=30000")
    floor.at(3 * TICK)
    assert floor.funding().index == -1 + 3 + 0


def test_who_trades_at_a_tick_does_not_pay_it() -> None:
    """PRP-016: halted markets tick."""
    floor = Floor(mark=1_000_000)
    floor.run("set_funding_rate signer=0 market=3 rate=1000")
    floor.trade(1, 2, 1, 1_000_000)
    floor.run("set_halted signer=0 market=3 halted=true")
    floor.at(TICK)
    floor.run("set_halted signer=0 market=3 halted=false")
    floor.trade(3, 4, 1, 1_000_000)
    assert [floor.leg_values(each) for each in (1, 2, 3, 4)] == [[-100], [100], [0], [0]]


def test_the_rate_changes_by_at_most_500_and_stays_within_30000(book: Floor) -> None:
    """PRP-018."""
    for start, premium, wanted in (
        (0, 10**9, 500),
        (29_800, 10**9, 30_000),
        (-29_800, -(10**9), -30_000),
        (0, -53_687, -249),
    ):
        book.give(rate=start, lots=1, premium=premium)
        book.at(book.state.now + HOUR * 8)
        assert book.funding().rate == wanted
