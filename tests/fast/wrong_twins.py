"""Twins of the reference with one mistake each, which a working comparison must find.

They are named after the pair they belong to: `wrong_fee` stands against `reference_fee`. None is
ever called but by CrossHair.
"""

from tallystick.fast.kernel.codes import LEND, SPOT
from tallystick.reference.numbers import ceil_div
from tallystick.reference.types.reasons import Reason
from tests.fast.stand_in import (
    FEE_UNITS,
    HIGHEST_ATOMS,
    HIGHEST_NUMBER,
    HIGHEST_TIME,
    check,
    check_fee,
    check_fields,
    check_holding,
    check_limit,
    check_lots,
    check_order,
)


def wrapped(number: int) -> int:
    """The number as 64 signed bits keep it."""
    return (number + 2**63) % 2**64 - 2**63


def wrong_rounding(dividend: int, divisor: int) -> int:
    """Rounds away from zero."""
    check(-HIGHEST_NUMBER, dividend, HIGHEST_NUMBER)
    check(1, divisor, HIGHEST_NUMBER)
    return ceil_div(dividend, divisor) if dividend >= 0 else dividend // divisor


def wrong_fee(rate: int, amount: int, cap: int, paid: int, credit: int) -> tuple[int, int, int]:
    """Takes the product whole, and it wraps."""
    check_fee(rate, amount, cap, paid, credit)
    owed = wrapped(rate * amount) - credit
    due = ceil_div(owed, FEE_UNITS)
    if paid + due >= cap:
        return cap - paid, cap, 0
    return due, paid + due, FEE_UNITS * due - owed


def wrong_free_balance(balance: int, reserved: int, multiple: int) -> int:
    """Rounds down what is kept."""
    check_holding(balance, reserved, multiple)
    return max(0, balance - reserved * 10 // multiple)


def wrong_reservation(sells: bool, price: int, lots: int, lot_atoms: int) -> int:
    """A sell reserves lots."""
    check_order(price, lots, lot_atoms)
    return lots if sells else price * lots


def wrong_reservation_limit(
    own: int, former: int, balance: int, reserved: int, multiple: int
) -> str:
    """Refuses what reaches the bound exactly."""
    check_limit(own, former, balance, reserved, multiple)
    if own <= former:
        return ""
    if own > balance:
        return Reason.INSUFFICIENT_BALANCE
    is_beyond = reserved - former + own >= balance * multiple // 10
    return Reason.RESERVATION_LIMIT if is_beyond else ""


def wrong_too_large(price: int, lots: int, lot_atoms: int) -> bool:
    """Bounds what the lots cost, and not what they are."""
    check_fields(price, lots, lot_atoms)
    return price * lots > 2**54


def wrong_deliverable(sells: bool, balance: int, price: int, lot_atoms: int) -> int:
    """Rounds up."""
    check(0, balance, HIGHEST_ATOMS)
    check_fields(price, lot_atoms)
    return ceil_div(balance, lot_atoms if sells else price)


def wrong_fill(
    maker_open: int, maker_atoms: int, taker_open: int, taker_atoms: int
) -> tuple[int, bool, bool]:
    """Cuts the maker only, if neither can deliver more."""
    check_lots(maker_open, maker_atoms, taker_open, taker_atoms)
    maker_capacity, taker_capacity = min(maker_open, maker_atoms), min(taker_open, taker_atoms)
    if maker_capacity == 0 or taker_capacity == 0:
        return 0, maker_capacity == 0, maker_capacity > 0
    lots = min(maker_capacity, taker_capacity)
    completes_none = lots < maker_open and lots < taker_open
    maker_cut = completes_none and lots == maker_capacity
    return lots, maker_cut, completes_none and not maker_cut


def wrong_crossing(taker_sells: bool, taker_price: int, maker_price: int) -> bool:
    """Equal prices do not cross."""
    check_fields(taker_price, maker_price)
    return taker_price < maker_price if taker_sells else taker_price > maker_price


def wrong_standing(sells: bool, price: int, other: int) -> bool:
    """Compares the low 32 bits."""
    check_fields(price, other)
    low, low_other = price % 2**32, other % 2**32
    return low < low_other if sells else low > low_other


def wrong_live(expires: bool, expires_at: int, now: int) -> tuple[bool, bool, bool]:
    """A new order may expire at the very time at which it comes."""
    check(0, expires_at, HIGHEST_TIME)
    check(0, now, HIGHEST_TIME)
    live = not expires or now < expires_at
    return live, live, not expires or now <= expires_at


def wrong_price(kind: int, tick: int, price: int) -> str:
    """The highest rate is one too high."""
    check(0, kind, LEND)
    check_fields(tick, price)
    if price % tick != 0:
        return Reason.PRICE_NOT_ON_TICK
    return Reason.RATE_TOO_HIGH if kind == LEND and price > 10_000 else ""


def wrong_minimum(kind: int, minimum_lots: int, lots: int) -> str:
    """Markets that are not spot have no step, only a minimum."""
    check(0, kind, LEND)
    check_fields(minimum_lots, lots)
    if lots >= minimum_lots:
        return ""
    return Reason.BELOW_MINIMUM if kind == SPOT else Reason.NOT_MULTIPLE_OF_MINIMUM
