"""MGN-012 and section 10: whether an account at 0 that is closed inside the band ends below zero.

Closing is without fees, and by the prices that are worst inside the band.
"""

from random import Random

import pytest
from attrs import evolve

from tallystick.conformance.checkers.valuation_below import Band
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import Profile, Side
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import Count, Permille
from tests.theorems.sheets import Sheet
from tests.theorems.worlds import BASE, COIN, GRAIN

MARK = 1_000_000
LOT = 10


def margin_of(preset: str) -> MarginParameters:
    margin = load_preset(preset, profile=Profile.MARGIN_1).margin
    assert margin is not None
    return margin


def hardened_with(multiple: int, scale_permille: int) -> MarginParameters:
    """Preset `hardened` with another band and maintenance scale."""
    return evolve(
        margin_of("hardened"),
        band_multiple=Count(multiple),
        maintenance_scale_permille=Permille(scale_permille),
    )


def band_of(sheet: Sheet, margin: MarginParameters) -> Band:
    return Band.of_asset(sheet.dump().assets[COIN - 1], margin)


def sheet_of(
    spot_lots: int, perp_lots: int, cash: int, risk: tuple[int, int, int], mark: int = MARK
) -> Sheet:
    """So many lots, and a position taken at the mark; short spot is a balance that is negative."""
    legs = ((COIN, perp_lots, mark),) if perp_lots else ()
    return Sheet(
        balances={BASE: cash, COIN: spot_lots * LOT, GRAIN: 0},
        legs=legs,
        marks={COIN: mark, GRAIN: 1},
        risks={COIN: risk, GRAIN: (0, 0, 0)},
    )


def cash_when_closed(sheet: Sheet, band: Band) -> int:
    """Base atoms after all spot and all of the position is traded away at the ends of the band."""
    cash = sheet.balances[BASE]
    mark = sheet.marks[COIN]
    for lots, is_spot in (
        (sheet.balances[COIN] // LOT, True),
        *((lots, False) for _, lots, _ in sheet.legs),
    ):
        price = band.lowest if lots > 0 else band.highest
        cash += lots * price if is_spot else lots * (price - mark)
    return cash


def at_zero(sheet: Sheet, margin: MarginParameters) -> Sheet:
    """With just so much cash that RBV maintenance is 0."""
    value = sheet.value(margin.maintenance_scale_permille)
    balances = {**sheet.balances, BASE: sheet.balances[BASE] - value}
    return evolve(sheet, balances=balances)


def is_closable(risk: tuple[int, int, int], margin: MarginParameters) -> bool:
    """The three inequalities of MGN-012."""
    r, s, sp = risk
    k = margin.maintenance_scale_permille
    band = max(0, margin.band_multiple * s * k - 1_000)
    return band <= (r + s) * k and band <= (r + sp) * k and 2 * band <= (s + sp) * k


@pytest.mark.parametrize("multiple", [1, 2, 4])
@pytest.mark.parametrize("scale", [600, 1_000])
def test_closable_values_close_above_zero(multiple: int, scale: int) -> None:
    margin = hardened_with(multiple, scale)
    random, closed, worst = Random(multiple), 0, 10**12
    while closed < 250:
        risk = (random.randint(0, 150), random.randint(0, 60), random.randint(0, 60))
        lots = [
            random.choice((0, 1, random.randint(1, 999))) * random.choice((-1, 1)) for _ in "ab"
        ]
        if random.random() < 0.3:
            lots[1] = -lots[0]
        if not is_closable(risk, margin):
            continue
        mark = random.choice((MARK, random.randint(1, 2_000)))
        sheet = at_zero(sheet_of(lots[0], lots[1], 0, risk, mark), margin)
        cash = cash_when_closed(sheet, band_of(sheet, margin))
        assert cash >= 0, (sheet, cash)
        closed, worst = closed + 1, min(worst, cash)
    assert worst < 10


@pytest.mark.parametrize(
    ("multiple", "risk", "lots"),
    [
        # A band of 19,000 millionths and charges of 10,000 on spot alone; 24,000 and 23,000 on a
        # position alone; 48,000 and 47,000 on a hedge. The other two inequalities hold.
        (2, (0, 10, 30), (1_000, 0)),
        (1, (0, 25, 23), (0, 1_000)),
        (1, (100, 25, 22), (1_000, -1_000)),
    ],
)
def test_each_inequality_is_needed(
    multiple: int, risk: tuple[int, int, int], lots: tuple[int, int]
) -> None:
    margin = hardened_with(multiple, 1_000)
    for one in ((1_000, 0), (0, 1_000), (1_000, -1_000)):
        sheet = at_zero(sheet_of(*one, 0, risk), margin)
        assert (cash_when_closed(sheet, band_of(sheet, margin)) < 0) == (one == lots)
    assert not is_closable(risk, margin)


def test_the_preset_world_closes_a_hedged_account_below_zero() -> None:
    """Section 10: 1,000 hedged, RBV 0 and an equity of 10, loses up to 78 in the band of 39,000.

    In atoms of six decimals: a lot is worth 1.
    """
    margin, risk = margin_of("world"), (100, 10, 0)
    sheet = at_zero(sheet_of(1_000, -1_000, 0, risk), margin)
    assert sheet.value(margin.maintenance_scale_permille) == 0
    assert sheet.value(0) == 10 * 10**6
    band = band_of(sheet, margin)
    assert band == (961_000, 1_039_000)
    assert cash_when_closed(sheet, band) == (10 - 78) * 10**6
    assert not is_closable(risk, margin)


def test_hardened_does_not() -> None:
    """The same account needs sp: with 7 permille, 2 * 5,000 <= 17 * 600, it ends above zero."""
    margin = margin_of("hardened")
    assert not is_closable((100, 10, 0), margin)
    assert not is_closable((100, 10, 6), margin)
    assert is_closable((100, 10, 7), margin)
    sheet = at_zero(sheet_of(1_000, -1_000, 0, (100, 10, 7)), margin)
    assert sheet.value(0) == 1_000 * 17 * 600
    assert cash_when_closed(sheet, band_of(sheet, margin)) == 10_200_000 - 10_000_000


def test_the_band_of_hardened_pays_the_taker_fees_of_world() -> None:
    """With sp = s what MGN-041 takes off the band is what selling and buying back then cost."""
    margin, fee_rate = margin_of("hardened"), 100
    sheet = at_zero(sheet_of(1_000, -1_000, 0, (100, 10, 10)), margin)
    band = band_of(sheet, margin)
    fees = sum(-(-fee_rate * 1_000 * price // 100_000) for price in band)
    assert cash_when_closed(sheet, band) - fees == 0
    assert band.allows(Side.SELL, band.lowest)
    assert not band.allows(Side.SELL, band.lowest - 1)
    assert not band.allows(Side.BUY, band.highest + 1)
