"""Tables of legs and debts against plain lists, and taken back as a rejection does."""

from random import Random
from typing import Any

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st
from librt.vecs import vec
from mypy_extensions import i64

from tallystick.fast import Build
from tallystick.fast.build import kernel_module
from tallystick.fast.kernel import codes, layout
from tests.fast.conftest import Kernel

ACCOUNTS = 5
MARKETS = 2
CAPACITY = 12
HOUR = 3_600_000
MOST_OF_ACCOUNT = 6


def undo(journal: Any, table: Any) -> None:
    """Take back all that the journal has of a table, newest first (CMD-004)."""
    while journal.count > 0:
        journal.count -= 1
        cell = journal.count * 3
        table.undo_entry(*journal.rows[cell : cell + 3])


def commit(journal: Any, table: Any) -> None:
    """Let the rows of what is gone be used again."""
    for entry in range(journal.count):
        table.settle_entry(*journal.rows[3 * entry : 3 * entry + 2])
    journal.count = 0


def new_journal(build: Build) -> Any:
    """A journal that keeps everything."""
    journal = kernel_module(build, "journal").Journal(10_000)
    journal.begin(True)
    return journal


def no_margin(build: Build) -> Any:
    """What a venue without chapter 08 has of it."""
    limits = kernel_module(build, "margin_limits").MarginLimits(0, 0, 0, 0, 0, 0, 0)
    return kernel_module(build, "margin").Margin(limits, 0, 0, vec[i64](), vec[i64](), 0)


@define
class LegsBeside:
    """Legs of the kernel, and beside them a list of market, long, short, lots and number."""

    legs: Any
    journal: Any
    rows: list[tuple[int, int, int, int, int]] = field(factory=list)
    last: int = 0

    def step(self, random: Random) -> None:
        """Let a leg begin, end or change, as no account would become long and short."""
        market = random.randint(1, MARKETS)
        one, other = random.sample(range(1, ACCOUNTS + 1), 2)
        longs = {row[1] for row in self.rows if row[0] == market}
        shorts = {row[2] for row in self.rows if row[0] == market}
        found = [row for row in self.rows if row[:3] == (market, one, other)]
        if found:
            self._change(found[0], random.randint(1, 3))
        elif one not in shorts and other not in longs and len(self.rows) < CAPACITY:
            self.last += 1
            lots = random.randint(1, 9)
            self.legs.enter(market, self.last, one, other, lots, 5 * lots, 7 * lots)
            self._shift(market, one, other, lots)
            self.rows.append((market, one, other, lots, self.last))

    def _change(self, row: tuple[int, int, int, int, int], kind: int) -> None:
        market, one, other, lots, number = row
        leg = self.legs.find(market, one, other)
        place = self.rows.index(row)
        if kind == 1:
            self.legs.drop(leg)
            self._shift(market, one, other, -lots)
            del self.rows[place]
        else:
            self.legs.set_money(leg, lots + kind, 5 * (lots + kind), 7 * (lots + kind))
            self._shift(market, one, other, kind)
            self.rows[place] = (market, one, other, lots + kind, number)

    def _shift(self, market: int, one: int, other: int, lots: int) -> None:
        self.legs.shift(one, market, lots)
        self.legs.shift(other, market, -lots)

    def check(self) -> None:
        """The kernel has the same legs, found and listed by each of their accounts."""
        cells = self.legs.rows
        assert self.legs.count == len(self.rows)
        for market in range(1, MARKETS + 1):
            for account in range(1, ACCOUNTS + 1):
                own = [row for row in self.rows if row[0] == market and account in row[1:3]]
                position = sum(row[3] if row[1] == account else -row[3] for row in own)
                assert self.legs.position(account, market) == position
                part = layout.LEG_OF_SHORT if position < 0 else 0
                leg, newer, seen = self.legs.newest(account, market), codes.NONE, []
                while leg != codes.NONE:
                    cell = leg * layout.LEG_WIDTH
                    assert cells[cell + layout.LEG_NEWER + part] == newer
                    seen.append(tuple(cells[cell + each] for each in COLUMNS))
                    leg, newer = cells[cell + layout.LEG_OLDER + part], leg
                # Newest first
                assert seen == sorted(own, key=lambda row: -row[4])
        for one in range(1, ACCOUNTS + 1):
            for other in range(1, ACCOUNTS + 1):
                there = any(row[:3] == (1, one, other) for row in self.rows)
                assert (self.legs.find(1, one, other) != codes.NONE) is there


