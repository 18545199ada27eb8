"""Tests that an order passes before it walks (chapter 04, section 3, and SPT-001, SPT-003).

Each function tests in the order of `reasons.toml` and answers the first violation, or None
(CMD-005).
"""

from tallystick.reference.book import resting_count
from tallystick.reference.crossing import is_live
from tallystick.reference.ledger import (
    balance_of,
    given_asset,
    market_lot_atoms,
    reservation_of,
    reserved_atoms,
)
from tallystick.reference.legs import highest_mark, is_perpetual
from tallystick.reference.loans import is_offer, opens_loans
from tallystick.reference.pricing import has_margin, is_market_stale, is_priced
from tallystick.reference.reservation import (
    is_loan_too_large,
    is_too_large,
    reservation_bound,
)
from tallystick.reference.state import (
    BASE_ASSET,
    MAY_REST,
    Market,
    Order,
    State,
    has_ledger,
    perpetual_parameters,
)
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Lots, Price

HIGHEST_RATE = Price(9_999)
"""Highest interest rate, in basis points a year, below 100 % (MAT-002)."""


def new_order_violation(before: State, without: State, order: Order) -> Reason | None:
    """Why a new order is not admitted (MAT-016).

    `before` is the state before the command, `without` the same without the order that the new one
    replaces, if there is one.
    """
    account = without.accounts[order.account]
    market = without.markets[order.market]
    if market.halted:  # [MAT-007]
        return Reason.MARKET_HALTED
    if lacks_mark(without, order):  # [PRP-011] [MGN-004]
        return Reason.NO_MARK
    if has_margin(without) and not is_priced(without, market.asset):  # [MGN-004]
        return Reason.NO_RISK
    if market.kind is MarketKind.PERP and is_market_stale(without, order.market):  # [MGN-051]
        return Reason.STALE_MARK
    if not has_flags_of_offer(without, order):  # [LND-003]
        return Reason.FLAGS_NOT_OF_OFFER
    if order.order_id <= account.last_order_id:  # [MAT-004]
        return Reason.ORDER_ID_NOT_INCREASING
    violation = (
        price_violation(market, order.price)  # [MAT-016]
        or lots_violation(market, order.open_lots)  # [MAT-016]
        or size_violation(without, order)  # [MAT-016]
    )
    if violation is not None:
        return violation
    if not is_live(order.expires_at, without.now):  # [MAT-005]
        return Reason.ALREADY_EXPIRED
    return capacity_violation(before, without, order)  # [MAT-016]


def capacity_violation(before: State, without: State, order: Order) -> Reason | None:
    """Why the order finds no room in the books or its reservation is too large (MAT-015, SPT-003).

    Of an order that the engine makes, no other test is made (LND-036).
    """
    account, parameters = without.accounts[order.account], without.parameters
    if order.order_type in MAY_REST:  # [MAT-015]
        if len(account.orders) >= parameters.max_orders_per_account:  # [MAT-015] [STA-012]
            return Reason.TOO_MANY_ORDERS_OF_ACCOUNT
        if resting_count(without) >= parameters.max_orders:  # [MAT-015] [STA-012]
            return Reason.TOO_MANY_ORDERS
    return reservation_violation(before, without, order)  # [MAT-016]


def amend_violation(
    before: State, without: State, former: Order, amended: Order, re_enters: bool
) -> Reason | None:
    """Why an amend to another price or quantity is refused (MAT-037).

    `without` is the state before the command without the former order. That the asset has a mark
    (PRP-011) and risk values (MGN-004) needs no test: without, no order would rest.
    """
    market = before.markets[former.market]
    if re_enters and market.halted:  # [MAT-037] [MAT-007]
        return Reason.MARKET_HALTED
    is_perp = market.kind is MarketKind.PERP
    if re_enters and is_perp and is_market_stale(before, former.market):  # [MGN-051]
        return Reason.STALE_MARK
    violation: Reason | None = None
    if amended.price != former.price:  # [MAT-037]
        violation = price_violation(market, amended.price)
    if violation is None and amended.open_lots != former.open_lots:  # [MAT-037]
        violation = lots_violation(market, amended.open_lots)
    if violation is None and re_enters:  # [MAT-037]
        violation = size_violation(before, amended)
    return violation or reservation_violation(before, without, amended)  # [MAT-037]


def price_violation(market: Market, price: Price) -> Reason | None:
    """Tick and highest rate (MAT-002)."""
    if price % market.tick != 0:  # [MAT-002]
        return Reason.PRICE_NOT_ON_TICK
    if market.kind is MarketKind.LEND and price > HIGHEST_RATE:  # [MAT-002]
        return Reason.RATE_TOO_HIGH
    return None


def lots_violation(market: Market, lots: Lots) -> Reason | None:
    """Fewest lots of a spot market, step of lots of the others (MAT-008)."""
    if market.kind is MarketKind.SPOT and lots < market.minimum_lots:  # [MAT-008]
        return Reason.BELOW_MINIMUM
    if market.kind is not MarketKind.SPOT and lots % market.minimum_lots != 0:  # [MAT-008]
        return Reason.NOT_MULTIPLE_OF_MINIMUM
    return None


def has_flags_of_offer(state: State, order: Order) -> bool:
    """Whether an order has the flags of an offer if and only if it is one (LND-003)."""
    names_flags = (order.returnable, order.extensible) != (None, None)
    return is_offer(state, order.market, order.side) == names_flags  # [LND-003]


def lacks_mark(state: State, order: Order) -> bool:
    """Whether an order comes before its asset has the mark that it needs (PRP-011, MGN-004)."""
    asset = state.assets[state.markets[order.market].asset]
    if asset.mark is not None or asset.asset == BASE_ASSET:  # [MGN-004]
        return False
    return has_margin(state) or is_perpetual(state, order.market)  # [PRP-011] [MGN-004]


def size_violation(state: State, order: Order) -> Reason | None:
    """Bounds of price and lots of an order in its market (SPT-001, LND-002, PRP-010)."""
    if is_perpetual(state, order.market):
        most = 2 * perpetual_parameters(state).max_position_lots  # [PRP-010]
        too_large = order.price > highest_mark(state) or order.open_lots > most  # [PRP-010]
        return Reason.ORDER_TOO_LARGE if too_large else None
    lot_atoms = market_lot_atoms(state, order.market)
    if opens_loans(state, order.market):
        too_large = is_loan_too_large(order.open_lots, lot_atoms)  # [LND-002]
        return Reason.ORDER_TOO_LARGE if too_large else None
    if has_ledger(state) and is_too_large(order.price, order.open_lots, lot_atoms):  # [SPT-001]
        return Reason.ORDER_TOO_LARGE
    return None


def reservation_violation(before: State, without: State, order: Order) -> Reason | None:
    """What the order, resting whole, would reserve alone and with the others (SPT-003)."""
    if not has_ledger(before) or order.order_type not in MAY_REST:  # [SPT-003]
        return None
    asset = given_asset(before, order.market, order.side)
    own = reservation_of(without, order)
    reserved_before = reserved_atoms(before, order.account, asset)  # [SPT-003]
    reserved_after = reserved_atoms(without, order.account, asset) + own  # [SPT-003]
    if reserved_after <= reserved_before:  # [SPT-003]
        return None
    balance = balance_of(without, order.account, asset)
    if own > balance:  # [SPT-003]
        return Reason.INSUFFICIENT_BALANCE
    multiple = before.parameters.reservation_multiple_tenths
    if reserved_after > reservation_bound(balance, multiple):  # [SPT-003]
        return Reason.RESERVATION_LIMIT
    return None
