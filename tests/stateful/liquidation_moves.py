"""Moves of liquidation: each looks for who is open, or makes somebody so, and goes to a bound."""

from attrs import evolve

from tallystick.conformance.checkers.close_out import estate_of, sums_of
from tallystick.conformance.checkers.progress import is_overdue, stale_assets
from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_below import width_of
from tallystick.conformance.checkers.valuation_parts import mark_of
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    NewOrder,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.dump import AccountDump, AssetDump, EscrowDump, StateDump
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    EscrowId,
    Lots,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.loan_moves import HOUR
from tests.stateful.margin_moves import is_stale, margin_of, sink, values_of
from tests.stateful.orders import PRINCIPALS, Context
from tests.stateful.trading_moves import Move, place

MILLION = 1_000_000


def _open(context: Context) -> list[AccountDump]:
    """Accounts that are open to liquidation (LIQ-001)."""
    values = values_of(context)
    return [
        one
        for one in context.view.accounts
        if values[one.account].maintenance_atoms < 0 or is_overdue(context.view, one.account)
    ]


def _target(context: Context) -> AccountDump | None:
    """An account that is open; seldom another; None mostly where there is none."""
    found = _open(context)
    if not found and not rarely(context.choose, 8):
        return None
    if not found or rarely(context.choose, 12):
        found = list(context.view.accounts)
    return pick(context.choose, found) if found else None


def _caller(context: Context, target: AccountDump) -> AccountDump:
    others = [one for one in context.view.accounts if one.account != target.account]
    return target if not others or rarely(context.choose, 20) else pick(context.choose, others)


def ruin(context: Context) -> Command:
    """What brings an account below zero, or makes what it owes overdue."""
    choose, now = context.choose, context.view.now
    dues = [loan.due for loan in context.view.loans or ()]
    dues += [debt.due for debt in context.view.debts or ()]
    later = [due for due in dues if now <= due <= now + 300 * HOUR]
    if later and rarely(choose, 3):
        return AdvanceTime(context.operator(), Milliseconds(min(later) + pick(choose, (1, 1, 0))))
    return sink(context) if rarely(choose, 4) else slide(context)


