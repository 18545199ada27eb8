"""Portfolios of any size, what the clauses say that they are worth, and venues that hold them."""

from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st
from librt.vecs import vec
from mypy_extensions import i64

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.fast.build import kernel_module
from tallystick.fast.kernel import codes, layout
from tallystick.reference.types.choices import Profile

HOUR = 3_600_000
TERM = 240
YEAR = 87_600_000
FEE_UNIT = 100_000
ME, OTHER = 1, 2
STOCK = 2
SPOT, PERP, LEND, LEND_BASE = 1, 2, 3, 4
"""Markets: three of the stock, and one that lends the base asset."""
HIGHEST_ATOMS = 2**56


@frozen
class Order:
    """A resting order of the account."""

    market: int
    is_buy: bool
    price: int
    lots: int
    has_fee: bool


@frozen
class Loan:
    """A loan of the account, which borrows or lends."""

    is_borrowed: bool
    lots: int
    rate: int
    hours_ago: int
    due_in_hours: int
    hours_paid: int
    interest_credit: int
    fee_rate: int
    fee_left: int
    fee_credit: int
    claim: int


@frozen
class Portfolio:
    """What an account has in the base asset and one more, and how that is valued."""

    lot_atoms: int
    mark: int
    risk: int
    slippage: int
    perp_slippage: int
    initial_scale: int
    maintenance_scale: int
    haircut: int
    maker_rate: int
    perp_rate: int
    lend_rate: int
    base_atoms: int
    stock_atoms: int
    owed: int
    owes: int
    position: int
    cost: int
    funding_base: int
    index: int
    orders: tuple[Order, ...]
    loans: tuple[Loan, ...]


NOTHING = Portfolio(
    lot_atoms=10**4,
    mark=10**6,
    risk=100,
    slippage=10,
    perp_slippage=5,
    initial_scale=1000,
    maintenance_scale=600,
    haircut=20,
    maker_rate=50,
    perp_rate=50,
    lend_rate=13_331,
    base_atoms=0,
    stock_atoms=0,
    owed=0,
    owes=0,
    position=0,
    cost=0,
    funding_base=0,
    index=0,
    orders=(),
    loans=(),
)


def sizes(highest: int, lowest: int = 0) -> st.SearchStrategy[int]:
    """Numbers of every length up to a highest one, and its neighbourhood."""
    lengths = st.integers(0, highest.bit_length())
    numbers = lengths.flatmap(lambda bits: st.integers(lowest, max(lowest, min(highest, 2**bits))))
    return st.one_of(numbers, st.integers(max(lowest, highest - 2), highest))


