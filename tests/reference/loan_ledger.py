"""Who has what and who owes whom, told by events alone (INV-008, INV-014)."""

from collections import Counter
from functools import singledispatchmethod

from attrs import define, field

from tallystick.reference.state import State
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.events import Deposited, Event, Traded, Withdrawn
from tallystick.reference.types.loan_events import (
    ClaimPaid,
    InterestPaid,
    KeeperFeePaid,
    LoanHandedOver,
    LoanOpened,
    LoanRepaid,
    LoanRolled,
    LoanSplit,
)

TREASURY = 0
"""Stands for the treasury where accounts stand."""


@define
class OwedLoan:
    """What the ledger knows of a loan."""

    asset: int
    lender: int
    borrower: int
    lots: int


@define
class LoanLedger:
    """Balances and loans of a venue with lending markets only, from its funding on."""

    lot_atoms: dict[int, int]
    asset_of_market: dict[int, int]
    atoms: Counter[tuple[int, int]] = field(factory=Counter)
    loans: dict[int, OwedLoan] = field(factory=dict)

    @classmethod
    def of(cls, state: State) -> "LoanLedger":
        """Begin where a state stands."""
        markets = state.markets.values()
        ledger = cls(
            {asset.asset: asset.lot_atoms for asset in state.assets.values()},
            {one.market: one.asset for one in markets if one.kind is MarketKind.LEND},
        )
        ledger.atoms.update(_holdings(state))
        ledger.loans = _owed(state)
        return ledger

    def check(self, state: State) -> None:
        """The state holds what the events told, and nobody owes anything else."""
        assert +self.atoms == +_holdings(state)
        assert self.loans == _owed(state)

    def fold(self, event: Event) -> None:
        """Apply one event; those of orders alone change nothing here."""
        self._fold(event)

    @singledispatchmethod
    def _fold(self, _: object) -> None:
        pass

    @_fold.register
    def _deposited(self, event: Deposited) -> None:
        self.atoms[event.account, event.asset] += event.atoms

    @_fold.register
    def _withdrawn(self, event: Withdrawn) -> None:
        self.atoms[event.account, event.asset] -= event.atoms

    @_fold.register
    def _traded(self, event: Traded) -> None:
        buyer, seller = event.maker_account, event.taker_account
        if event.taker_side is Side.BUY:
            buyer, seller = seller, buyer
        asset = self.asset_of_market[event.market]
        self._pay(seller, buyer, asset, event.lots * self.lot_atoms[asset])

    @_fold.register
    def _opened(self, event: LoanOpened) -> None:
        assert event.loan not in self.loans
        self.loans[event.loan] = OwedLoan(event.asset, event.lender, event.borrower, event.lots)

    @_fold.register
    def _claim_paid(self, event: ClaimPaid) -> None:
        loan = self.loans[event.loan]
        self._pay(loan.borrower, event.account, loan.asset, event.interest_atoms)
        self._pay(loan.borrower, TREASURY, loan.asset, event.fee_atoms)

    @_fold.register
    def _interest_paid(self, event: InterestPaid) -> None:
        loan = self.loans[event.loan]
        self._pay(loan.borrower, loan.lender, loan.asset, event.interest_atoms)
        self._pay(loan.borrower, TREASURY, loan.asset, event.fee_atoms)

    @_fold.register
    def _repaid(self, event: LoanRepaid) -> None:
        loan = self.loans[event.loan]
        atoms = event.lots * self.lot_atoms[loan.asset]
        self._pay(loan.borrower, loan.lender, loan.asset, atoms)
        self._reduce(event.loan, event.lots)

    @_fold.register
    def _rolled(self, event: LoanRolled) -> None:
        self._reduce(event.loan, event.lots)

    @_fold.register
    def _split(self, event: LoanSplit) -> None:
        loan = self.loans[event.loan]
        self.loans[event.part] = OwedLoan(loan.asset, loan.lender, loan.borrower, event.lots)
        self._reduce(event.loan, event.lots)

    @_fold.register
    def _handed_over(self, event: LoanHandedOver) -> None:
        loan = self.loans[event.loan]
        assert loan.lots == event.lots
        self._pay(loan.lender, event.lender, loan.asset, event.atoms)
        loan.lender = event.lender
        self._reduce(event.own_loan, event.lots)

    @_fold.register
    def _keeper_fee(self, event: KeeperFeePaid) -> None:
        self._pay(event.payer, event.account, event.asset, event.atoms)

    def _pay(self, payer: int, receiver: int, asset: int, atoms: int) -> None:
        assert payer != receiver
        self.atoms[payer, asset] -= atoms
        self.atoms[receiver, asset] += atoms
        assert self.atoms[payer, asset] >= 0

    def _reduce(self, loan: int, lots: int) -> None:
        self.loans[loan].lots -= lots
        assert self.loans[loan].lots >= 0
        if self.loans[loan].lots == 0:
            del self.loans[loan]


def _owed(state: State) -> dict[int, OwedLoan]:
    return {
        loan.loan: OwedLoan(loan.asset, loan.lender, loan.borrower, loan.principal_lots)
        for loan in state.loans.values()
    }


def _holdings(state: State) -> Counter[tuple[int, int]]:
    held: Counter[tuple[int, int]] = Counter()
    for account in state.accounts.values():
        for asset, atoms in account.balances.items():
            held[account.account, asset] = atoms
    for listed in state.assets.values():
        held[TREASURY, listed.asset] = listed.treasury_atoms
    return held
