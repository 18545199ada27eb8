"""What an account is worth under stress, derived by hand (MGN-001 to MGN-003, MGN-020 to 025).

An account begins with 1,000 base atoms and 50 lots of asset 2. At the initial scale a lot of mark
100 is worth 100 * (1 - 0.12 - 0.036) = 84.4, at the maintenance scale 90.9.
"""

from fractions import Fraction

import pytest

from tallystick.reference import certificate, risk_based_value
from tallystick.reference.types.units import AccountId
from tests.reference.margin_desk import HOUR, Desk, valued

FEES = {
    "spot_maker_fee_rate": 7_777,
    "perp_maker_fee_rate": 3_331,
    "lend_fee_rate": 13_331,
}


def test_cash_and_spot() -> None:
    desk = Desk()
    assert desk.rbv(1) == (5_220, 5_545)
    # 7 lots less: 43 * 84.4 = 3629.2 and 43 * 90.9 = 3908.7
    assert valued(desk.of(1, "withdraw", asset=2, atoms=70)) == (4_629, 4_908)


@pytest.mark.parametrize(
    ("market", "side", "price", "lots", "initial"),
    [
        # f = 1 of 10 atoms: 9 of 10 of 84.4 are 75.96, 44.04 a lot less than 120
        (1, "buy", 120, 2, Fraction(522_000 - 2 * 4_404, 100)),
        # cheaper than what it would bring: nothing
        (1, "buy", 75, 2, 5_220),
        (1, "buy", 80, 2, Fraction(522_000 - 2 * 404, 100)),
        # 100 - 8 is more than 84.4, and 80 - 7 less by 11.4
        (1, "sell", 100, 2, 5_220),
        (1, "sell", 80, 2, Fraction(52_200 - 2 * 114, 10)),
        # w is 0.88 - 0.024 at the least: 85.6 - 110 - 4
        (3, "buy", 110, 10, 5_220 - 284),
        (3, "buy", 80, 10, 5_220),
        # and 0.88 + 0.024 where the price falls: 90 - 3 - 90.4
        (3, "sell", 90, 10, 5_220 - 34),
        (3, "sell", 95, 10, 5_220),
        # 4 * 84.4 * 500 * 1.13331 / 365000
        (2, "buy", 500, 4, Fraction(5_220) - Fraction(4 * 844 * 500 * 113_331, 365_000_000_000)),
        # 37 permille of 4 * 84.4
        (2, "sell", 500, 4, Fraction(5_220) - Fraction(4 * 844 * 37, 10_000)),
    ],
)
def test_the_term_of_an_order(
    market: int, side: str, price: int, lots: int, initial: Fraction | int
) -> None:
    desk = Desk(**FEES)
    events = desk.place(1, market, side, price, lots)
    assert valued(events) == desk.rbv(1)
    assert valued(events)[0] == initial // 1
    (part,) = (each for each in desk.certificate(1).assets if each.asset == 2)
    # The base asset has no part in the fraction.
    least = part.initial.pieces[part.initial.least]
    assert Fraction(least.numerator, 10 * 10**6 * 8_760_000_000_000) == initial - 1_000


def test_of_many_orders_the_worst_is_counted_piece_by_piece() -> None:
    desk = Desk()
    desk.place(1, 3, "buy", 110, 10)
    # The sell would lose where the price rises, the buy where it falls: there 25 * 10 less
    assert desk.rbv(1)[0] == 5_220 - 244
    desk.place(1, 3, "sell", 120, 10)
    assert desk.rbv(1)[0] == 5_220 - 244


def test_an_expired_order_and_one_that_only_reduces_count() -> None:
    desk = Desk()
    desk.place(1, 3, "buy", 110, 10, expires_at=5, reduce_only="true")
    assert desk.rbv(1)[0] == 5_220 - 244
    desk.at(6)
    assert desk.rbv(1)[0] == 5_220 - 244
    desk.of(1, "cancel_all")
    assert desk.rbv(1)[0] == 5_220


def test_an_order_belongs_to_one_asset() -> None:
    # A bid of asset 2 is no part of the base asset, though base atoms are what it gives.
    desk = Desk()
    desk.place(1, 1, "buy", 120, 2)
    base, other = desk.certificate(1).assets
    assert (base.orders, len(other.orders)) == ((), 1)
    assert base.initial.floor_atoms == base.maintenance.floor_atoms == 1_000