@st.composite
def portfolios(draw: st.DrawFn, bits: int = 40) -> Portfolio:
    """A portfolio whose prices and lots have up to so many bits, within the bounds of a venue."""
    high = 2**bits
    lot_atoms = draw(sizes(high, 1))
    initial = draw(st.sampled_from((1, 700, 1000, 1200, 9999)))
    risk, slippage = draw(st.integers(0, 900)), draw(st.integers(0, 100))
    if (risk + slippage) * initial > 10**6:
        risk, slippage = 10**6 // initial // 2, 10**6 // initial // 3
    orders = st.builds(
        Order,
        market=st.sampled_from((SPOT, SPOT, PERP, PERP, LEND, LEND_BASE)),
        is_buy=st.booleans(),
        price=sizes(high, 1),
        lots=sizes(high, 1),
        has_fee=st.booleans(),
    )
    mark = draw(sizes(high, 1))
    position = draw(st.integers(-1, 1)) * draw(sizes(min(high, 2**52 // mark), 0))
    whole = draw(st.booleans())
    stock = draw(sizes(2 ** min(56, bits + 16)))
    drawn = Portfolio(
        lot_atoms=lot_atoms,
        mark=mark,
        risk=risk,
        slippage=slippage,
        perp_slippage=draw(st.integers(0, 1000)),
        initial_scale=initial,
        maintenance_scale=initial if draw(st.booleans()) else draw(st.integers(1, initial)),
        haircut=draw(st.integers(0, 1000)),
        maker_rate=draw(st.integers(0, 50_000)),
        perp_rate=draw(st.integers(0, 50_000)),
        lend_rate=draw(st.integers(0, 50_000)),
        base_atoms=draw(sizes(2 ** min(56, bits + 16))),
        stock_atoms=stock // lot_atoms * lot_atoms if whole else stock,
        owed=draw(sizes(2 ** min(60, bits + 20))),
        owes=draw(sizes(2 ** min(60, bits + 20))),
        position=position,
        cost=abs(position) * draw(sizes(2**52 // max(1, abs(position)), 0)),
        funding_base=draw(st.integers(-1, 1)) * draw(sizes(2**60)),
        index=draw(st.integers(-1, 1)) * draw(sizes(2**60 // max(1, abs(position)))),
        orders=tuple(draw(st.lists(orders, max_size=5))),
        loans=tuple(draw(st.lists(loans(), max_size=3))),
    )
    most = HIGHEST_ATOMS // lot_atoms
    return evolve(
        drawn,
        orders=tuple(_admitted(drawn, order) for order in drawn.orders),
        loans=tuple(evolve(loan, lots=min(loan.lots, most)) for loan in drawn.loans),
    )


def loans() -> st.SearchStrategy[Loan]:
    """Loans that run, or have been overdue for up to a century."""
    return st.builds(
        Loan,
        is_borrowed=st.booleans(),
        lots=sizes(2**40, 1),
        rate=st.integers(1, 9_999),
        hours_ago=st.one_of(st.integers(0, 300), sizes(876_000)),
        due_in_hours=st.integers(-300, 240),
        hours_paid=st.integers(0, 240),
        interest_credit=st.integers(0, YEAR - 1),
        fee_rate=st.sampled_from((0, 1, 13_331, 50_000)),
        fee_left=sizes(HIGHEST_ATOMS),
        fee_credit=st.integers(0, FEE_UNIT - 1),
        claim=sizes(2**51),
    )


def _admitted(portfolio: Portfolio, order: Order) -> Order:
    """The order within the bounds of its market (SPT-001, LND-002, PRP-010)."""
    if order.market in (LEND, LEND_BASE):
        lot_atoms = portfolio.lot_atoms if order.market == LEND else 7
        most = HIGHEST_ATOMS // lot_atoms
        return evolve(order, price=1 + order.price % 9_999, lots=max(1, min(order.lots, most)))
    most = 2**53 // order.price
    if order.market == SPOT:
        most = min(2**54 // order.price, HIGHEST_ATOMS // portfolio.lot_atoms)
    return evolve(order, lots=max(1, min(order.lots, most)))


def ceil_div(dividend: int, divisor: int) -> int:
    """NUM-020."""
    return -(-dividend // divisor)


def provision(loan: Loan, now: int, lot_atoms: int) -> Fraction:
    """MGN-002."""
    start, due = now - loan.hours_ago * HOUR, due_of(loan, now)
    hours = max(ceil_div(due - start, HOUR), 8, ceil_div(now - start, HOUR))
    paid = min(loan.hours_paid, max(8, ceil_div(now - start, HOUR)))
    numerator = loan.lots * lot_atoms * loan.rate * (hours - paid) - loan.interest_credit
    interest = Fraction(numerator, YEAR)
    fee = Fraction(0)
    if loan.fee_rate and loan.fee_left:
        owed = (loan.fee_rate * interest - loan.fee_credit) / FEE_UNIT
        fee = min(Fraction(loan.fee_left), owed)
    return interest + fee + loan.claim


def due_of(loan: Loan, now: int) -> int:
    """Not before the first term has ended."""
    start = now - loan.hours_ago * HOUR
    return max(start + TERM * HOUR, min(now + TERM * HOUR, now + loan.due_in_hours * HOUR))


def term(portfolio: Portfolio, order: Order, mark: int, spot: int, perp: int) -> Fraction:
    """MGN-025; `spot` and `perp` are v and w."""
    lots, price, lot_atoms = order.lots, order.price, portfolio.lot_atoms
    at_spot, at_perp = Fraction(mark * spot, 10**6), Fraction(mark * perp, 10**6)
    if order.market in (LEND, LEND_BASE):
        if not order.is_buy:
            return -lots * at_spot * Fraction(portfolio.haircut, 1000)
        rate = portfolio.lend_rate if order.has_fee else 0
        return -lots * at_spot * price * Fraction(FEE_UNIT + rate, 365_000 * FEE_UNIT)
    if order.market == PERP:
        fee = ceil_div(price * (portfolio.perp_rate if order.has_fee else 0), FEE_UNIT)
        gain = at_perp - price - fee if order.is_buy else price - fee - at_perp
        return lots * min(Fraction(0), gain)
    rate = portfolio.maker_rate if order.has_fee else 0
    if order.is_buy:
        fee_atoms = ceil_div(lot_atoms * rate, FEE_UNIT)
        return lots * min(Fraction(0), at_spot * Fraction(lot_atoms - fee_atoms, lot_atoms) - price)
    return lots * min(Fraction(0), price - ceil_div(price * rate, FEE_UNIT) - at_spot)


def value(portfolio: Portfolio, now: int, scale: int, base_lot_atoms: int) -> int:
    """MGN-021 to MGN-024 at a scale."""
    lot_atoms, mark = portfolio.lot_atoms, portfolio.mark
    holding = Fraction(portfolio.stock_atoms)
    for loan in portfolio.loans:
        if loan.is_borrowed:
            holding -= loan.lots * lot_atoms + provision(loan, now, lot_atoms)
        else:
            holding += loan.lots * lot_atoms * Fraction(1000 - portfolio.haircut, 1000)
    result = Fraction(0)
    if portfolio.position != 0:
        lots, side = abs(portfolio.position), 1 if portfolio.position > 0 else -1
        funding = lots * portfolio.index - portfolio.funding_base
        result += side * (lots * mark - portfolio.cost - funding)
    values = []
    for h, e, g in product((1, -1), repeat=3):
        change = 10**6 + h * portfolio.risk * scale
        spot = change - e * portfolio.slippage * scale
        perp = change - g * portfolio.perp_slippage * scale
        total = holding * mark * Fraction(spot, lot_atoms * 10**6) + result
        total += portfolio.position * mark * Fraction(perp - 10**6, 10**6)
        total += sum(
            term(portfolio, order, mark, spot, perp)
            for order in portfolio.orders
            if order.market != LEND_BASE
        )
        values.append(total)
    base = Fraction(portfolio.base_atoms + portfolio.owed - portfolio.owes)
    for order in portfolio.orders:
        if order.market == LEND_BASE:
            base += term(portfolio, order, base_lot_atoms, 10**6, 10**6)
    return min(values).__floor__() + base.__floor__()


def engine_of(build: Build, portfolio: Portfolio) -> FastEngine:
    """A venue in which account 1 has that; other accounts and sums of the venue do not fit it."""
    overrides = {
        "initial_scale_permille": portfolio.initial_scale,
        "maintenance_scale_permille": portfolio.maintenance_scale,
        "lent_haircut_permille": portfolio.haircut,
        "spot_maker_fee_rate": portfolio.maker_rate,
        "perp_maker_fee_rate": portfolio.perp_rate,
        "lend_fee_rate": portfolio.lend_rate,
        "max_markets": 4,
        "max_orders_per_account": 9,
        "max_orders": 9,
    }
    engine = FastEngine(
        Profile.MARGIN_1, load_preset("minimal", overrides, Profile.MARGIN_1), build
    )
    venue, restoring = engine._kernel.venue, kernel_module(build, "restoring")
    venue.now = 10**6 * HOUR
    _list(venue, restoring, portfolio)
    for account in (ME, OTHER):
        restoring.restore_account(venue, account, 10 + account, 0, 0, 0)
    restoring.restore_balance(venue, ME, 1, portfolio.base_atoms)
    restoring.restore_balance(venue, ME, STOCK, portfolio.stock_atoms)
    for number, order in enumerate(portfolio.orders, 1):
        _rest(venue, restoring, portfolio, order, number)
    for number, loan in enumerate(portfolio.loans, 1):
        _lend(venue, restoring, loan, number)
    if portfolio.position != 0:
        funding = [0] * (layout.FUNDING_INDEX + 1)
        funding[layout.FUNDING_INDEX] = portfolio.index
        restoring.restore_funding(venue, PERP, vec[i64](funding))
        pair = (ME, OTHER) if portfolio.position > 0 else (OTHER, ME)
        lots = abs(portfolio.position)
        restoring.restore_leg(venue, PERP, 1, *pair, lots, portfolio.cost, portfolio.funding_base)
    for pair, atoms in (((ME, OTHER), portfolio.owes), ((OTHER, ME), portfolio.owed)):
        if atoms > 0:
            restoring.restore_debt(venue, *pair, 0, atoms)
    return engine


def _list(venue: Any, restoring: Any, portfolio: Portfolio) -> None:
    lot_atoms, mark = portfolio.lot_atoms, portfolio.mark
    restoring.restore_asset(venue, STOCK, lot_atoms, 0, mark, venue.now, 0, 0)
    values = [1, portfolio.risk, portfolio.slippage, portfolio.perp_slippage]
    restoring.restore_risk(venue, STOCK, vec[i64](values))
    kinds = ((SPOT, codes.SPOT), (PERP, codes.PERP), (LEND, codes.LEND))
    for market, kind in kinds:
        restoring.restore_market(venue, market, STOCK, kind, 1, 1, 0)
    restoring.restore_market(venue, LEND_BASE, 1, codes.LEND, 1, 1, 0)


def _rest(venue: Any, restoring: Any, portfolio: Portfolio, order: Order, number: int) -> None:
    rates = {SPOT: portfolio.maker_rate, PERP: portfolio.perp_rate}
    rate = rates.get(order.market, portfolio.lend_rate) if order.has_fee else 0
    book = 2 * order.market + (codes.BUY if order.is_buy else codes.SELL)
    kind, policy, absent = codes.LIMIT, codes.REJECT, codes.ABSENT
    packed = rate * layout.RATES_SPAN
    terms = (kind, policy, absent, packed, 0, 0, 0, 0)
    restoring.restore_order(venue, ME, number, book, order.price, order.lots, *terms)


def _lend(venue: Any, restoring: Any, loan: Loan, number: int) -> None:
    parties = (OTHER, ME) if loan.is_borrowed else (ME, OTHER)
    start = venue.now - loan.hours_ago * HOUR
    paid = min(loan.hours_paid, max(8, ceil_div(venue.now - start, HOUR)))
    fields = [0, number, LEND, *parties, loan.lots, loan.rate, loan.rate]
    fields += [start, due_of(loan, venue.now), paid, loan.interest_credit, loan.fee_rate]
    fields += [loan.fee_left, loan.fee_credit, 0, 0]
    restoring.restore_loan(venue, vec[i64](fields))
    if loan.claim > 0:
        restoring.restore_claim(venue, number, OTHER, loan.claim, 0)
