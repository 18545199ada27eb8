"""Orders on perpetual markets and how their trades rewire legs (sections 1, 2, 4)."""

from typing import Any

import pytest

from tallystick.reference.state import State
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.units import AccountId
from tallystick.reference.views import legs_of, position
from tests.reference.perp_desk import MARKET, TICK, Floor, names
from tests.reference.venue import Venue

HIGHEST = 2**52 // 10_000
"""The highest mark and price by the preset `minimal`."""


@pytest.fixture
def floor() -> Floor:
    """Four accounts with cash, mark 1,000, rate published."""
    return Floor()


def test_a_new_leg_has_the_price_of_its_trade(floor: Floor) -> None:
    """PRP-001, PRP-002, PRP-005, part 4 of PRP-030: nothing is paid."""
    floor.trade(
        *(1, 2, 4, 1_010),
        "order_accepted account=2",
        "traded price=1010 lots=4",
        "leg_extended market=3 long_account=1 short_account=2 lots=4 price=1010 leg=1",
    )
    assert floor.legs() == [(1, 1, 2, 4)]
    assert (floor.wealth(1), floor.wealth(2)) == (1_001_000 - 40, 1_001_000 + 40)


def test_a_leg_that_was_there_keeps_its_number(floor: Floor) -> None:
    """PRP-002, PRP-005: cost adds up; PRP-006: what ends and begins again is new."""
    floor.trade(1, 2, 4, 1_010)
    floor.trade(1, 3, 1, 1_000)
    floor.trade(1, 2, 2, 990)
    assert floor.legs() == [(1, 1, 2, 6), (2, 1, 3, 1)]
    assert next(iter(floor.market().legs.values())).cost == 4 * 1_010 + 2 * 990
    floor.trade(3, 1, 1, 1_000)
    floor.trade(1, 3, 1, 1_000)
    assert floor.legs() == [(1, 1, 2, 6), (3, 1, 3, 1)]


def test_part_1_lets_two_third_parties_face_each_other(floor: Floor) -> None:
    """PRP-030, PRP-032, PRP-033: all at the mark but the difference between the two."""
    floor.trade(3, 1, 5, 1_000)
    floor.trade(2, 4, 5, 1_000)
    floor.mark(1_100)
    floor.trade(
        *(1, 2, 3, 1_090),
        "order_accepted",
        "traded price=1090 lots=3",
        "leg_reduced long_account=3 short_account=1 lots=3 atoms=500 funding_atoms=0",
        "leg_reduced long_account=2 short_account=4 lots=3 atoms=500 funding_atoms=0",
        "leg_extended long_account=3 short_account=4 lots=3 price=1100 leg=3",
        # Account 4, a third party, owes account 2; the seller owes the buyer 10 a lot.
        "settlement_paid account=4 to_account=2 atoms=500",
        "settlement_paid account=2 to_account=1 atoms=30",
        "settlement_paid account=1 to_account=3 atoms=500",
    )
    assert floor.legs() == [(1, 3, 1, 2), (2, 2, 4, 2), (3, 3, 4, 3)]


def test_the_leg_of_the_two_alone_loses(floor: Floor) -> None:
    """PRP-030, PRP-033: value and price difference are one payment."""
    floor.trade(1, 2, 5, 1_000)
    floor.mark(1_100)
    floor.trade(
        *(2, 1, 2, 1_090),
        "order_accepted",
        "traded lots=2",
        "leg_reduced long_account=1 short_account=2 lots=2 atoms=500",
        "settlement_paid account=2 to_account=1 atoms=480",
    )
    assert floor.legs() == [(1, 1, 2, 3)]


def test_a_trade_through_all_parts(floor: Floor) -> None:
    """PRP-030: the buyer closes a short of 2, of which 1 is with the seller, and goes long."""
    floor.trade(3, 1, 1, 1_000)
    floor.trade(2, 1, 1, 1_000)
    events = floor.trade(1, 2, 4, 1_000)
    assert names(events)[2:] == ["LegReduced", "LegReduced", "LegExtended", "LegExtended"]
    assert floor.legs() == [(3, 3, 2, 1), (4, 1, 2, 2)]
    assert [floor.position(each) for each in (1, 2, 3)] == [2, -3, 1]


