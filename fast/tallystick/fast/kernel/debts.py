"""All settlement debts: rows with a list for each debtor, by due time, then creditor (PRP-036).

Every write is journaled; the row of a debt that is paid stays as it was until the command is
accepted. Creditor 0 is the treasury.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    DEBT_TOO_LARGE,
    NONE,
    TOO_MANY_DEBTS,
    TOO_MANY_DEBTS_OF_ACCOUNT,
)
from .journal import DEBT_CELL, DEBT_ENTERED, DEBT_PAID_OFF, DEBTOR_CELL, Journal
from .layout import (
    DEBT_ATOMS,
    DEBT_BEFORE,
    DEBT_BEHIND,
    DEBT_CREDITOR,
    DEBT_DEBTOR,
    DEBT_DUE,
    DEBT_WIDTH,
    DEBTOR_DEBTS,
    DEBTOR_FIRST,
    DEBTOR_IS_OWED,
    DEBTOR_LAST,
    DEBTOR_OWES,
    DEBTOR_WIDTH,
    zeros,
)
from .margin import Margin

TREASURY: Final = 0
HIGHEST_DEBT: Final = 2**60
"""Most that an account owes in all, and that it is owed (PRP-038)."""


class Debts:
    """Rows for the settlement debts of a venue, each counted from 1."""

    def __init__(
        self,
        capacity: i64,
        spare: i64,
        accounts: i64,
        most_of_account: i64,
        journal: Journal,
        margin: Margin,
    ) -> None:
        """Allocate for `capacity` debts; no later call allocates.

        `spare` is the most that one command opens, while rows of paid ones wait for its end.
        """
        self.rows: Final[vec[i64]] = zeros((capacity + spare + 1) * DEBT_WIDTH)
        self.debtors: Final[vec[i64]] = zeros((accounts + 1) * DEBTOR_WIDTH)
        self.capacity: Final[i64] = capacity
        self.most_of_account: Final[i64] = most_of_account
        self.journal: Final[Journal] = journal
        self.margin: Final[Margin] = margin
        self.count: i64 = 0
        self.fresh: i64 = 1
        self.free: i64 = NONE

    def first(self, debtor: i64) -> i64:
        """The earliest due debt of an account, or NONE; the others stand behind it."""
        return self.debtors[debtor * DEBTOR_WIDTH + DEBTOR_FIRST]

    def behind(self, debt: i64) -> i64:
        """The next debt of the same debtor, or NONE."""
        return self.rows[debt * DEBT_WIDTH + DEBT_BEHIND]

    def owes(self, debtor: i64) -> i64:
        """Atoms that an account owes in settlement debts."""
        return self.debtors[debtor * DEBTOR_WIDTH + DEBTOR_OWES]

    def _set_cell(self, debt: i64, field: i64, content: i64) -> None:
        cell = debt * DEBT_WIDTH + field
        self.journal.write(DEBT_CELL, cell, self.rows[cell])
        self.rows[cell] = content

    def _set_debtor(self, account: i64, field: i64, content: i64) -> None:
        cell = account * DEBTOR_WIDTH + field
        self.journal.write(DEBTOR_CELL, cell, self.debtors[cell])
        self.debtors[cell] = content

    def _add_debtor(self, account: i64, field: i64, more: i64) -> None:
        self._set_debtor(account, field, self.debtors[account * DEBTOR_WIDTH + field] + more)

    def _count_atoms(self, debtor: i64, creditor: i64, more: i64) -> None:
        """Keep both totals, but none of what the treasury is owed, which has no bound."""
        self._add_debtor(debtor, DEBTOR_OWES, more)
        if creditor != TREASURY:
            self._add_debtor(creditor, DEBTOR_IS_OWED, more)
        if self.margin.is_kept:
            # Debts are of the base asset, the first one.
            self.margin.touch(debtor, 1)
            if creditor != TREASURY:
                self.margin.touch(creditor, 1)

    def lower(self, debt: i64, atoms: i64) -> None:
        """Take atoms off a debt; without any it is gone."""
        cell = debt * DEBT_WIDTH
        left = self.rows[cell + DEBT_ATOMS] - atoms
        self._count_atoms(self.rows[cell + DEBT_DEBTOR], self.rows[cell + DEBT_CREDITOR], -atoms)
        if left == 0:
            self._drop(debt)
        else:
            self._set_cell(debt, DEBT_ATOMS, left)

    def offset(self, debtor: i64, creditor: i64, most: i64) -> i64:
        """Take up to so many atoms off what one owes the other, the earliest due first (PRP-034).

        Return how many.
        """
        if self.owes(debtor) == 0:
            return 0
        left = most
        debt = self.first(debtor)
        while debt != NONE and left > 0:
            following = self.behind(debt)
            cell = debt * DEBT_WIDTH
            if self.rows[cell + DEBT_CREDITOR] == creditor:
                atoms = min(left, self.rows[cell + DEBT_ATOMS])
                self.lower(debt, atoms)
                left -= atoms
            debt = following
        return most - left

    def open(self, debtor: i64, creditor: i64, now: i64, due: i64, atoms: i64) -> i64:
        """Let a debt begin, or grow; a reason if that is one too many or too much (PRP-038)."""
        rows = self.rows
        self._join_overdue(debtor, creditor, now)
        before = self.debtors[debtor * DEBTOR_WIDTH + DEBTOR_LAST]
        while before != NONE and self._stands_after(before, due, creditor):
            before = rows[before * DEBT_WIDTH + DEBT_BEFORE]
        cell = before * DEBT_WIDTH
        joins = (
            before != NONE
            and rows[cell + DEBT_DUE] == due
            and rows[cell + DEBT_CREDITOR] == creditor
        )
        if not joins:
            if self.debtors[debtor * DEBTOR_WIDTH + DEBTOR_DEBTS] >= self.most_of_account:
                return TOO_MANY_DEBTS_OF_ACCOUNT
            if self.count >= self.capacity:
                return TOO_MANY_DEBTS
        is_owed = self.debtors[creditor * DEBTOR_WIDTH + DEBTOR_IS_OWED]
        if self.owes(debtor) + atoms > HIGHEST_DEBT or is_owed + atoms > HIGHEST_DEBT:
            return DEBT_TOO_LARGE
        if joins:
            self._set_cell(before, DEBT_ATOMS, rows[cell + DEBT_ATOMS] + atoms)
            self._count_atoms(debtor, creditor, atoms)
        else:
            self.enter(before, debtor, creditor, due, atoms)
        return ACCEPTED

    def _stands_after(self, debt: i64, due: i64, creditor: i64) -> bool:
        cell = debt * DEBT_WIDTH
        if self.rows[cell + DEBT_DUE] != due:
            return self.rows[cell + DEBT_DUE] > due
        return self.rows[cell + DEBT_CREDITOR] > creditor

    def _join_overdue(self, debtor: i64, creditor: i64, now: i64) -> None:
        """PRP-037."""
        rows = self.rows
        earliest: i64 = NONE
        debt = self.first(debtor)
        while debt != NONE and rows[debt * DEBT_WIDTH + DEBT_DUE] < now:
            following = self.behind(debt)
            cell = debt * DEBT_WIDTH
            if rows[cell + DEBT_CREDITOR] == creditor:
                if earliest == NONE:
                    earliest = debt
                else:
                    together = rows[earliest * DEBT_WIDTH + DEBT_ATOMS] + rows[cell + DEBT_ATOMS]
                    self._set_cell(earliest, DEBT_ATOMS, together)
                    self._drop(debt)
            debt = following

    def enter(self, before: i64, debtor: i64, creditor: i64, due: i64, atoms: i64) -> None:
        """A debt begins behind another one of its debtor, or as his first."""
        rows = self.rows
        debt = self.free
        if debt != NONE:
            self.free = rows[debt * DEBT_WIDTH + DEBT_BEHIND]
        else:
            debt = self.fresh
            self.fresh = debt + 1
        behind = self.first(debtor) if before == NONE else self.behind(before)
        cell = debt * DEBT_WIDTH
        rows[cell + DEBT_DEBTOR] = debtor
        rows[cell + DEBT_CREDITOR] = creditor
        rows[cell + DEBT_DUE] = due
        rows[cell + DEBT_ATOMS] = atoms
        rows[cell + DEBT_BEFORE] = before
        rows[cell + DEBT_BEHIND] = behind
        self._link(debtor, before, debt)
        self._link_back(debtor, behind, debt)
        self._add_debtor(debtor, DEBTOR_DEBTS, 1)
        self._count_atoms(debtor, creditor, atoms)
        self.count += 1
        self.journal.write(DEBT_ENTERED, debt, 0)

    def _drop(self, debt: i64) -> None:
        """A debt is gone; its atoms have been counted elsewhere."""
        cell = debt * DEBT_WIDTH
        debtor = self.rows[cell + DEBT_DEBTOR]
        before = self.rows[cell + DEBT_BEFORE]
        behind = self.rows[cell + DEBT_BEHIND]
        self._link(debtor, before, behind)
        self._link_back(debtor, behind, before)
        self._add_debtor(debtor, DEBTOR_DEBTS, -1)
        self.count -= 1
        if self.journal.is_kept:
            self.journal.write(DEBT_PAID_OFF, debt, 0)
        else:
            self._release(debt)

    def _link(self, debtor: i64, before: i64, debt: i64) -> None:
        """Let a debt, or none, stand behind another one, or be the first."""
        if before == NONE:
            self._set_debtor(debtor, DEBTOR_FIRST, debt)
        else:
            self._set_cell(before, DEBT_BEHIND, debt)

    def _link_back(self, debtor: i64, behind: i64, debt: i64) -> None:
        """Let a debt, or none, stand before another one, or be the last."""
        if behind == NONE:
            self._set_debtor(debtor, DEBTOR_LAST, debt)
        else:
            self._set_cell(behind, DEBT_BEFORE, debt)

    def _release(self, debt: i64) -> None:
        self.rows[debt * DEBT_WIDTH + DEBT_BEHIND] = self.free
        self.free = debt

    def settle_entry(self, kind: i64, where: i64) -> None:
        """The command is accepted: the row of a paid debt may be used again."""
        if kind == DEBT_PAID_OFF:
            self._release(where)

    def undo_entry(self, kind: i64, where: i64, before: i64) -> None:
        """Take the latest write back."""
        if kind == DEBT_CELL:
            self.rows[where] = before
        elif kind == DEBTOR_CELL:
            self.debtors[where] = before
        elif kind == DEBT_ENTERED:
            self.count -= 1
            self._release(where)
        else:
            self.count += 1
