"""The inequalities behind chapter 09, for all numbers, by Z3; false neighbours are refuted.

`rationale/liquidation.md` says how the theorems follow. A product of two unknowns is named and
known by what is true of it, or is a polynomial that Z3 multiplies out.
"""

from typing import Any

import pytest

from tests.theorems.proving import is_ceiling, is_floor, is_proved, least, size, z3

MOST_HOURS_TO_RUN = 241
MINIMUM_HOURS = 8
INTEREST_UNIT = 87_600_000
RATE_UNIT = 100_000


def test_netting_helps_who_is_netted() -> None:
    """LIQ-051: with a claim c, o owed, C of claims and E of estate in all.

    Netted he gets c E / C. Alone not netted he pays o into the estate, claims c + o, and gets
    (c + o) (E + o) / (C + o), so that c + o is what he claims then and o what it costs him.
    """
    c, o, claims, estate = z3.Reals("c o C E")
    known = [c >= 0, o >= 0, claims > 0, c <= claims, estate >= 0]
    # Both sides times C (C + o), which is positive.
    netted = c * estate * (claims + o)
    alone = (c + o) * (estate + o) * claims - o * claims * (claims + o)
    gain = o * (claims - c) * (claims - estate)
    assert is_proved([], netted - alone == gain)
    assert is_proved([*known, estate <= claims], gain >= 0)
    assert not is_proved(known, gain >= 0)
    # Nothing is gained by who is the only creditor, or where all is paid.
    assert is_proved([*known, c == claims], netted == alone)
    assert not is_proved([*known, estate < claims, o > 0], netted == alone)


def test_netting_of_others_may_cost() -> None:
    """LIQ-051: S taken off the estate and off the claims lowers the rate of who has no part in it.

    It falls from (E + S) / (C + S) to E / C.
    """
    estate, claims, netted = z3.Reals("E C S")
    known = [estate >= 0, claims > 0, estate <= claims, netted >= 0]
    lower = estate * (claims + netted) <= (estate + netted) * claims
    assert is_proved(known, lower)
    assert not is_proved([*known, estate < claims, netted > 0], z3.Not(lower))
    assert not is_proved(known, estate * (claims + netted) == (estate + netted) * claims)


def test_a_forced_trade_gives_no_more_than_the_band() -> None:
    """LIQ-012: who meets a forced order gains at most the width of the band a lot, at the mark.

    `edge` is its price, and the trade is at the price of the resting order, which is no worse for
    the account; prices are at least 1 and at most `highest`, which no mark exceeds.
    """
    mark, band, lower, upper = z3.Ints("mark band lower upper")
    edge, price, highest = z3.Ints("edge price highest")
    known = [mark >= 1, mark <= highest, band >= 0, price >= 1, price <= highest]
    inside = z3.If(band <= 1_000_000, 1_000_000 - band, 0)
    known += [is_ceiling(lower, mark * inside, 1_000_000)]
    known += [is_floor(upper, mark * (1_000_000 + band), 1_000_000)]
    bought = [*known, edge == z3.If(lower >= 1, lower, 1), price >= edge]
    sold = [*known, edge == least(upper, highest), price <= edge]
    assert is_proved(bought, (mark - price) * 1_000_000 <= mark * band)
    assert is_proved(sold, (price - mark) * 1_000_000 <= mark * band)
    # A market order would give anything, and the band is met at its edge.
    assert not is_proved(known, (mark - price) * 1_000_000 <= mark * band)
    assert not is_proved([*bought, band >= 1], (mark - price) * 1_000_000 < mark * band)


def test_an_account_at_zero_that_is_closed_in_the_band() -> None:
    """LIQ-012 against MGN-012: three rays, and that each is needed.

    RBV is 0, so that the equity is the charges; closing at `beta` from the mark costs
    beta (|b| + |N|), and what is left is not negative.
    """
    b, n, r, s, sp, beta = z3.Reals("b N r s sp beta")
    known = [r >= 0, s >= 0, sp >= 0, beta >= 0]
    equity = s * size(b) + sp * size(n) + r * size(b + n)
    left = equity - beta * (size(b) + size(n))
    rays = [beta <= r + s, beta <= r + sp, 2 * beta <= s + sp]
    assert is_proved([*known, *rays], left >= 0)
    # Only if: on b alone, N alone and a hedge, the three are what is needed.
    for ray, mix in zip(rays, ((1, 0), (0, 1), (1, -1)), strict=True):
        at_mix = [*known, b == mix[0], n == mix[1]]
        assert is_proved([*at_mix, left >= 0], ray)
        assert not is_proved([*at_mix, *(other for other in rays if other is not ray)], left >= 0)


@pytest.mark.parametrize("fee_rate", [0, 13_331, 50_000])
def test_a_recall_at_the_cap_costs_no_more_than_the_haircut(fee_rate: int) -> None:
    """STA-013 and LIQ-016, in basis points and hours of a principal of 1, before rounding.

    The loan that is opened at c, at most the cap, costs 8 hours with the fee (LND-044), and its
    lender gets (c - a) for the hours that the old loan at a still runs, and a for those that were
    paid for in advance (LND-046). A loan that was extended within an hour runs 241.
    """
    c, a, cap, haircut, to_run, prepaid = z3.Ints("c a cap haircut to_run prepaid")
    dearer, in_advance = z3.Ints("dearer in_advance")
    known = [c >= 1, c <= cap, a >= 1, a <= 9_999, haircut >= 1, haircut <= 1_000]
    known += [to_run >= 0, prepaid >= 0, prepaid <= MINIMUM_HOURS]
    # Products: max(0, c - a) * to_run and a * prepaid.
    more = z3.If(c > a, c - a, 0)
    known += [in_advance >= 0, in_advance <= a * MINIMUM_HOURS, dearer >= 0]
    known += [dearer <= more * MOST_HOURS_TO_RUN]
    cost = (MINIMUM_HOURS * c) * (RATE_UNIT + fee_rate) + (dearer + in_advance) * RATE_UNIT
    gained = haircut * (INTEREST_UNIT // 1_000) * RATE_UNIT

    def in_range(hours: int) -> Any:
        return cap * hours * (RATE_UNIT + fee_rate) <= haircut * 8_760_000_000

    assert is_proved([*known, in_range(MOST_HOURS_TO_RUN + MINIMUM_HOURS)], cost <= gained)
    # An hour less would not do without a fee, which is counted on all hours and paid on eight.
    assert is_proved([*known, in_range(248)], cost <= gained) == (fee_rate > 0)
    assert not is_proved(
        [*known, in_range(249)], cost < gained - INTEREST_UNIT * RATE_UNIT // 1_000
    )
