"""Random commands of profile margin/1, about all that an account can have at once."""

from random import Random

from attrs import frozen

from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    SelfTrade,
    Side,
)
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    Deposit,
    InnerCommand,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    ReplaceOrder,
    SetFeeExempt,
    SetHalted,
    SetMark,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.dump import (
    AssetDump,
    DebtDump,
    LegDump,
    LoanDump,
    MarketDump,
    OrderDump,
    StateDump,
)
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.margin_commands import SetRisk
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
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)
from tests.fast.streams import BASE, OPERATOR, STOCK, Stream, owner_of

HOUR = 3_600_000
TICK = 8 * HOUR
WIDE_MARGIN = {
    "max_accounts": 6,
    "max_markets": 7,
    "max_orders": 60,
    "max_orders_per_account": 12,
    "max_loans": 20,
    "max_loans_per_account": 10,
    "max_legs": 12,
    "max_legs_per_command": 12,
    "max_debts": 30,
    "max_debts_per_account": 12,
    "max_position_lots": 400,
}


@frozen
class World:
    """How large things are: marks and lots of two assets, and what is deposited."""

    lot_atoms: tuple[int, int] = (10, 7)
    marks: tuple[int, int] = (1000, 300)
    tick: int = 5
    fee_cap_atoms: int = 50
    base_atoms: int = 12_000
    lots: tuple[int, ...] = (2, 2, 4, 6, 8, 12, 20, 40)
    risk: tuple[tuple[int, int, int], ...] = ((100, 30, 20), (150, 20, 30), (300, 50, 0))


