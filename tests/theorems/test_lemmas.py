"""The smallest forms of section 9 of chapter 08, proved for all numbers by Z3.

Each is about one asset, as the value of an account is a sum of such; `rationale/margin.md` says how
the theorems follow. False neighbours are refuted, so that no proof rests on a contradiction.
"""

from itertools import product
from typing import Any

import pytest

from tests.theorems.proving import is_ceiling, is_floor, is_proved, least, size, z3

SIGNS = tuple(product((1, -1), repeat=3))
INTEREST_UNIT = 87_600_000
RATE_UNIT = 100_000
LENDING_RATES = (1, 13_331, 49_999, 50_000)
"""With a rate of numbers the claims about fees of interest are linear."""


class Part:
    """What an account has in an asset, b and N of MGN-070, under stress r, s, sp."""

    def __init__(self, name: str = "") -> None:
        self.spot, self.perp, self.result = z3.Reals(f"b{name} N{name} result{name}")
        self.risk, self.slippage, self.perp_slippage = z3.Reals("r s sp")
        self.known = [self.risk >= 0, self.slippage >= 0, self.perp_slippage >= 0]

    def pieces(self) -> list[Any]:
        """The values of MGN-021 in the eight pieces, without orders."""
        return [
            self.spot * (1 + h * self.risk - e * self.slippage)
            + self.result
            + self.perp * (h * self.risk - g * self.perp_slippage)
            for h, e, g in SIGNS
        ]

    def charges(self) -> Any:
        """What the stress takes from the equity (MGN-070)."""
        return (
            self.slippage * size(self.spot)
            + self.perp_slippage * size(self.perp)
            + self.risk * size(self.spot + self.perp)
        )


def test_closed_form_is_the_least_piece() -> None:
    part = Part()
    value = part.spot + part.result - part.charges()
    pieces = part.pieces()
    for piece in pieces:
        assert is_proved(part.known, value <= piece)
    assert is_proved(part.known, z3.Or(*(value == piece for piece in pieces)))
    assert not is_proved(part.known, value < pieces[0])
    # Nor would it be the least if the price moved for the two kinds apart.
    apart = part.charges() + part.risk * (size(part.spot) + size(part.perp))
    together = part.charges() + part.risk * size(part.spot + part.perp)
    assert not is_proved(part.known, apart == together)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_worst_partial_fill_is_none_or_all(count: int) -> None:
    """MGN-071 within a piece: `worth` is what a filled lot adds there."""
    lots, filled = z3.Ints(" ".join(f"q{n}" for n in range(4))), z3.Ints("k0 k1 k2 k3")
    worths = z3.Reals("d0 d1 d2 d3")
    rows = list(zip(lots, filled, worths, strict=True))[:count]
    known = [fact for q, k, _ in rows for fact in (k >= 0, k <= q)]
    terms = sum(q * least(0, d) for q, _, d in rows)
    assert is_proved(known, sum(k * d for _, k, d in rows) >= terms)
    attained = [k == z3.If(d < 0, q, 0) for q, k, d in rows]
    assert is_proved([*known, *attained], sum(k * d for _, k, d in rows) == terms)
    assert not is_proved(known, sum(k * d for _, k, d in rows) > terms)


def test_fee_of_some_lots_is_at_most_that_of_each() -> None:
    """SPT-012 against f of MGN-025: k lots pay at most k * f, and less than k + 1 atoms less."""
    k, a_lot, f, due, credit, uncapped, fee, cap_left = z3.Ints("k x f due credit u fee left")
    known = [k >= 0, a_lot >= 0, credit >= 0, credit < RATE_UNIT, cap_left >= 0]
    known += [is_ceiling(f, a_lot, RATE_UNIT), is_ceiling(due, k * a_lot - credit, RATE_UNIT)]
    # The products that Z3 does not multiply out by itself.
    known += [k * a_lot <= k * f * RATE_UNIT, k * (f - 1) * RATE_UNIT <= k * a_lot]
    assert is_proved(known, due <= k * f)
    assert is_proved([*known, k >= 1], due > k * (f - 1) - 1)
    capped = [*known, uncapped == due, fee == z3.If(uncapped >= cap_left, cap_left, uncapped)]
    assert is_proved(capped, fee <= k * f)
    assert not is_proved(known, due == k * f)