def test_a_loan_counts_with_what_its_term_will_cost() -> None:
    desk = Desk()
    desk.place(2, 2, "sell", 500, 10)
    desk.place(1, 2, "buy", 500, 10)
    # 100 atoms at 500 for 240 hours: 12,000,000 / 87,600,000 atoms of 10 a lot
    interest = Fraction(12_000_000, 87_600_000)
    assert desk.rbv(1)[0] == 1_000 + (500 - interest) * Fraction(844, 100) // 1
    # The lender has 400 atoms, and 963 permille of 100
    assert desk.rbv(2)[0] == 1_000 + (400 + Fraction(963, 10)) * Fraction(844, 100) // 1
    (provision,) = desk.certificate(1).assets[1].provisions
    assert provision.interest_numerator == 12_000_000
    assert (provision.fee_numerator, provision.claims_atoms) == (0, 0)
    lent = desk.certificate(2).assets[1]
    assert (lent.lent_atoms, lent.borrowed_atoms, lent.provisions) == (100, 0, ())


def test_the_fee_of_a_provision_is_capped_and_needs_a_cap() -> None:
    desk = Desk(**FEES)
    desk.place(2, 2, "sell", 9_995, 40)
    desk.place(1, 2, "buy", 9_995, 40)
    # 400 * 9995 * 240 / 87,600,000 = 10.95 atoms; 13,331 of 100,000 of that are 1.46, of a cap of 5
    (provision,) = desk.certificate(1).assets[1].provisions
    assert provision.interest_numerator == 400 * 9_995 * 240
    assert provision.fee_numerator == 400 * 9_995 * 240 * 13_331
    # So far ahead the fee would be 6 atoms; each hour is 45,639 of 1,000,000 atoms.
    desk.at(1_000 * HOUR)
    (later,) = desk.certificate(1).assets[1].provisions
    assert later.interest_numerator == 400 * 9_995 * 1_000
    assert later.fee_numerator == 5 * 8_760_000_000_000
    desk.rbv(1)


def test_payments_leave_the_borrower_where_he_was() -> None:
    desk = Desk(**FEES)
    desk.place(2, 2, "sell", 500, 20)
    desk.place(1, 2, "buy", 500, 20)
    before = desk.rbv(1)
    for hours in (1, 9, 30):
        desk.at(hours * HOUR)
        desk.of(1, "pay_interest", loan=1, reduce_lots=0, extend="false")
        assert desk.rbv(1) == before
    # At its end the provision is that of the running hour, also when it is overdue.
    desk.at(240 * HOUR)
    assert desk.rbv(1) == before
    desk.at(240 * HOUR + 1)
    (provision,) = desk.certificate(1).assets[1].provisions
    (loan,) = desk.dump().loans or ()
    credit = loan.interest_credit
    assert provision.interest_numerator == 200 * 500 * (241 - 30) - credit


def test_a_hedge_costs_its_slippage() -> None:
    desk = Desk()
    desk.trade(2, 1, 50, 100)
    # 50 lots of spot and 50 short: whatever the price does only 36 + 24 permille are lost
    assert desk.rbv(1) == (6_000 - 5_000 * 60 // 1_000, 6_000 - 5_000 * 35 // 1_000)
    (part,) = (each for each in desk.certificate(1).assets if each.asset == 2)
    signs = [(one.price_sign, one.spot_sign, one.perp_sign) for one in part.initial.pieces]
    assert signs == [
        *((1, 1, 1), (1, 1, -1), (1, -1, 1), (1, -1, -1)),
        *((-1, 1, 1), (-1, 1, -1), (-1, -1, 1), (-1, -1, -1)),
    ]
    # Of two pieces that are as bad the first is named: spot down by e, the short dearer by g.
    assert part.initial.least == 1
    assert (part.position_lots, part.result_atoms) == (-50, 0)


def test_the_result_is_at_the_mark_and_funding_is_within_it() -> None:
    desk = Desk()
    desk.trade(1, 2, 10, 110)
    (part,) = (each for each in desk.certificate(1).assets if each.asset == 2)
    assert (part.position_lots, part.result_atoms) == (10, -100)
    desk.give(3, rate=30_000)
    desk.mark(100_000, asset=2)
    desk.at(8 * HOUR)
    # 30,000 / 10,000,000 of the mark are 300 for each lot
    (part,) = (each for each in desk.certificate(1).assets if each.asset == 2)
    assert part.result_atoms == 10 * (100_000 - 110) - 10 * desk.funding(3).index
    desk.rbv(1)
    desk.rbv(2)


def test_debts_count_at_face() -> None:
    desk = Desk()
    desk.owe(1, 2, 96 * HOUR, 700)
    desk.owe(1, 0, 96 * HOUR, 5)
    assert desk.rbv(1) == (5_220 - 705, 5_545 - 705)
    assert desk.rbv(2) == (5_220 + 700, 5_545 + 700)
    base = desk.certificate(2).assets[0]
    assert (base.receivable_atoms, base.owed_atoms, base.lot_atoms, base.mark) == (700, 0, 7, 7)


def test_who_was_never_opened_has_no_value() -> None:
    desk = Desk()
    for look in (risk_based_value, certificate):
        with pytest.raises(KeyError):
            look(desk.state, AccountId(9))
