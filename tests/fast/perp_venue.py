"""A perpetual market with a few accounts, and short words for what its tests do most."""

from tallystick.fast import Build
from tallystick.reference.types.choices import OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Deposit,
    ListAsset,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.dump import DebtDump, LegDump
from tallystick.reference.types.events import Event, Traded
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
)
from tests.fast.streams import BASE, OPERATOR, STOCK, owner_of
from tests.fast.venues import Venue

MARKET = MarketId(2)
HOUR = 3_600_000
ROOMY = {
    "max_accounts": 6,
    "max_touches": 9,
    "max_orders": 30,
    "max_orders_per_account": 9,
    "max_batch_commands": 6,
    "max_legs": 20,
    "max_legs_per_command": 30,
    "max_debts": 20,
    "max_debts_per_account": 9,
    "base_fee_cap_atoms": 0,
}
"""Room for what the tests do; without fees, so that amounts are plain."""


class PerpVenue(Venue):
    """The venue of `venues` with a mark of 1,000; accounts from 4 on, if any, have no money."""

    def __init__(self, build: Build, **overrides: int) -> None:
        room = {**ROOMY, **overrides}
        super().__init__(build, Profile.PERP_1, **room)
        for number in range(4, room["max_accounts"] + 1):
            self.accept(OpenAccount(owner_of(AccountId(number))))
        self.mark(1000)
        self._ids = dict.fromkeys(range(1, room["max_accounts"] + 1), 0)

    def mark(self, mark: int) -> None:
        """Set the mark."""
        self.accept(SetMark(OPERATOR, STOCK, Price(mark)))

    def at(self, now: int) -> tuple[Event, ...]:
        """Advance the time."""
        return self.accept(AdvanceTime(OPERATOR, Milliseconds(now)))

    def list_asset(self) -> AssetId:
        """One more asset."""
        self.accept(ListAsset(OPERATOR, Atoms(10), Atoms(5)))
        return AssetId(len(self.engine.dump().assets))

    def deposit(self, account: int, atoms: int) -> tuple[Event, ...]:
        """Give base atoms to an account."""
        who = AccountId(account)
        return self.accept(Deposit(owner_of(who), who, BASE, Atoms(atoms)))

    def order(
        self,
        account: int,
        side: Side,
        price: int,
        lots: int,
        order_type: OrderType = OrderType.LIMIT,
        self_trade: SelfTrade = SelfTrade.CANCEL_MAKER,
        reduce_only: bool = False,
    ) -> PlaceOrder:
        """The next order of an account; it is not placed."""
        self._ids[account] += 1
        order = NewOrder(
            OrderId(self._ids[account]),
            MARKET,
            side,
            Price(price),
            Lots(lots),
            order_type,
            self_trade,
            reduce_only=reduce_only,
        )
        return PlaceOrder(owner_of(AccountId(account)), AccountId(account), order)

    def trade(self, buyer: int, seller: int, lots: int, price: int = 1000) -> Accepted:
        """Let a bid of one account rest alone at its price, and the other sell into it."""
        self.accept(self.order(buyer, Side.BUY, price, lots))
        sale = self.order(seller, Side.SELL, price, lots, OrderType.IOC)
        outcome = self.engine.apply(sale)
        assert isinstance(outcome, Accepted), outcome
        assert sum(each.lots for each in outcome.events if isinstance(each, Traded)) == lots
        return outcome

    def true_up(self, account: int, counterparty: int) -> TrueUp:
        """A true-up by the owner of an account; it is not given."""
        who = AccountId(account)
        return TrueUp(owner_of(who), who, AccountId(counterparty), MARKET)

    def legs(self) -> list[tuple[int, int, int, int]]:
        """Number, long, short and lots of each leg."""
        return [(each.leg, each.long_account, each.short_account, each.lots) for each in self._legs]

    @property
    def _legs(self) -> tuple[LegDump, ...]:
        return self.engine.dump().markets[MARKET - 1].legs or ()

    @property
    def debts(self) -> tuple[DebtDump, ...]:
        """All settlement debts."""
        return self.engine.dump().debts or ()

    def balance(self, account: int) -> int:
        """Base atoms of an account."""
        balances = self.engine.dump().accounts[account - 1].balances
        return sum(each.atoms for each in balances if each.asset == BASE)