def slide(context: Context) -> Command:
    """A step of a mark against the position that is nearest to the edge, hardly over it."""
    choose, assets = context.choose, context.view.assets
    values = values_of(context)
    held = [
        (1000 * values[one.account].maintenance_atoms // (lots * (assets[n].mark or 1)), side, n)
        for one in context.view.accounts
        for market in context.view.markets
        for n in [market.asset - 1]
        if market.kind is MarketKind.PERP and assets[n].mark is not None
        for side, lots in _wanted(context, market.market, one)
        if values[one.account].maintenance_atoms >= 0
    ]
    if not held:
        return sink(context)
    distance, side, place = min(held)
    permille = min(300, distance + pick(choose, (10, 20, 40, 0)))
    mark = (assets[place].mark or 1) * (1000 + (-permille if side is Side.BUY else permille))
    named = assets[place].asset, Price(min(max(1, mark // 1000), 2**30))
    return SetMark(context.operator(), *named)


def _renewed(context: Context, target: AccountDump) -> Command | None:
    """The same mark again, if one that the target needs is old; seldom not."""
    parts = Portfolios(context.view).parts(target.account)
    for asset in stale_assets(context.view, target.account, parts):
        mark = context.view.assets[asset - 1].mark
        if mark is not None and not rarely(context.choose, 8):
            return SetMark(context.operator(), asset, mark)
    return None


def wind_up(context: Context) -> Command:
    """Liquidate who is open, with much work or little."""
    target = _target(context)
    if target is None:
        return ruin(context)
    renewed = _renewed(context, target)
    if renewed is not None:
        return renewed
    if _is_wanted(context, target) and not rarely(context.choose, 3):
        return quote(context)
    caller, most = _caller(context, target), context.view.parameters.max_touches
    work = pick(context.choose, (most, most, most, 1, 2, max(1, most - 1)))
    if rarely(context.choose, 15):
        work = most + 1
    return Liquidate(context.signer(caller), caller.account, target.account, Count(work))


def close_out(context: Context) -> Command:
    """Declare who is open bankrupt, at the loss that there is, or a permille below it."""
    target = _target(context)
    if target is None:
        return ruin(context)
    renewed = _renewed(context, target)
    if renewed is not None:
        return renewed
    permille = pick(context.choose, (1000, _loss_permille(context.view, target.account)))
    if rarely(context.choose, 5):
        permille = pick(context.choose, (0, permille - 1, permille // 2))
    named = target.account, Permille(min(1000, max(0, permille)))
    return DeclareBankruptcy(context.operator(), *named)


def _loss_permille(view: StateDump, target: AccountId) -> int:
    """What creditors would lose, in permille of their claims, rounded up (LIQ-032)."""
    sums = sums_of(view, target)
    lost = sums.claims_atoms - estate_of(view, target, sums)
    return max(0, (lost * 1000 / sums.claims_atoms).__ceil__()) if sums.claims_atoms else 0


def relieve(context: Context) -> Command:
    """Give who is open base atoms for an asset, at the edge of the band or about it."""
    target = _target(context)
    if target is None:
        return ruin(context)
    choose, caller = context.choose, _caller(context, target)
    spot = {market.asset for market in context.view.markets if market.kind is MarketKind.SPOT}
    held = [one for one in target.balances if one.asset != 1 and one.asset not in spot]
    balances = held if held and not rarely(choose, 6) else list(target.balances)
    if not balances:
        return wind_up(context)
    balance = pick(choose, balances)
    atoms = max(1, balance.atoms // pick(choose, (1, 2, 4)) + (1 if rarely(choose, 12) else 0))
    taken, base = context.view.assets[balance.asset - 1], context.view.assets[0]
    price = _least_given(context, taken, atoms) + pick(choose, (0, 0, 1, -1, atoms))
    given = base.asset, Atoms(max(1, price))
    if rarely(choose, 12):
        given = pick(choose, context.view.assets).asset, given[1]
    who = context.signer(caller), caller.account, target.account
    return SwapForTarget(*who, *given, taken.asset, Atoms(atoms))


def _least_given(context: Context, taken: AssetDump, atoms: int) -> int:
    """The fewest base atoms that are inside the band (LIQ-023)."""
    if taken.asset != 1 and (taken.mark is None or taken.risk is None):
        return atoms
    width = width_of(taken, margin_of(context))
    value = atoms * mark_of(taken) * max(0, MILLION - width)
    return -(-value // (taken.lot_atoms * MILLION))


def _escrow(context: Context) -> EscrowDump | None:
    escrows = context.view.escrows or ()
    return pick(context.choose, escrows) if escrows else None


def claim(context: Context) -> Command:
    """A reward that is due, or first the time at which it is, or just before."""
    held, choose = _escrow(context), context.choose
    signer = pick(choose, (*PRINCIPALS, PrincipalId(0)))
    if held is None:
        if rarely(choose, 10):
            return ClaimReward(signer, EscrowId(1 + (context.view.last_escrow or 0)))
        return wind_up(context)
    if context.view.now <= held.due and not rarely(choose, 2):
        moment = max(context.view.now, held.due + pick(choose, (1, 1, 0)))
        return AdvanceTime(context.operator(), Milliseconds(moment))
    return ClaimReward(signer, held.escrow)


def reverse(context: Context) -> Command:
    """A reward that is not due yet, seldom one that is."""
    held = _escrow(context)
    if held is None:
        if rarely(context.choose, 10):
            return ReverseReward(context.operator(), EscrowId(1))
        return wind_up(context)
    if context.view.now > held.due and not rarely(context.choose, 2):
        return claim(context)
    return ReverseReward(context.operator(), held.escrow)


def quote(context: Context) -> Command:
    """An order at the mark against what an open account has: somebody takes it over."""
    found = _open(context)
    if not found:
        return ruin(context)
    choose, target = context.choose, pick(context.choose, found)
    account = _caller(context, target)
    offers = [
        (market, side, lots)
        for market in context.view.markets
        for side, lots in _wanted(context, market.market, target)
        if not market.halted and not is_stale(context, market.asset)
    ]
    if not offers or not context.fits(account):
        return place(context)
    market, side, lots = pick(choose, offers)
    mark = context.view.assets[market.asset - 1].mark or market.tick
    price = 400 if market.kind is MarketKind.LEND else mark
    price = max(1, price // market.tick) * market.tick
    step = market.minimum_lots
    order = NewOrder(
        OrderId(account.last_order_id + 1),
        market.market,
        side,
        Price(price),
        Lots(max(step, lots // step * step)),
        OrderType.LIMIT,
        SelfTrade.CANCEL_MAKER,
    )
    return PlaceOrder(account.owner, account.account, order)


def _wanted(context: Context, number: int, target: AccountDump) -> list[tuple[Side, int]]:
    """What somebody would have to offer on a market so that the target can get rid of things."""
    market = context.view.markets[number - 1]
    lot_atoms = context.view.assets[market.asset - 1].lot_atoms
    held = {one.asset: one.atoms // lot_atoms for one in target.balances}
    if market.kind is MarketKind.SPOT:
        lots = held.get(market.asset, 0)
        return [(Side.BUY, lots)] if lots else []
    if market.kind is MarketKind.LEND:
        loans = [one for one in context.view.loans or () if one.asset == market.asset]
        return [
            (Side.SELL, one.principal_lots)
            for one in loans
            if target.account in (one.lender, one.borrower)
        ]
    legs = market.legs or ()
    return [
        *((Side.BUY, leg.lots) for leg in legs if leg.long_account == target.account),
        *((Side.SELL, leg.lots) for leg in legs if leg.short_account == target.account),
    ]


def _is_wanted(context: Context, target: AccountDump) -> bool:
    """Whether it has positions that nobody's order would take over."""
    for market in context.view.markets:
        for side, _ in _wanted(context, market.market, target):
            resting = market.bids if side is Side.BUY else market.asks
            others = any(order.account != target.account for order in resting)
            if market.kind is MarketKind.PERP and not others:
                return True
    return False


def claim_of_nobody(context: Context) -> Command:
    """A command of this chapter that names a number which there is not."""
    command = pick(context.choose, (wind_up, close_out, relieve))(context)
    if isinstance(command, Liquidate | DeclareBankruptcy | SwapForTarget):
        return evolve(command, target=AccountId(9)) if rarely(context.choose, 2) else command
    return command


LIQUIDATION: tuple[Move, ...] = (
    *(ruin, wind_up, wind_up, wind_up, quote, quote, quote, close_out, close_out),
    *(relieve, relieve, claim, claim, reverse, reverse, claim_of_nobody),
)
"""Moves of `world/1`."""
