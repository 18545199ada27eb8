"""Small moves of the stories of `world_episodes`: who has enough, and who has too much."""

from collections.abc import Callable, Sequence

from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.commands import CancelAll, Command, Deposit, Withdraw
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import AccountId, AssetId, Atoms, MarketId
from tests.fast.streams import owner_of

Drawn = Callable[[StateDump], Command | None]
"""The next command of a story in this state, None if there is none."""


def side_of(side: Side) -> int:
    """1 for a purchase, -1 for a sale."""
    return 1 if side is Side.BUY else -1


def market_of(dump: StateDump, kind: MarketKind, asset: AssetId) -> MarketId | None:
    found: Sequence[MarketId] = [
        market.market for market in dump.markets if (market.kind, market.asset) == (kind, asset)
    ]
    return found[0] if found else None


def canceller(account: AccountId) -> Drawn:
    return lambda _: CancelAll(owner_of(account), account)


def held_by(dump: StateDump, account: AccountId, asset: AssetId) -> int:
    balances = dump.accounts[account - 1].balances
    return next((balance.atoms for balance in balances if balance.asset == asset), 0)


def giver(account: AccountId, asset: AssetId, enough: int) -> Drawn:
    """What an account lacks to have enough of an asset, if that is anything."""

    def drawn(dump: StateDump) -> Command | None:
        if asset > len(dump.assets):
            return None
        missing = enough - held_by(dump, account, asset)
        if missing <= 0:
            return None
        return Deposit(owner_of(account), account, asset, Atoms(missing))

    return drawn


def taker(account: AccountId, asset: AssetId, enough: int) -> Drawn:
    """What an account has beyond what is enough, if that is anything."""

    def drawn(dump: StateDump) -> Command | None:
        surplus = held_by(dump, account, asset) - enough
        if surplus <= 0:
            return None
        return Withdraw(owner_of(account), account, asset, Atoms(surplus))

    return drawn
