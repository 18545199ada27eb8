"""Decisions of the reference and of the interpreted kernel under one signature, for CrossHair.

Every pair `reference_*` and `fast_*` takes plain ints, refuses alike what lies outside the stated
ranges (NUM-010, STA-001, SPT-020), and calls the code of its engine.
"""

from types import SimpleNamespace
from typing import Any

from tallystick.fast.kernel import admission, fees, registry, trading, walk
from tallystick.fast.kernel.codes import (
    ABSENT,
    ALREADY_EXPIRED,
    BELOW_MINIMUM,
    INSUFFICIENT_BALANCE,
    IOC,
    LEND,
    NONE,
    NOT_MULTIPLE_OF_MINIMUM,
    ORDER_TOO_LARGE,
    POST_ONLY,
    POST_ONLY_CROSSES,
    PRICE_NOT_ON_TICK,
    RATE_TOO_HIGH,
    RESERVATION_LIMIT,
    UNDERFUNDED,
)
from tallystick.fast.kernel.layout import (
    COMMAND_EXPIRES_AT,
    COMMAND_LOTS,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_TYPE,
    COMMAND_PRICE,
    COMMAND_WIDTH,
    MARKET_KIND,
    MARKET_MINIMUM,
    MARKET_TICK,
    MARKET_WIDTH,
    ORDER_BOOK,
    ORDER_EXPIRES_AT,
    ORDER_OPEN_LOTS,
    ORDER_WIDTH,
    rank_of,
)
from tallystick.fast.kernel.venue import BASE, Venue
from tallystick.fast.kernel.walk_ends import REJECTED, WALK_ENDED
from tallystick.reference.admission import lots_violation, price_violation
from tallystick.reference.crossing import capacity_lots, crosses, fill_of, is_live, price_key
from tallystick.reference.fees import fee_of_trade
from tallystick.reference.numbers import ceil_div
from tallystick.reference.reservation import (
    deliverable_lots,
    free_balance,
    is_too_large,
    order_reservation,
    reservation_bound,
)
from tallystick.reference.types.choices import Side
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    Atoms,
    FeeCredit,
    FeeRate,
    Lots,
    Milliseconds,
    Price,
    Tenths,
)
from tests.fast.stand_in import (
    ASSET,
    HIGHEST_ATOMS,
    HIGHEST_NUMBER,
    HIGHEST_TIME,
    LEVEL,
    MAKER,
    MARKET,
    TAKER,
    check,
    check_fee,
    check_fields,
    check_holding,
    check_limit,
    check_lots,
    check_order,
    hold,
    ignore,
    market_of,
    stand_in,
)


def reference_rounding(dividend: int, divisor: int) -> int:
    """NUM-020."""
    check(-HIGHEST_NUMBER, dividend, HIGHEST_NUMBER)
    check(1, divisor, HIGHEST_NUMBER)
    return ceil_div(dividend, divisor)


def fast_rounding(dividend: int, divisor: int) -> int:
    """NUM-020."""
    check(-HIGHEST_NUMBER, dividend, HIGHEST_NUMBER)
    check(1, divisor, HIGHEST_NUMBER)
    return fees.ceil_div(dividend, divisor)


def reference_fee(rate: int, amount: int, cap: int, paid: int, credit: int) -> tuple[int, int, int]:
    """Fee, then paid and credit after it (SPT-012)."""
    check_fee(rate, amount, cap, paid, credit)
    return fee_of_trade(FeeRate(rate), Atoms(amount), Atoms(cap), Atoms(paid), FeeCredit(credit))


def fast_fee(rate: int, amount: int, cap: int, paid: int, credit: int) -> tuple[int, int, int]:
    """Fee, then paid and credit after it (SPT-012)."""
    check_fee(rate, amount, cap, paid, credit)
    fee, credit_after = fees.fee_of_trade(rate, amount, paid, credit, cap)
    return fee, paid + fee, credit_after


def reference_free_balance(balance: int, reserved: int, multiple: int) -> int:
    """SPT-004."""
    check_holding(balance, reserved, multiple)
    return free_balance(Atoms(balance), Atoms(reserved), Tenths(multiple))


def fast_free_balance(balance: int, reserved: int, multiple: int) -> int:
    """SPT-004."""
    check_holding(balance, reserved, multiple)
    venue = stand_in(multiple=multiple)
    hold(venue, TAKER, ASSET, balance, reserved)
    return registry.free_balance(venue, TAKER, ASSET)


def reference_reservation(sells: bool, price: int, lots: int, lot_atoms: int) -> int:
    """SPT-002."""
    check_order(price, lots, lot_atoms)
    side = Side.SELL if sells else Side.BUY
    return order_reservation(side, Price(price), Lots(lots), Atoms(lot_atoms))


