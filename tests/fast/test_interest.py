"""Interest, cash and shares where 64 bits are narrow, against chapter 07 in unbounded integers."""

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast.kernel.interest import (
    HIGHEST_ATOMS,
    interest_of,
    keeper_fee_of,
    share_of,
    term_interest,
)
from tests.fast.conftest import Kernel

UNIT = 87_600_000
MOST_HOURS = 2**53 // 3_600_000 + 1
HIGHEST_RATE = 9_999
INT64 = 2**63


def formula(atoms: int, rate_hours: int, credit: int) -> tuple[int, int]:
    """LND-021 word by word, with Python's unbounded integers."""
    due = atoms * rate_hours
    interest = -((credit - due) // UNIT)
    return interest, credit + interest * UNIT - due


def check(atoms: int, rate_hours: int, credit: int, found: tuple[int, int]) -> None:
    """As the formula says, or too much for any balance where that is above every balance."""
    wanted = formula(atoms, rate_hours, credit)
    if wanted[0] > HIGHEST_ATOMS:
        assert HIGHEST_ATOMS < found[0] < INT64 // 4
    else:
        assert found == wanted


@given(
    st.one_of(st.integers(1, 10**7), st.integers(1, HIGHEST_ATOMS)),
    st.integers(1, HIGHEST_RATE),
    st.one_of(st.integers(1, 300), st.integers(1, MOST_HOURS)),
    st.integers(1 - UNIT, UNIT - 1),
)
def test_interest_is_that_of_the_formula(atoms: int, rate: int, hours: int, credit: int) -> None:
    check(atoms, rate * hours, credit, interest_of(atoms, rate * hours, credit))


def test_no_build_wraps_at_the_bounds(kernel: Kernel) -> None:
    # Given the ends of every range, and what lies beside a multiple of the unit
    module: Any = kernel.module("interest")
    atoms = [1, UNIT - 1, UNIT, UNIT + 1, 2**55 + 1, HIGHEST_ATOMS - 1, HIGHEST_ATOMS]
    hours = [1, 8, 240, 8_760, UNIT, MOST_HOURS]
    for principal, rate, length, credit in product(
        atoms, [1, 9_999], hours, [1 - UNIT, 0, 1, UNIT - 1]
    ):
        # When interest is taken, then it is what unbounded integers give
        found = module.interest_of(principal, rate * length, credit)
        check(principal, rate * length, credit, (int(found[0]), int(found[1])))
    for principal, rate in product(atoms, [1, 550, 9_999]):
        assert module.term_interest(principal, rate) == divmod(principal * rate * 240, UNIT)
    for minimum, permille in product(atoms, [0, 1, 333, 1_000]):
        assert module.keeper_fee_of(minimum, permille) == -(-minimum * permille // 1_000)
    for cap, lots in product([0, 1, 2**56], [2, 3, 2**20, 2**20 + 1, 2**40 - 1, 2**40]):
        for part in (1, lots // 2, lots - 1):
            assert module.share_of(cap, part, lots) == cap * part // lots


@given(st.integers(0, 2**56), st.integers(2, 2**40), st.data())
def test_a_share_is_that_of_the_formula(atoms: int, principal: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(1, principal - 1))
    assert share_of(atoms, part, principal) == atoms * part // principal


@given(st.integers(1, 2**56), st.integers(1, HIGHEST_RATE), st.integers(0, 1_000))
def test_what_a_keeper_gets_is_that_of_the_formulas(atoms: int, rate: int, permille: int) -> None:
    assert term_interest(atoms, rate) == divmod(atoms * rate * 240, UNIT)
    assert keeper_fee_of(atoms, permille) == -(-atoms * permille // 1_000)


def test_hours_begin_and_end_as_in_the_example(kernel: Kernel) -> None:
    # Given a loan of time 0, then the boundary closes its hour, and 8 are owed at least
    module: Any = kernel.module("interest")
    hour = 3_600_000
    times = [0, 8 * hour, 8 * hour + 1, 9 * hour, 240 * hour, 240 * hour + 1]
    assert [module.hours_owed(0, time) for time in times] == [8, 8, 9, 9, 240, 241]


def test_the_example_of_the_clause(kernel: Kernel) -> None:
    # Given a principal of 1,000,000 atoms at 5.50 %, of which 8 hours and then the ninth are paid
    module: Any = kernel.module("interest")
    assert module.interest_of(1_000_000, 550 * 8, 0) == (51, 67_600_000)
    assert module.interest_of(1_000_000, 550, 67_600_000)[0] == 6
    assert module.interest_of(1_000_000, 550 * 240, 0)[0] == 1_507
