"""The walk of a taker along the opposite side of its market (chapter 04, sections 4 and 5)."""

from attrs import evolve, frozen

from tallystick.reference.book import best_order, join, leave, update_or_leave
from tallystick.reference.crossing import capacity_lots, crosses, fill_of, is_live
from tallystick.reference.funding import BestPrices, best_prices, with_sample
from tallystick.reference.ledger import charge_fee, deliverable_by, lend, settle
from tallystick.reference.legs import is_perpetual
from tallystick.reference.loans import is_at_loan_limit, is_venue_full, opens_loans
from tallystick.reference.netting import net
from tallystick.reference.settlement import charge_perpetual_fee, pay_owed
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
from tallystick.reference.verdict import NO_TOUCHES, Applied, Verdict


@frozen
class Progress:
    """How far a walk has come. The taker stands on no side (MAT-020).

    `best` are the best prices when it began, which only a perpetual market needs (PRP-019).
    """

    state: State
    taker: Order
    events: tuple[Event, ...]
    touched_orders: Count
    traded_lots: Lots
    touched_legs: Count
    best: BestPrices


def walk(state: State, taker: Order, budget: Count, leg_budget: Count = NO_TOUCHES) -> Verdict:
    """Walk a taker that was admitted or re-enters, then rest or remove what remains (MAT-020).

    `budget` is what the command has left of `max_touches` (MAT-021), `leg_budget` of
    `max_legs_per_command` (PRP-031). The events are those of the walk only. Reasons: `self_trade`,
    `post_only_crosses`, `work_limit`, `fok_not_filled`, those of a debt that is opened (PRP-038).
    """
    wanted_lots = taker.open_lots
    best = best_prices(state, taker.market) if is_perpetual(state, taker.market) else (None, None)
    begun = Progress(state, taker, (), Count(0), Lots(0), Count(0), best)
    met = _meet_makers(begun, budget, leg_budget)
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
    touched = (progress.touched_orders, progress.touched_legs)
    if taker.open_lots == 0:
        return Applied(progress.state, progress.events, *touched)  # [CMD-051]
    if stop is None and taker.order_type in MAY_REST:  # [MAT-003]
        state = join(progress.state, taker)  # [MAT-030]
        rested = OrderRested(taker.account, taker.order_id, taker.open_lots)  # [MAT-030]
        return Applied(state, (*progress.events, rested), *touched)
    cause = RemovalCause.UNFILLED if stop is None else stop  # [MAT-031]
    events = (*progress.events, removal(taker, cause))  # [CMD-052]
    return Applied(progress.state, events, *touched)