@pytest.mark.parametrize(
    ("limits", "lots", "cause"),
    [
        ({"max_legs_per_command": 3}, 4, "work_limit"),
        ({"max_legs": 2}, 3, "leg_limit"),
        ({"max_legs_per_command": 3, "max_legs": 2}, 3, "work_limit"),
    ],
)
def test_a_step_that_may_not_begin_ends_the_walk(
    limits: dict[str, Any], lots: int, cause: str
) -> None:
    """PRP-031: the maker keeps its rest and its place."""
    floor = Floor(**limits)
    floor.trade(3, 1, 2, 1_000)
    floor.trade(4, 1, 2, 1_000)
    floor.order(1, "buy", 1_000, 4)
    floor.order(
        *(2, "sell", 1_000, lots),
        "order_accepted",
        "traded lots=2",
        "leg_reduced long_account=4 short_account=1 lots=2",
        "leg_extended long_account=4 short_account=2 lots=2",
        f"order_removed account=2 lots={lots - 2} cause={cause}",
    )
    assert floor.book(3)[0] == ["1.3 1000x2"]


def test_without_any_step_there_is_no_trade() -> None:
    """PRP-031: the maker is not touched."""
    floor = Floor(max_legs=1)
    floor.trade(3, 1, 2, 1_000)
    floor.order(1, "buy", 1_000, 1)
    removed = "order_removed account=2 lots=1 cause=leg_limit"
    floor.order(2, "sell", 1_000, 1, "order_accepted", removed)
    assert floor.book(3)[0] == ["1.2 1000x1"]
    refused = "rejected reason=fok_not_filled"
    floor.order(2, "sell", 1_000, 1, refused, order_type="fok")


def test_a_true_up_counts_a_leg_and_needs_no_budget() -> None:
    """PRP-031, PRP-050."""
    floor = Floor(max_legs_per_command=3)
    floor.trade(3, 1, 2, 1_000)
    floor.order(2, "sell", 1_000, 1)
    floor.order(4, "sell", 1_000, 1)
    outcome = floor.run("""
        batch signer=11 account=1 commands=3
          true_up signer=11 account=1 counterparty=3 market=3
          true_up signer=11 account=1 counterparty=3 market=3
          place_order signer=11 account=1 order_id=2 market=3 side=buy price=1000 lots=2
        => leg_settled long_account=3 short_account=1 atoms=0 funding_atoms=0
        => leg_settled
        => order_accepted
        => traded lots=1
        => leg_reduced
        => leg_extended
        => order_removed account=1 lots=1 cause=work_limit
    """)
    assert getattr(outcome, "touched_legs", None) == 4


def test_orders_of_a_perpetual_market_reserve_nothing(perps: Venue) -> None:
    """PRP-010."""
    perps.run("""
        set_mark signer=0 asset=2 mark=1000
        place_order signer=11 account=1 order_id=1 market=2 side=buy price=1000 lots=20000
        place_order signer=11 account=1 order_id=2 market=2 side=sell price=2000 lots=20000
    """)
    assert perps.holds(1, 1) == (1_000, 0)
    assert perps.holds(1, 2) == (500, 0)


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (f"price={HIGHEST // 5 * 5} lots=20000", None),
        (f"price={HIGHEST // 5 * 5 + 5} lots=2", "order_too_large"),
        ("price=5 lots=20002", "order_too_large"),
    ],
)
def test_the_size_of_an_order_is_bounded(perps: Venue, terms: str, reason: str | None) -> None:
    """PRP-010."""
    perps.run(f"set_mark signer=0 asset=2 mark={HIGHEST}")
    place = "place_order signer=11 account=1 order_id=1 market=2 side=buy"
    perps.judge(f"{place} {terms}", reason)
    if reason is not None:
        perps.run(f"{place} price=5 lots=2")
        price, lots = (word.split("=")[1] for word in terms.split())
        amend = "amend_order signer=11 account=1 order_id=1"
        perps.judge(f"{amend} price={price} open_lots={lots}", reason)


def test_a_market_waits_for_its_mark(perps: Venue) -> None:
    """PRP-011: a mark is at most M, whatever markets its asset has."""
    place = "place_order signer=11 account=1 order_id=1 market=2 side=buy price=5 lots=2"
    perps.judge(place, "no_mark")
    perps.judge(f"set_mark signer=0 asset=2 mark={HIGHEST + 1}", "mark_too_high")
    perps.judge(f"set_mark signer=0 asset=2 mark={HIGHEST}", None)
    perps.judge(place, None)
    perps.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    perps.judge(f"set_mark signer=0 asset=3 mark={HIGHEST + 1}", "mark_too_high")


