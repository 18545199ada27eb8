"""Risk values, priced assets and old marks (MGN-004, MGN-010 to MGN-013, MGN-050, MGN-051)."""

import pytest

from tallystick.reference import dump
from tallystick.reference.risk import band_of, band_prices, is_closable
from tallystick.reference.types.dump import AnnouncedRiskDump, RiskDump
from tallystick.reference.types.units import Count, Milliseconds, Permille, Price
from tests.reference.margin_desk import HOUR, Desk
from tests.reference.perp_desk import names
from tests.reference.venue import Venue


def risk(asset: int, values: tuple[int, int, int], more: str = "") -> str:
    """A `set_risk` of the operator."""
    fields = ("risk_permille", "slippage_permille", "perp_slippage_permille")
    words = " ".join(f"{name}={number}" for name, number in zip(fields, values, strict=True))
    return f"set_risk signer=0 asset={asset} {words} {more}"


def values_of(*numbers: int) -> RiskDump:
    """Values in force."""
    return RiskDump(*(Permille(number) for number in numbers))


def coming_of(risk: int, slippage: int, perp_slippage: int, at: int) -> AnnouncedRiskDump:
    """Announced values."""
    values = (Permille(risk), Permille(slippage), Permille(perp_slippage))
    return AnnouncedRiskDump(*values, Milliseconds(at))


def in_force(venue: Venue, asset: int) -> tuple[RiskDump | None, AnnouncedRiskDump | None]:
    listed = dump(venue.state).assets[asset - 1]
    return listed.risk, listed.announced


def test_the_first_values_are_in_force_at_once_and_others_are_announced(margined: Venue) -> None:
    assert in_force(margined, 2)[0] == values_of(100, 30, 20)
    margined.run(f"""
        {risk(2, (1, 2, 3))}
        => rejected reason=notice_too_short
        {risk(2, (1, 2, 3), "effective_at=3599999")}
        => rejected reason=notice_too_short
        {risk(2, (1, 2, 3), "effective_at=3600000")}
        => risk_announced asset=2 risk_permille=1 slippage_permille=2 effective_at=3600000
        {risk(2, (4, 5, 6), "effective_at=9999999")}
        => risk_announced asset=2 risk_permille=4 effective_at=9999999
    """)
    assert in_force(margined, 2) == (
        values_of(100, 30, 20),
        coming_of(4, 5, 6, 9_999_999),
    )


def test_what_was_only_announced_does_not_stand_in_the_way(margined: Venue) -> None:
    margined.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    margined.run(f"""
        {risk(3, (1, 2, 3), "effective_at=3600000")}
        => risk_announced asset=3
        {risk(3, (4, 5, 6))}
        => risk_changed asset=3 risk_permille=4 slippage_permille=5 perp_slippage_permille=6
    """)
    assert in_force(margined, 3) == (values_of(4, 5, 6), coming_of(1, 2, 3, 3_600_000))


def test_announced_values_come_into_force_behind_the_ticks_by_asset() -> None:
    desk = Desk()
    desk.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    desk.run(f"""
        {risk(3, (7, 8, 9), "effective_at=28800000")}
        {risk(2, (1, 2, 3), "effective_at=28799999")}
    """)
    assert names(desk.at(28_799_998)) == ["TimeAdvanced"]
    desk.run("""
        advance_time signer=0 now=28800000
        => time_advanced now=28800000
        => funding_ticked market=3
        => risk_changed asset=2 risk_permille=1 slippage_permille=2 perp_slippage_permille=3
        => risk_changed asset=3 risk_permille=7 slippage_permille=8 perp_slippage_permille=9
    """)
    assert in_force(desk, 2) == (values_of(1, 2, 3), None)
    assert in_force(desk, 3) == (values_of(7, 8, 9), None)
    assert names(desk.at(28_800_001)) == ["TimeAdvanced"]


def test_values_not_yet_due_stay_announced_and_halted_markets_do_not_matter() -> None:
    desk = Desk()
    for market in (1, 2, 3):
        desk.run(f"set_halted signer=0 market={market} halted=true")
    desk.run(risk(2, (1, 2, 3), f"effective_at={2 * HOUR}"))
    assert names(desk.at(2 * HOUR - 1)) == ["TimeAdvanced"]
    assert in_force(desk, 2)[1] == coming_of(1, 2, 3, 2 * HOUR)
    assert names(desk.at(2 * HOUR)) == ["TimeAdvanced", "RiskChanged"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        # 833 * 1200 is 999,600
        ((833, 0, 1_000), None),
        ((0, 833, 0), None),
        ((800, 34, 0), "risk_too_high"),
        ((834, 0, 0), "risk_too_high"),
    ],
)
def test_risk_and_slippage_are_at_most_the_price(
    margined: Venue, values: tuple[int, int, int], reason: str | None
) -> None:
    margined.judge(risk(2, values, "effective_at=3600000"), reason)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        # With the multiple 1 and the scale 200 the band is 200 s - 1000.
        ((0, 5, 0), None),
        # 800 is more than 200 * 3, and at most 200 * 4; twice it at most 200 * 13
        ((0, 9, 3), "risk_not_closable"),
        ((0, 9, 4), None),
        ((1, 9, 3), None),
        # 19,000 is at most 200 * 300; twice it is more than 200 * 189 and at most 200 * 190
        ((200, 100, 89), "risk_not_closable"),
        ((200, 100, 90), None),
    ],
)
def test_where_it_is_wanted_risk_must_be_closable(
    values: tuple[int, int, int], reason: str | None
) -> None:
    wanted = {"closable_risk": 1, "band_multiple": 1, "maintenance_scale_permille": 200}
    desk = Desk(**wanted)
    desk.judge(risk(2, values, "effective_at=3600000"), reason)
    other = Desk(**(wanted | {"closable_risk": 0}))
    other.judge(risk(2, values, "effective_at=3600000"), None)


