"""The oracle of chapter 08 against sums done by hand, and against itself."""

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.checkers.valuation import (
    STATED_BOUND_ATOMS,
    Portfolios,
    Values,
    provision_atoms,
    values,
)
from tallystick.conformance.checkers.valuation_below import Band, size_atoms
from tallystick.reference.types.choices import Profile, Side
from tallystick.reference.types.dump import ClaimDump, LoanDump, StateDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LoanId,
    Lots,
    Milliseconds,
    Price,
)
from tests.reference.venue import Venue

ONE, TWO, THREE = AccountId(1), AccountId(2), AccountId(3)
HOUR = 3_600_000


def example(*commands: str) -> Venue:
    venue = Venue(Profile.MARGIN_1)
    for command in commands:
        venue.run(command)
    return venue


def after(*commands: str) -> StateDump:
    return example(*commands).dump()


def test_a_balance_is_worth_what_is_left_under_stress() -> None:
    """50 lots at 100, 100 + 30 permille of which are lost at 1,200, or at 700."""
    portfolios = Portfolios(after())
    assert portfolios.values(ONE) == Values(
        1_000 + 5_000 * 844 // 1_000, 1_000 + 5_000 * 909 // 1_000
    )
    assert portfolios.value(ONE, 0) == 6_000
    assert values(after(), ONE, 1_000) == 1_000 + 5_000 * 870 // 1_000
    assert portfolios.all_values() == dict.fromkeys((ONE, TWO, THREE), Values(5_220, 5_545))


@pytest.mark.parametrize(
    ("order", "initial_atoms"),
    [
        # f = ceil(10 * 7777 / 100000) = 1 of 10 atoms; 84.4 * 0.9 = 75.96 for a lot at 120.
        ("market=1 side=buy price=120 lots=2", 5_220 + -89),
        ("market=1 side=buy price=75 lots=2", 5_220),
        # The price rises: 50 lots bear 100 * 1.12 at worst less slippage, but selling at 80 takes
        # 85 - 7 - 84.4 = -6.4 a lot where it falls.
        ("market=1 side=sell price=85 lots=2", 5_220 - 13),
        # f = ceil(110 * 3331 / 100000) = 4; at 0.88 less 0.024, 85.6 - 114 = -28.4 a lot.
        ("market=3 side=buy price=110 lots=2", 5_220 - 57),
        # Of 10 atoms at 500 for ten days, with a fee of 13331: 2 lots cost
        # 2 * 84.4 * 500 * 113331 / 36500000000 = 0.262 where the price falls.
        ("market=2 side=buy price=500 lots=2", 5_219),
        # 37 permille of 84.4 for each of 2 lots: 6.2456.
        ("market=2 side=sell price=500 lots=2", 5_213),
    ],
)
def test_orders_have_their_terms(order: str, initial_atoms: int) -> None:
    placed = f"place_order signer=11 account=1 order_id=1 {order}"
    assert Portfolios(after(placed)).values(ONE).initial_atoms == initial_atoms


def test_a_hedge_is_charged_its_slippage() -> None:
    """50 lots of spot, of which 20 are hedged: 5000 - 0.036 * 5000 - 0.024 * 2000 - 0.12 * 3000."""
    state = after(
        "place_order signer=12 account=2 order_id=1 market=3 side=buy price=100 lots=20",
        "place_order signer=11 account=1 order_id=1 market=3 side=sell price=100 lots=20",
    )
    base = next(one.atoms for one in state.accounts[0].balances if one.asset == 1)
    assert Portfolios(state).values(ONE).initial_atoms == base + 5_000 - 180 - 48 - 360
    part = Portfolios(state).parts(ONE)[state.assets[1].asset]
    assert part.position_lots == -20
    assert size_atoms(part) == 300


