"""The walk of a taker along the opposite side of its market (chapter 04, sections 4 and 5)."""

from attrs import evolve, frozen

from tallystick.reference.book import best_order, join, leave, update_or_leave
from tallystick.reference.crossing import capacity_lots, crosses, fill_of, is_live
from tallystick.reference.ledger import charge_fee, deliverable_by, lend, settle
from tallystick.reference.loans import is_at_loan_limit, is_venue_full, opens_loans
from tallystick.reference.state import MAY_REST, Order, State
from tallystick.reference.types.choices import OrderType, RemovalCause, SelfTrade, Side
from tallystick.reference.types.events import (
    Event,
    OrderRemoved,
    OrderRested,
    OrdersDecremented,
    Traded,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count, Lots
from tallystick.reference.verdict import Applied, Verdict


@frozen
class Progress:
    """How far a walk has come. The taker stands on no side (MAT-020)."""

    state: State
    taker: Order
    events: tuple[Event, ...]
    touched_orders: Count
    traded_lots: Lots


def walk(state: State, taker: Order, budget: Count) -> Verdict:
    """Walk a taker that was admitted or re-enters, then rest or remove what remains (MAT-020).

    `budget` is what the command has left of `max_touches` (MAT-021). The events are those of the
    walk only. Reasons: `self_trade`, `post_only_crosses`, `work_limit`, `fok_not_filled`.
    """
    wanted_lots = taker.open_lots
    met = _meet_makers(Progress(state, taker, (), Count(0), Lots(0)), budget)
    if isinstance(met, Reason):
        return met
    progress, stop = met
    taker = progress.taker
    if taker.order_type is OrderType.POST_ONLY and stop is RemovalCause.WORK_LIMIT:  # [MAT-033]
        return Reason.WORK_LIMIT  # [MAT-033]
    if taker.order_type is OrderType.POST_ONLY and stop is RemovalCause.LOAN_LIMIT:  # [LND-007]
        return Reason.WORK_LIMIT  # [LND-007]
    if taker.order_type is OrderType.FOK and progress.traded_lots != wanted_lots:  # [MAT-032]
        return Reason.FOK_NOT_FILLED  # [MAT-032]
    if taker.open_lots == 0:
        return Applied(progress.state, progress.events, progress.touched_orders)  # [CMD-051]
    if stop is None and taker.order_type in MAY_REST:  # [MAT-003]
        state = join(progress.state, taker)  # [MAT-030]
        rested = OrderRested(taker.account, taker.order_id, taker.open_lots)  # [MAT-030]
        return Applied(state, (*progress.events, rested), progress.touched_orders)
    cause = RemovalCause.UNFILLED if stop is None else stop  # [MAT-031]
    events = (*progress.events, removal(taker, cause))  # [CMD-052]
    return Applied(progress.state, events, progress.touched_orders)


def _meet_makers(
    progress: Progress, budget: Count
) -> tuple[Progress, RemovalCause | None] | Reason:
    """The steps of a walk until one ends it, and why the taker's rest is removed, if it is.

    The cause is None after an end by MAT-022.
    """
    opposite = Side.SELL if progress.taker.side is Side.BUY else Side.BUY
    while True:
        taker = progress.taker
        maker = best_order(progress.state, taker.market, opposite)  # [MAT-020]
        if taker.open_lots == 0 or maker is None:  # [MAT-022]
            return progress, None
        if not crosses(taker.side, taker.price, maker.price):  # [MAT-022]
            return progress, None
        if progress.touched_orders >= budget:  # [MAT-023]
            return progress, RemovalCause.WORK_LIMIT  # [MAT-023]
        if is_venue_full(progress.state, taker.market):  # [LND-007]
            return progress, RemovalCause.LOAN_LIMIT  # [LND-007]
        if not is_live(maker.expires_at, progress.state.now):  # [MAT-024]
            progress = _remove_maker(progress, maker, RemovalCause.EXPIRED)  # [MAT-024]
            continue
        if taker.order_type is OrderType.POST_ONLY:  # [MAT-025]
            return Reason.POST_ONLY_CROSSES  # [MAT-025]
        if maker.account == taker.account:  # [MAT-026]
            match taker.self_trade:
                case SelfTrade.REJECT:
                    return Reason.SELF_TRADE  # [MAT-026] [MAT-032]
                case SelfTrade.CANCEL_TAKER:
                    return progress, RemovalCause.SELF_TRADE  # [MAT-026]
                case SelfTrade.CANCEL_MAKER:
                    progress = _remove_maker(progress, maker, RemovalCause.SELF_TRADE)  # [MAT-026]
                case SelfTrade.DECREMENT:
                    progress = _decrement(progress, maker)  # [MAT-026]
            continue
        maker_capacity = _capacity(progress.state, maker, maker)
        if maker_capacity == 0:  # [MAT-027]
            progress = _remove_maker(progress, maker, _lack(progress.state, maker))  # [MAT-027]
            continue
        taker_capacity = _capacity(progress.state, taker, maker)
        if taker_capacity == 0:  # [MAT-028]
            return progress, _lack(progress.state, taker)  # [MAT-028]
        lots, maker_cut, taker_cut = fill_of(
            maker.open_lots, maker_capacity, taker.open_lots, taker_capacity
        )
        progress = _trade(progress, maker, lots, maker_cut)
        if taker_cut:  # [MAT-029]
            return progress, RemovalCause.UNDERFUNDED  # [MAT-029]


def _capacity(state: State, order: Order, maker: Order) -> Lots:
    """What an order can trade at the maker's price (MAT-027, MAT-028)."""
    return capacity_lots(order.open_lots, deliverable_by(state, order, maker.price))  # [MAT-028]


def _lack(state: State, order: Order) -> RemovalCause:
    """Why an order that can trade nothing is removed (MAT-027, MAT-028)."""
    if is_at_loan_limit(state, order):
        return RemovalCause.LOAN_LIMIT  # [LND-006]
    return RemovalCause.UNDERFUNDED  # [MAT-027] [MAT-028]


def _remove_maker(progress: Progress, maker: Order, cause: RemovalCause) -> Progress:
    """The maker goes whole, for one unit of the budget."""
    return evolve(
        progress,
        state=leave(progress.state, maker),
        events=(*progress.events, removal(maker, cause)),
        touched_orders=Count(progress.touched_orders + 1),  # [MAT-021]
    )


def _decrement(progress: Progress, maker: Order) -> Progress:
    """Both orders of one account lose the same lots, for one unit of the budget (MAT-026)."""
    taker = progress.taker
    lots = min(maker.open_lots, taker.open_lots)  # [MAT-026]
    event = OrdersDecremented(taker.account, maker.order_id, taker.order_id, lots)
    return evolve(
        progress,
        state=update_or_leave(progress.state, _less(maker, lots)),
        taker=_less(taker, lots),
        events=(*progress.events, event),
        touched_orders=Count(progress.touched_orders + 1),  # [MAT-021]
    )


def _trade(progress: Progress, maker: Order, lots: Lots, maker_cut: bool) -> Progress:
    """One trade with its fees or its loan, and the maker's removal if it was cut (CMD-052)."""
    taker, price = progress.taker, maker.price  # [MAT-029]
    traded = Traded(  # [CMD-050]
        market=taker.market,
        maker_account=maker.account,
        maker_order_id=maker.order_id,
        taker_account=taker.account,
        taker_order_id=taker.order_id,
        taker_side=taker.side,
        price=price,
        lots=lots,
    )
    maker, taker = _less(maker, lots), _less(taker, lots)  # [MAT-029]
    if opens_loans(progress.state, taker.market):
        buyer, seller = (taker, maker) if taker.side is Side.BUY else (maker, taker)
        state, opened = lend(progress.state, buyer, seller, price, lots)
        events: tuple[Event, ...] = (*progress.events, traded, opened)  # [CMD-052] [LND-011]
    else:
        if taker.side is Side.BUY:
            state = settle(progress.state, taker, maker, price, lots)
            state, taker, buyer_fee = charge_fee(state, taker, taker.taker_fee_rate, price, lots)
            state, maker, seller_fee = charge_fee(state, maker, maker.maker_fee_rate, price, lots)
        else:
            state = settle(progress.state, maker, taker, price, lots)
            state, maker, buyer_fee = charge_fee(state, maker, maker.maker_fee_rate, price, lots)
            state, taker, seller_fee = charge_fee(state, taker, taker.taker_fee_rate, price, lots)
        events = (*progress.events, traded, *buyer_fee, *seller_fee)  # [CMD-052]
    if maker_cut:
        state = leave(state, maker)  # [MAT-029]
        events = (*events, removal(maker, RemovalCause.UNDERFUNDED))  # [MAT-029]
    else:
        state = update_or_leave(state, maker)
    touched_orders = Count(progress.touched_orders + 1)  # [MAT-021]
    traded_lots = Lots(progress.traded_lots + lots)
    return Progress(state, taker, events, touched_orders, traded_lots)


def _less(order: Order, lots: Lots) -> Order:
    return evolve(order, open_lots=Lots(order.open_lots - lots))


def removal(order: Order, cause: RemovalCause) -> OrderRemoved:
    """The event that an order's open lots ceased for that cause."""
    return OrderRemoved(order.account, order.order_id, order.open_lots, cause)
