"""Moves around the books: halting and listing, delegates, money, the operator."""

from tallystick.reference.types.choices import FundingSource, MarketKind, Profile
from tallystick.reference.types.commands import (
    AddDelegate,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
    RemoveDelegate,
    SetFeeExempt,
    SetHalted,
    SetMark,
    Transfer,
    Withdraw,
    WithdrawTreasury,
)
from tallystick.reference.types.dump import AccountDump, BalanceDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Price,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.orders import PRINCIPALS, STRANGE, Context
from tests.stateful.scenes import OPERATOR


def halt(context: Context) -> Command:
    """Halt a market, or rather resume one that is halted."""
    halted = [market for market in context.view.markets if market.halted]
    if halted and not rarely(context.choose, 6):
        return SetHalted(context.operator(), pick(context.choose, halted).market, halted=False)
    market = context.market()
    number = MarketId(STRANGE) if market is None else market.market
    return SetHalted(context.operator(), number, halted=rarely(context.choose, 3))


def enlist(context: Context) -> Command:
    """One more account, asset or market, up to the caps and beyond."""
    choose, view = context.choose, context.view
    caps = (
        (len(view.accounts), view.parameters.max_accounts),
        (len(view.assets), view.parameters.max_assets),
        (len(view.markets), view.parameters.max_markets),
    )
    roomy = [place for place, (count, cap) in enumerate(caps) if count < cap]
    match pick(choose, roomy) if roomy and not rarely(choose, 3) else choose.randint(0, 2):
        case 0:
            return OpenAccount(OPERATOR if rarely(choose, 8) else pick(choose, PRINCIPALS))
        case 1:
            return ListAsset(context.operator(), Atoms(pick(choose, (10, 1, 7))), Atoms(5))
        case _:
            kinds = tuple(MarketKind)
            if view.profile is Profile.SPOT_1 and not rarely(choose, 4):
                kinds = (MarketKind.SPOT,)
            if view.profile is Profile.LEND_1 and not rarely(choose, 4):
                kinds = (MarketKind.SPOT, MarketKind.LEND)
            source = None
            if view.profile.has_perpetuals:
                if view.profile is Profile.PERP_1 and not rarely(choose, 4):
                    kinds = (MarketKind.SPOT, MarketKind.PERP)
                source = pick(choose, (None, None, *FundingSource))
            return ListMarket(
                context.operator(),
                AssetId(pick(choose, (len(view.assets), choose.randint(1, len(view.assets) + 1)))),
                pick(choose, kinds),
                Price(5),
                Lots(2),
                source,
            )


def delegate(context: Context) -> Command:
    """Add or remove a delegate."""
    account = context.account()
    if context.view.accounts and not rarely(context.choose, 3):
        account = max(context.view.accounts, key=lambda one: len(one.delegates))
    signer = account.owner if not rarely(context.choose, 8) else pick(context.choose, PRINCIPALS)
    principal = pick(context.choose, PRINCIPALS)
    if account.delegates and rarely(context.choose, 4):
        principal = pick(context.choose, (*account.delegates, principal))
        return RemoveDelegate(signer, account.account, principal)
    return AddDelegate(signer, account.account, principal)


def _holding(context: Context) -> tuple[AccountDump, BalanceDump]:
    """An account and what it has of an asset, rather one in which its orders reserve something."""
    held = [(one, balance) for one in context.view.accounts for balance in one.balances]
    reserving = [(one, balance) for one, balance in held if balance.reserved_atoms]
    if not held:
        return context.account(), BalanceDump(AssetId(1), Atoms(100), Atoms(0))
    return pick(context.choose, held if rarely(context.choose, 3) else reserving or held)


def drain(context: Context) -> Command:
    """Take out all that is free, or an atom more: what is left cannot pay for the orders."""
    account, balance = _holding(context)
    multiple = context.view.parameters.reservation_multiple_tenths
    kept = -(-balance.reserved_atoms * 10 // multiple)
    kept += sum(
        debt.atoms
        for debt in context.view.debts or ()
        if debt.debtor == account.account and balance.asset == 1
    )
    free = max(1, balance.atoms - kept + (1 if rarely(context.choose, 6) else 0))
    if rarely(context.choose, 4):
        others = [one.account for one in context.view.accounts if one.owner == account.owner]
        to_account = pick(context.choose, others or [account.account])
        return Transfer(account.owner, account.account, to_account, balance.asset, Atoms(free))
    return Withdraw(account.owner, account.account, balance.asset, Atoms(free))


def move_money(context: Context) -> Command:
    """Deposit, withdraw or transfer; rarely too much, by a stranger, or to one."""
    choose = context.choose
    account, balance = _holding(context)
    signer = account.owner if not rarely(choose, 12) else pick(choose, PRINCIPALS)
    atoms = balance.atoms
    amount = Atoms(pick(choose, (atoms // 4 + 1, atoms // 2 + 1, atoms + 1)))
    match choose.randint(0, 3):
        case 0 | 1:
            huge = Atoms(2**56 - choose.randint(0, 1))
            amount = huge if rarely(choose, 8) else Atoms(min(amount, 2**52))
            return Deposit(signer, account.account, balance.asset, amount)
        case 2:
            to_account = AccountId(choose.randint(1, 3))
            return Transfer(signer, account.account, to_account, balance.asset, amount)
        case _:
            return Withdraw(signer, account.account, balance.asset, amount)


def operate(context: Context) -> Command:
    """What else the operator does: treasury, exemption, mark."""
    choose, signer = context.choose, context.operator()
    match choose.randint(0, 3):
        case 0:
            asset = AssetId(choose.randint(1, len(context.view.assets)))
            return SetMark(signer, asset, Price(100 + choose.randint(0, 1)))
        case 1:
            return SetFeeExempt(signer, context.account().account, pick(choose, (True, False)))
        case _:
            full = [one for one in context.view.assets if one.treasury_atoms]
            record = pick(choose, context.view.assets if rarely(choose, 6) or not full else full)
            if not record.treasury_atoms and not rarely(choose, 4):
                return SetMark(signer, record.asset, Price(100))
            atoms = max(1, record.treasury_atoms - pick(choose, (0, 1, -1)))
            return WithdrawTreasury(signer, record.asset, Atoms(atoms))
