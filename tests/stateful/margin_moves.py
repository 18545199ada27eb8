"""Moves of margin: each looks at what accounts are worth and goes to the edge, or beyond it."""

from attrs import evolve

from tallystick.conformance.checkers.valuation import Portfolios, Values
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    NewOrder,
    PlaceOrder,
    SetMark,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.dump import AccountDump, MarketDump
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    Milliseconds,
    OrderId,
    Price,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.margin_scenes import RISKS, risk_of
from tests.stateful.orders import Context
from tests.stateful.trading_moves import Move, place

HOUR = 3_600_000
REFUSED = ((500, 200, 200), (900, 200, 200), (200, 100, 0), (1001, 0, 0))
"""The first passes MGN-012 where nothing must be closable; the others seldom or never."""


def margin_of(context: Context) -> MarginParameters:
    """The parameters of chapter 08."""
    margin = context.view.parameters.margin
    assert margin is not None
    return margin


def values_of(context: Context) -> dict[AccountId, Values]:
    """What every account is worth."""
    return Portfolios(context.view).all_values()


def is_stale(context: Context, asset: int) -> bool:
    """Whether an asset has a mark that is old."""
    marked = context.view.assets[asset - 1].mark_time
    return marked is not None and context.view.now - marked > margin_of(context).mark_valid_ms


