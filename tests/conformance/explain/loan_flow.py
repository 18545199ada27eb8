"""Seeded commands about loans, drawn with an eye on the loans that there are.

Prices, lots and times are few, so that trades, chains of loans and boundaries come often.
"""

import json
from collections.abc import Iterator, Sequence

from attrs import evolve

from tallystick import reference
from tallystick.conformance.campaign import SplitMix64
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.vectors import vector_paths
from tallystick.reference.state import Loan
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    CancelAll,
    Command,
    Deposit,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    ReplaceOrder,
)
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

HOUR = 3_600_000
OPERATOR, BASE, MARKET = PrincipalId(0), AssetId(1), MarketId(1)
ACCOUNTS = 4
RATES = (300, 500, 500, 600, 700, 900)
LEFT_HOURS = (7, 6, 6, 4, 2, 1, 1, 0, 0, -1)
"""To the due time of a loan, at the times to which the clock is moved."""
PARAMETERS = load_preset(
    "minimal",
    {
        "base_lot_atoms": 876_000,
        "base_fee_cap_atoms": 40,
        "max_accounts": ACCOUNTS,
        "max_touches": 8,
        "max_orders": 24,
        "max_orders_per_account": 8,
        "max_loans": 24,
        "max_loans_per_account": 16,
        "max_claims": 4,
        "keeper_fee_permille": 1,
    },
    Profile.LEND_1,
)


def vectors_with_loans() -> tuple[str, ...]:
    """The ids of the vectors of profile `lend/1`."""
    profiles = {path.stem: json.loads(path.read_bytes())["profile"] for path in vector_paths()}
    return tuple(name for name, profile in profiles.items() if profile == Profile.LEND_1)


class LoanFlow:
    """A venue and commands for it, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = SplitMix64(seed)
        self.commands: list[Command] = []
        self.outcomes: list[Outcome] = []
        self.state = reference.open_venue(Profile.LEND_1, PARAMETERS)
        for command in self._opening():
            self._apply(command)

    def run(self, count: int) -> None:
        """So many more commands."""
        for _ in range(count):
            self._apply(self._command())

    def _apply(self, command: Command) -> None:
        self.state, outcome = reference.step(self.state, command)
        self.commands.append(command)
        self.outcomes.append(outcome)

    def _opening(self) -> Iterator[Command]:
        yield ListMarket(OPERATOR, BASE, MarketKind.LEND, Price(100), Lots(2))
        for number in range(1, ACCOUNTS + 1):
            account = AccountId(number)
            yield OpenAccount(_owner(account))
            yield Deposit(_owner(account), account, BASE, Atoms(100_000_000))

    def _command(self) -> Command:
        loans = tuple(self.state.loans.values())
        account = AccountId(1 + self.random.draw(ACCOUNTS))
        choice = self.random.pick(14, 3, 2, 6, 36)
        if not loans or choice == 0:
            return PlaceOrder(_owner(account), account, self._order(account))
        if choice == 1:
            return self._amend(account)
        if choice == 2:
            return CancelAll(_owner(account), account)
        if choice == 3:
            return self._time(loans)
        overdue = [loan for loan in loans if loan.due < self.state.now]
        if overdue and self.random.draw(3):
            return self._late(overdue[self.random.draw(len(overdue))])
        return self._about(loans[self.random.draw(len(loans))])

    def _time(self, loans: Sequence[Loan]) -> AdvanceTime:
        """An hour or some more, or shortly before or after the next loan is due."""
        now = self.state.now + (1 + self.random.draw(5)) * HOUR
        if self.random.draw(3) == 0:
            left = LEFT_HOURS[self.random.draw(len(LEFT_HOURS))] * HOUR
            now = min(loan.due for loan in loans) - left + self.random.draw(3) - 1
        return AdvanceTime(OPERATOR, Milliseconds(max(self.state.now, now)))

    def _late(self, loan: Loan) -> Command:
        """Something that is done about an overdue loan."""
        if self.random.draw(2):
            return RollLoan(OPERATOR, loan.loan)
        return self._pay(loan, loan.principal_lots, extend=False)

    def _pay(self, loan: Loan, lots: int, *, extend: bool) -> PayInterest:
        borrower = loan.borrower
        return PayInterest(_owner(borrower), borrower, loan.loan, Lots(lots), extend)

    def _order(self, account: AccountId) -> NewOrder:
        side = (Side.BUY, Side.SELL)[self.random.draw(2)]
        last = self.state.accounts[account].last_order_id
        kind = (OrderType.LIMIT, OrderType.LIMIT, OrderType.IOC)[self.random.draw(3)]
        price, lots = Price(self._rate()), Lots(2 + 2 * self.random.draw(4))
        order = NewOrder(OrderId(last + 1), MARKET, side, price, lots, kind)
        if side is Side.SELL and self.random.draw(3) == 0:
            return evolve(order, returnable=False)
        return order

    def _rate(self) -> int:
        return RATES[self.random.draw(len(RATES))]

    def _amend(self, account: AccountId) -> Command:
        orders = list(self.state.accounts[account].orders) or [OrderId(1)]
        order = orders[self.random.draw(len(orders))]
        if self.random.draw(2):
            return ReplaceOrder(_owner(account), account, order, self._order(account))
        lots = Lots(2 + 2 * self.random.draw(4))
        return AmendOrder(_owner(account), account, order, Price(self._rate()), lots)

    def _about(self, loan: Loan) -> Command:
        """A command about a loan, mostly by whom it is for."""
        lender, borrower = loan.lender, loan.borrower
        match self.random.pick(6, 3, 2, 12, 4, 2):
            case 0:
                lots = (0, 2, 2, loan.principal_lots)[self.random.draw(4)]
                return self._pay(loan, lots, extend=self.random.draw(2) == 0)
            case 1:
                atoms = Atoms(1 + self.random.draw(4))
                return PayClaims(_owner(borrower), borrower, loan.loan, atoms)
            case 2:
                return self._terms(loan)
            case 3:
                return SwapLoan(_owner(lender), lender, loan.loan)
            case 4:
                account = AccountId(1 + self.random.draw(ACCOUNTS))
                return RenewLoan(_owner(account), account, loan.loan)
            case _:
                return RollLoan(OPERATOR, loan.loan)

    def _terms(self, loan: Loan) -> SetLoanTerms:
        flag = self.random.draw(2) == 0
        match self.random.draw(3):
            case 0:
                return SetLoanTerms(
                    _owner(loan.borrower), loan.borrower, loan.loan, auto_renew=flag
                )
            case 1:
                return SetLoanTerms(_owner(loan.lender), loan.lender, loan.loan, returnable=flag)
            case _:
                return SetLoanTerms(_owner(loan.lender), loan.lender, loan.loan, extensible=False)


def _owner(account: AccountId) -> PrincipalId:
    return PrincipalId(10 + account)
