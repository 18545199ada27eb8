"""MGN-070 and MGN-075 of portfolios as they are: pieces, sums, scales, deposits and names."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_parts import (
    ATOM_UNIT,
    PRICE_UNIT,
    Part,
    closed_form,
    mark_of,
    risk_of,
)
from tallystick.reference import dump, open_venue, step
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import AccountId
from tests.stateful.renaming import Renaming
from tests.theorems.histories import SEEDS, climate_of, scenes
from tests.theorems.moves import Mover
from tests.theorems.sheets import Sheet, random_sheet
from tests.theorems.worlds import BASE, COIN, GRAIN, World

SCALES = (0, 1, 700, 1_200, 2_000)


def least_of_eight(part: Part, scale: int) -> Fraction:
    """MGN-020 and MGN-021 word by word, for a part without orders."""
    mark, risk = mark_of(part.asset), risk_of(part.asset)
    found = []
    for piece in range(8):
        h, e, g = (1 - 2 * (piece >> bit & 1) for bit in (2, 1, 0))
        c = PRICE_UNIT + h * risk.risk_permille * scale
        v = c - e * risk.slippage_permille * scale
        w = c - g * risk.perp_slippage_permille * scale
        spot = Fraction(part.holding * mark * v, ATOM_UNIT * part.asset.lot_atoms * PRICE_UNIT)
        perp = Fraction(part.position_lots * mark * (w - PRICE_UNIT), PRICE_UNIT)
        found.append(spot + part.result_atoms + perp)
    return min(found)


def parts_without_orders() -> Iterator[Part]:
    for scene in list(scenes())[::9]:
        for account in scene.state.accounts:
            yield from (
                part
                for part in scene.held_after.parts(account).values()
                if not part.has_orders and part.is_priced()
            )


def test_closed_form_is_the_least_of_eight_pieces() -> None:
    count = hedged = 0
    for part in parts_without_orders():
        for scale in SCALES:
            assert closed_form(part, scale) == least_of_eight(part, scale)
        count += 1
        hedged += part.position_lots * part.holding < 0
    assert count > 1_000
    assert hedged > 20


def test_curves_give_the_closed_form_where_there_is_no_order() -> None:
    """The two ways of the oracle itself agree: what it takes with orders holds without."""
    for part in parts_without_orders():
        for scale in SCALES:
            with_none = evolve(part, has_orders=True)
            assert with_none.exact_value(scale) == closed_form(part, scale)


def merged(state: StateDump, one: AccountId, other: AccountId) -> StateDump:
    """The same venue, in which one account has what two had."""

    def renamed(thing: Any) -> Any:
        if isinstance(thing, tuple):
            return tuple(map(renamed, thing))
        if not hasattr(thing, "__attrs_attrs__"):
            return thing
        parties = ("account", "lender", "borrower", "long_account", "short_account")
        changes = {
            name: one
            for name in (*parties, "debtor", "creditor")
            if getattr(thing, name, None) == other
        }
        lists = ("bids", "asks", "legs", "claims")
        changes |= {name: renamed(getattr(thing, name)) for name in lists if hasattr(thing, name)}
        return evolve(thing, **changes)

    balances = tuple(
        each
        for account in state.accounts
        for each in account.balances
        if account.account in (one, other)
    )
    account = evolve(state.accounts[one - 1], balances=balances)
    others = tuple(each for each in state.accounts if each.account not in (one, other))
    return evolve(
        state,
        accounts=(account, *others),
        markets=renamed(state.markets),
        loans=renamed(state.loans),
        debts=renamed(state.debts),
    )


def test_two_portfolios_together_are_worth_no_less() -> None:
    """MGN-075: also if they face each other, lend to each other and owe each other."""
    random, more = Random(5), 0
    for scene in list(scenes())[::6]:
        one, other = random.sample(sorted(scene.state.accounts), 2)
        apart, together = scene.held_after, Portfolios(merged(scene.after, one, other))
        for scale in SCALES:
            values = apart.value(one, scale) + apart.value(other, scale)
            assert together.value(one, scale) >= values
            more += together.value(one, scale) > values
    assert more > 300


@given(seed=st.integers(0, 10**6), atoms=st.integers(1, 10**6), scale=st.integers(0, 2_000))
def test_deposits_and_lower_scales_never_lower(seed: int, atoms: int, scale: int) -> None:
    """MGN-075 under (r + s) * scale <= 1,000,000: sheets have r + s of at most 500 permille."""
    random = Random(seed)
    sheet = random_sheet(random, 4, 40, has_fees=True)
    asset = random.choice((BASE, COIN, GRAIN))
    richer = evolve(sheet, balances={**sheet.balances, asset: sheet.balances[asset] + atoms})
    assert richer.value(scale) >= sheet.value(scale)
    assert sheet.value(scale // 2) >= sheet.value(scale)
    fewer = evolve(sheet, orders=sheet.orders[1:])
    assert fewer.value(scale) >= sheet.value(scale)


def test_beyond_the_bound_of_mgn_012_a_deposit_lowers() -> None:
    """r + s = 130 permille: at 7,692 the worst price is 40 millionths of the mark, at 8,000 it is
    -40,000 of them, and each lot of 10 atoms costs 4."""
    sheet = Sheet(balances={BASE: 1_000, COIN: 0, GRAIN: 0})
    richer = Sheet(balances={BASE: 1_000, COIN: 1_000, GRAIN: 0})
    assert sheet.value(7_692) == 1_000
    assert richer.value(7_692) == 1_000 + 100 * 100 * 40 // 1_000_000
    assert richer.value(8_000) == 1_000 - 400


def test_names_do_not_matter() -> None:
    """An order-preserving renaming of principals and order ids keeps every RBV (INV-010)."""
    renaming = Renaming(
        principal=lambda number: 3 * number + 5 if number else 0,
        order_id=lambda account, number: (1 + account) * number + 7 if number else 0,
    )
    for seed in SEEDS[:3]:
        world = World(seed, climate_of(seed))
        renamed = open_venue(world.state.profile, world.state.parameters)
        for command in world.opened_by:
            renamed, _ = step(renamed, renaming.of(command))
        mover = Mover(world)
        for _ in range(150):
            command = mover.command()
            world.apply(command)
            renamed, _ = step(renamed, renaming.of(command))
        assert Portfolios(dump(renamed)).all_values() == Portfolios(world.dump()).all_values()
        assert dump(renamed) == renaming.of(world.dump())
