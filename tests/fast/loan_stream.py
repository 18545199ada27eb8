"""Random commands of profile lend/1: those of `streams`, and many about loans."""

from random import Random

from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Batch,
    Command,
    Deposit,
    InnerCommand,
    NewOrder,
    PlaceOrder,
)
from tallystick.reference.types.dump import LoanDump, StateDump
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.fast.streams import ACCOUNTS, BASE, OPERATOR, STOCK, Stream, owner_of

HOUR = 3_600_000
LENDING = MarketId(2)
TIMES = (-6 * HOUR - 1, -6 * HOUR, -HOUR, -HOUR + 1, 0, 1, 9 * HOUR)
"""Beside the due time of a loan."""
WIDE_LOANS = {"max_loans": 12, "max_loans_per_account": 8}


class LoanStream(Stream):
    """Draws commands one by one; half of them are about loans."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._loans: tuple[LoanDump, ...] = ()
        self._draw = Random(seed)

    def seen(self, dump: StateDump) -> None:
        """Look at the present state."""
        super().seen(dump)
        self._loans = dump.loans or ()

    def command(self) -> Command:
        """The next command."""
        drawn = self._draw.random()
        if drawn < 0.3:
            return super().command()
        if drawn < 0.45 or not self._loans:
            return self._offer_or_ask(self._draw.choice(ACCOUNTS))
        loan = self._draw.choice(self._loans)
        if drawn < 0.55:
            later = [loan.due + time for time in TIMES] + [self._now + HOUR] * 9
            return AdvanceTime(OPERATOR, Milliseconds(max(self._now, self._draw.choice(later))))
        if drawn < 0.7:
            account = self._draw.choice((loan.borrower, loan.lender))
            count = self._draw.choice((2, 3))
            inner = tuple(self._inner_of(account) for _ in range(count))
            return Batch(owner_of(account), account, inner)
        if drawn < 0.85:
            return self._inner_of(self._draw.choice((loan.borrower, loan.lender)))
        return self._of_anybody(loan)

    def _offer_or_ask(self, account: AccountId) -> Command:
        if self._draw.random() < 0.15:
            asset = self._draw.choice((BASE, STOCK))
            return Deposit(owner_of(account), account, asset, Atoms(5_000))
        return self._order_of(account)

    def _order_of(self, account: AccountId) -> PlaceOrder:
        side = self._draw.choice(list(Side))
        flags: tuple[bool | None, bool | None] = (None, None)
        if side is Side.SELL:
            choices = (None, True, False)
            flags = self._draw.choice(choices), self._draw.choice(choices)
        self._last_ids[account] += 1
        order = NewOrder(
            OrderId(self._last_ids[account]),
            LENDING,
            side,
            Price(self._draw.choice((500, 700, 9000, 9995))),
            Lots(self._draw.choice((2, 2, 4, 6, 12, 40))),
            self._draw.choice((*[OrderType.LIMIT] * 6, *OrderType)),
            returnable=flags[0],
            extensible=flags[1],
        )
        return PlaceOrder(owner_of(account), account, order)

    def _own(self, account: AccountId, role: str) -> LoanId:
        own = [each for each in self._loans if getattr(each, role) == account]
        claimed = [each for each in own if each.claims]
        if claimed and self._draw.random() < 0.5:
            own = claimed
        return self._draw.choice(own).loan if own else LoanId(1)

    def _inner_of(self, account: AccountId) -> InnerCommand:
        owner, drawn = owner_of(account), self._draw.random()
        if drawn < 0.35:
            lots = Lots(self._draw.choice((0, 0, 2, 2, 4, 3)))
            extend = self._draw.random() < 0.3
            return PayInterest(owner, account, self._own(account, "borrower"), lots, extend)
        if drawn < 0.45:
            atoms = Atoms(self._draw.choice((1, 1, 2, 5)))
            return PayClaims(owner, account, self._own(account, "borrower"), atoms)
        if drawn < 0.8:
            own = self._own(account, "borrower") if self._draw.random() < 0.2 else None
            return SwapLoan(owner, account, self._own(account, "lender"), own)
        return self._order_of(account)

    def _of_anybody(self, loan: LoanDump) -> Command:
        drawn = self._draw.random()
        if drawn < 0.3:
            account = self._draw.choice((loan.lender, loan.borrower))
            flags = [self._draw.choice((None, None, None, True, False)) for _ in range(3)]
            return SetLoanTerms(owner_of(account), account, loan.loan, *flags)
        if drawn < 0.6:
            return RollLoan(PrincipalId(5), loan.loan)
        account = self._draw.choice(ACCOUNTS)
        return RenewLoan(owner_of(account), account, loan.loan)