def test_only_an_order_of_a_perpetual_market_reduces(perps: Venue) -> None:
    """PRP-012."""
    order = "price=5 lots=2 side=sell reduce_only=true"
    perps.judge(f"place_order signer=11 account=1 order_id=1 market=1 {order}", "not_perp")
    perps.run("set_mark signer=0 asset=2 mark=5")
    perps.judge(f"place_order signer=11 account=1 order_id=1 market=2 {order}", None)
    assert perps.dump().markets[1].asks[0].reduce_only


def test_orders_that_reduce_never_turn_a_position(floor: Floor) -> None:
    """PRP-013: what is too much is removed when it is met."""
    floor.trade(1, 2, 3, 1_000)
    floor.order(1, "sell", 1_000, 2, reduce_only=True)
    floor.order(1, "sell", 1_000, 2, reduce_only=True)
    floor.order(1, "sell", 1_000, 2, reduce_only=True)
    events = floor.order(3, "buy", 1_000, 9, order_type="ioc")
    assert [event.lots for event in events if isinstance(event, Traded)] == [2, 1]
    causes = [event.cause for event in events if isinstance(event, OrderRemoved)]
    assert causes == ["reduce_only", "reduce_only", "unfilled"]
    assert floor.position(1) == 0


def test_a_position_is_bounded_on_both_sides() -> None:
    """PRP-013: the maker is removed first, then the taker."""
    floor = Floor(max_position_lots=5)
    floor.order(1, "buy", 1_000, 9)
    floor.order(
        *(2, "sell", 1_000, 8),
        "order_accepted",
        "traded lots=5",
        "leg_extended lots=5",
        "order_removed account=1 lots=4 cause=position_limit",
        "order_removed account=2 lots=3 cause=position_limit",
    )
    floor.order(1, "buy", 1_000, 9)
    removed = "order_removed account=1 lots=9 cause=position_limit"
    floor.order(3, "sell", 1_000, 1, "order_accepted", removed, "order_rested")


def test_fees_of_both_orders_are_paid_in_the_base_asset(perps: Venue) -> None:
    """PRP-014, PRP-035: the whole fee is stated, the part without cash is owed to the treasury."""
    perps.run("""
        set_mark signer=0 asset=2 mark=10
        withdraw signer=11 account=1 asset=1 atoms=999
        place_order signer=11 account=1 order_id=1 market=2 side=buy price=10 lots=8
        => order_accepted maker_fee_rate=3331 taker_fee_rate=9973 fee_cap_atoms=3
        => order_rested
        set_fee_exempt signer=0 account=2 exempt=true
        place_order signer=12 account=2 order_id=1 market=2 side=sell price=10 lots=8
        => order_accepted maker_fee_rate=0 taker_fee_rate=0 fee_cap_atoms=3
        => traded lots=8
        => leg_extended lots=8
        => fee_paid account=1 order_id=1 asset=1 atoms=3
        => debt_opened account=1 creditor=0 due=86400000 atoms=2
    """)
    assert perps.dump().assets[0].treasury_atoms == 1


def test_what_anyone_may_look_at(floor: Floor) -> None:
    """PRP-003, PRP-004, PRP-060, PRP-064: the two sides of a leg see opposite numbers."""
    floor.trade(1, 2, 2, 3_000)
    floor.trade(1, 3, 1, 1_000)
    floor.mark(3_010)
    floor.run("set_funding_rate signer=0 market=3 rate=1000")
    floor.at(TICK)
    floor.mark(3_000)
    state: State = floor.state
    own = legs_of(state, AccountId(1))
    # 3,010 * 1,000 / 10,000,000 leaves an index of 0; a hundred ticks more, 30.
    assert [view.funding_atoms for view in own] == [0, 0]
    floor.at(101 * TICK)
    own, faced = legs_of(floor.state, AccountId(1)), legs_of(floor.state, AccountId(3))
    assert [(one.counterparty, one.position_lots, one.profit_atoms) for one in own] == [
        (2, 2, 0),
        (3, 1, 2_000),
    ]
    assert [(one.funding_atoms, one.value_atoms) for one in own] == [(60, -60), (30, 1_970)]
    assert [(one.market, one.leg, one.value_atoms) for one in faced] == [(3, 2, -1_970)]
    assert [position(floor.state, AccountId(each), MARKET) for each in (1, 2, 3, 4)] == [
        3,
        -2,
        -1,
        0,
    ]
    assert floor.wealth(3) == floor.cash(3) - 1_970
    assert legs_of(floor.state, AccountId(4)) == ()
