"""Venues of `world/1` on the reference in which accounts come to ruin: losses and deals by hand.

Beside the assets of every world there is `STONE`, which has no market, so that it can only be
swapped (LIQ-023).
"""

from attrs import evolve

from tallystick.conformance.checkers.valuation_below import Band
from tallystick.reference.ledger import balance_of, change_balance, change_treasury
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, Side
from tallystick.reference.types.commands import (
    CancelAll,
    Deposit,
    ListAsset,
    NewOrder,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy, Liquidate
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Lots,
    OrderId,
    Permille,
    Price,
)
from tests.theorems.worlds import BASE, HOUR, OPERATOR, Climate, World, market_of, owner_of

STONE = AssetId(4)
MOST_WORK = 60
RUINOUS = Climate(
    riches=1_500,
    boldness=5,
    profile=Profile.WORLD_1,
    accounts=9,
    more=(
        ("max_touches", MOST_WORK),
        ("max_escrows", 4),
        ("mark_valid_ms", 2_000 * HOUR),
        ("initial_scale_permille", 1_000),
        ("escrow_ms", 2 * HOUR),
    ),
)


def ruinous(**more: int) -> Climate:
    """The same climate with other parameters."""
    return evolve(RUINOUS, more=(*RUINOUS.more, *more.items()))


class Ruin(World):
    """A venue in which somebody will be wound up."""

    def __init__(self, seed: int, climate: Climate = RUINOUS) -> None:
        super().__init__(seed, climate)
        self.accept(ListAsset(OPERATOR, Atoms(2), Atoms(climate.fee_cap_atoms)))
        self.accept(SetMark(OPERATOR, STONE, Price(9)))
        risk = (Permille(150), Permille(40), Permille(0))
        self.accept(SetRisk(OPERATOR, STONE, *risk))
        for account in self.accounts:
            self.give(account, STONE, self.random.randint(1, 90))

    def give(self, account: AccountId, asset: AssetId, atoms: int) -> None:
        """The account deposits so much."""
        self.accept(Deposit(owner_of(account), account, asset, Atoms(atoms)))

    def lose(self, account: AccountId, asset: AssetId, atoms: int) -> None:
        """So much of a balance has gone to the treasury, as fees would in a longer story."""
        state = change_balance(self.state, account, asset, -atoms)
        self.state = change_treasury(state, asset, Atoms(atoms))

    def balance(self, account: AccountId, asset: AssetId = BASE) -> int:
        """What an account holds of an asset."""
        return balance_of(self.state, account, asset)

    def place(
        self,
        account: AccountId,
        asset: AssetId,
        kind: MarketKind,
        side: Side,
        price: int,
        lots: int,
        how: OrderType = OrderType.LIMIT,
    ) -> Outcome:
        """An order with the next id of the account."""
        number = OrderId(self.state.accounts[account].last_order_id + 1)
        order = NewOrder(number, market_of(asset, kind), side, Price(price), Lots(lots), how)
        return self.apply(PlaceOrder(owner_of(account), account, order))

    def deal(
        self,
        buyer: AccountId,
        seller: AccountId,
        asset: AssetId,
        kind: MarketKind,
        price: int,
        lots: int,
    ) -> bool:
        """Whether one bought from the other, or borrowed; of both only this order is left."""
        self.clear(seller)
        rested = self.place(seller, asset, kind, Side.SELL, price, lots)
        met = self.place(buyer, asset, kind, Side.BUY, price, lots, OrderType.IOC)
        self.clear(seller)
        return isinstance(rested, Accepted) and isinstance(met, Accepted)

    def clear(self, account: AccountId) -> None:
        """The account has no orders."""
        self.accept(CancelAll(owner_of(account), account))

    def mark(self, asset: AssetId) -> int:
        """The mark of an asset that has one."""
        mark = self.state.assets[asset].mark
        assert mark is not None
        return mark

    def move_mark(self, asset: AssetId, permille: int) -> None:
        """The mark is so many permille of what it was."""
        moved = max(1, self.mark(asset) * permille // 1_000)
        self.accept(SetMark(OPERATOR, asset, Price(moved)))

    def band(self, asset: AssetId) -> Band:
        """The prices of an asset that forced orders accept."""
        dump = self.dump()
        assert dump.parameters.margin is not None
        return Band.of_asset(dump.assets[asset - 1], dump.parameters.margin)

    def liquidate(self, caller: AccountId, target: AccountId, work: int = MOST_WORK) -> Liquidate:
        """The command by which one winds up another."""
        return Liquidate(owner_of(caller), caller, target, Count(work))


def bankruptcy(target: AccountId, max_loss: int = 1_000) -> DeclareBankruptcy:
    """The operator closes an account out, whatever creditors lose."""
    return DeclareBankruptcy(OPERATOR, target, Permille(max_loss))
