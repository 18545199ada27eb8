"""The commands that place, change and remove orders (CMD-040 to CMD-044).

Every function is given a command that is in range, in the profile, of an open account and
authorized, and tests what is left in the order of `reasons.toml` (CMD-005). `budget` is what the
command has left of `max_touches` (MAT-021), `leg_budget` of `max_legs_per_command` (PRP-031).
"""

from attrs import evolve

from tallystick.reference.accepting import accept
from tallystick.reference.admission import amend_violation, new_order_violation
from tallystick.reference.book import leave, resting_order, update
from tallystick.reference.crossing import is_live
from tallystick.reference.ledger import received_asset
from tallystick.reference.legs import is_perpetual
from tallystick.reference.loans import is_offer, loan_fee, opens_loans
from tallystick.reference.state import (
    BASE_ASSET,
    Order,
    State,
    has_ledger,
    perpetual_parameters,
    with_account,
)
from tallystick.reference.types.choices import MarketKind, RemovalCause, SelfTrade
from tallystick.reference.types.commands import (
    AmendOrder,
    CancelAll,
    CancelOrder,
    NewOrder,
    PlaceOrder,
    ReplaceOrder,
)
from tallystick.reference.types.events import Event, OrderAmended
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Count, FeeCredit, FeeRate
from tallystick.reference.verdict import Applied, Verdict
from tallystick.reference.walk import removal, walk


def place_order(state: State, command: PlaceOrder, budget: Count, leg_budget: Count) -> Verdict:
    """Admit a new order and walk it (CMD-040)."""
    if command.order.market not in state.markets:  # [CMD-012]
        return Reason.UNKNOWN_MARKET
    if reduces_nothing(state, command.order):  # [PRP-012]
        return Reason.NOT_PERP
    return _submit(state, state, command.account, command.order, budget, leg_budget)  # [CMD-040]


def replace_order(state: State, command: ReplaceOrder, budget: Count, leg_budget: Count) -> Verdict:
    """Remove a resting order and submit another in the state without it (CMD-043)."""
    if command.order.market not in state.markets:  # [CMD-012]
        return Reason.UNKNOWN_MARKET
    if reduces_nothing(state, command.order):  # [PRP-012]
        return Reason.NOT_PERP
    former = resting_order(state, command.account, command.order_id)
    if former is None:  # [CMD-043]
        return Reason.UNKNOWN_ORDER
    if not is_live(former.expires_at, state.now):  # [CMD-043]
        return Reason.ORDER_EXPIRED
    without = leave(state, former)  # [CMD-043]
    verdict = _submit(  # [CMD-043]
        state, without, command.account, command.order, budget, leg_budget
    )
    if isinstance(verdict, Reason):
        return verdict
    removed = removal(former, RemovalCause.REPLACED)  # [CMD-043]
    return evolve(verdict, events=(removed, *verdict.events))


def amend_order(state: State, command: AmendOrder, budget: Count, leg_budget: Count) -> Verdict:
    """Give a resting order a price and an open quantity (CMD-041)."""
    former = resting_order(state, command.account, command.order_id)
    if former is None:  # [CMD-041]
        return Reason.UNKNOWN_ORDER
    if not is_live(former.expires_at, state.now):  # [CMD-041]
        return Reason.ORDER_EXPIRED
    if (command.price, command.open_lots) == (former.price, former.open_lots):  # [CMD-041]
        return Applied(state, ())
    walks_again = re_enters(former, command)  # [CMD-041]
    amended = evolve(former, price=command.price, open_lots=command.open_lots)  # [MAT-036]
    without = leave(state, former)
    violation = amend_violation(state, without, former, amended, walks_again)
    if violation is not None:
        return violation
    event = OrderAmended(amended.account, amended.order_id, amended.price, amended.open_lots)
    if not walks_again:
        return Applied(update(state, amended), (event,))  # [MAT-011]
    verdict = walk(without, amended, budget, leg_budget)  # [MAT-036]
    if isinstance(verdict, Reason):
        return verdict  # [MAT-036]
    return evolve(verdict, events=(event, *verdict.events))  # [CMD-041]


def re_enters(former: Order, command: AmendOrder) -> bool:
    """Whether an amend lets an order walk again (CMD-041, MAT-036)."""
    return command.price != former.price or command.open_lots > former.open_lots  # [CMD-041]


