"""What an account and each of its counterparties owe each other, exactly, at the marks (LIQ-031).

All of it is in units of 1/`unit` base atom, in which every contract is a whole number.
"""

from typing import Final

from mypy_extensions import i64

from .codes import NONE
from .contracts import (
    borrowed_loans,
    debts_to,
    legs_in,
    lent_loans,
    own_debts,
    perp_markets,
)
from .debts import TREASURY
from .exact_value import mark_of_asset
from .interest import hours_owed
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_WIDTH,
    CLAIM_ACCOUNT,
    CLAIM_FEE,
    CLAIM_INTEREST,
    CLAIM_NEXT,
    CLAIM_WIDTH,
    DEBT_ATOMS,
    DEBT_CREDITOR,
    DEBT_DEBTOR,
    DEBT_WIDTH,
    FUNDING_INDEX,
    LEG_LONG,
    LEG_SHORT,
    LEG_WIDTH,
    LOAN_BORROWER,
    LOAN_FIRST_CLAIM,
    LOAN_HOURS_PAID,
    LOAN_ID,
    LOAN_INTEREST_CREDIT,
    LOAN_LENDER,
    LOAN_OLDER,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_START,
    LOAN_WIDTH,
)
from .netting import value_of
from .payments import loan_asset, principal_atoms
from .soundness import has_value
from .venue import BASE, Venue

YEAR: Final[int] = 87_600_000
"""Interest is a whole number of 1/D atoms."""


def common_divisor(one: int, other: int) -> int:
    """The greatest of two numbers of at least 1."""
    while other != 0:
        one, other = other, one % other
    return one