def fast_reservation(sells: bool, price: int, lots: int, lot_atoms: int) -> int:
    """SPT-002."""
    check_order(price, lots, lot_atoms)
    venue: Venue = stand_in(lot_atoms=lot_atoms)
    return venue.reservation(2 * MARKET + int(sells), price, lots)


def reference_reservation_limit(
    own: int, former: int, balance: int, reserved: int, multiple: int
) -> str:
    """SPT-003 for a sell of lots of 1 atom; composed as in `admission.reservation_violation`."""
    check_limit(own, former, balance, reserved, multiple)
    reserved_after = reserved - former + own
    if reserved_after <= reserved:
        return ""
    if own > balance:
        return Reason.INSUFFICIENT_BALANCE
    is_beyond = reserved_after > reservation_bound(Atoms(balance), Tenths(multiple))
    return Reason.RESERVATION_LIMIT if is_beyond else ""


def fast_reservation_limit(
    own: int, former: int, balance: int, reserved: int, multiple: int
) -> str:
    """SPT-003 for a sell of lots of 1 atom."""
    check_limit(own, former, balance, reserved, multiple)
    venue = stand_in(multiple=multiple)
    hold(venue, TAKER, ASSET, balance, reserved)
    book = 2 * MARKET + 1
    venue.orders.rows[ORDER_WIDTH + ORDER_BOOK] = book
    venue.orders.rows[ORDER_WIDTH + ORDER_OPEN_LOTS] = former
    order = 1 if former > 0 else NONE
    reason = admission.judge_reservation(venue, TAKER, book, 1, own, order)
    if reason == INSUFFICIENT_BALANCE:
        return Reason.INSUFFICIENT_BALANCE
    return Reason.RESERVATION_LIMIT if reason == RESERVATION_LIMIT else ""


def reference_too_large(price: int, lots: int, lot_atoms: int) -> bool:
    """SPT-001."""
    check_fields(price, lots, lot_atoms)
    return is_too_large(Price(price), Lots(lots), Atoms(lot_atoms))


def fast_too_large(price: int, lots: int, lot_atoms: int) -> bool:
    """SPT-001."""
    check_fields(price, lots, lot_atoms)
    venue = stand_in(lot_atoms=lot_atoms)
    return admission.judge_size(venue, MARKET, price, lots) == ORDER_TOO_LARGE


def reference_deliverable(sells: bool, balance: int, price: int, lot_atoms: int) -> int:
    """SPT-005."""
    check(0, balance, HIGHEST_ATOMS)
    check_fields(price, lot_atoms)
    return deliverable_lots(Atoms(balance), lot_atoms if sells else price)


def fast_deliverable(sells: bool, balance: int, price: int, lot_atoms: int) -> int:
    """SPT-005."""
    check(0, balance, HIGHEST_ATOMS)
    check_fields(price, lot_atoms)
    venue = stand_in(lot_atoms=lot_atoms)
    hold(venue, TAKER, ASSET if sells else BASE, balance)
    return walk._deliverable(venue, TAKER, 2 * MARKET + int(sells), price)


def reference_fill(
    maker_open: int, maker_atoms: int, taker_open: int, taker_atoms: int
) -> tuple[int, bool, bool]:
    """Lots of a trade, and who is cut: MAT-027 to MAT-029, lots of 1 atom at a price of 1."""
    check_lots(maker_open, maker_atoms, taker_open, taker_atoms)
    maker_capacity = capacity_lots(Lots(maker_open), Lots(maker_atoms))
    if maker_capacity == 0:
        return 0, True, False
    taker_capacity = capacity_lots(Lots(taker_open), Lots(taker_atoms))
    if taker_capacity == 0:
        return 0, False, True
    return fill_of(Lots(maker_open), maker_capacity, Lots(taker_open), taker_capacity)


def fast_fill(
    maker_open: int, maker_atoms: int, taker_open: int, taker_atoms: int
) -> tuple[int, bool, bool]:
    """Lots of a trade, and who is cut: MAT-027 to MAT-029, lots of 1 atom at a price of 1."""
    check_lots(maker_open, maker_atoms, taker_open, taker_atoms)
    venue = stand_in()
    hold(venue, MAKER, ASSET, maker_atoms)
    hold(venue, TAKER, BASE, taker_atoms)
    venue.orders.rows[ORDER_WIDTH + ORDER_OPEN_LOTS] = maker_open
    venue.taker.open_lots = taker_open
    causes = []
    venue.remove = lambda _order, cause: causes.append(cause)
    venue.events = SimpleNamespace(traded=ignore)
    venue.journal = SimpleNamespace(write=ignore)
    venue.reduce = ignore
    end = walk._meet_funded(venue, 1)
    return taker_open - venue.taker.open_lots, causes == [UNDERFUNDED], end == UNDERFUNDED


