"""Moves of legs, debts and funding: each looks at those there are and proposes what may follow."""

from collections.abc import Callable

from attrs import evolve

from tallystick.reference.types.choices import FundingSource, MarketKind, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    PlaceOrder,
    SetMark,
    Transfer,
)
from tallystick.reference.types.dump import AccountDump, DebtDump, LegDump, MarketDump
from tallystick.reference.types.perp_commands import (
    CollectDebt,
    RepayDebts,
    SetFundingRate,
    TrueUp,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FundingRate,
    Lots,
    Milliseconds,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.orders import PRINCIPALS, STRANGE, Context
from tests.stateful.scenes import MIDDLE_TICKS, highest_mark
from tests.stateful.trading_moves import Move, batch, cross, place

HOUR = 3_600_000
EIGHT_HOURS = 8 * HOUR
HALF_HOUR = HOUR // 2
LAST_TICK = 2**42


def perpetual_markets(context: Context) -> list[MarketDump]:
    """The markets of perpetual futures."""
    return [market for market in context.view.markets if market.kind is MarketKind.PERP]


def _legs(context: Context) -> list[tuple[MarketDump, LegDump]]:
    return [(market, leg) for market in context.view.markets for leg in market.legs or ()]


def _debt(context: Context, wanted: Callable[[DebtDump], bool]) -> DebtDump | None:
    """A debt that is wanted, rarely another; None if there is none at all."""
    debts = context.view.debts or ()
    fit = [debt for debt in debts if wanted(debt)]
    return pick(context.choose, fit if fit and not rarely(context.choose, 8) else debts or (None,))


def _actor(context: Context, party: AccountId) -> AccountDump:
    """The account of the batch, or mostly the party."""
    if context.only is not None:
        return context.only
    account = context.account() if rarely(context.choose, 12) else None
    return account or context.view.accounts[party - 1]


def _base_atoms(account: AccountDump) -> int:
    return sum(balance.atoms for balance in account.balances if balance.asset == 1)


def face(context: Context) -> Command:
    """An order that meets others on a perpetual market, or one that lets others meet it."""
    account = context.account()
    markets = [market for market in perpetual_markets(context) if not market.halted]
    if not markets or (context.fits(account) and rarely(context.choose, 2)):
        return cross(context)
    market = pick(context.choose, markets)
    only = evolve(context, view=evolve(context.view, markets=(market,)))
    signer = context.signer(account)
    if market.bids or market.asks:
        return PlaceOrder(signer, account.account, only.crossing_order(account))
    return PlaceOrder(signer, account.account, only.new_order(account))


def reduce(context: Context) -> Command:
    """An order that may only take back what its account has, and rarely is larger than that."""
    legs = [
        (market, leg)
        for market, leg in _legs(context)
        if context.only is None or context.only.account in (leg.long_account, leg.short_account)
    ]
    if not legs:
        return face(context)
    market, leg = pick(context.choose, legs)
    is_long = rarely(context.choose, 2)
    account = _actor(context, leg.long_account if is_long else leg.short_account)
    side = Side.SELL if is_long else Side.BUY
    only = evolve(context, view=evolve(context.view, markets=(market,)))
    order = only.crossing_order(account) if rarely(context.choose, 2) else only.new_order(account)
    step = market.minimum_lots
    lots = max(step, leg.lots // step * step) + pick(context.choose, (0, 0, step))
    order = evolve(order, market=market.market, side=side, lots=Lots(lots), reduce_only=True)
    return PlaceOrder(context.signer(account), account.account, order)


def true_up(context: Context) -> Command:
    """A leg by either party, rather one that is worth something; rarely one that there is not."""
    marks = {asset.asset: asset.mark for asset in context.view.assets}
    legs = [
        (market, leg)
        for market, leg in _legs(context)
        if context.only is None or context.only.account in (leg.long_account, leg.short_account)
    ]
    worth = [one for one in legs if one[1].lots * (marks[one[0].asset] or 0) != one[1].cost]
    if not legs:
        return cross(context)
    market, leg = pick(context.choose, legs if rarely(context.choose, 4) else worth or legs)
    parties = [leg.long_account, leg.short_account]
    if rarely(context.choose, 2):
        parties.reverse()
    account = _actor(context, parties[0])
    other = parties[0] if account.account == parties[1] else parties[1]
    if rarely(context.choose, 20):
        other = pick(context.choose, (account.account, AccountId(STRANGE), AccountId(1)))
    number = market.market
    if rarely(context.choose, 20):
        number = pick(context.choose, context.view.markets).market
    return TrueUp(context.signer(account), account.account, other, number)


def repay(context: Context) -> Command:
    """What an account owes, rather one that can pay; somebody gives it something first."""
    debt = _debt(context, lambda debt: _can_pay(context, debt))
    if debt is None and rarely(context.choose, 8) and context.view.accounts:
        debtor = pick(context.choose, context.view.accounts)
        return RepayDebts(debtor.owner, debtor.account)
    if debt is None:
        return face(context)
    if not _can_pay(context, debt) and not rarely(context.choose, 5):
        return help_debtor(context)
    account = _actor(context, debt.debtor)
    return RepayDebts(context.signer(account), account.account)


def collect(context: Context) -> Command:
    """An overdue debt, rather of an account that can pay; or first the time moves there."""

    def is_overdue(debt: DebtDump) -> bool:
        return context.view.now > debt.due

    debt = _debt(context, lambda debt: is_overdue(debt) and _can_pay(context, debt))
    if debt is None:
        return face(context)
    if not is_overdue(debt) and not rarely(context.choose, 4):
        time = Milliseconds(debt.due + pick(context.choose, (1, 0, HOUR)))
        return AdvanceTime(context.operator(), time)
    if not _can_pay(context, debt) and not rarely(context.choose, 3):
        return help_debtor(context)
    signer = pick(context.choose, (*PRINCIPALS, PrincipalId(0)))
    creditor = AccountId(0) if rarely(context.choose, 12) else debt.creditor
    return CollectDebt(signer, debt.debtor, creditor)


def _can_pay(context: Context, debt: DebtDump) -> bool:
    return _base_atoms(context.view.accounts[debt.debtor - 1]) > 0


def help_debtor(context: Context) -> Command:
    """Money from an account of the same owner, which is no command of the debtor; or his own."""
    debt = _debt(context, lambda _: True)
    if debt is None:
        return place(context)
    debtor = context.view.accounts[debt.debtor - 1]
    givers = [
        one
        for one in context.view.accounts
        if one.owner == debtor.owner and one.account != debtor.account and _base_atoms(one) > 0
    ]
    small = Atoms(pick(context.choose, (1, max(1, min(debt.atoms, 2**50) // 2), 3)))
    if not givers:
        return Deposit(debtor.owner, debtor.account, AssetId(1), small)
    giver = pick(context.choose, givers)
    atoms = Atoms(min(small, _base_atoms(giver)))
    return Transfer(giver.owner, giver.account, debtor.account, AssetId(1), atoms)


def mark(context: Context) -> Command:
    """A mark in the middle of a book or between two ticks, rarely far away or at its bound."""
    choose, markets = context.choose, perpetual_markets(context)
    if not markets:
        return SetMark(context.operator(), AssetId(2), Price(100))
    market = pick(choose, markets)
    middle = market.tick * MIDDLE_TICKS
    near = middle + pick(choose, (-2, -1, 0, 1, 2, 5, -5)) * market.tick // pick(choose, (1, 2, 8))
    far = pick(choose, (1, middle // 2, 2 * middle, 5 * middle))
    highest = highest_mark(context.view.parameters)
    number = far if rarely(choose, 5) else near
    if rarely(choose, 25):
        number = pick(choose, (highest, highest + 1))
    return SetMark(context.operator(), market.asset, Price(min(number, 2**40)))


def publish(context: Context) -> Command:
    """A rate where it is published, rarely elsewhere or out of its range."""
    choose = context.choose
    markets = list(context.view.markets)
    fit = [
        market
        for market in perpetual_markets(context)
        if market.funding is not None and market.funding.source is FundingSource.PUBLISHED
    ]
    if not markets:
        return place(context)
    market = pick(choose, fit if fit and not rarely(choose, 8) else markets)
    rate = pick(choose, (30_000, -30_000, 0, 7, -7, choose.randint(-30_000, 30_000)))
    return SetFundingRate(
        context.operator(), market.market, FundingRate(30_001 if rarely(choose, 25) else rate)
    )


def pass_ticks(context: Context) -> Command:
    """To the end of a window, to a tick or over several, or where a debt is due."""
    choose, now = context.choose, context.view.now
    tick = (now // EIGHT_HOURS + 1) * EIGHT_HOURS
    times = [tick - HALF_HOUR, tick, tick + 2 * EIGHT_HOURS, now + HOUR]
    times += [debt.due for debt in context.view.debts or () if debt.due > now]
    time = pick(choose, times) + pick(choose, (0, 0, 1, -1))
    if rarely(choose, 60):
        time = pick(choose, (LAST_TICK // 4, LAST_TICK - 1, LAST_TICK, LAST_TICK + EIGHT_HOURS))
    return AdvanceTime(context.operator(), Milliseconds(max(time, now)))


OF_LEGS: tuple[Move, ...] = (true_up, face, reduce)
"""Moves that may stand in a batch."""


def batch_of_legs(context: Context) -> Command:
    """A batch in which an account also trues up."""
    return batch(context, OF_LEGS)


LEGS: tuple[Move, ...] = (
    *(face, face, face, face, reduce, true_up, true_up, batch_of_legs),
    *(repay, collect, collect, help_debtor, mark, mark, publish, pass_ticks, pass_ticks),
)
