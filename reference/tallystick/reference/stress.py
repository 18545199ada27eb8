"""What parts of an account are worth under stress: pure, over plain numbers (chapter 08).

Values are exact: numerators over one denominator, `lot_atoms` times a million times
`HOLDING_UNITS`. An `assert` before the first statement is a precondition, one after it is a
promise.
"""

from tallystick.reference.interest import HOUR_MILLISECONDS, INTEREST_UNITS, TERM_HOURS, hours_owed
from tallystick.reference.numbers import FEE_RATE_UNITS, PERMILLE, ceil_div, floor_div
from tallystick.reference.risk import PRICE_UNITS
from tallystick.reference.types.units import (
    Atoms,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    Lots,
    Milliseconds,
    Permille,
    Price,
)

HOLDING_UNITS = INTEREST_UNITS * FEE_RATE_UNITS
"""Holdings are in units of 1/8,760,000,000,000 atom, which holds every provision (MGN-002)."""
TERM_INTEREST_UNITS = 365_000
"""The principal over its interest of ten days at one basis point (MGN-025)."""


def hours_to_pay(start: Milliseconds, due: Milliseconds, now: Milliseconds) -> Hours:
    """Hours of a loan until the end of its term, or of the running hour if later (MGN-002)."""
    assert due >= start >= 0
    assert now >= start
    term = ceil_div(due - start, HOUR_MILLISECONDS)  # [MGN-002]
    hours = max(term, hours_owed(start, now))  # [MGN-002]
    assert start + hours * HOUR_MILLISECONDS >= max(due, now)
    return Hours(hours)


def interest_to_pay(
    principal_atoms: Atoms, rate: Price, hours: Hours, credit: InterestCredit
) -> int:
    """The interest of a provision, in units of 1/87,600,000 atom (MGN-002).

    `hours` are those still to be paid. It may be negative where only the credit is left.
    """
    assert principal_atoms > 0
    assert rate > 0
    assert hours >= 0
    assert 0 <= credit < INTEREST_UNITS
    interest = principal_atoms * rate * hours - credit  # [MGN-002]
    assert interest > -INTEREST_UNITS
    assert interest + credit == hours * rate * principal_atoms
    return interest


def fee_to_pay(interest: int, rate: FeeRate, left: Atoms, credit: FeeCredit) -> int:
    """The fee of a provision, in units of 1/8,760,000,000,000 atom (MGN-002).

    `interest` is in units of 1/87,600,000 atom, `left` is what is left of the cap.
    """
    assert interest > -INTEREST_UNITS
    assert 0 <= rate <= FEE_RATE_UNITS
    assert left >= 0
    assert 0 <= credit < FEE_RATE_UNITS
    if rate == 0 or left == 0:  # [MGN-002]
        return 0
    fee = min(left * HOLDING_UNITS, rate * interest - credit * INTEREST_UNITS)  # [MGN-002]
    assert fee <= left * HOLDING_UNITS
    assert fee > -2 * HOLDING_UNITS
    return fee