def move_mark(context: Context) -> Command:
    """A small step, sometimes a gap; where there is no mark, a first one."""
    choose = context.choose
    assets = [asset for asset in context.view.assets if asset.asset != 1]
    stale = [asset for asset in assets if is_stale(context, asset.asset)]
    if not assets:
        return place(context)
    stale = stale or [asset for asset in assets if asset.mark is None]
    asset = pick(choose, stale if stale and not rarely(choose, 4) else assets)
    steps = (1000, 1000, 1005, 990, 950, 1050, 800, 1250, 600)
    mark = max(1, (asset.mark or 80) * pick(choose, steps) // 1000)
    return SetMark(context.operator(), asset.asset, Price(min(mark, 2**30)))


def change_risk(context: Context) -> Command:
    """First risk values at once, others with notice, seldom too late or refused."""
    choose, now = context.choose, context.view.now
    assets = [asset for asset in context.view.assets if asset.asset != 1]
    if not assets:
        return place(context)
    unpriced = [asset for asset in assets if asset.risk is None and asset.mark is not None]
    asset = pick(choose, unpriced or assets)
    values = pick(choose, REFUSED if rarely(choose, 6) else RISKS)
    if asset.risk is None and not rarely(choose, 6):
        return risk_of(asset.asset, values)
    notice = margin_of(context).risk_notice_ms
    at = now + notice + pick(choose, (0, 0, 1, HOUR, -1))
    return risk_of(asset.asset, values, None if rarely(choose, 12) else max(1, at))


def reach_time(context: Context) -> Command:
    """The time at which risk values come into force, or a mark becomes old, or just before."""
    choose, now = context.choose, context.view.now
    times = [now + 1]
    for asset in context.view.assets:
        if asset.announced is not None:
            times += [asset.announced.effective_at] * 2
        if asset.mark_time is not None:
            times.append(asset.mark_time + margin_of(context).mark_valid_ms + 1)
    time = pick(choose, times) - pick(choose, (0, 0, 1))
    if time > now + 400 * HOUR:
        time = now + HOUR
    return AdvanceTime(context.operator(), Milliseconds(max(now, time)))


def _richest(context: Context) -> tuple[AccountDump, Values]:
    """An account, rather one that is worth something."""
    values = values_of(context)
    above = [one for one in context.view.accounts if values[one.account].initial_atoms > 0]
    account = pick(context.choose, above or context.view.accounts)
    return account, values[account.account]


def to_the_edge(context: Context) -> Command:
    """All of the base asset that the value allows to leave, or an atom more."""
    if not context.view.accounts:
        return place(context)
    account, values = _richest(context)
    atoms = max(1, values.initial_atoms + pick(context.choose, (0, 0, 1, -1)))
    base = [one.atoms for one in account.balances if one.asset == 1]
    if not base or (base[0] < atoms and not rarely(context.choose, 4)):
        return lever(context)
    others = [one.account for one in context.view.accounts if one.owner == account.owner]
    if rarely(context.choose, 3) and len(others) > 1:
        to_account = next(one for one in others if one != account.account)
        return Transfer(account.owner, account.account, to_account, AssetId(1), Atoms(atoms))
    return Withdraw(account.owner, account.account, AssetId(1), Atoms(atoms))


def _marked(context: Context, kind: MarketKind) -> list[MarketDump]:
    assets = context.view.assets
    return [
        market
        for market in context.view.markets
        if market.kind is kind and not market.halted and assets[market.asset - 1].mark is not None
    ]


def lever(context: Context) -> Command:
    """An order at the mark on a perpetual market, as large as the value carries, or larger."""
    markets = _marked(context, MarketKind.PERP)
    if not markets or not context.view.accounts:
        return place(context)
    choose = context.choose
    account, values = _richest(context)
    market = pick(choose, markets)
    asset = context.view.assets[market.asset - 1]
    assert asset.mark is not None
    share = pick(choose, (4, 8, 2, 16, 1))
    lots = max(1, values.initial_atoms) * share // asset.mark // market.minimum_lots
    order = _order(context, account, market, pick(choose, tuple(Side)), 0)
    return _placed(context, account, order, max(1, lots) * market.minimum_lots)


def _order(
    context: Context, account: AccountDump, market: MarketDump, side: Side, ticks: int
) -> NewOrder:
    """An order of the least size, so many ticks from the mark."""
    mark = context.view.assets[market.asset - 1].mark or market.tick
    price = max(1, mark // market.tick + ticks) * market.tick
    resting = pick(context.choose, (OrderType.LIMIT, OrderType.LIMIT, OrderType.IOC))
    return NewOrder(
        OrderId(account.last_order_id + 1),
        market.market,
        side,
        Price(price),
        market.minimum_lots,
        resting if context.fits(account) else OrderType.IOC,
        SelfTrade.CANCEL_MAKER,
    )


def _placed(context: Context, account: AccountDump, order: NewOrder, lots: int) -> PlaceOrder:
    return PlaceOrder(
        context.signer(account), account.account, evolve(order, lots=Lots(min(lots, 2**40)))
    )


def _lowest(context: Context) -> tuple[AccountDump, Values]:
    """The account that is worth least."""
    values = values_of(context)
    account = min(context.view.accounts, key=lambda one: values[one.account].initial_atoms)
    return account, values[account.account]


def _position(market: MarketDump, account: AccountId) -> int:
    legs = market.legs or ()
    longs = sum(leg.lots for leg in legs if leg.long_account == account)
    return longs - sum(leg.lots for leg in legs if leg.short_account == account)


def rescue(context: Context) -> Command:
    """What the account that is worth least may do below zero, rightly or not; or a way back."""
    if not context.view.accounts:
        return place(context)
    choose = context.choose
    _, values = _lowest(context)
    if values.initial_atoms >= 0 and not rarely(choose, 4):
        return sink(context)
    moves: tuple[Move, ...] = (close, close, close_spot, save)
    return pick(choose, moves)(context)


def close(context: Context) -> Command:
    """A reducing order near the mark, inside the band or outside; seldom one that adds."""
    markets = _marked(context, MarketKind.PERP)
    if not markets or not context.view.accounts:
        return place(context)
    choose = context.choose
    account, _ = _lowest(context)
    held = [market for market in markets if _position(market, account.account)]
    market = pick(choose, held or markets)
    position = _position(market, account.account)
    side = Side.SELL if position >= 0 else Side.BUY
    if rarely(choose, 6):
        side = Side.BUY if side is Side.SELL else Side.SELL
    order = _order(context, account, market, side, pick(choose, (0, 0, -1, 1, -3, 3)))
    step = market.minimum_lots
    sizes = (step, max(step, abs(position) // step * step), step * 2)
    order = evolve(order, reduce_only=rarely(choose, 4))
    return _placed(context, account, order, pick(choose, sizes))


def close_spot(context: Context) -> Command:
    """Spot sold, or bought against a short position, near the mark."""
    markets = _marked(context, MarketKind.SPOT)
    if not markets or not context.view.accounts:
        return place(context)
    choose = context.choose
    account, _ = _lowest(context)
    market = pick(choose, markets)
    side = Side.BUY if rarely(choose, 3) else Side.SELL
    order = _order(context, account, market, side, pick(choose, (0, 0, -1, 1, -3)))
    return _placed(context, account, order, market.minimum_lots)


def save(context: Context) -> Command:
    """A deposit that just saves the account, or is an atom short of it."""
    account, values = _lowest(context)
    atoms = max(1, -values.initial_atoms - pick(context.choose, (0, 0, 1)))
    deposited = account.account, AssetId(1), Atoms(min(atoms, 2**52))
    return Deposit(account.owner, *deposited)


def sink(context: Context) -> Command:
    """A mark at which the account with the longest position is worse off."""
    held = [
        (abs(_position(market, account.account)), market, account)
        for market in _marked(context, MarketKind.PERP)
        for account in context.view.accounts
    ]
    if not held:
        return move_mark(context)
    _, market, account = max(held, key=lambda one: one[0])
    mark = context.view.assets[market.asset - 1].mark or 1
    is_long = _position(market, account.account) >= 0
    per_cent = pick(context.choose, ((85, 95, 70) if is_long else (115, 105, 130)))
    moved = min(max(1, mark * per_cent // 100), 2**30)
    return SetMark(context.operator(), market.asset, Price(moved))


MARGIN: tuple[Move, ...] = (
    *(move_mark, move_mark, change_risk, reach_time, to_the_edge, to_the_edge, lever, lever),
    *(rescue, rescue, rescue, close, close_spot),
)
"""Moves of `margin/1`."""
