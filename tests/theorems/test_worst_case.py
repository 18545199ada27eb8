"""MGN-071: the terms of open orders are the worst that partial fills at their limits could do.

Every fill vector of up to five orders is tried; Hypothesis tries the corners of large ones.
"""

from itertools import product
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference.types.choices import MarketKind, Side
from tests.theorems.sheets import PaperOrder, Sheet, random_sheet
from tests.theorems.worlds import BASE, COIN, GRAIN, MARKETS

SCALES = (0, 700, 1_000, 1_200, 2_000)
"""All below 1,000,000 with r + s of at most 500."""
SHEETS_OF = {1: (80, 9), 2: (60, 6), 3: (40, 5), 4: (30, 3), 5: (20, 3)}
"""By the number of orders: how many sheets, and how many lots an order has at most."""


def every_fill(sheet: Sheet) -> list[tuple[int, ...]]:
    return list(product(*(range(order.lots + 1) for order in sheet.orders)))


@pytest.mark.parametrize("orders", SHEETS_OF)
def test_without_fees_it_is_the_least_of_all_fills(orders: int) -> None:
    count, most_lots = SHEETS_OF[orders]
    random = Random(orders)
    bitten = 0
    for _ in range(count):
        sheet = random_sheet(random, orders, most_lots, has_fees=False)
        scale = random.choice(SCALES)
        least = min(sheet.filled(lots).value(scale) for lots in every_fill(sheet))
        assert sheet.value(scale) == least, sheet
        bitten += least < sheet.filled([0] * orders).value(scale)
    assert bitten > count // 3


@pytest.mark.parametrize("orders", SHEETS_OF)
def test_with_fees_it_is_never_above_and_hardly_below(orders: int) -> None:
    count, most_lots = SHEETS_OF[orders]
    random = Random(100 + orders)
    differed = 0
    for _ in range(count):
        sheet = random_sheet(random, orders, most_lots, has_fees=True)
        scale = random.choice(SCALES)
        least = min(sheet.filled(lots).value(scale) for lots in every_fill(sheet))
        value = sheet.value(scale)
        assert value <= least, sheet
        assert value > least - rounding_atoms(sheet, scale) - len(MARKETS), sheet
        differed += value < least
    assert differed > 0


@pytest.mark.parametrize("cap_atoms", [0, 1, 5])
def test_a_cap_only_helps(cap_atoms: int) -> None:
    random = Random(cap_atoms)
    for _ in range(30):
        sheet = random_sheet(random, 2, 6, has_fees=True)
        capped = evolve(sheet, fee_cap_atoms=cap_atoms)
        scale = random.choice(SCALES)
        least = min(capped.filled(lots).value(scale) for lots in every_fill(capped))
        assert capped.value(scale) <= least


def rounding_atoms(sheet: Sheet, scale_permille: int) -> int:
    """What the fees may be too high by: an atom of theirs for each lot, and one for the order."""
    total = 0
    for order in sheet.orders:
        if order.kind is MarketKind.LEND:
            continue
        atoms = order.lots + 1
        if order.kind is MarketKind.SPOT and order.side is Side.BUY:
            risk, slippage, _ = sheet.risks[order.asset]
            dearest = 1_000_000 + (risk + slippage) * scale_permille
            unit = sheet.lot_atoms[order.asset] * 1_000_000
            atoms = -(-atoms * sheet.marks[order.asset] * dearest // unit)
        total += atoms
    return total


NUMBERS = st.integers(1, 2**40)
ORDERS = st.builds(
    PaperOrder,
    market=st.integers(0, len(MARKETS) - 1),
    side=st.sampled_from((Side.BUY, Side.SELL)),
    price=NUMBERS,
    lots=NUMBERS,
)
RISKS = st.tuples(*[st.integers(0, 400)] * 3)


@st.composite
def large_sheets(draw: st.DrawFn) -> Sheet:
    assets = (BASE, COIN, GRAIN)
    legs = st.tuples(
        st.sampled_from((COIN, GRAIN)), st.integers(-(2**40), 2**40), st.integers(1, 2**40)
    )
    loans = st.tuples(
        st.sampled_from(assets),
        st.integers(-(2**40), 2**40).filter(bool),
        st.integers(1, 9_999),
    )
    return Sheet(
        balances={asset: draw(st.integers(0, 2**56)) for asset in assets},
        loans=tuple(draw(st.lists(loans, max_size=3))),
        legs=tuple(draw(st.lists(legs, max_size=3))),
        orders=tuple(draw(st.lists(ORDERS, min_size=1, max_size=6))),
        lot_atoms={asset: draw(st.integers(1, 2**40)) for asset in assets},
        marks={COIN: draw(NUMBERS), GRAIN: draw(NUMBERS)},
        risks={COIN: draw(RISKS), GRAIN: draw(RISKS)},
    )


@given(sheet=large_sheets(), scale=st.integers(0, 1_250), parts=st.lists(st.integers(0, 100)))
def test_large_orders_are_worst_filled_wholly_or_not(
    sheet: Sheet, scale: int, parts: list[int]
) -> None:
    corners = product(*((0, order.lots) for order in sheet.orders))
    value = sheet.value(scale)
    assert value == min(sheet.filled(lots).value(scale) for lots in corners)
    shares = [*parts, *(0 for _ in sheet.orders)]
    some = [order.lots * share // 100 for order, share in zip(sheet.orders, shares, strict=False)]
    assert value <= sheet.filled(some).value(scale)


def test_beyond_the_bound_of_mgn_012_a_fill_can_hurt() -> None:
    """With v < 0 more of the asset is worse: the fee of 20 lots is 16 atoms, not 20.

    v = 0 - 0.3: the bid is worth 20 * (100 * -0.3 * 9 / 10 - 50); filled, it has brought 184 atoms.
    """
    bid = PaperOrder(0, Side.BUY, price=50, lots=20, fee_rate=7_777)
    sheet = Sheet(balances={BASE: 2_000, COIN: 0, GRAIN: 0}, orders=(bid,))
    assert sheet.value(10_000) == 2_000 - 20 * (27 + 50)
    assert sheet.filled([20]).balances == {BASE: 1_000, COIN: 200 - 16, GRAIN: 0}
    assert sheet.filled([20]).value(10_000) == 1_000 - 552
    assert sheet.filled([20]).value(10_000) < sheet.value(10_000)
    # 7,692 is the last scale with 130 * scale <= 1,000,000.
    assert sheet.filled([20]).value(7_692) >= sheet.value(7_692)