def test_fill_never_lowers_a_piece() -> None:
    """MGN-072: the term promised q lots at worst, k of them came at no worse."""
    q, k = z3.Ints("q k")
    rest, worth, gained = z3.Reals("rest d gained")
    known = [q >= 1, k >= 0, k <= q, gained >= k * worth]
    before = rest + q * least(0, worth)
    after = rest + gained + (q - k) * least(0, worth)
    assert is_proved(known, after >= before)
    assert not is_proved(known, after == before)
    assert not is_proved([q >= 1, k >= 0, k <= q], after >= before)


def test_spot_buy_gains_at_least_its_worth_unless_prices_are_negative() -> None:
    """A fee of less than k * f atoms leaves more of the asset: good as long as v >= 0."""
    k, f, fee, lot, price = z3.Ints("k f fee lot p")
    unit_price = z3.Real("v")
    known = [k >= 0, f >= 0, lot >= 1, fee >= 0, fee <= k * f]
    gained = (k * lot - fee) * unit_price - k * price
    worth = (lot - f) * unit_price - price
    helpful = (k * f - fee) * unit_price >= 0
    assert is_proved([*known, unit_price >= 0, k * f - fee >= 0], helpful)
    assert is_proved([*known, helpful], gained >= k * worth)
    assert not is_proved(known, gained >= k * worth)


def test_values_fall_with_the_scale_and_rise_with_a_deposit() -> None:
    part = Part()
    low, high, deposit = z3.Reals("low high deposit")
    known = [*part.known, low >= 0, low <= high]
    value = {scale: part.spot - scale * part.charges() for scale in (low, high)}
    assert is_proved([*known, part.charges() >= 0], value[high] <= value[low])
    assert is_proved(part.known, part.charges() >= 0)
    assert not is_proved(known, value[high] < value[low])
    richer = Part()
    richer.spot = part.spot + deposit
    bounded = [*part.known, deposit >= 0, part.risk + part.slippage <= 1]
    for piece, after in zip(part.pieces(), richer.pieces(), strict=True):
        assert is_proved(bounded, after >= piece)
    unbounded = [*part.known, deposit >= 0]
    assert not is_proved(unbounded, richer.pieces()[4] >= part.pieces()[4])


def test_two_portfolios_are_worth_their_sum_or_more() -> None:
    """Superadditive: the least of sums is no less than the sum of the least, floors likewise."""
    ones, others = z3.Reals("a0 a1 a2 a3"), z3.Reals("b0 b1 b2 b3")
    sums = [one + other for one, other in zip(ones, others, strict=True)]
    assert is_proved([], least(*sums) >= least(*ones) + least(*others))
    assert not is_proved([], least(*sums) == least(*ones) + least(*others))
    first, second = z3.Reals("x y")
    assert is_proved([], z3.ToInt(first + second) >= z3.ToInt(first) + z3.ToInt(second))