class MarginStream(Stream):
    """Draws commands one by one; `seen` tells it the state.

    It begins with what the venue does not have yet: everything, or what `streams.opening` leaves
    out. A venue without room for it refuses that.
    """

    def __init__(self, seed: int, world: World | None = None, *, is_new: bool = False) -> None:
        super().__init__(seed)
        self._draw = Random(seed)
        self.world = world or World()
        self._accounts = [AccountId(number) for number in range(1, 7)]
        self._opening = self._set_up(is_new)
        self._state: StateDump | None = None
        self._ids: dict[AccountId, int] = dict.fromkeys(self._accounts, 0)

    def _set_up(self, is_new: bool) -> list[Command]:
        world = self.world
        tick, one = Price(world.tick), Lots(1)
        commands: list[Command] = []
        for asset, lot_atoms in zip((STOCK, AssetId(3)), world.lot_atoms, strict=True):
            if asset == STOCK and not is_new:
                continue
            commands.append(ListAsset(OPERATOR, Atoms(lot_atoms), Atoms(world.fee_cap_atoms)))
            commands.append(ListMarket(OPERATOR, asset, MarketKind.SPOT, tick, one))
            commands.append(ListMarket(OPERATOR, asset, MarketKind.LEND, Price(5), Lots(2)))
            source = FundingSource.PUBLISHED if asset == STOCK else None
            commands.append(ListMarket(OPERATOR, asset, MarketKind.PERP, tick, one, source))
        commands.append(ListMarket(OPERATOR, BASE, MarketKind.LEND, Price(5), one))
        for asset, mark in zip((STOCK, AssetId(3)), world.marks, strict=True):
            commands.append(self._risk(asset, None))
            commands.append(SetMark(OPERATOR, asset, Price(mark)))
        for account in self._accounts:
            if is_new or account > 3:
                commands.append(OpenAccount(owner_of(account)))
            commands.append(Deposit(owner_of(account), account, BASE, Atoms(world.base_atoms)))
            atoms = Atoms(world.lot_atoms[0] * world.lots[-1] + account - 1)
            commands.append(Deposit(owner_of(account), account, STOCK, atoms))
        return commands[::-1]

    def seen(self, dump: StateDump) -> None:
        """Look at the present state."""
        self._state = dump
        self._now = dump.now
        for account in dump.accounts:
            self._ids[account.account] = account.last_order_id

    def command(self) -> Command:
        """The next command."""
        if self._opening:
            return self._opening.pop()
        self._accounts = [account.account for account in self._dump.accounts]
        account = self._draw.choice(self._accounts)
        drawn = self._draw.random()
        if drawn < 0.4:
            return self._placed(account)
        if drawn < 0.55:
            return self._of_an_order(account)
        if drawn < 0.63:
            return self._batch(account)
        if drawn < 0.71:
            return self._of_money(account)
        if drawn < 0.8:
            return self._of_loans(account)
        if drawn < 0.87:
            return self._of_legs(account)
        return self._of_operator()

    @property
    def _dump(self) -> StateDump:
        assert self._state is not None
        return self._state

    def _asset_of(self, market: MarketDump) -> AssetDump:
        return self._dump.assets[market.asset - 1]

    def _placed(self, account: AccountId) -> PlaceOrder:
        return PlaceOrder(owner_of(account), account, self._new_order(account))

    def _new_order(self, account: AccountId) -> NewOrder:
        market = self._draw.choice(self._dump.markets)
        side = self._draw.choice(list(Side))
        self._ids[account] = self._ids.get(account, 0) + 1
        lots = self._draw.choice(self.world.lots)
        flags: tuple[bool | None, bool | None] = (None, None)
        reduce_only = False
        if market.kind is MarketKind.LEND:
            price = self._draw.choice((500, 505, 700, 5000, 9995))
            lots = max(2, lots // 2 * 2)
            if side is Side.SELL:
                flags = self._draw.choice((None, True, False)), self._draw.choice((None, True))
        else:
            price = self._near(market)
            # Now and then more than anybody may have.
            lots *= 20 if self._draw.random() < 0.08 else 1
            reduce_only = market.kind is MarketKind.PERP and self._draw.random() < 0.15
        types = (*[OrderType.LIMIT] * 6, OrderType.IOC, *OrderType)
        return NewOrder(
            OrderId(self._ids[account]),
            market.market,
            side,
            Price(price),
            Lots(lots),
            self._draw.choice(types),
            self._draw.choice((None, *[SelfTrade.CANCEL_MAKER] * 4, *SelfTrade)),
            Milliseconds(self._now + HOUR) if self._draw.random() < 0.1 else None,
            reduce_only=reduce_only,
            returnable=flags[0],
            extensible=flags[1],
        )

    def _near(self, market: MarketDump) -> int:
        mark = self._asset_of(market).mark or self.world.marks[0]
        tick = self.world.tick
        # Near the mark, at the edges of bands, far away.
        permille = self._draw.choice((*[0] * 6, -1, 1, -5, 5, -20, 20, -62, 62, -300, 300))
        steps = self._draw.choice((-1, 0, 0, 0, 1))
        return max(1, (mark + mark * permille // 1000) // tick + steps) * tick

    def _own_orders(self, account: AccountId) -> list[OrderDump]:
        return [
            order
            for market in self._dump.markets
            for order in market.bids + market.asks
            if order.account == account
        ]

    def _of_an_order(self, account: AccountId) -> InnerCommand:
        own = self._own_orders(account)
        if not own:
            return self._placed(account)
        order, signer = self._draw.choice(own), owner_of(account)
        drawn = self._draw.random()
        if drawn < 0.25:
            return CancelOrder(signer, account, order.order_id)
        if drawn < 0.3:
            return CancelAll(signer, account)
        if drawn < 0.75:
            step = self.world.tick * self._draw.choice((-40, -1, 0, 0, 1, 40))
            if order.price < 10_000 and order.price % 5 == 0 and order.price >= 500:
                step = 5 * self._draw.choice((-40, -1, 0, 0, 1))
            lots = Lots(max(1, order.open_lots + self._draw.choice((-2, 0, 2, 20))))
            price = Price(max(self.world.tick, order.price + step))
            return AmendOrder(signer, account, order.order_id, price, lots)
        return ReplaceOrder(signer, account, order.order_id, self._new_order(account))

    def _batch(self, account: AccountId) -> Batch:
        inner: list[InnerCommand] = []
        for _ in range(self._draw.choice((1, 2, 2, 3))):
            drawn = self._draw.random()
            if drawn < 0.5:
                inner.append(self._placed(account))
            elif drawn < 0.7:
                inner.append(self._of_an_order(account))
            elif drawn < 0.8:
                inner.append(self._true_up(account))
            else:
                inner.append(self._of_own_loan(account))
        return Batch(owner_of(account), account, tuple(inner))

    def _of_money(self, account: AccountId) -> Command:
        drawn, signer = self._draw.random(), owner_of(account)
        asset = AssetId(self._draw.choice((1, 1, 1, 2, 3)))
        base = self.world.base_atoms
        lot = self.world.lot_atoms[0]
        sizes = (1, base // 20, base // 5, base // 2) if asset == BASE else (1, lot, 7 * lot + 1)
        atoms = Atoms(self._draw.choice(sizes))
        if drawn < 0.3:
            return Deposit(signer, account, asset, atoms)
        if drawn < 0.5:
            return Transfer(signer, account, self._draw.choice(self._accounts), asset, atoms)
        return Withdraw(signer, account, asset, atoms)

    def _loan(self, account: AccountId, role: str) -> LoanId:
        loans: list[LoanDump] = [
            loan for loan in self._dump.loans or () if getattr(loan, role) == account
        ]
        return self._draw.choice(loans).loan if loans else LoanId(1)

    def _of_own_loan(self, account: AccountId) -> InnerCommand:
        signer, drawn = owner_of(account), self._draw.random()
        if drawn < 0.4:
            lots = Lots(self._draw.choice((0, 0, 2, 2, 4, 3)))
            extend = self._draw.random() < 0.3
            return PayInterest(signer, account, self._loan(account, "borrower"), lots, extend)
        if drawn < 0.5:
            atoms = Atoms(self._draw.choice((1, 1, 2, 5)))
            return PayClaims(signer, account, self._loan(account, "borrower"), atoms)
        own = self._loan(account, "borrower") if self._draw.random() < 0.2 else None
        return SwapLoan(signer, account, self._loan(account, "lender"), own)

    def _of_loans(self, account: AccountId) -> Command:
        drawn = self._draw.random()
        loans = self._dump.loans
        if drawn < 0.7 or not loans:
            return self._of_own_loan(account)
        loan = self._draw.choice(loans).loan
        if drawn < 0.8:
            return RollLoan(PrincipalId(5), loan)
        if drawn < 0.9:
            return RenewLoan(owner_of(account), account, loan)
        lent = self._loan(account, "lender")
        return SetLoanTerms(owner_of(account), account, lent, self._draw.random() < 0.8)

    def _true_up(self, account: AccountId) -> TrueUp:
        legs: list[tuple[MarketId, LegDump]] = [
            (market.market, leg)
            for market in self._dump.markets
            for leg in market.legs or ()
            if account in (leg.long_account, leg.short_account)
        ]
        if not legs:
            return TrueUp(owner_of(account), account, AccountId(1), MarketId(3))
        market, leg = self._draw.choice(legs)
        other = AccountId(leg.long_account + leg.short_account - account)
        return TrueUp(owner_of(account), account, other, market)

    def _of_legs(self, account: AccountId) -> Command:
        drawn = self._draw.random()
        debts: tuple[DebtDump, ...] = self._dump.debts or ()
        if drawn < 0.6:
            return self._true_up(account)
        if drawn < 0.7 or not debts:
            return RepayDebts(owner_of(account), account)
        debt = self._draw.choice(debts)
        return CollectDebt(PrincipalId(99), debt.debtor, debt.creditor)

    def _risk(self, asset: AssetId, effective_at: Milliseconds | None) -> SetRisk:
        risk, slippage, perp_slippage = map(Permille, self._draw.choice(self.world.risk))
        return SetRisk(OPERATOR, asset, risk, slippage, perp_slippage, effective_at)

    def _of_operator(self) -> Command:
        drawn = self._draw.random()
        asset = AssetId(min(self._draw.choice((2, 3)), len(self._dump.assets)))
        if drawn < 0.35:
            return AdvanceTime(OPERATOR, Milliseconds(max(self._now, self._later())))
        if drawn < 0.8:
            mark = self._dump.assets[asset - 1].mark or self.world.marks[0]
            first = self.world.marks[asset - 2]
            permille = self._draw.choice((-200, -50, -10, -1, 0, 0, 1, 10, 50, 200))
            moved = mark + mark * permille // 1000 + self._draw.choice((-1, 0, 1))
            return SetMark(OPERATOR, asset, Price(max(first // 4, min(first * 4, moved))))
        if drawn < 0.86:
            notice = self._draw.choice((0, HOUR - 1, HOUR, 3 * HOUR, 24 * HOUR))
            at_once = self._draw.random() < 0.2
            return self._risk(asset, None if at_once else Milliseconds(self._now + notice))
        if drawn < 0.92:
            rate = FundingRate(self._draw.choice((-30_000, -7, 0, 1, 29_999, 30_000)))
            return SetFundingRate(OPERATOR, MarketId(3), rate)
        if drawn < 0.95:
            account = self._draw.choice(self._accounts)
            return SetFeeExempt(OPERATOR, account, self._draw.random() < 0.3)
        market = self._draw.choice(self._dump.markets).market
        return SetHalted(OPERATOR, market, self._draw.random() < 0.15)

    def _later(self) -> int:
        dump, now = self._dump, self._now
        times = [now + 1, now + HOUR // 2, now + HOUR, (now // TICK + 1) * TICK, now + 30_000]
        times += [loan.due + late for loan in dump.loans or () for late in (-HOUR, 0, 1, HOUR)][:8]
        times += [debt.due + 1 for debt in dump.debts or ()][:3]
        times += [asset.announced.effective_at for asset in dump.assets if asset.announced]
        return self._draw.choice(times)
