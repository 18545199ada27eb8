"""Values of portfolios of every size against the clauses in fractions (sections 3 and 4)."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.fast import Build, FastEngine
from tallystick.fast.build import kernel_module
from tallystick.fast.kernel import valuation
from tests.fast.conftest import BUILDS
from tests.fast.portfolios import (
    LEND,
    ME,
    NOTHING,
    PERP,
    SPOT,
    Loan,
    Order,
    Portfolio,
    engine_of,
    portfolios,
    value,
)

BASE_LOT_ATOMS = 7


def expected(portfolio: Portfolio, engine: FastEngine) -> tuple[int, int]:
    """Both RBV by the clauses."""
    now = engine._kernel.venue.now
    scales = portfolio.initial_scale, portfolio.maintenance_scale
    initial, maintenance = (value(portfolio, now, scale, BASE_LOT_ATOMS) for scale in scales)
    return initial, maintenance


def check(build: Build, portfolio: Portfolio) -> None:
    """Value it twice: anew, and from what was kept; and by its certificate."""
    engine = engine_of(build, portfolio)
    wanted = expected(portfolio, engine)
    assert engine.risk_based_values(ME, ME) == [wanted]
    assert engine.risk_based_values(ME, ME) == [wanted]
    certificate = engine.certificate(ME)
    assert (certificate.initial_atoms, certificate.maintenance_atoms) == wanted


@pytest.mark.parametrize("bits", [8, 16, 24, 32, 40])
@pytest.mark.parametrize("of_build", BUILDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_portfolio_of_any_size_is_worth_what_the_clauses_say(
    of_build: Build, bits: int, data: st.DataObject
) -> None:
    check(of_build, data.draw(portfolios(bits)))


ORDINARY = evolve(
    NOTHING,
    base_atoms=10**11,
    stock_atoms=10**9 + 123,
    position=-300,
    cost=300 * 10**6,
    funding_base=-17,
    index=12,
    orders=(
        Order(SPOT, True, 990_000, 5, True),
        Order(SPOT, True, 890_001, 5, False),
        Order(SPOT, False, 1_010_000, 7, True),
        Order(PERP, True, 1_100_000, 3, True),
        Order(PERP, False, 900_000, 3, False),
        Order(LEND, True, 550, 20, True),
        Order(LEND, False, 550, 30, False),
    ),
    loans=(
        Loan(True, 1_000, 550, 3, 237, 0, 0, 13_331, 10**6, 0, 12),
        Loan(False, 777, 300, 3, 237, 0, 0, 0, 0, 0, 0),
    ),
)


def test_an_ordinary_portfolio_needs_no_numbers_of_any_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given that valuation in 63 bits has no other way
    def refuse(*_: Any) -> bool:
        raise AssertionError("valued in numbers of any size")

    for name in ("exact_asset", "exact_account"):
        monkeypatch.setattr(valuation, name, refuse)
    # Then a portfolio with everything is valued, and any part of it alone
    for count in range(len(ORDINARY.orders) + 1):
        portfolio = evolve(ORDINARY, orders=ORDINARY.orders[:count])
        engine = engine_of(Build.INTERPRETED, portfolio)
        assert engine.risk_based_values(ME, ME) == [expected(portfolio, engine)]


@pytest.mark.parametrize("atoms", range(1, 22))
def test_a_value_next_to_a_whole_atom_is_rounded_once(build: Build, atoms: int) -> None:
    # A lot of 7 atoms at 10, priced without stress: parts of a lot are sevenths, and so is a buy
    # with a fee of one atom. Together they often are whole, which no part is.
    portfolio = evolve(
        NOTHING,
        lot_atoms=7,
        mark=10,
        risk=0,
        slippage=0,
        perp_slippage=0,
        maker_rate=1,
        stock_atoms=atoms,
        orders=(Order(SPOT, True, 20, atoms, True), Order(SPOT, True, 11, 3, True)),
    )
    check(build, portfolio)


def test_sums_beyond_63_bits_are_added_whole(build: Build) -> None:
    # 2^40 lots of one atom at the highest mark of 2^40, and as much that is borrowed at 99.99 %
    # for a century
    portfolio = evolve(
        NOTHING,
        lot_atoms=1,
        mark=2**40,
        stock_atoms=2**56,
        loans=(Loan(True, 2**40, 9_999, 876_000, -300, 0, 0, 50_000, 2**56, 0, 2**51),),
    )
    engine = engine_of(build, portfolio)
    initial, maintenance = engine.risk_based_values(ME, ME)[0]
    assert (initial, maintenance) == expected(portfolio, engine)
    assert initial > 2**63


def test_what_is_kept_is_what_is_found_anew(build: Build) -> None:
    # Given a portfolio that was valued
    engine = engine_of(build, ORDINARY)
    venue = engine._kernel.venue
    before = engine.risk_based_values(ME, ME)
    # When its loan has become overdue, it owes another hour each hour
    for hours in (236, 237, 238, 239):
        venue.now = (10**6 + hours) * 3_600_000
        kept = engine.risk_based_values(ME, ME)
        # Then what was kept is not taken for what is
        venue.margin.renew_version(2)
        assert engine.risk_based_values(ME, ME) == kept
        assert (kept == before) == (hours <= 237)


def test_only_a_venue_with_margin_values(build: Build) -> None:
    engine = engine_of(build, NOTHING)
    for accounts in ((0, 1), (1, 3), (2, 1)):
        with pytest.raises(ValueError, match="accounts 1 to 2 are open"):
            engine.risk_based_values(*accounts)
    assert kernel_module(build, "valuation").both_values(engine._kernel.venue, ME) == (0, 0)