class Prices:
    """What an atom of each asset is worth at the mark, in whole numbers."""

    def __init__(self, venue: Venue) -> None:
        """As the marks are now."""
        unit = 1
        asset: i64 = BASE
        while asset <= venue.asset_count:
            if has_value(venue, asset):
                lot: int = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
                unit *= lot // common_divisor(unit, lot)
            asset += 1
        self.unit: Final[int] = unit
        """Parts of a base atom."""
        weights: list[int] = [0]
        asset = BASE
        while asset <= venue.asset_count:
            weight = 0
            if has_value(venue, asset):
                lot_atoms: int = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
                weight = mark_of_asset(venue, asset) * (self.unit // lot_atoms)
            weights.append(weight)
            asset += 1
        self.weights: Final[list[int]] = weights
        """Of an atom of each asset, by its id; 0 if it is not priced."""

    def base_atoms(self, asset: int, atoms: int) -> int:
        """What atoms of an asset are worth, rounded up."""
        return -(-atoms * self.weights[asset] // self.unit)


class Counterparties:
    """Sums with all counterparties of an account, and what others are left to pay each other."""

    def __init__(self, venue: Venue, target: i64, prices: Prices) -> None:
        """Of everything that the account has with anybody."""
        self.venue: Final[Venue] = venue
        self.target: Final[i64] = target
        self.prices: Final[Prices] = prices
        self.unit: Final[int] = prices.unit * YEAR
        self.sums: Final[dict[int, int]] = {}
        """What a counterparty owes the target; if negative, the target owes it."""
        self.left_over: Final[list[tuple[int, int, int]]] = []
        """Of claims on loans that the target has lent: who pays whom how many base atoms."""
        self.claims_seen: int = 0
        """Claims on loans in which the target has a part."""
        self._add_legs()
        self._add_debts()
        for loan in borrowed_loans(venue, target):
            self._add_loan(loan, int(venue.loans.rows[loan * LOAN_WIDTH + LOAN_LENDER]), -1)
            self._add_claims_owed(loan)
        for loan in by_id(venue, lent_loans(venue, target)):
            self._add_loan(loan, int(venue.loans.rows[loan * LOAN_WIDTH + LOAN_BORROWER]), 1)
            self._split_claims(loan)
        for loan in claimed_loans(venue, target):
            self._add_claims_on_others(loan)

    def _add(self, counterparty: int, amount: int) -> None:
        self.sums[counterparty] = self.sums.get(counterparty, 0) + amount

    def _add_legs(self) -> None:
        venue = self.venue
        perps = venue.perps
        for market in perp_markets(venue):
            mark = venue.mark_of(market)
            index = perps.of_market(market, FUNDING_INDEX)
            for leg in legs_in(venue, self.target, market):
                value: int = value_of(perps, leg, mark, index)
                long_account = perps.legs.rows[leg * LEG_WIDTH + LEG_LONG]
                if long_account == self.target:
                    self._add(int(perps.legs.rows[leg * LEG_WIDTH + LEG_SHORT]), value * self.unit)
                else:
                    self._add(int(long_account), -value * self.unit)

    def _add_debts(self) -> None:
        rows = self.venue.perps.debts.rows
        for debt in own_debts(self.venue, self.target):
            atoms: int = rows[debt * DEBT_WIDTH + DEBT_ATOMS]
            self._add(int(rows[debt * DEBT_WIDTH + DEBT_CREDITOR]), -atoms * self.unit)
        for debt in debts_to(self.venue, self.target):
            atoms = int(rows[debt * DEBT_WIDTH + DEBT_ATOMS])
            self._add(int(rows[debt * DEBT_WIDTH + DEBT_DEBTOR]), atoms * self.unit)

    def _claims_on(self, loan: int) -> list[tuple[int, int, int]]:
        found = claims_on(self.venue, loan)
        self.claims_seen += len(found)
        return found

    def _weight(self, loan: int) -> int:
        return self.prices.weights[loan_asset(self.venue, loan)]

    def _add_loan(self, loan: int, counterparty: int, sign: int) -> None:
        """Principal and interest; `sign` is 1 if the counterparty owes them."""
        rows = self.venue.loans.rows
        cell = i64(loan) * LOAN_WIDTH
        atoms: int = principal_atoms(self.venue, loan, rows[cell + LOAN_PRINCIPAL])
        owed = atoms * YEAR
        hours: int = hours_owed(rows[cell + LOAN_START], self.venue.now)
        hours -= rows[cell + LOAN_HOURS_PAID]
        if hours > 0:
            rate: int = rows[cell + LOAN_RATE]
            credit: int = rows[cell + LOAN_INTEREST_CREDIT]
            owed += atoms * rate * hours - credit
        self._add(counterparty, sign * owed * self._weight(loan))

    def _add_claims_owed(self, loan: int) -> None:
        """Claims on a loan that the target has borrowed."""
        weight = self._weight(loan) * YEAR
        for account, interest, fee in self._claims_on(loan):
            self._add(account, -interest * weight)
            self._add(TREASURY, -fee * weight)

    def _split_claims(self, loan: int) -> None:
        """Claims on a loan that the target has lent: its own, and what is left over."""
        borrower: int = self.venue.loans.rows[i64(loan) * LOAN_WIDTH + LOAN_BORROWER]
        asset: int = loan_asset(self.venue, loan)
        for account, interest, fee in self._claims_on(loan):
            if account == self.target:
                self._add(borrower, interest * self._weight(loan) * YEAR)
            elif interest > 0:
                owed = self.prices.base_atoms(asset, interest)
                self.left_over.append((borrower, account, owed))
            if fee > 0:
                self.left_over.append((borrower, TREASURY, self.prices.base_atoms(asset, fee)))

    def _add_claims_on_others(self, loan: int) -> None:
        """Claims of the target on a loan between two others."""
        borrower: int = self.venue.loans.rows[i64(loan) * LOAN_WIDTH + LOAN_BORROWER]
        for account, interest, _ in self._claims_on(loan):
            if account == self.target:
                self._add(borrower, interest * self._weight(loan) * YEAR)

    def creditors(self) -> list[tuple[int, int]]:
        """Who is owed at least an atom, ascending, and how many, rounded down."""
        found = [(each, -amount // self.unit) for each, amount in self.sums.items()]
        return sorted([(each, claim) for each, claim in found if claim >= 1])

    def debtors(self) -> list[tuple[int, int]]:
        """Who owes something, ascending, and how many atoms, rounded up."""
        found = [(each, -(-amount // self.unit)) for each, amount in self.sums.items()]
        return sorted([(each, owed) for each, owed in found if owed >= 1])


def by_id(venue: Venue, loans: list[int]) -> list[int]:
    """Rows of loans in the order of their ids."""
    found = [(int(venue.loans.rows[i64(loan) * LOAN_WIDTH + LOAN_ID]), loan) for loan in loans]
    found.sort()
    return [loan for _, loan in found]


def claims_on(venue: Venue, loan: int) -> list[tuple[int, int, int]]:
    """The claims on a loan, oldest first: account, interest and fee."""
    rows = venue.loans.claims
    found: list[tuple[int, int, int]] = []
    claim = venue.loans.rows[i64(loan) * LOAN_WIDTH + LOAN_FIRST_CLAIM]
    while claim != NONE:
        cell = claim * CLAIM_WIDTH
        account: int = rows[cell + CLAIM_ACCOUNT]
        interest: int = rows[cell + CLAIM_INTEREST]
        fee: int = rows[cell + CLAIM_FEE]
        found.append((account, interest, fee))
        claim = rows[cell + CLAIM_NEXT]
    return found


def claimed_loans(venue: Venue, target: i64) -> list[int]:
    """Rows of loans of two others on which an account has a claim; all loans are looked through."""
    rows = venue.loans.rows
    found: list[int] = []
    account: i64 = 1
    while account <= venue.account_count:
        loan = venue.loans.newest_borrowed(account)
        while loan != NONE:
            cell = loan * LOAN_WIDTH
            is_of_others = account != target and rows[cell + LOAN_LENDER] != target
            if is_of_others and has_claim(venue, loan, target):
                found.append(loan)
            loan = rows[cell + LOAN_OLDER]
        account += 1
    return found


def has_claim(venue: Venue, loan: i64, account: i64) -> bool:
    """Whether an account has a claim on a loan."""
    rows = venue.loans.claims
    claim = venue.loans.rows[loan * LOAN_WIDTH + LOAN_FIRST_CLAIM]
    while claim != NONE:
        if rows[claim * CLAIM_WIDTH + CLAIM_ACCOUNT] == account:
            return True
        claim = rows[claim * CLAIM_WIDTH + CLAIM_NEXT]
    return False