COLUMNS = (
    layout.LEG_MARKET,
    layout.LEG_LONG,
    layout.LEG_SHORT,
    layout.LEG_LOTS,
    layout.LEG_NUMBER,
)


def legs_of(build: Build) -> LegsBeside:
    """An empty table, with room for as many that end in one command."""
    journal = new_journal(build)
    table = kernel_module(build, "legs").Legs(
        CAPACITY, 60, ACCOUNTS, MARKETS, journal, no_margin(build)
    )
    return LegsBeside(table, journal)


def live_with_legs(build: Build, seed: int) -> None:
    """Commands of many steps, of which every second one is taken back."""
    random = Random(seed)
    beside = legs_of(build)
    for command in range(12):
        before, last = list(beside.rows), beside.last
        for _ in range(random.randint(1, 25)):
            beside.step(random)
        beside.check()
        if command % 2 == 0:
            undo(beside.journal, beside.legs)
            beside.rows, beside.last = before, last
            beside.check()
        else:
            commit(beside.journal, beside.legs)
    # Then no row has leaked
    free, in_use = beside.legs.free, beside.legs.fresh - 1
    while free != codes.NONE:
        in_use -= 1
        free = beside.legs.rows[free * layout.LEG_WIDTH + layout.LEG_NEWER]
    assert in_use == len(beside.rows)


@given(st.integers(0, 2**32))
def test_legs_are_as_in_plain_lists(seed: int) -> None:
    live_with_legs(Build.INTERPRETED, seed)


def test_legs_are_as_in_plain_lists_in_all_builds(build: Build) -> None:
    for seed in range(40):
        live_with_legs(build, seed)


@define
class DebtsBeside:
    """Debts of the kernel, and beside them a dictionary from debtor, creditor and due to atoms."""

    debts: Any
    journal: Any
    atoms: dict[tuple[int, int, int], int] = field(factory=dict)

    def owe(self, debtor: int, creditor: int, now: int, due: int, atoms: int) -> None:
        """PRP-037 and PRP-038; also where one is refused, what was overdue has become one."""
        overdue = sorted(
            key for key in self.atoms if key[:2] == (debtor, creditor) and key[2] < now
        )
        together = sum(self.atoms.pop(key) for key in overdue)
        if overdue:
            self.atoms[overdue[0]] = together
        key = debtor, creditor, due
        wanted = codes.ACCEPTED
        owes = sum(each for (who, _, _), each in self.atoms.items() if who == debtor)
        owed = sum(each for (_, whom, _), each in self.atoms.items() if whom == creditor != 0)
        if key not in self.atoms and self._count(debtor) == MOST_OF_ACCOUNT:
            wanted = codes.TOO_MANY_DEBTS_OF_ACCOUNT
        elif key not in self.atoms and len(self.atoms) == CAPACITY:
            wanted = codes.TOO_MANY_DEBTS
        elif max(owes, owed) + atoms > 2**60:
            wanted = codes.DEBT_TOO_LARGE
        else:
            self.atoms[key] = self.atoms.get(key, 0) + atoms
        assert self.debts.open(debtor, creditor, now, due, atoms) == wanted

    def offset(self, debtor: int, creditor: int, most: int) -> None:
        """PRP-034."""
        left = most
        for key in sorted(key for key in self.atoms if key[:2] == (debtor, creditor)):
            taken = min(left, self.atoms[key])
            left -= taken
            self.atoms[key] -= taken
        self.atoms = {key: atoms for key, atoms in self.atoms.items() if atoms > 0}
        assert self.debts.offset(debtor, creditor, most) == most - left

    def _count(self, debtor: int) -> int:
        return sum(key[0] == debtor for key in self.atoms)

    def check(self) -> None:
        """The kernel has the same debts, listed by due time, then creditor, and their totals."""
        cells = self.debts.rows
        assert self.debts.count == len(self.atoms)
        for debtor in range(1, ACCOUNTS + 1):
            debt, before, seen = self.debts.first(debtor), codes.NONE, []
            while debt != codes.NONE:
                cell = debt * layout.DEBT_WIDTH
                assert cells[cell + layout.DEBT_BEFORE] == before
                assert cells[cell + layout.DEBT_DEBTOR] == debtor
                due, creditor = cells[cell + layout.DEBT_DUE], cells[cell + layout.DEBT_CREDITOR]
                seen.append((due, creditor, cells[cell + layout.DEBT_ATOMS]))
                debt, before = self.debts.behind(debt), debt
            own = [(due, whom, n) for (who, whom, due), n in self.atoms.items() if who == debtor]
            assert seen == sorted(own)
            totals = self.debts.debtors[
                debtor * layout.DEBTOR_WIDTH : (debtor + 1) * layout.DEBTOR_WIDTH
            ]
            assert totals[layout.DEBTOR_DEBTS] == len(own)
            assert totals[layout.DEBTOR_OWES] == sum(each[2] for each in own)
            owed = sum(each for (_, whom, _), each in self.atoms.items() if whom == debtor)
            assert totals[layout.DEBTOR_IS_OWED] == owed
            assert totals[layout.DEBTOR_LAST] == before


