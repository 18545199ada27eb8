"""All loans: rows with lists by borrower and by lender, and the claims on them.

Every write is journaled. The row of a loan that is gone, and a claim that is paid, stay as they
were until the command is accepted.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .journal import (
    CLAIM_CELL,
    CLAIM_FREED,
    CLAIM_TAKEN,
    LAST_LOAN,
    LOAN_CELL,
    LOAN_DROPPED,
    LOAN_ENTERED,
    PARTY_CELL,
    Journal,
)
from .layout import (
    CLAIM_ACCOUNT,
    CLAIM_FEE,
    CLAIM_INTEREST,
    CLAIM_NEXT,
    CLAIM_WIDTH,
    LOAN_BEFORE,
    LOAN_BEHIND,
    LOAN_BORROWER,
    LOAN_CLAIMS,
    LOAN_FIRST_CLAIM,
    LOAN_ID,
    LOAN_LAST_CLAIM,
    LOAN_LENDER,
    LOAN_MARKET,
    LOAN_NEWER,
    LOAN_OLDER,
    LOAN_PAIR,
    LOAN_START,
    LOAN_WIDTH,
    PARTY_LOANS,
    PARTY_NEWEST_BORROWED,
    PARTY_NEWEST_LENT,
    PARTY_WIDTH,
    zeros,
)
from .margin import Margin
from .pair_index import ROW_MASK, PairIndex


class Loans:
    """Rows for the loans of a venue, each counted from 1."""

    def __init__(
        self,
        capacity: i64,
        spare: i64,
        claims: i64,
        accounts: i64,
        most_of_account: i64,
        journal: Journal,
        margin: Margin,
    ) -> None:
        """Allocate for `capacity` loans with `claims` claims in all; no later call allocates.

        `spare` is the most that one command makes, whose rows wait until it is accepted.
        """
        # Of two numbers at the end of their ranges not both can be used up: see STA-013.
        count = min(capacity + spare, ROW_MASK)
        self.rows: Final[vec[i64]] = zeros((count + 1) * LOAN_WIDTH)
        self.index: Final[PairIndex] = PairIndex(capacity, self.rows, LOAN_WIDTH, LOAN_PAIR)
        self.parties: Final[vec[i64]] = zeros((accounts + 1) * PARTY_WIDTH)
        self.claims: Final[vec[i64]] = zeros((claims + 1) * CLAIM_WIDTH)
        self.capacity: Final[i64] = capacity
        self.most_of_account: Final[i64] = most_of_account
        self.journal: Final[Journal] = journal
        self.margin: Final[Margin] = margin
        self.count: i64 = 0
        self.last_loan: i64 = 0
        self.fresh: i64 = 1
        self.free: i64 = NONE
        self.fresh_claim: i64 = 1
        self.free_claim: i64 = NONE

    def find(self, loan_id: i64) -> i64:
        """The row of a loan, or NONE."""
        return self.index.find(0, loan_id)

    def loans_of(self, account: i64) -> i64:
        """How many loans an account is party to."""
        return self.parties[account * PARTY_WIDTH + PARTY_LOANS]

    def is_at_limit(self, account: i64) -> bool:
        """Whether an account is party to as many loans as it may be (LND-006)."""
        return self.loans_of(account) >= self.most_of_account

    def newest_borrowed(self, account: i64) -> i64:
        """The latest loan of a borrower by start and id, or NONE; before it stand the older."""
        return self.parties[account * PARTY_WIDTH + PARTY_NEWEST_BORROWED]

    def next_id(self) -> i64:
        """Use an id (LND-012)."""
        self.journal.write(LAST_LOAN, 0, self.last_loan)
        self.last_loan += 1
        return self.last_loan

    def take_row(self) -> i64:
        """A free row; the caller fills it and then lets it enter."""
        loan = self.free
        if loan != NONE:
            self.free = self.rows[loan * LOAN_WIDTH + LOAN_NEWER]
            return loan
        loan = self.fresh
        self.fresh = loan + 1
        return loan

    def _release(self, loan: i64) -> None:
        self.rows[loan * LOAN_WIDTH + LOAN_NEWER] = self.free
        self.free = loan

    def _release_claim(self, claim: i64) -> None:
        self.claims[claim * CLAIM_WIDTH + CLAIM_NEXT] = self.free_claim
        self.free_claim = claim

    def set_cell(self, loan: i64, field: i64, content: i64) -> None:
        """Change a field of a loan."""
        cell = loan * LOAN_WIDTH + field
        self.journal.write(LOAN_CELL, cell, self.rows[cell])
        self.rows[cell] = content
        if self.margin.is_kept:
            self.touch(loan)

    def touch(self, loan: i64) -> None:
        """What a loan is worth to its parties may have changed."""
        cell = loan * LOAN_WIDTH
        market = self.rows[cell + LOAN_MARKET]
        self.margin.touch_loans(self.rows[cell + LOAN_BORROWER], market)
        self.margin.touch_loans(self.rows[cell + LOAN_LENDER], market)

    def set_claim_cell(self, claim: i64, field: i64, content: i64) -> None:
        """Change a field of a claim."""
        cell = claim * CLAIM_WIDTH + field
        self.journal.write(CLAIM_CELL, cell, self.claims[cell])
        self.claims[cell] = content

    def _set_party(self, account: i64, field: i64, content: i64) -> None:
        cell = account * PARTY_WIDTH + field
        self.journal.write(PARTY_CELL, cell, self.parties[cell])
        self.parties[cell] = content

    def _count_in(self, account: i64, more: i64) -> None:
        self._set_party(account, PARTY_LOANS, self.loans_of(account) + more)

    def enter(self, loan: i64, near: i64) -> None:
        """Let a filled row be a loan; `near` is one of the borrower, or NONE for his newest."""
        rows = self.rows
        cell = loan * LOAN_WIDTH
        borrower = rows[cell + LOAN_BORROWER]
        rows[cell + LOAN_PAIR] = 0
        rows[cell + LOAN_FIRST_CLAIM] = NONE
        rows[cell + LOAN_LAST_CLAIM] = NONE
        rows[cell + LOAN_CLAIMS] = 0
        self._link_borrowed(loan, self.newest_borrowed(borrower) if near == NONE else near)
        self._link_lent(loan)
        self._count_in(borrower, 1)
        self.index.insert(0, rows[cell + LOAN_ID], loan)
        self.count += 1
        if self.margin.is_kept:
            self.touch(loan)
        self.journal.write(LOAN_ENTERED, loan, 0)

    def drop(self, loan: i64) -> None:
        """A loan without principal is gone (LND-033)."""
        if self.margin.is_kept:
            self.touch(loan)
        self._unlink_borrowed(loan)
        self._unlink_lent(loan)
        self._count_in(self.rows[loan * LOAN_WIDTH + LOAN_BORROWER], -1)
        self.index.remove(0, self.rows[loan * LOAN_WIDTH + LOAN_ID], loan)
        self.count -= 1
        if self.journal.is_kept:
            self.journal.write(LOAN_DROPPED, loan, 0)
        else:
            self._release(loan)

    def pass_to(self, loan: i64, lender: i64) -> None:
        """Give a loan another lender."""
        if self.margin.is_kept:
            self.touch(loan)
        self._unlink_lent(loan)
        self.set_cell(loan, LOAN_LENDER, lender)
        self._link_lent(loan)

    def _stands_after(self, one: i64, other: i64) -> bool:
        """Whether a loan is newer than another by start, then id (LND-040)."""
        rows = self.rows
        start = rows[one * LOAN_WIDTH + LOAN_START]
        other_start = rows[other * LOAN_WIDTH + LOAN_START]
        if start != other_start:
            return start > other_start
        return rows[one * LOAN_WIDTH + LOAN_ID] > rows[other * LOAN_WIDTH + LOAN_ID]

    def _link_borrowed(self, loan: i64, near: i64) -> None:
        rows = self.rows
        cell = loan * LOAN_WIDTH
        borrower = rows[cell + LOAN_BORROWER]
        older = near
        newer: i64 = NONE
        while older != NONE and self._stands_after(older, loan):
            newer = older
            older = rows[newer * LOAN_WIDTH + LOAN_OLDER]
        if newer == NONE and older != NONE:
            newer = rows[older * LOAN_WIDTH + LOAN_NEWER]
            while newer != NONE and self._stands_after(loan, newer):
                older = newer
                newer = rows[older * LOAN_WIDTH + LOAN_NEWER]
        rows[cell + LOAN_OLDER] = older
        rows[cell + LOAN_NEWER] = newer
        if older != NONE:
            self.set_cell(older, LOAN_NEWER, loan)
        if newer != NONE:
            self.set_cell(newer, LOAN_OLDER, loan)
        else:
            self._set_party(borrower, PARTY_NEWEST_BORROWED, loan)

    def _unlink_borrowed(self, loan: i64) -> None:
        rows = self.rows
        cell = loan * LOAN_WIDTH
        older = rows[cell + LOAN_OLDER]
        newer = rows[cell + LOAN_NEWER]
        if older != NONE:
            self.set_cell(older, LOAN_NEWER, newer)
        if newer != NONE:
            self.set_cell(newer, LOAN_OLDER, older)
        else:
            self._set_party(rows[cell + LOAN_BORROWER], PARTY_NEWEST_BORROWED, older)

    def _link_lent(self, loan: i64) -> None:
        """Put a loan in front of those of its lender, and count it."""
        lender = self.rows[loan * LOAN_WIDTH + LOAN_LENDER]
        newest = self.parties[lender * PARTY_WIDTH + PARTY_NEWEST_LENT]
        self.set_cell(loan, LOAN_BEFORE, newest)
        self.set_cell(loan, LOAN_BEHIND, NONE)
        if newest != NONE:
            self.set_cell(newest, LOAN_BEHIND, loan)
        self._set_party(lender, PARTY_NEWEST_LENT, loan)
        self._count_in(lender, 1)

    def _unlink_lent(self, loan: i64) -> None:
        rows = self.rows
        cell = loan * LOAN_WIDTH
        lender = rows[cell + LOAN_LENDER]
        before = rows[cell + LOAN_BEFORE]
        behind = rows[cell + LOAN_BEHIND]
        if before != NONE:
            self.set_cell(before, LOAN_BEHIND, behind)
        if behind != NONE:
            self.set_cell(behind, LOAN_BEFORE, before)
        else:
            self._set_party(lender, PARTY_NEWEST_LENT, before)
        self._count_in(lender, -1)

    def add_claim(self, loan: i64, account: i64, interest: i64, fee: i64) -> None:
        """Put a claim behind the others on a loan (LND-041)."""
        claim = self.free_claim
        if claim != NONE:
            self.free_claim = self.claims[claim * CLAIM_WIDTH + CLAIM_NEXT]
        else:
            claim = self.fresh_claim
            self.fresh_claim = claim + 1
        self.journal.write(CLAIM_TAKEN, claim, 0)
        cell = claim * CLAIM_WIDTH
        self.claims[cell + CLAIM_NEXT] = NONE
        self.claims[cell + CLAIM_ACCOUNT] = account
        self.claims[cell + CLAIM_INTEREST] = interest
        self.claims[cell + CLAIM_FEE] = fee
        base = loan * LOAN_WIDTH
        last = self.rows[base + LOAN_LAST_CLAIM]
        if last != NONE:
            self.set_claim_cell(last, CLAIM_NEXT, claim)
        else:
            self.set_cell(loan, LOAN_FIRST_CLAIM, claim)
        self.set_cell(loan, LOAN_LAST_CLAIM, claim)
        self.set_cell(loan, LOAN_CLAIMS, self.rows[base + LOAN_CLAIMS] + 1)

    def drop_claim_behind(self, loan: i64, before: i64) -> None:
        """Drop the claim that stands behind another one, or the oldest if that is NONE."""
        if before == NONE:
            self.drop_first_claim(loan)
            return
        claim = self.claims[before * CLAIM_WIDTH + CLAIM_NEXT]
        following = self.claims[claim * CLAIM_WIDTH + CLAIM_NEXT]
        self.set_claim_cell(before, CLAIM_NEXT, following)
        if following == NONE:
            self.set_cell(loan, LOAN_LAST_CLAIM, before)
        self._forget_claim(loan, claim)

    def drop_first_claim(self, loan: i64) -> None:
        """The oldest claim on a loan is paid."""
        base = loan * LOAN_WIDTH
        claim = self.rows[base + LOAN_FIRST_CLAIM]
        following = self.claims[claim * CLAIM_WIDTH + CLAIM_NEXT]
        self.set_cell(loan, LOAN_FIRST_CLAIM, following)
        if following == NONE:
            self.set_cell(loan, LOAN_LAST_CLAIM, NONE)
        self._forget_claim(loan, claim)

    def _forget_claim(self, loan: i64, claim: i64) -> None:
        """Count a claim no more that is out of the list of its loan."""
        count = self.rows[loan * LOAN_WIDTH + LOAN_CLAIMS]
        self.set_cell(loan, LOAN_CLAIMS, count - 1)
        if self.journal.is_kept:
            self.journal.write(CLAIM_FREED, claim, 0)
        else:
            self._release_claim(claim)

    def settle_entry(self, kind: i64, where: i64) -> None:
        """The command is accepted: what left may be used again."""
        if kind == LOAN_DROPPED:
            self._release(where)
        elif kind == CLAIM_FREED:
            self._release_claim(where)

    def undo_entry(self, kind: i64, where: i64, before: i64) -> None:
        """Take the latest write back."""
        if kind == LOAN_CELL:
            self.rows[where] = before
        elif kind == PARTY_CELL:
            self.parties[where] = before
        elif kind == CLAIM_CELL:
            self.claims[where] = before
        elif kind == LAST_LOAN:
            self.last_loan = before
        elif kind == LOAN_ENTERED:
            self.index.remove(0, self.rows[where * LOAN_WIDTH + LOAN_ID], where)
            self.count -= 1
            self._release(where)
        elif kind == LOAN_DROPPED:
            self.index.insert(0, self.rows[where * LOAN_WIDTH + LOAN_ID], where)
            self.count += 1
        elif kind == CLAIM_TAKEN:
            self._release_claim(where)
