"""What the campaign generator remembers of loans: a guess at who has lent what to whom."""

from attrs import Factory, define, evolve

HOUR_MILLISECONDS = 3_600_000
TERM_MILLISECONDS = 240 * HOUR_MILLISECONDS
RENEWAL_MILLISECONDS = 6 * HOUR_MILLISECONDS


@define(eq=False)
class SentLoan:
    """A loan as the generator guesses it to be; there may be none of this id."""

    loan: int
    market: int
    lender: int
    borrower: int
    lots: int
    due: int


@define
class SentLoans:
    """Loans that were probably opened, oldest first."""

    full_account_loans: int
    full_venue_loans: int
    last_loan: int = 0
    entries: list[SentLoan] = Factory(list)

    def is_full(self, *accounts: int) -> bool:
        """Whether a further loan between these accounts would probably be refused."""
        parties = [party for loan in self.entries for party in (loan.lender, loan.borrower)]
        is_many = any(parties.count(account) >= self.full_account_loans for account in accounts)
        return is_many or len(self.entries) >= self.full_venue_loans

    def remember(self, loan: SentLoan) -> None:
        """Give a loan the next id, unless it would probably be refused."""
        if not self.is_full(loan.lender, loan.borrower):
            self._append(loan)

    def own(self, loan: SentLoan) -> SentLoan | None:
        """The last loan that its lender has borrowed there, of another than its borrower."""
        found = [
            own
            for own in self.entries
            if (own.borrower, own.market) == (loan.lender, loan.market)
            and own.lender != loan.borrower
        ]
        return found[-1] if found else None

    def hand_over(self, number: int, *, is_one: bool) -> None:
        """Hand the loan of that id over, if it is remembered: for one own loan, or for all."""
        for loan in [entry for entry in self.entries if entry.loan == number]:
            own = self.own(loan)
            while own is not None:
                lots, lender = min(loan.lots, own.lots), own.lender
                self.lower(own, lots)
                if lots == loan.lots:
                    loan.lender = lender
                    return
                self.lower(loan, lots)
                self._append(evolve(loan, lots=lots, lender=lender))
                own = None if is_one else self.own(loan)

    def lower(self, old: SentLoan, lots: int) -> None:
        """Take lots off; without any the loan goes."""
        old.lots -= lots
        if old.lots <= 0:
            self.entries = [loan for loan in self.entries if loan is not old]

    def _append(self, loan: SentLoan) -> None:
        self.last_loan += 1
        loan.loan = self.last_loan
        self.entries.append(loan)