def debts_of(build: Build) -> DebtsBeside:
    """An empty table."""
    journal = new_journal(build)
    table = kernel_module(build, "debts").Debts(
        CAPACITY, 60, ACCOUNTS, MOST_OF_ACCOUNT, journal, no_margin(build)
    )
    return DebtsBeside(table, journal)


def live_with_debts(build: Build, seed: int) -> None:
    """Commands of many steps at rising times, of which every second one is taken back."""
    random = Random(seed)
    beside = debts_of(build)
    now = 0
    for command in range(12):
        now += random.choice((0, 1, HOUR, 9 * HOUR, 24 * HOUR))
        before = dict(beside.atoms)
        for _ in range(random.randint(1, 20)):
            debtor = random.randint(1, ACCOUNTS)
            creditor = random.choice([each for each in range(ACCOUNTS + 1) if each != debtor])
            atoms = random.choice((1, 5, 2**58, 2**59 + 1, 2**60))
            if random.random() < 0.6:
                due = -(-(now + 24 * HOUR) // HOUR) * HOUR
                small = atoms if creditor else min(atoms, 2**56)
                beside.owe(debtor, creditor, now, due, small)
            else:
                beside.offset(debtor, creditor, atoms)
        beside.check()
        if command % 2 == 0:
            undo(beside.journal, beside.debts)
            beside.atoms = before
            beside.check()
        else:
            commit(beside.journal, beside.debts)
    free, in_use = beside.debts.free, beside.debts.fresh - 1
    while free != codes.NONE:
        in_use -= 1
        free = beside.debts.rows[free * layout.DEBT_WIDTH + layout.DEBT_BEHIND]
    assert in_use == len(beside.atoms)


@given(st.integers(0, 2**32))
def test_debts_are_as_in_a_plain_dictionary(seed: int) -> None:
    live_with_debts(Build.INTERPRETED, seed)


def test_debts_are_as_in_a_plain_dictionary_in_all_builds(build: Build) -> None:
    for seed in range(40):
        live_with_debts(build, seed)


@pytest.mark.parametrize("creditor", [0, 2])
def test_overdue_debts_of_a_pair_become_one_when_another_begins(
    kernel: Kernel, creditor: int
) -> None:
    # Given debts of 1 and 2 due at 24 and 25 hours, and one of another creditor between them
    beside = debts_of(kernel.build)
    for hour, whom, atoms in ((0, creditor, 1), (0, 3, 9), (1, creditor, 2), (2, creditor, 4)):
        beside.owe(1, whom, hour * HOUR, (hour + 24) * HOUR, atoms)
    # When one begins just when two are overdue, the second by a millisecond, the third not at all
    beside.owe(1, creditor, 25 * HOUR + 1, 50 * HOUR, 8)
    # Then these two are one, due when the earlier was
    beside.check()
    wanted = {(24, creditor): 3, (24, 3): 9, (26, creditor): 4, (50, creditor): 8}
    assert beside.atoms == {(1, whom, hour * HOUR): n for (hour, whom), n in wanted.items()}
    # When it is all offset, then the earliest due first
    beside.offset(1, creditor, 5)
    beside.check()
    assert beside.atoms[1, creditor, 26 * HOUR] == 2