def cancel_order(state: State, command: CancelOrder) -> Verdict:
    """Remove a resting order, expired or not (CMD-042)."""
    order = resting_order(state, command.account, command.order_id)
    if order is None:  # [CMD-042]
        return Reason.UNKNOWN_ORDER
    return Applied(leave(state, order), (removal(order, RemovalCause.CANCELLED),))  # [CMD-042]


def cancel_all(state: State, command: CancelAll) -> Verdict:
    """Remove all resting orders of an account, in one market or in all (CMD-044)."""
    if command.market is not None and command.market not in state.markets:  # [CMD-012]
        return Reason.UNKNOWN_MARKET
    events: list[Event] = []
    orders = state.accounts[command.account].orders.values()
    for order in sorted(orders, key=lambda order: (order.market, order.order_id)):  # [CMD-044]
        if command.market is None or order.market == command.market:  # [CMD-044]
            state = leave(state, order)  # [CMD-044] [MAT-006]
            events.append(removal(order, RemovalCause.CANCELLED))  # [CMD-044]
    return Applied(state, tuple(events))


def reduces_nothing(state: State, new: NewOrder) -> bool:
    """Whether an order shall only reduce where there are no positions (PRP-012)."""
    return new.reduce_only and not is_perpetual(state, new.market)  # [PRP-012]


def _submit(
    before: State,
    without: State,
    account: AccountId,
    new: NewOrder,
    budget: Count,
    leg_budget: Count,
) -> Verdict:
    """Admit a new order in a known market and walk it (MAT-016).

    `before` is the state before the command, `without` the same without the replaced order.
    """
    order = _order_of(without, account, new)
    violation = new_order_violation(before, without, order)
    if violation is not None:
        return violation
    holder = evolve(without.accounts[account], last_order_id=order.order_id)  # [MAT-004] [MAT-016]
    return accept(  # [MAT-016] [CMD-040]
        with_account(without, holder), order, budget, leg_budget
    )


def _order_of(state: State, account: AccountId, new: NewOrder) -> Order:
    """A new order with its policy, fee rates, cap and flags, which stay as they are (MAT-009)."""
    maker_rate, taker_rate, cap = FeeRate(0), FeeRate(0), Atoms(0)  # [MAT-016]
    flags = (new.returnable, new.extensible)
    if opens_loans(state, new.market):
        maker_rate, cap = loan_fee(state, account, new.market, new.side)  # [LND-004]
        taker_rate = maker_rate  # [LND-004]
        if is_offer(state, new.market, new.side):
            flags = (new.returnable is not False, new.extensible is not False)  # [LND-003]
    elif is_perpetual(state, new.market):
        cap = state.assets[BASE_ASSET].fee_cap_atoms  # [PRP-014]
        if not state.accounts[account].fee_exempt:  # [PRP-014]
            maker_rate = perpetual_parameters(state).perp_maker_fee_rate  # [PRP-014]
            taker_rate = perpetual_parameters(state).perp_taker_fee_rate  # [PRP-014]
    elif has_ledger(state):
        cap = state.assets[received_asset(state, new.market, new.side)].fee_cap_atoms  # [SPT-011]
        if not state.accounts[account].fee_exempt:  # [SPT-011]
            maker_rate = state.parameters.spot_maker_fee_rate  # [SPT-011] [SPT-013]
            taker_rate = state.parameters.spot_taker_fee_rate  # [SPT-011] [SPT-013]
    policy = new.self_trade
    if policy is None:  # [MAT-009]
        lends = state.markets[new.market].kind is MarketKind.LEND
        policy = SelfTrade.CANCEL_MAKER if lends else SelfTrade.REJECT  # [MAT-009]
    return Order(
        account=account,
        order_id=new.order_id,
        market=new.market,
        side=new.side,
        price=new.price,
        open_lots=new.lots,
        order_type=new.order_type,
        self_trade=policy,
        expires_at=new.expires_at,
        reduce_only=new.reduce_only,  # [PRP-012]
        maker_fee_rate=maker_rate,
        taker_fee_rate=taker_rate,
        fee_cap_atoms=cap,
        fee_paid_atoms=Atoms(0),
        fee_credit=FeeCredit(0),
        returnable=flags[0],
        extensible=flags[1],
        joined=0,
    )
