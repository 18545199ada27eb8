"""Moves of orders and of the clock they live by. Each looks at the state and proposes a command."""

from collections.abc import Callable

from attrs import evolve

from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    InnerCommand,
    NewOrder,
    PlaceOrder,
    ReplaceOrder,
    SetHalted,
)
from tallystick.reference.types.dump import AccountDump
from tallystick.reference.types.units import (
    Lots,
    Milliseconds,
    OrderId,
    Price,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.orders import NOBODY, Context
from tests.stateful.scenes import OPERATOR

Move = Callable[[Context], Command]


def _place(context: Context, account: AccountDump, order: NewOrder) -> PlaceOrder:
    return PlaceOrder(context.signer(account), account.account, order)


def place(context: Context) -> Command:
    """A new order in the middle; if none fits in, one that trades; or first a market is resumed."""
    halted = [market.market for market in context.view.markets if market.halted]
    if context.only is None and len(halted) == len(context.view.markets) and halted:
        return SetHalted(OPERATOR, pick(context.choose, halted), halted=False)
    account = context.account()
    if not context.fits(account) and not rarely(context.choose, 3):
        return _place(context, account, context.crossing_order(account))
    return _place(context, account, context.new_order(account))


def cross(context: Context) -> Command:
    """A new order that meets others."""
    account = context.account()
    return _place(context, account, context.crossing_order(account))


def meet_own(context: Context) -> Command:
    """A new order that meets one of its own account."""
    account = context.account()
    return _place(context, account, context.own_crossing_order(account))


def thin(context: Context) -> bool:
    """Whether to fill the books rather than to empty them."""
    return len(context.resting()) < 4 and not rarely(context.choose, 4)


def _own_order(context: Context) -> tuple[AccountDump, OrderId]:
    """A resting order, sometimes one that is gone or was never there."""
    resting = [
        order
        for _, order in context.resting()
        if context.only is None or context.only.account == order.account
    ]
    if not resting or rarely(context.choose, 12):
        account = context.account()
        return account, OrderId(max(1, account.last_order_id - context.choose.randint(0, 2)))
    # What can no longer be reserved anew shows whether only a rise is judged (SPT-003).
    leaning = [order for order in resting if context.leans(order)]
    order = pick(context.choose, resting if rarely(context.choose, 2) else leaning or resting)
    if context.only is not None:
        return context.only, order.order_id
    return context.view.accounts[order.account - 1], order.order_id


def amend(context: Context) -> Command:
    """The same again, less, more, or another price, also one that crosses."""
    if not context.resting() and not rarely(context.choose, 8):
        return place(context)
    account, order_id = _own_order(context)
    signer = context.signer(account)
    for market, order in context.resting():
        if (order.account, order.order_id) == (account.account, order_id):
            other = context.price(market, Side.BUY if order in market.bids else Side.SELL)
            price = pick(context.choose, (order.price, order.price, other))
            less, more = max(1, order.open_lots - 1), order.open_lots + market.minimum_lots
            lots = pick(context.choose, (order.open_lots, less, more, market.minimum_lots))
            return AmendOrder(signer, account.account, order_id, price, Lots(lots))
    return AmendOrder(signer, account.account, order_id, Price(100), Lots(2))


def cancel(context: Context) -> Command:
    """One order."""
    if thin(context):
        return place(context)
    account, order_id = _own_order(context)
    return CancelOrder(context.signer(account), account.account, order_id)


def replace(context: Context) -> Command:
    """One order by another, in the middle or where it meets others."""
    if thin(context):
        return place(context)
    account, order_id = _own_order(context)
    make = pick(context.choose, (context.new_order, context.crossing_order))
    return ReplaceOrder(context.signer(account), account.account, order_id, make(account))


def cancel_all(context: Context) -> Command:
    """The orders of an account, in one market or in all."""
    if thin(context):
        return place(context)
    account = context.account()
    markets = (None, *(market.market for market in context.view.markets))
    return CancelAll(context.signer(account), account.account, pick(context.choose, markets))


INNER_MOVES: tuple[Move, ...] = (place, cross, meet_own, place, amend, cancel, replace, cancel_all)


def batch(context: Context, more: tuple[Move, ...] = ()) -> Command:
    """Commands of one account; rarely too many, none, or one of somebody else."""
    account = context.account()
    signer = context.signer(account)
    most = context.view.parameters.max_batch_commands
    count = 0 if rarely(context.choose, 40) else pick(context.choose, (1, 2, 2, 3))
    if rarely(context.choose, 40):
        count = most + 1
    commands: list[InnerCommand] = []
    for _ in range(count):
        move = pick(context.choose, INNER_MOVES + more)
        inner = move(evolve(context, only=account))
        assert isinstance(inner, InnerCommand)
        if not rarely(context.choose, 40):
            inner = evolve(inner, signer=signer)
        if isinstance(inner, PlaceOrder | ReplaceOrder):
            account = evolve(account, last_order_id=inner.order.order_id)
        commands.append(inner)
    owner = NOBODY.account if rarely(context.choose, 60) else account.account
    return Batch(signer, owner, tuple(commands))


def advance_time(context: Context) -> Command:
    """To the expiry of an order, just before it, or a little further; rarely back."""
    now = context.view.now
    times = [now + 1, now, now + 5]
    for _, order in context.resting():
        if order.expires_at is not None and order.expires_at > now:
            times += [order.expires_at, order.expires_at - 1]
    time = now - 1 if rarely(context.choose, 20) else pick(context.choose, times)
    return AdvanceTime(context.operator(), Milliseconds(max(0, time)))