@pytest.mark.parametrize(
    ("values", "closable"),
    [
        # A band of 29,000 and the scale 1,000: spot, perpetual, hedge.
        ((18, 10, 48), False),
        ((19, 10, 48), True),
        ((19, 60, 9), False),
        ((20, 60, 9), True),
        ((19, 10, 47), False),
    ],
)
def test_each_of_the_three_inequalities_is_asked(
    values: tuple[int, int, int], closable: bool
) -> None:
    first, second, third = (Permille(number) for number in values)
    assert is_closable(29_000, first, second, third, Permille(1_000)) is closable


@pytest.mark.parametrize(
    ("mark", "band", "prices"),
    [
        (100, 62_000, (94, 106)),
        (1_000, 62_500, (938, 1_062)),
        (7, 0, (7, 7)),
        (7, 1_000_000, (0, 14)),
        (7, 2_000_000, (0, 21)),
    ],
)
def test_the_band_is_rounded_toward_the_mark(mark: int, band: int, prices: tuple[int, int]) -> None:
    assert band_prices(Price(mark), band) == prices


def test_a_band_of_little_slippage_is_the_mark() -> None:
    # 3 * 30 * 700 - 1000; and 1 * 1 * 1000 - 1000
    assert band_of(Permille(30), Count(3), Permille(700)) == 62_000
    assert band_of(Permille(1), Count(1), Permille(1_000)) == 0
    assert band_of(Permille(0), Count(4), Permille(1_000)) == 0


def order(market: int, price: int = 5, lots: int = 2) -> str:
    """An order of account 1."""
    fields = f"order_id=1 market={market} side=buy price={price} lots={lots}"
    return f"place_order signer=11 account=1 {fields}"


@pytest.mark.parametrize("kind", ["spot", "lend", "perp"])
def test_an_order_needs_a_mark_and_risk_values(kind: str) -> None:
    desk = Desk(max_markets=4)
    desk.run(f"""
        list_asset signer=0 lot_atoms=1 fee_cap_atoms=0
        list_market signer=0 asset=3 kind={kind} tick=1 minimum_lots=1
        {order(4)}
        => rejected reason=no_mark
        set_mark signer=0 asset=3 mark=5
        {order(4)}
        => rejected reason=no_risk
        {risk(3, (1, 1, 1), "effective_at=3600000")}
        {order(4)}
        => rejected reason=no_risk
        {risk(3, (1, 1, 1))}
        {order(4)}
    """)


def test_the_base_asset_is_always_priced() -> None:
    desk = Desk(max_markets=4)
    desk.run(f"""
        list_market signer=0 asset=1 kind=lend tick=1 minimum_lots=1
        {order(4)}
    """)


def test_a_balance_that_is_not_priced_is_worth_nothing() -> None:
    desk = Desk()
    desk.run("""
        list_asset signer=0 lot_atoms=1 fee_cap_atoms=0
        deposit signer=11 account=1 asset=3 atoms=700
        set_mark signer=0 asset=3 mark=5
    """)
    assert desk.rbv(1) == (5_220, 5_545)
    assert [part.asset for part in desk.certificate(1).assets] == [1, 2]
    desk.run(risk(3, (100, 0, 0), "effective_at=3600000"))
    assert desk.rbv(1) == (5_220, 5_545)
    # Announced, and so shown under announced values only: 3,500 less 12 and 7 per cent
    coming = desk.certificate(1, announced=True)
    assert (coming.initial_atoms, coming.maintenance_atoms) == (5_220 + 3_080, 5_545 + 3_255)
    desk.at(3_600_000)
    assert desk.rbv(1) == (8_300, 8_800)


def test_a_mark_is_stale_when_it_is_older_than_it_may_be() -> None:
    desk = Desk()
    desk.trade(1, 2, 10, 100)
    desk.order(1, "sell", 200, 4)
    desk.place(1, 2, "sell", 500, 4)
    desk.at(10 * HOUR)
    desk.run("true_up signer=11 account=1 counterparty=2 market=3")
    desk.order(1, "buy", 5, 2)
    desk.at(10 * HOUR + 1)
    desk.order(2, "buy", 5, 2, "rejected reason=stale_mark")
    own = "signer=11 account=1"
    desk.run(f"""
        true_up {own} counterparty=2 market=3
        => rejected reason=stale_mark
        amend_order {own} order_id=2 price=205 open_lots=4
        => rejected reason=stale_mark
        amend_order {own} order_id=2 price=200 open_lots=6
        => rejected reason=stale_mark
        amend_order {own} order_id=2 price=200 open_lots=2
        => order_amended open_lots=2
        replace_order {own} order_id=2 new_order_id=9 market=3 side=sell price=200 lots=2
        => rejected reason=stale_mark
        cancel_order {own} order_id=4
        amend_order {own} order_id=3 price=500 open_lots=2
    """)
    # No other market asks, and what loses nothing is let through
    desk.place(2, 1, "sell", 200, 2)
    desk.place(2, 2, "buy", 5, 2, "rejected reason=valuation_stale")
    desk.mark(100, asset=2)
    desk.order(2, "buy", 5, 2)
