"""Random commands for a random venue: what somebody might do next, sensible or not."""

from collections.abc import Callable
from typing import NamedTuple

from attrs import evolve

from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    Deposit,
    InnerCommand,
    NewOrder,
    PlaceOrder,
    ReplaceOrder,
    SetMark,
    Transfer,
    Withdraw,
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
from tallystick.reference.types.perp_commands import CollectDebt, RepayDebts, SetFundingRate, TrueUp
from tallystick.reference.types.units import (
    AccountId,
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
from tests.theorems.worlds import (
    ACCOUNTS,
    BASE,
    COIN,
    GRAIN,
    HOUR,
    MARKETS,
    OPERATOR,
    World,
    hours_later,
    owner_of,
)

PERPS = tuple(MarketId(index + 1) for index, one in enumerate(MARKETS) if one[1] is MarketKind.PERP)


class Mover:
    """Draws commands for one world from its own randomness."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = world.random
        self.last: tuple[AccountId, NewOrder] | None = None

    def command(self) -> Command:
        """The next command."""
        moves, weights = zip(*((move.make, move.weight) for move in MOVES), strict=True)
        make: Callable[[Mover], Command] = self.random.choices(moves, weights)[0]
        return make(self)

    def account(self) -> AccountId:
        return self.random.choice(self.world.accounts)

    def new_order(
        self, account: AccountId, market: MarketId | None = None, reach: int = 70
    ) -> NewOrder:
        """An order near the mark, or near a middling rate; `reach` in permille of the mark."""
        state, random = self.world.state, self.random
        market = market or MarketId(1 + random.randrange(len(MARKETS)))
        asset, kind = MARKETS[market - 1]
        if kind is MarketKind.LEND:
            price = 5 * random.randint(1, 10)
        else:
            mark = state.assets[asset].mark or 100
            price = max(1, mark * (1000 + random.randint(-reach, reach)) // 1000)
        is_short_lived = random.random() < 0.1
        types = (OrderType.LIMIT,) * 6 + (OrderType.IOC,) * 3 + (OrderType.FOK, OrderType.POST_ONLY)
        policies = (SelfTrade.CANCEL_MAKER, SelfTrade.CANCEL_TAKER, SelfTrade.DECREMENT)
        return NewOrder(
            order_id=OrderId(state.accounts[account].last_order_id + 1),
            market=market,
            side=random.choice((Side.BUY, Side.SELL)),
            price=Price(price),
            lots=Lots(random.choice((1, 2, 3, 5, 8, 13, 21, 34)) * self.world.climate.boldness),
            order_type=random.choice(types),
            self_trade=random.choice(policies),
            expires_at=Milliseconds(state.now + HOUR) if is_short_lived else None,
            reduce_only=kind is MarketKind.PERP and random.random() < 0.15,
        )

    def place(self) -> PlaceOrder:
        """An order, or somebody else's answer to the one before."""
        if self.last is not None and self.random.random() < 0.6:
            maker, order = self.last
            account = self.random.choice([one for one in self.world.accounts if one != maker])
            side = Side.SELL if order.side is Side.BUY else Side.BUY
            kind = self.random.choice((OrderType.IOC, OrderType.LIMIT))
            order_id = OrderId(self.world.state.accounts[account].last_order_id + 1)
            order = evolve(order, order_id=order_id, side=side, order_type=kind, expires_at=None)
            self.last = None
            return PlaceOrder(owner_of(account), account, order)
        account = self.account()
        order = self.new_order(account)
        if order.order_type in (OrderType.LIMIT, OrderType.POST_ONLY):
            self.last = account, order
        return PlaceOrder(owner_of(account), account, order)

    def own_order(self, account: AccountId) -> OrderId:
        orders = sorted(self.world.state.accounts[account].orders)
        return self.random.choice(orders) if orders else OrderId(1)

    def amend(self) -> AmendOrder:
        account = self.account()
        like = self.new_order(account)
        return AmendOrder(
            owner_of(account), account, self.own_order(account), like.price, like.lots
        )

    def cancel(self) -> CancelOrder:
        account = self.account()
        return CancelOrder(owner_of(account), account, self.own_order(account))

    def cancel_all(self) -> CancelAll:
        account = self.account()
        return CancelAll(owner_of(account), account)

    def replace(self) -> ReplaceOrder:
        account = self.account()
        order = self.new_order(account)
        return ReplaceOrder(owner_of(account), account, self.own_order(account), order)

    def loan(self, *, of: AccountId | None = None, lent: bool = False) -> LoanId:
        loans = sorted(
            loan.loan
            for loan in self.world.state.loans.values()
            if of is None or of == (loan.lender if lent else loan.borrower)
        )
        return self.random.choice(loans) if loans else LoanId(1)

    def party(self, *, lent: bool) -> AccountId:
        loans = list(self.world.state.loans.values())
        if not loans:
            return self.account()
        loan = self.random.choice(sorted(loans, key=lambda one: one.loan))
        return loan.lender if lent else loan.borrower

    def pay_interest(self) -> PayInterest:
        account = self.party(lent=False)
        loan = self.loan(of=account)
        held = self.world.state.loans.get(loan)
        most = held.principal_lots if held else 1
        lots = Lots(self.random.choice((0, 0, 1, most)))
        return PayInterest(owner_of(account), account, loan, lots, self.random.random() < 0.3)

    def pay_claims(self) -> PayClaims:
        account = self.party(lent=False)
        atoms = Atoms(self.random.choice((1, 2, 5)))
        return PayClaims(owner_of(account), account, self.loan(of=account), atoms)

    def swap(self) -> SwapLoan:
        """By somebody who has lent and borrowed one asset, if there is such a one."""
        now = self.world.state.now
        loans = sorted(self.world.state.loans.values(), key=lambda one: one.loan)
        loans = [one for one in loans if one.due >= now]
        pairs = [
            (one.lender, one.loan)
            for one in loans
            for own in loans
            if own.borrower == one.lender and own.asset == one.asset and own.lender != one.borrower
        ]
        if not pairs:
            account = self.party(lent=True)
            return SwapLoan(owner_of(account), account, self.loan(of=account, lent=True))
        account, loan = self.random.choice(pairs)
        return SwapLoan(owner_of(account), account, loan)

    def renew(self) -> RenewLoan:
        account, now = self.account(), self.world.state.now
        open_now = [
            one.loan
            for one in self.world.state.loans.values()
            if one.due - 6 * HOUR <= now <= one.due
        ]
        loan = self.random.choice(sorted(open_now)) if open_now else self.loan()
        return RenewLoan(owner_of(account), account, loan)

    def roll(self) -> RollLoan:
        now = self.world.state.now
        overdue = [one.loan for one in self.world.state.loans.values() if one.due < now]
        loan = self.random.choice(sorted(overdue)) if overdue else self.loan()
        return RollLoan(PrincipalId(77), loan)

    def terms(self) -> SetLoanTerms:
        account = self.party(lent=True)
        loan = self.loan(of=account, lent=True)
        return SetLoanTerms(owner_of(account), account, loan, self.random.random() < 0.5)

    def true_up(self) -> TrueUp:
        market = self.random.choice(PERPS)
        legs = sorted(self.world.state.markets[market].legs.values(), key=lambda leg: leg.leg)
        account, other = self.account(), self.account()
        if legs:
            leg = self.random.choice(legs)
            account, other = leg.long_account, leg.short_account
        return TrueUp(owner_of(account), account, other, market)

    def repay(self) -> RepayDebts:
        account = self.account()
        return RepayDebts(owner_of(account), account)

    def collect(self) -> CollectDebt:
        rows = sorted((key.debtor, key.creditor) for key in self.world.state.debts)
        debtor, creditor = self.random.choice(rows) if rows else (self.account(), self.account())
        return CollectDebt(PrincipalId(77), debtor, creditor)

    def deposit(self) -> Deposit:
        account, asset = self.account(), self.random.choice((BASE, COIN, GRAIN))
        return Deposit(owner_of(account), account, asset, Atoms(self.random.randint(1, 400)))

    def withdraw(self) -> Withdraw:
        account, asset = self.account(), self.random.choice((BASE, BASE, COIN, GRAIN))
        return Withdraw(owner_of(account), account, asset, Atoms(self.random.randint(1, 3_000)))

    def transfer(self) -> Transfer:
        one, other = self.random.sample(ACCOUNTS[-2:], 2)
        asset, atoms = self.random.choice((BASE, COIN, GRAIN)), self.random.randint(1, 900)
        return Transfer(owner_of(one), one, other, asset, Atoms(atoms))

    def set_mark(self) -> SetMark:
        asset = self.random.choice((COIN, GRAIN))
        mark = self.world.state.assets[asset].mark or 100
        moved = mark * self.random.randint(880, 1_130) // 1_000
        return SetMark(OPERATOR, asset, Price(max(40, min(moved, 300))))

    def set_rate(self) -> SetFundingRate:
        rate = FundingRate(self.random.randint(-30_000, 30_000))
        return SetFundingRate(OPERATOR, self.random.choice(PERPS), rate)

    def set_risk(self) -> SetRisk:
        asset = self.random.choice((COIN, GRAIN))
        drawn = (
            self.random.randint(20, 200),
            self.random.randint(0, 50),
            self.random.randint(0, 50),
        )
        risk, slippage, perp_slippage = (Permille(each) for each in drawn)
        at = Milliseconds(self.world.state.now + self.random.randint(1, 30) * HOUR)
        return SetRisk(OPERATOR, asset, risk, slippage, perp_slippage, at)

    def time(self) -> Command:
        """Some hours on, or to the last hours of the loan that is due next."""
        now = self.world.state.now
        dues = [one.due for one in self.world.state.loans.values() if one.due - 2 * HOUR > now]
        if dues and self.random.random() < 0.2:
            return AdvanceTime(OPERATOR, Milliseconds(min(dues) - 2 * HOUR))
        hours = self.random.choice((0, 1, 1, 3, 8, 30))
        return hours_later(self.world, hours, self.random.choice((0, 1, HOUR // 2)))

    def batch(self) -> Batch:
        account = self.account()
        order = self.new_order(account)
        inner: list[InnerCommand] = [
            CancelOrder(owner_of(account), account, self.own_order(account)),
            PlaceOrder(owner_of(account), account, order),
            SwapLoan(owner_of(account), account, self.loan(of=account, lent=True)),
            PayInterest(owner_of(account), account, self.loan(of=account), Lots(0), False),
            AmendOrder(
                owner_of(account), account, self.own_order(account), order.price, order.lots
            ),
        ]
        chosen = self.random.sample(inner, self.random.randint(1, 3))
        return Batch(owner_of(account), account, tuple(chosen))


class Move(NamedTuple):
    """How a command is drawn, and how often."""

    make: Callable[[Mover], Command]
    weight: int


MOVES = (
    *(Move(Mover.place, 60), Move(Mover.amend, 6), Move(Mover.replace, 5), Move(Mover.cancel, 4)),
    *(Move(Mover.cancel_all, 1), Move(Mover.pay_interest, 5), Move(Mover.pay_claims, 2)),
    *(Move(Mover.swap, 8), Move(Mover.renew, 4), Move(Mover.roll, 4), Move(Mover.terms, 1)),
    *(Move(Mover.true_up, 4), Move(Mover.repay, 1), Move(Mover.collect, 2)),
    *(Move(Mover.deposit, 2), Move(Mover.withdraw, 4), Move(Mover.transfer, 3)),
    *(Move(Mover.set_mark, 7), Move(Mover.set_rate, 1), Move(Mover.set_risk, 1)),
    *(Move(Mover.time, 7), Move(Mover.batch, 6)),
)