def test_marks_move_the_result_and_announced_values_are_looked_at() -> None:
    venue = example(
        "place_order signer=12 account=2 order_id=1 market=3 side=buy price=100 lots=20",
        "place_order signer=11 account=1 order_id=1 market=3 side=sell price=100 lots=20",
        "set_mark signer=0 asset=2 mark=110",
        "set_risk signer=0 asset=2 risk_permille=200 slippage_permille=0 "
        "perp_slippage_permille=0 effective_at=3600000",
    )
    state = venue.dump()
    before = Portfolios(state).value(ONE, 0)
    assert before == Portfolios(state, announced=True).value(ONE, 0)
    # 3,300 are not hedged: 20 % of them at 1,200.
    charged = before - Portfolios(state, announced=True).values(ONE).initial_atoms
    assert charged == 3_300 * 24 // 100
    assert Portfolios(state).values(ONE).initial_atoms != before - charged


def loan_of(**changes: Any) -> LoanDump:
    """876 lots of 1,000 atoms at 100 owe an atom an hour, and a tenth of it as fee."""
    made = LoanDump(
        loan=LoanId(1),
        asset=AssetId(2),
        lender=ONE,
        borrower=TWO,
        principal_lots=Lots(876),
        rate=Price(100),
        return_rate=Price(100),
        start=Milliseconds(0),
        due=Milliseconds(240 * HOUR),
        hours_paid=Hours(0),
        interest_credit=InterestCredit(0),
        fee_rate=FeeRate(10_000),
        fee_left_atoms=Atoms(1_000),
        fee_credit=FeeCredit(0),
        keeper_fee_atoms=Atoms(0),
        returnable=True,
        extensible=True,
        auto_renew=True,
        claims=(),
    )
    return evolve(made, **changes)


@pytest.mark.parametrize(
    ("loan", "now", "atoms"),
    [
        (loan_of(), 0, Fraction(264)),
        (loan_of(), 240 * HOUR, Fraction(264)),
        # The 241st hour has begun, and the 242nd.
        (loan_of(), 240 * HOUR + 1, Fraction(2651, 10)),
        (loan_of(), 241 * HOUR + 1, Fraction(2662, 10)),
        (loan_of(hours_paid=240), 240 * HOUR, Fraction(0)),
        # An extension ends within an hour: that hour counts.
        (loan_of(due=240 * HOUR + 1), 5 * HOUR, Fraction(2651, 10)),
        # Credits are taken off; where nothing else is owed they are all there is.
        (loan_of(hours_paid=239, interest_credit=43_800_000), 0, Fraction(55, 100)),
        (loan_of(hours_paid=240, interest_credit=43_800_000), 0, Fraction(-55, 100)),
        (loan_of(hours_paid=239, fee_credit=50_000), 0, Fraction(6, 10)),
        # The cap, and no fee at all behind it, or with rate 0.
        (loan_of(fee_left_atoms=7), 0, Fraction(247)),
        (loan_of(fee_left_atoms=0, fee_credit=50_000), 0, Fraction(240)),
        (loan_of(fee_rate=0, fee_credit=50_000), 0, Fraction(240)),
    ],
)
def test_provisions(loan: LoanDump, now: int, atoms: Fraction) -> None:
    assert provision_atoms(loan, 1_000, now) == atoms
    claims = (ClaimDump(THREE, Atoms(5), Atoms(2)), ClaimDump(ONE, Atoms(0), Atoms(3)))
    assert provision_atoms(evolve(loan, claims=claims), 1_000, now) == atoms + 10


def test_statements_are_bounded() -> None:
    bound = STATED_BOUND_ATOMS
    assert Values(bound + 1, -bound - 1).stated() == Values(bound, -bound)
    assert Values(bound, -bound).stated() == Values(bound, -bound)
    assert Values(3, -4).stated() == Values(3, -4)


def test_the_band_is_rounded_inward() -> None:
    """max(0, 3 * 30 * 700 - 1000) = 62,000 millionths of a mark of 101: from 94.738 to 107.262."""
    state = after("set_mark signer=0 asset=2 mark=101")
    margin = state.parameters.margin
    assert margin is not None
    band = Band.of_asset(state.assets[1], margin)
    assert band == (95, 107)
    assert band.allows(Side.BUY, 107)
    assert band.allows(Side.BUY, 1)
    assert not band.allows(Side.BUY, 108)
    assert band.allows(Side.SELL, 95)
    assert not band.allows(Side.SELL, 94)


def test_other_profiles_value_nobody() -> None:
    with pytest.raises(ValueError, match="values no account"):
        Portfolios(Venue(Profile.SPOT_1).dump())
