"""The valuation of chapter 08 in numbers of any size, as its clauses say it.

It is for what needs more than 63 bits or lies next to a whole atom, and for looking at parts.
"""

from typing import Final

from mypy_extensions import i64

from .codes import BUY, LEND, NONE, PERP
from .holdings import position_of, result_of
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_WIDTH,
    CHAIN_EARLIER,
    CHAIN_WIDTH,
    DEBTOR_IS_OWED,
    DEBTOR_OWES,
    DEBTOR_WIDTH,
    LOAN_BEFORE,
    LOAN_FEE_CREDIT,
    LOAN_FEE_LEFT,
    LOAN_FEE_RATE,
    LOAN_HOURS_PAID,
    LOAN_INTEREST_CREDIT,
    LOAN_MARKET,
    LOAN_OLDER,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_WIDTH,
    MARKET_ASSET,
    MARKET_KIND,
    MARKET_WIDTH,
    ORDER_BOOK,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_RATES,
    ORDER_WIDTH,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    PARTY_NEWEST_LENT,
    PARTY_WIDTH,
    RATES_SPAN,
    RISK_PERMILLE,
    RISK_PERP_SLIPPAGE,
    RISK_SLIPPAGE,
    RISK_WIDTH,
)
from .payments import claims_total, principal_atoms
from .provisions import hours_provided
from .stress import is_priced
from .venue import BASE, Venue

YEAR: Final[int] = 87_600_000
RATE_UNIT: Final[int] = 100_000
ATOM: Final[int] = YEAR * RATE_UNIT
"""Fractions in an atom: every provision is a whole number of them."""
FACTOR_UNIT: Final[int] = 1_000_000
PERMILLE: Final[int] = 1_000
TERM: Final[int] = 365_000
PIECES: Final = (
    (1, 1, 1),
    (1, 1, -1),
    (1, -1, 1),
    (1, -1, -1),
    (-1, 1, 1),
    (-1, 1, -1),
    (-1, -1, 1),
    (-1, -1, -1),
)
"""The signs h, e and g of all pieces (MGN-020)."""


def interest_numerator(venue: Venue, loan: i64) -> int:
    """Interest of a loan until the end of its term, in units of 1/D atom (MGN-002)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    atoms: int = principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
    rate: int = rows[cell + LOAN_RATE]
    hours: int = hours_provided(venue, loan) - rows[cell + LOAN_HOURS_PAID]
    credit: int = rows[cell + LOAN_INTEREST_CREDIT]
    return atoms * rate * hours - credit


def fee_numerator(venue: Venue, loan: i64) -> int:
    """The fee on that interest, in units of 1/8,760,000,000,000 atom (MGN-002)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    rate: int = rows[cell + LOAN_FEE_RATE]
    left: int = rows[cell + LOAN_FEE_LEFT]
    credit: int = rows[cell + LOAN_FEE_CREDIT]
    if rate == 0 or left == 0:
        return 0
    return min(left * ATOM, rate * interest_numerator(venue, loan) - credit * YEAR)


def is_of_asset(venue: Venue, loan: i64, asset: i64) -> bool:
    """Whether a loan is in an asset."""
    market = venue.loans.rows[loan * LOAN_WIDTH + LOAN_MARKET]
    return venue.markets[market * MARKET_WIDTH + MARKET_ASSET] == asset


def newest_lent(venue: Venue, account: i64) -> i64:
    """The first loan in the list of a lender, or NONE."""
    return venue.loans.parties[account * PARTY_WIDTH + PARTY_NEWEST_LENT]


def holding_numerator(venue: Venue, account: i64, asset: i64) -> int:
    """x of MGN-001 in units of 1/8,760,000,000,000 atom."""
    atoms: int = venue.balance(account, asset)
    if asset == BASE:
        debtors = venue.perps.debts.debtors
        owed: int = debtors[account * DEBTOR_WIDTH + DEBTOR_IS_OWED]
        owes: int = debtors[account * DEBTOR_WIDTH + DEBTOR_OWES]
        atoms += owed - owes
    total = atoms * ATOM
    rows = venue.loans.rows
    haircut: int = venue.margin.limits.lent_haircut_permille
    loan = venue.loans.newest_borrowed(account)
    while loan != NONE:
        if is_of_asset(venue, loan, asset):
            principal: int = principal_atoms(venue, loan, rows[loan * LOAN_WIDTH + LOAN_PRINCIPAL])
            claims: int = claims_total(venue, loan)
            total -= (principal + claims) * ATOM
            total -= interest_numerator(venue, loan) * RATE_UNIT + fee_numerator(venue, loan)
        loan = rows[loan * LOAN_WIDTH + LOAN_OLDER]
    loan = newest_lent(venue, account)
    while loan != NONE:
        if is_of_asset(venue, loan, asset):
            lent: int = principal_atoms(venue, loan, rows[loan * LOAN_WIDTH + LOAN_PRINCIPAL])
            total += lent * (PERMILLE - haircut) * (ATOM // PERMILLE)
        loan = rows[loan * LOAN_WIDTH + LOAN_BEFORE]
    return total


def exposure_numerator(venue: Venue, account: i64, asset: i64) -> int:
    """`|x + n * lot_atoms|` of MGN-040, in the units of a holding."""
    lots: int = position_of(venue, account, asset)
    lot_atoms: int = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    return abs(holding_numerator(venue, account, asset) + lots * lot_atoms * ATOM)


def factors(venue: Venue, asset: i64, scale: int, piece: tuple[int, int, int]) -> tuple[int, int]:
    """v and w of MGN-020."""
    price_sign, spot_sign, perp_sign = piece
    risks = venue.margin.risks
    risk: int = risks[asset * RISK_WIDTH + RISK_PERMILLE]
    slippage: int = risks[asset * RISK_WIDTH + RISK_SLIPPAGE]
    perp_slippage: int = risks[asset * RISK_WIDTH + RISK_PERP_SLIPPAGE]
    common = FACTOR_UNIT + price_sign * risk * scale
    return common - spot_sign * slippage * scale, common - perp_sign * perp_slippage * scale


def mark_of_asset(venue: Venue, asset: i64) -> int:
    """The mark; of the base asset its lot (MGN-022)."""
    if asset == BASE:
        return int(venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS])
    return int(venue.assets[asset * ASSET_WIDTH + ASSET_MARK])