class Payment:
    """A loan that pays its interest up to some hour: MGN-002 before and after, by LND-021, 022.

    `owed` is what the whole of its hours costs, `now` what is paid of it, both in 1/D atom.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.owed, self.now, self.credit = z3.Ints("owed now credit")
        self.fee_credit, self.left = z3.Ints("fee_credit left")
        self.paid, self.due = z3.Ints("paid due")
        self.known = [
            *(self.now >= 0, self.now <= self.owed, self.left >= 1),
            *(self.credit >= 0, self.credit < INTEREST_UNIT),
            *(self.fee_credit >= 0, self.fee_credit < RATE_UNIT),
            is_ceiling(self.paid, self.now - self.credit, INTEREST_UNIT),
            is_ceiling(self.due, self.rate * self.paid - self.fee_credit, RATE_UNIT),
        ]
        self.is_capped = self.due >= self.left
        self.fee = z3.If(self.is_capped, self.left, self.due)
        self.new_credit = self.credit + self.paid * INTEREST_UNIT - self.now
        charged = self.rate * self.paid - self.fee_credit
        self.new_fee_credit = z3.If(self.is_capped, 0, RATE_UNIT * self.due - charged)

    def provision(self, owed: Any, credit: Any, left: Any, fee_credit: Any) -> Any:
        """Provision without claims, in atoms; its fee is 0 where nothing is left of the cap."""
        interest = z3.ToReal(owed - credit) / INTEREST_UNIT
        uncapped = (self.rate * interest - z3.ToReal(fee_credit)) / RATE_UNIT
        fee = z3.If(left == 0, z3.RealVal(0), least(z3.ToReal(left), uncapped))
        return interest + fee

    def before(self) -> Any:
        return self.provision(self.owed, self.credit, self.left, self.fee_credit)

    def after(self) -> Any:
        """With what was paid: how much the borrower is out of pocket in all."""
        paid = z3.ToReal(self.paid + self.fee)
        left = self.left - self.fee
        return paid + self.provision(
            self.owed - self.now, self.new_credit, left, self.new_fee_credit
        )


@pytest.mark.parametrize("rate", LENDING_RATES)
def test_paying_changes_nothing_but_at_the_cap(rate: int) -> None:
    """MGN-074; a claim that nobody pays (LND-045) is the same sum, so a swap too (MGN-073)."""
    payment = Payment(rate)
    below_cap = [*payment.known, z3.Not(payment.is_capped)]
    assert is_proved(below_cap, payment.after() == payment.before())
    at_cap = [*payment.known, payment.is_capped]
    lost = payment.after() - payment.before()
    assert is_proved(at_cap, lost >= 0)
    assert is_proved(at_cap, lost < 1 + z3.RealVal(rate) / RATE_UNIT)
    assert not is_proved(at_cap, lost == 0)


@pytest.mark.parametrize("rate", LENDING_RATES)
def test_ending_a_loan_costs_its_credits(rate: int) -> None:
    """MGN-074: below three atoms, and two are not enough where the fee is high."""
    payment = Payment(rate)
    known = [*payment.known, payment.owed == 0]
    lost = -payment.before()
    assert is_proved(known, lost < 2 + z3.RealVal(rate) / RATE_UNIT)
    assert is_proved(known, lost < 3)
    if rate > 1:
        assert not is_proved(known, lost < 2)


@pytest.mark.parametrize("rate", LENDING_RATES)
def test_a_split_never_raises_what_the_borrower_owes(rate: int) -> None:
    """LND-047: the part has the largest credits there are, so MGN-073 holds of parts."""
    payment = Payment(rate)
    part_owed, part_left = z3.Ints("part_owed part_left")
    # The share of the cap is rounded down, and less than the whole of it.
    known = [*payment.known, part_owed >= 0, part_owed <= payment.owed]
    known += [part_left >= 0, part_left < payment.left]
    kept = payment.provision(
        *(payment.owed - part_owed, payment.credit),
        *(payment.left - part_left, payment.fee_credit),
    )
    most = (z3.IntVal(INTEREST_UNIT - 1), z3.IntVal(RATE_UNIT - 1))
    passed = payment.provision(part_owed, most[0], part_left, most[1])
    assert is_proved(known, kept + passed <= payment.before())
    # Not so if the part took its share of the cap and the rest kept all of it.
    kept_all = payment.provision(
        payment.owed - part_owed, payment.credit, payment.left, payment.fee_credit
    )
    assert not is_proved(known, kept_all + passed <= payment.before())


def test_three_rays_suffice_for_closing_in_the_band() -> None:
    """MGN-012: if the charges cover the band on N = 0, b = 0 and b = -N, they do everywhere."""
    part = Part()
    band = z3.Real("band")
    known = [*part.known, band >= 0]
    covers = part.charges() >= band * (size(part.spot) + size(part.perp))
    rays = [
        band <= part.risk + part.slippage,
        band <= part.risk + part.perp_slippage,
        2 * band <= part.slippage + part.perp_slippage,
    ]
    assert is_proved([*known, *rays], covers)
    for missing in range(3):
        others = [ray for index, ray in enumerate(rays) if index != missing]
        assert not is_proved([*known, *others], covers)


def test_band_prices_are_inside_the_band() -> None:
    """MGN-041 rounds inward: nobody loses more than the band at its lowest and highest price."""
    mark, band, lowest, highest = z3.Ints("mark band lowest highest")
    known = [mark >= 1, band >= 0, band <= 1_000_000]
    known += [is_ceiling(lowest, mark * (1_000_000 - band), 1_000_000)]
    known += [is_floor(highest, mark * (1_000_000 + band), 1_000_000)]
    assert is_proved(known, (mark - lowest) * 1_000_000 <= mark * band)
    assert is_proved(known, (highest - mark) * 1_000_000 <= mark * band)
    assert not is_proved([*known, band >= 1], highest > mark)