def reference_crossing(taker_sells: bool, taker_price: int, maker_price: int) -> bool:
    """MAT-012."""
    check_fields(taker_price, maker_price)
    side = Side.SELL if taker_sells else Side.BUY
    return crosses(side, Price(taker_price), Price(maker_price))


def fast_crossing(taker_sells: bool, taker_price: int, maker_price: int) -> bool:
    """MAT-012: with a budget of nothing, a walk ends at once if there is nobody to meet."""
    check_fields(taker_price, maker_price)
    venue = stand_in(int(taker_sells), taker_price)
    opposite = venue.taker.book ^ 1
    rank = rank_of(opposite, maker_price)
    bests = [LEVEL if book == opposite else NONE for book in range(2 * MARKET + 2)]
    venue.orders.ladder = SimpleNamespace(rank=lambda _: rank, head=lambda _: 1, bests=bests)
    venue.budget = 0
    return walk.walk(venue) != WALK_ENDED


def reference_standing(sells: bool, price: int, other: int) -> bool:
    """Whether a price stands before another one on its side (MAT-010)."""
    check_fields(price, other)
    side = Side.SELL if sells else Side.BUY
    return price_key(side, Price(price)) < price_key(side, Price(other))


def fast_standing(sells: bool, price: int, other: int) -> bool:
    """Whether a price stands before another one on its side (MAT-010)."""
    check_fields(price, other)
    return rank_of(int(sells), price) < rank_of(int(sells), other)


def reference_live(expires: bool, expires_at: int, now: int) -> tuple[bool, bool, bool]:
    """MAT-005."""
    check(0, expires_at, HIGHEST_TIME)
    check(0, now, HIGHEST_TIME)
    live = is_live(Milliseconds(expires_at) if expires else None, Milliseconds(now))
    return live, live, live


def fast_live(expires: bool, expires_at: int, now: int) -> tuple[bool, bool, bool]:
    """MAT-005: a maker that a post-only order meets, an order that is named, and a new one."""
    check(0, expires_at, HIGHEST_TIME)
    check(0, now, HIGHEST_TIME)
    venue = stand_in()
    venue.now = now
    expiry = expires_at if expires else ABSENT
    venue.orders.rows[ORDER_WIDTH + ORDER_EXPIRES_AT] = expiry
    venue.taker.order_type = POST_ONLY
    venue.remove = ignore
    met = walk._meet(venue, 1) == REJECTED + POST_ONLY_CROSSES
    command: Any = [0] * COMMAND_WIDTH
    command[COMMAND_MARKET] = MARKET
    command[COMMAND_NEW_ORDER_ID] = command[COMMAND_PRICE] = command[COMMAND_LOTS] = 1
    command[COMMAND_EXPIRES_AT] = expiry
    command[COMMAND_ORDER_TYPE] = IOC
    entered = admission.judge_new(venue, command, 0, NONE) != ALREADY_EXPIRED
    return met, not trading._is_expired(venue, 1), entered


def reference_price(kind: int, tick: int, price: int) -> str:
    """MAT-002."""
    check(0, kind, LEND)
    check_fields(tick, price)
    return price_violation(market_of(kind, tick, 1), Price(price)) or ""


def fast_price(kind: int, tick: int, price: int) -> str:
    """MAT-002."""
    check(0, kind, LEND)
    check_fields(tick, price)
    venue = stand_in()
    venue.markets[MARKET * MARKET_WIDTH + MARKET_KIND] = kind
    venue.markets[MARKET * MARKET_WIDTH + MARKET_TICK] = tick
    reason = admission.judge_price(venue, MARKET, price)
    if reason == PRICE_NOT_ON_TICK:
        return Reason.PRICE_NOT_ON_TICK
    return Reason.RATE_TOO_HIGH if reason == RATE_TOO_HIGH else ""


def reference_minimum(kind: int, minimum_lots: int, lots: int) -> str:
    """MAT-008."""
    check(0, kind, LEND)
    check_fields(minimum_lots, lots)
    return lots_violation(market_of(kind, 1, minimum_lots), Lots(lots)) or ""


def fast_minimum(kind: int, minimum_lots: int, lots: int) -> str:
    """MAT-008."""
    check(0, kind, LEND)
    check_fields(minimum_lots, lots)
    venue = stand_in()
    venue.markets[MARKET * MARKET_WIDTH + MARKET_KIND] = kind
    venue.markets[MARKET * MARKET_WIDTH + MARKET_MINIMUM] = minimum_lots
    reason = admission.judge_lots(venue, MARKET, lots)
    if reason == BELOW_MINIMUM:
        return Reason.BELOW_MINIMUM
    return Reason.NOT_MULTIPLE_OF_MINIMUM if reason == NOT_MULTIPLE_OF_MINIMUM else ""