def _meet_makers(
    progress: Progress, budget: Count, leg_budget: Count
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
        if is_perpetual(progress.state, taker.market):
            left = Count(leg_budget - progress.touched_legs)  # [PRP-031]
            traded = _trade_perpetual(progress, maker, lots, maker_cut, left)
            if isinstance(traded, Reason):
                return traded  # [PRP-038] [CMD-005]
            progress, stop = traded
            if stop is not None:
                return progress, stop  # [PRP-031]
        else:
            progress = _trade(progress, maker, lots, maker_cut)
        if taker_cut:  # [MAT-029]
            return progress, _lack_of_balance(progress.state, taker)  # [MAT-029]


def _capacity(state: State, order: Order, maker: Order) -> Lots:
    """What an order can trade at the maker's price (MAT-027, MAT-028)."""
    return capacity_lots(order.open_lots, deliverable_by(state, order, maker.price))  # [MAT-028]


def _lack(state: State, order: Order) -> RemovalCause:
    """Why an order that can trade nothing is removed (MAT-027, MAT-028)."""
    if is_at_loan_limit(state, order):
        return RemovalCause.LOAN_LIMIT  # [LND-006]
    return _lack_of_balance(state, order)  # [MAT-027] [MAT-028]


def _lack_of_balance(state: State, order: Order) -> RemovalCause:
    """What an order lacks that cannot deliver its open lots, or any (PRP-013, MAT-029)."""
    if not is_perpetual(state, order.market):
        return RemovalCause.UNDERFUNDED  # [MAT-027] [MAT-028] [MAT-029]
    if order.reduce_only:
        return RemovalCause.REDUCE_ONLY  # [PRP-013]
    return RemovalCause.POSITION_LIMIT  # [PRP-013]


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
    traded = _traded(taker, maker, lots)
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
    return _after_trade(evolve(progress, state=state, events=events), taker, maker, lots, maker_cut)


def _trade_perpetual(
    progress: Progress, maker: Order, lots: Lots, maker_cut: bool, leg_budget: Count
) -> tuple[Progress, RemovalCause | None] | Reason:
    """One trade with its steps, payments and fees, and why it ends the walk, if it does.

    It may be of fewer lots, or of none (PRP-031).
    """
    taker, price = progress.taker, maker.price  # [MAT-029]
    buys = taker.side is Side.BUY
    buyer, seller = (taker, maker) if buys else (maker, taker)
    parties = (buyer.account, seller.account)
    netted = net(progress.state, taker.market, parties, (price, lots), leg_budget)
    if netted.lots == 0:
        return progress, netted.cause  # [PRP-031]
    traded = _traded(taker, maker, netted.lots)
    events = (*progress.events, traded, *netted.events)  # [CMD-052]
    verdict = pay_owed(Applied(netted.state, events), netted.owed)  # [PRP-033]
    if isinstance(verdict, Reason):
        return verdict  # [PRP-038]
    paid: list[Order] = []
    for order, is_maker in ((buyer, not buys), (seller, buys)):  # [PRP-014] [PRP-035]
        rate = order.maker_fee_rate if is_maker else order.taker_fee_rate  # [PRP-014]
        less = _less(order, netted.lots)  # [MAT-029] [PRP-031]
        charged = charge_perpetual_fee(verdict, less, rate, price, netted.lots)  # [PRP-035]
        if isinstance(charged, Reason):
            return charged  # [PRP-038]
        verdict, less = charged
        paid.append(less)
    taker, maker = (paid[0], paid[1]) if buys else (paid[1], paid[0])
    state = with_sample(verdict.state, taker.market, progress.best, netted.lots)  # [PRP-019]
    legs = Count(progress.touched_legs + netted.touched_legs)  # [PRP-031]
    after = evolve(progress, state=state, events=verdict.events, touched_legs=legs)
    maker_cut = maker_cut and netted.cause is None  # [PRP-031]
    return _after_trade(after, taker, maker, netted.lots, maker_cut), netted.cause


def _traded(taker: Order, maker: Order, lots: Lots) -> Traded:
    """The event of a trade at the maker's price (MAT-029)."""
    return Traded(  # [CMD-050]
        market=taker.market,
        maker_account=maker.account,
        maker_order_id=maker.order_id,
        taker_account=taker.account,
        taker_order_id=taker.order_id,
        taker_side=taker.side,
        price=maker.price,
        lots=lots,
    )


def _after_trade(
    progress: Progress, taker: Order, maker: Order, lots: Lots, maker_cut: bool
) -> Progress:
    """The walk after a trade has settled: the maker is stored, or removed if it was cut."""
    state, events = progress.state, progress.events
    if maker_cut:
        state = leave(state, maker)  # [MAT-029]
        events = (*events, removal(maker, _lack_of_balance(state, maker)))  # [MAT-029]
    else:
        state = update_or_leave(state, maker)
    return evolve(
        progress,
        state=state,
        taker=taker,
        events=events,
        touched_orders=Count(progress.touched_orders + 1),  # [MAT-021]
        traded_lots=Lots(progress.traded_lots + lots),
    )


def _less(order: Order, lots: Lots) -> Order:
    return evolve(order, open_lots=Lots(order.open_lots - lots))


def removal(order: Order, cause: RemovalCause) -> OrderRemoved:
    """The event that an order's open lots ceased for that cause."""
    return OrderRemoved(order.account, order.order_id, order.open_lots, cause)