def piece_numerators(venue: Venue, account: i64, asset: i64, scale: int) -> list[int]:
    """Values of an account's part in a priced asset in all pieces (MGN-021).

    In units of 1/(lot_atoms * 10^6 * 8,760,000,000,000) base atom.
    """
    holding = holding_numerator(venue, account, asset)
    lot_atoms: int = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    mark = mark_of_asset(venue, asset)
    lots: int = 0
    result: int = 0
    if asset != BASE:
        lots = position_of(venue, account, asset)
        if lots != 0:
            result = result_of(venue, account, asset)
    unit = lot_atoms * ATOM
    values: list[int] = []
    for piece in PIECES:
        spot, perp = factors(venue, asset, scale, piece)
        total = holding * mark * spot + result * FACTOR_UNIT * unit
        total += lots * mark * (perp - FACTOR_UNIT) * unit
        place = venue.margin.place_of(account, asset)
        order = venue.margin.parts[place * PART_WIDTH + PART_NEWEST_ORDER]
        while order != NONE:
            total += term_numerator(venue, order, mark * spot, mark * perp, lot_atoms)
            order = venue.margin.chain[order * CHAIN_WIDTH + CHAIN_EARLIER]
        values.append(total)
    return values


def term_numerator(venue: Venue, order: i64, spot: int, perp: int, lot_atoms: int) -> int:
    """The term of an order (MGN-025) in units of `piece_numerators`.

    `spot` and `perp` are the mark times v and w.
    """
    rows = venue.orders.rows
    cell = order * ORDER_WIDTH
    book = rows[cell + ORDER_BOOK]
    lots: int = rows[cell + ORDER_OPEN_LOTS]
    price: int = rows[cell + ORDER_PRICE]
    rate: int = rows[cell + ORDER_RATES] // RATES_SPAN
    kind = venue.markets[(book >> 1) * MARKET_WIDTH + MARKET_KIND]
    is_buy = book & 1 == BUY
    if kind == LEND:
        if is_buy:
            part = price * (RATE_UNIT + rate) * (ATOM // (TERM * RATE_UNIT))
        else:
            haircut: int = venue.margin.limits.lent_haircut_permille
            part = haircut * (ATOM // PERMILLE)
        return -lots * spot * lot_atoms * part
    fee = -(-price * rate // RATE_UNIT)
    if kind == PERP:
        gain = perp - (price + fee) * FACTOR_UNIT
        if not is_buy:
            gain = (price - fee) * FACTOR_UNIT - perp
        return lots * min(0, gain) * lot_atoms * ATOM
    if not is_buy:
        return lots * min(0, (price - fee) * FACTOR_UNIT - spot) * lot_atoms * ATOM
    fee_atoms = -(-lot_atoms * rate // RATE_UNIT)
    return lots * min(0, spot * (lot_atoms - fee_atoms) - price * lot_atoms * FACTOR_UNIT) * ATOM


def exact_values(venue: Venue, account: i64, asset: i64) -> tuple[int, int]:
    """The value of an asset to an account at the initial and the maintenance scale (MGN-023)."""
    if asset != BASE and not is_priced(venue, asset):
        return 0, 0
    limits = venue.margin.limits
    initial_scale: int = limits.initial_scale_permille
    maintenance_scale: int = limits.maintenance_scale_permille
    lot_atoms: int = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    unit = lot_atoms * FACTOR_UNIT * ATOM
    initial = min(piece_numerators(venue, account, asset, initial_scale)) // unit
    if initial_scale == maintenance_scale:
        return initial, initial
    return initial, min(piece_numerators(venue, account, asset, maintenance_scale)) // unit


def exact_asset(venue: Venue, account: i64, asset: i64) -> bool:
    """Let the margin know both values; False if they are too large for it."""
    margin = venue.margin
    initial, maintenance = exact_values(venue, account, asset)
    highest: int = margin.highest_value
    if not (-highest <= initial <= highest and -highest <= maintenance <= highest):
        return False
    margin.initial = i64(initial)
    margin.maintenance = i64(maintenance)
    return True


def exact_account(venue: Venue, account: i64) -> tuple[int, int]:
    """Both RBV of an account, however large (MGN-024)."""
    initial = 0
    maintenance = 0
    asset: i64 = BASE
    while asset <= venue.asset_count:
        more_initial, more_maintenance = exact_values(venue, account, asset)
        initial += more_initial
        maintenance += more_maintenance
        asset += 1
    return initial, maintenance
