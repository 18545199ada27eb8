"""What is asked of a checked command last, and of whom is below zero (chapter 08)."""

from attrs import evolve, frozen

from tallystick.reference.book import resting_order
from tallystick.reference.debts import owed_by
from tallystick.reference.pricing import band_of_asset, is_stale, pricing_of
from tallystick.reference.risk import band_prices
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.stress import HOLDING_UNITS
from tallystick.reference.trading import re_enters
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.commands import (
    AmendOrder,
    Command,
    PlaceOrder,
    ReplaceOrder,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.events import Traded
from tallystick.reference.types.liquidation_commands import SwapForTarget
from tallystick.reference.types.loan_commands import SwapLoan
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, AssetId, Atoms, MarketId, OrderId, Price
from tallystick.reference.valuation import Valuation, valuation_of
from tallystick.reference.verdict import Applied, Verdict

STATED_BOUND = 2**62
"""RBV are stated within it (MGN-032)."""


@frozen
class Check:
    """What a checked command did that is asked for when its account is below zero (MGN-040).

    `orders` are those that it placed or that it made re-enter, `lends` says whether one was on a
    lending market, `gives` whether it is a withdrawal or a transfer. `target` is the account for
    which it swapped assets, if it did (LIQ-023).
    """

    orders: tuple[OrderId, ...]
    lends: bool
    gives: bool
    target: AccountId | None = None


def check_of(before: State, command: Command) -> Check | None:
    """What to check of a command that was applied, or None if it is not checked (MGN-030).

    `before` is the state before it. Of a batch, ask for each inner command, and join the answers.
    """
    match command:
        case PlaceOrder() | ReplaceOrder():
            return _of_order(before, command.order.market, command.order.order_id)
        case AmendOrder():
            former = resting_order(before, command.account, command.order_id)
            if former is None or not re_enters(former, command):  # [MGN-030]
                return None
            return _of_order(before, former.market, former.order_id)
        case SwapLoan():
            return Check((), lends=False, gives=False)  # [MGN-030]
        case Withdraw() | Transfer():
            return Check((), lends=False, gives=True)  # [MGN-030]
        case SwapForTarget():
            return Check((), lends=False, gives=False, target=command.target)  # [MGN-030]
        case _:
            return None  # [MGN-030]


def joined(check: Check | None, more: Check | None) -> Check | None:
    """What to check of two commands of one batch, judged together (MGN-030, MGN-031)."""
    if check is None or more is None:
        return check or more  # [MGN-030]
    return Check((*check.orders, *more.orders), check.lends or more.lends, check.gives)


def checked(before: State, applied: Applied, account: AccountId, check: Check) -> Verdict:
    """Judge a checked command, or a batch, in the state that it would leave (MGN-031).

    `before` is the state before it, `applied` what it did, payments of own debts included. Makers,
    third parties and who pays need no check [MGN-072] [MGN-073] [MGN-074].
    """
    valuation = valuation_of(applied.state, account)  # [MGN-031]
    violation = _violation(before, applied, account, check, valuation)
    if check.target is not None and violation is not Reason.VALUATION_STALE:
        violation = _swap_violation(before, applied.state, check.target) or violation
    if violation is not None:
        return violation
    return with_value_stated(applied, account, valuation)  # [MGN-032]


def with_value_stated(applied: Applied, account: AccountId, valuation: Valuation) -> Applied:
    """What happened, and last the RBV of an account as they now are (MGN-032, LIQ-020)."""
    event = AccountValued(  # [MGN-032]
        account, _stated(valuation.initial_atoms), _stated(valuation.maintenance_atoms)
    )
    return evolve(applied, events=(*applied.events, event))  # [MGN-032]


def _swap_violation(before: State, after: State, target: AccountId) -> Reason | None:
    """Whether an account for which assets were swapped needed none, or is no sounder (LIQ-023).

    So it is judged before `insufficient_margin`; `debt_left` is never violated by such a swap.
    """
    former = valuation_of(before, target).maintenance_atoms
    if former >= 0 or valuation_of(after, target).maintenance_atoms <= former:  # [LIQ-023]
        return Reason.NO_PROGRESS
    return None


def _violation(
    before: State, applied: Applied, account: AccountId, check: Check, valuation: Valuation
) -> Reason | None:
    """Why a checked command is rejected that leaves its account with this valuation."""
    after = applied.state
    owes_more = owed_by(after, account) > owed_by(before, account)  # [MGN-033]
    is_negative = valuation.initial_atoms < 0  # [MGN-031]
    stale = [asset for asset in after.assets if is_stale(after, asset)]  # [MGN-052]
    if not owes_more and not is_negative and not stale:
        return None  # What it was worth before is not asked.
    former = valuation_of(before, account)
    is_lower = (
        valuation.initial_atoms < former.initial_atoms  # [MGN-033] [MGN-040] [MGN-052]
        or valuation.maintenance_atoms < former.maintenance_atoms
    )
    if owes_more and is_lower:  # [MGN-033]
        return Reason.DEBT_LEFT
    parts = (*former.parts, *valuation.parts)
    if is_lower and any(part.asset in stale for part in parts):  # [MGN-052]
        return Reason.VALUATION_STALE
    if not is_negative:
        return None  # [MGN-031]
    takes_risk = is_lower or check.gives or check.lends or _is_larger(former, valuation)
    if takes_risk or _leaves_band(applied, account, check):  # [MGN-040]
        return Reason.INSUFFICIENT_MARGIN  # [MGN-031] [MGN-040]
    return None


def _of_order(before: State, market: MarketId, order_id: OrderId) -> Check:
    lends = before.markets[market].kind is MarketKind.LEND  # [MGN-040]
    return Check((order_id,), lends, gives=False)


def _stated(atoms: Atoms) -> Atoms:
    """An RBV as its event states it (MGN-032)."""
    return Atoms(max(-STATED_BOUND, min(STATED_BOUND, atoms)))  # [MGN-032]


def _is_larger(former: Valuation, valuation: Valuation) -> bool:
    """Whether the account holds more of an asset than before, long or short (MGN-040)."""
    sizes = _sizes(former)
    return any(size > sizes.get(asset, 0) for asset, size in _sizes(valuation).items())  # [MGN-040]


def _sizes(valuation: Valuation) -> dict[AssetId, int]:
    """What is held of each asset, spot and perpetual together, in 1/8,760,000,000,000 atom."""
    return {
        part.asset: abs(  # [MGN-040]
            part.holding_numerator + part.position_lots * part.lot_atoms * HOLDING_UNITS
        )
        for part in valuation.parts
        if part.asset != BASE_ASSET  # [MGN-040]
    }


def _leaves_band(applied: Applied, account: AccountId, check: Check) -> bool:
    """Whether an order of the command traded, or rests, at a price outside the band (MGN-040)."""
    state = applied.state
    prices = [
        (event.market, event.taker_side, event.price)
        for event in applied.events
        if isinstance(event, Traded)
        and event.taker_account == account  # [MGN-040]
        and event.taker_order_id in check.orders  # [MGN-040]
    ]
    for order_id in check.orders:
        order = resting_order(state, account, order_id)
        if order is not None:
            prices.append((order.market, order.side, order.price))  # [MGN-040]
    return any(is_outside_band(state, *each) for each in prices)  # [MGN-040]


def is_outside_band(state: State, market_id: MarketId, side: Side, price: Price) -> bool:
    """Whether a buy is above, or a sell below, the band of a market's asset (MGN-040, MGN-041)."""
    market = state.markets[market_id]
    if market.kind is MarketKind.LEND:
        return False  # [MGN-040]
    pricing = pricing_of(state.assets[market.asset])
    assert pricing is not None  # There is an order (MGN-004).
    mark, _ = pricing
    lowest, highest = band_prices(mark, band_of_asset(state, market.asset))  # [MGN-041]
    return price > highest if side is Side.BUY else price < lowest  # [MGN-040]