def lent_holding(principal_atoms: Atoms, haircut: Permille) -> int:
    """What lent principal counts in a holding, in units of 1/8,760,000,000,000 atom (MGN-001)."""
    assert principal_atoms > 0
    assert 0 <= haircut <= PERMILLE
    counted = principal_atoms * (PERMILLE - haircut) * (HOLDING_UNITS // PERMILLE)  # [MGN-001]
    assert 0 <= counted <= principal_atoms * HOLDING_UNITS
    return counted


def spot_buy_term(
    mark: Price, factor: int, price: Price, lots: Lots, rate: FeeRate, lot_atoms: Atoms
) -> int:
    """The term of a spot buy; `factor` is v (MGN-025)."""
    assert mark > 0
    assert price > 0
    assert lots > 0
    assert 0 <= rate <= FEE_RATE_UNITS
    assert lot_atoms > 0
    fee = ceil_div(lot_atoms * rate, FEE_RATE_UNITS)  # [MGN-025]
    gain = mark * factor * (lot_atoms - fee) - price * lot_atoms * PRICE_UNITS  # [MGN-025]
    term = lots * min(0, gain) * HOLDING_UNITS  # [MGN-025]
    assert 0 <= fee <= lot_atoms
    # What the order would change if it were filled wholly, if that is a loss.
    received = (lot_atoms - fee) * lots * mark * factor
    paid = price * lots * lot_atoms * PRICE_UNITS
    assert term == min(0, received - paid) * HOLDING_UNITS
    return term


def sell_term(
    mark: Price, factor: int, price: Price, lots: Lots, rate: FeeRate, lot_atoms: Atoms
) -> int:
    """The term of a sell: `factor` is v of a spot sell, w of a perpetual one (MGN-025)."""
    assert mark > 0
    assert price > 0
    assert lots > 0
    assert 0 <= rate <= FEE_RATE_UNITS
    assert lot_atoms > 0
    fee = ceil_div(price * rate, FEE_RATE_UNITS)  # [MGN-025]
    gain = (price - fee) * PRICE_UNITS - mark * factor  # [MGN-025]
    term = lots * min(0, gain) * lot_atoms * HOLDING_UNITS  # [MGN-025]
    assert 0 <= fee <= price
    # What the order would change if it were filled wholly, if that is a loss.
    received, given = (price - fee) * lots * PRICE_UNITS, lots * mark * factor
    assert term == min(0, received - given) * HOLDING_UNITS * lot_atoms
    return term


def perp_buy_term(
    mark: Price, factor: int, price: Price, lots: Lots, rate: FeeRate, lot_atoms: Atoms
) -> int:
    """The term of a perpetual buy; `factor` is w (MGN-025)."""
    assert mark > 0
    assert price > 0
    assert lots > 0
    assert 0 <= rate <= FEE_RATE_UNITS
    assert lot_atoms > 0
    fee = ceil_div(price * rate, FEE_RATE_UNITS)  # [MGN-025]
    gain = mark * factor - (price + fee) * PRICE_UNITS  # [MGN-025]
    term = lots * min(0, gain) * lot_atoms * HOLDING_UNITS  # [MGN-025]
    assert 0 <= fee <= price
    # What the order would change if it were filled wholly, if that is a loss.
    gained, paid = lots * mark * factor, (price + fee) * lots * PRICE_UNITS
    assert term == min(0, gained - paid) * HOLDING_UNITS * lot_atoms
    return term


def borrow_term(
    mark: Price, factor: int, price: Price, lots: Lots, rate: FeeRate, lot_atoms: Atoms
) -> int:
    """The term of a buy on a lending market: interest and fee of ten days (MGN-025)."""
    assert mark > 0
    assert factor >= 0
    assert price > 0
    assert lots > 0
    assert 0 <= rate <= FEE_RATE_UNITS
    assert lot_atoms > 0
    cost = price * (FEE_RATE_UNITS + rate)  # [MGN-025]
    unit = HOLDING_UNITS // TERM_INTEREST_UNITS // FEE_RATE_UNITS  # [MGN-025]
    term = -lots * mark * factor * cost * unit * lot_atoms  # [MGN-025]
    # Nothing is rounded: 240 hours at one basis point are a 365,000th of the principal.
    assert unit * TERM_INTEREST_UNITS * FEE_RATE_UNITS == HOLDING_UNITS
    assert TERM_HOURS * TERM_INTEREST_UNITS == INTEREST_UNITS
    assert term <= 0
    return term


def offer_term(mark: Price, factor: int, lots: Lots, haircut: Permille, lot_atoms: Atoms) -> int:
    """The term of an offer to lend: the haircut of what it would lend (MGN-025)."""
    assert mark > 0
    assert factor >= 0
    assert lots > 0
    assert 0 <= haircut <= PERMILLE
    assert lot_atoms > 0
    unit = HOLDING_UNITS // PERMILLE
    term = -lots * mark * factor * haircut * unit * lot_atoms  # [MGN-025]
    assert unit * PERMILLE == HOLDING_UNITS
    assert term <= 0
    return term


def spot_numerator(holding: int, mark: Price, factor: int) -> int:
    """The value of a holding in a piece, `factor` being v, without orders (MGN-021)."""
    assert mark > 0
    return holding * mark * factor  # [MGN-021]


def position_numerator(
    result: Atoms, position: int, mark: Price, factor: int, lot_atoms: Atoms
) -> int:
    """The value of a position and its result in a piece, `factor` being w (MGN-021)."""
    assert mark > 0
    assert lot_atoms > 0
    value = result * PRICE_UNITS + position * mark * (factor - PRICE_UNITS)  # [MGN-021]
    numerator = value * lot_atoms * HOLDING_UNITS  # [MGN-021]
    assert factor != PRICE_UNITS or numerator == result * PRICE_UNITS * lot_atoms * HOLDING_UNITS
    return numerator


def whole_atoms(numerator: int, lot_atoms: Atoms) -> Atoms:
    """A value in whole base atoms, rounded down (MGN-023)."""
    assert lot_atoms > 0
    unit = lot_atoms * PRICE_UNITS * HOLDING_UNITS
    atoms = floor_div(numerator, unit)  # [MGN-023]
    assert atoms * unit <= numerator < (atoms + 1) * unit
    return Atoms(atoms)


def index_of_least(numerators: tuple[int, ...]) -> int:
    """Which of the values of the pieces is the first that is least (MGN-023)."""
    assert len(numerators) > 0
    index = numerators.index(min(numerators))  # [MGN-023]
    assert all(numerators[index] <= numerator for numerator in numerators)
    assert all(numerators[index] < numerator for numerator in numerators[:index])
    return index
