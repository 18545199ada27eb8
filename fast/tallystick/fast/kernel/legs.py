"""All legs: rows with a list for each of their two accounts, and positions (PRP-001 to PRP-004).

No account is long and short in one market, so one list of an account in a market is enough. Every
write is journaled; the row of a leg that is gone stays as it was until the command is accepted.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .journal import LEG_CELL, LEG_DROPPED, LEG_ENTERED, POSITION_CELL, SUM_CELL, Journal
from .layout import (
    LEG_COST,
    LEG_FUNDING_BASE,
    LEG_LONG,
    LEG_LOTS,
    LEG_MARKET,
    LEG_NEWER,
    LEG_NUMBER,
    LEG_OF_SHORT,
    LEG_OLDER,
    LEG_PARTIES,
    LEG_SHORT,
    LEG_WIDTH,
    PARTIES_SPAN,
    POSITION_LOTS,
    POSITION_NEWEST,
    POSITION_WIDTH,
    SUM_COST,
    SUM_FUNDING,
    SUM_WIDTH,
    zeros,
)
from .margin import Margin
from .pair_index import ROW_MASK, PairIndex


class Legs:
    """Rows for the legs of a venue, each counted from 1."""

    def __init__(
        self,
        capacity: i64,
        spare: i64,
        accounts: i64,
        markets: i64,
        journal: Journal,
        margin: Margin,
    ) -> None:
        """Allocate for `capacity` legs; no later call allocates.

        `spare` is the most that one command ends, whose rows wait until it is accepted.
        """
        # With both at the end of their ranges: a command that ends n legs begins so many fewer.
        count = min(capacity + spare, ROW_MASK)
        self.rows: Final[vec[i64]] = zeros((count + 1) * LEG_WIDTH)
        self.index: Final[PairIndex] = PairIndex(capacity, self.rows, LEG_WIDTH, LEG_MARKET)
        self.positions: Final[vec[i64]] = zeros(accounts * markets * POSITION_WIDTH)
        # Of what each account has in each market, where it is valued.
        self.margin: Final[Margin] = margin
        summed = accounts * markets if margin.is_kept else 0
        self.sums: Final[vec[i64]] = zeros(summed * SUM_WIDTH)
        self.markets: Final[i64] = markets
        self.capacity: Final[i64] = capacity
        self.journal: Final[Journal] = journal
        self.count: i64 = 0
        self.fresh: i64 = 1
        self.free: i64 = NONE

    def find(self, market: i64, long_account: i64, short_account: i64) -> i64:
        """The row of the leg of a long and a short account in a market, or NONE."""
        return self.index.find(market, long_account * PARTIES_SPAN + short_account)

    def position_cell(self, account: i64, market: i64) -> i64:
        """Where the position of an account in a market begins."""
        return ((account - 1) * self.markets + market - 1) * POSITION_WIDTH

    def position(self, account: i64, market: i64) -> i64:
        """Lots that an account is long in a market, negative if it is short (PRP-004)."""
        return self.positions[self.position_cell(account, market) + POSITION_LOTS]

    def newest(self, account: i64, market: i64) -> i64:
        """The newest leg of an account in a market, or NONE; older ones stand before it."""
        return self.positions[self.position_cell(account, market) + POSITION_NEWEST]

    def set_cell(self, leg: i64, field: i64, content: i64) -> None:
        """Change a field of a leg."""
        cell = leg * LEG_WIDTH + field
        self.journal.write(LEG_CELL, cell, self.rows[cell])
        self.rows[cell] = content

    def set_money(self, leg: i64, lots: i64, cost: i64, funding_base: i64) -> None:
        """Change what a leg is of."""
        if self.margin.is_kept:
            cell = leg * LEG_WIDTH
            more_cost = cost - self.rows[cell + LEG_COST]
            self._add_to_sums(leg, more_cost, funding_base - self.rows[cell + LEG_FUNDING_BASE])
        self.set_cell(leg, LEG_LOTS, lots)
        self.set_cell(leg, LEG_COST, cost)
        self.set_cell(leg, LEG_FUNDING_BASE, funding_base)

    def _add_to_sums(self, leg: i64, cost: i64, funding_base: i64) -> None:
        """A leg costs so much more: keep that with both its accounts."""
        cell = leg * LEG_WIDTH
        market = self.rows[cell + LEG_MARKET]
        self._add_to_sum(self.rows[cell + LEG_LONG], market, cost, funding_base)
        self._add_to_sum(self.rows[cell + LEG_SHORT], market, -cost, -funding_base)

    def _add_to_sum(self, account: i64, market: i64, cost: i64, funding_base: i64) -> None:
        cell = self.sum_cell(account, market)
        self.journal.write(SUM_CELL, cell + SUM_COST, self.sums[cell + SUM_COST])
        self.journal.write(SUM_CELL, cell + SUM_FUNDING, self.sums[cell + SUM_FUNDING])
        self.sums[cell + SUM_COST] += cost
        self.sums[cell + SUM_FUNDING] += funding_base
        self.margin.touch_market(account, market)

    def sum_cell(self, account: i64, market: i64) -> i64:
        """Where the sums over the legs of an account in a market begin."""
        return ((account - 1) * self.markets + market - 1) * SUM_WIDTH

    def shift(self, account: i64, market: i64, lots: i64) -> None:
        """Add lots to the position of an account."""
        cell = self.position_cell(account, market) + POSITION_LOTS
        before = self.positions[cell]
        self.journal.write(POSITION_CELL, cell, before)
        self.positions[cell] = before + lots

    def enter(
        self,
        market: i64,
        number: i64,
        long_account: i64,
        short_account: i64,
        lots: i64,
        cost: i64,
        funding_base: i64,
    ) -> None:
        """A leg begins, newer than all of its market; positions are the caller's to shift."""
        rows = self.rows
        leg = self.free
        if leg != NONE:
            self.free = rows[leg * LEG_WIDTH + LEG_NEWER]
        else:
            leg = self.fresh
            self.fresh = leg + 1
        cell = leg * LEG_WIDTH
        parties = long_account * PARTIES_SPAN + short_account
        rows[cell + LEG_MARKET] = market
        rows[cell + LEG_PARTIES] = parties
        rows[cell + LEG_NUMBER] = number
        rows[cell + LEG_LONG] = long_account
        rows[cell + LEG_SHORT] = short_account
        rows[cell + LEG_LOTS] = lots
        rows[cell + LEG_COST] = cost
        rows[cell + LEG_FUNDING_BASE] = funding_base
        self._append(leg, long_account, 0)
        self._append(leg, short_account, LEG_OF_SHORT)
        self.index.insert(market, parties, leg)
        self.count += 1
        if self.margin.is_kept:
            self._add_to_sums(leg, cost, funding_base)
        self.journal.write(LEG_ENTERED, leg, 0)

    def drop(self, leg: i64) -> None:
        """A leg without lots is gone (PRP-006)."""
        rows = self.rows
        cell = leg * LEG_WIDTH
        self._unlink(leg, rows[cell + LEG_LONG], 0)
        self._unlink(leg, rows[cell + LEG_SHORT], LEG_OF_SHORT)
        self.index.remove(rows[cell + LEG_MARKET], rows[cell + LEG_PARTIES], leg)
        self.count -= 1
        if self.margin.is_kept:
            self._add_to_sums(leg, -rows[cell + LEG_COST], -rows[cell + LEG_FUNDING_BASE])
        if self.journal.is_kept:
            self.journal.write(LEG_DROPPED, leg, 0)
        else:
            self._release(leg)

    def _append(self, leg: i64, account: i64, part: i64) -> None:
        """Let a leg be the newest of one of its accounts; `part` is where that one's links are."""
        rows = self.rows
        cell = leg * LEG_WIDTH
        newest_cell = self.position_cell(account, rows[cell + LEG_MARKET]) + POSITION_NEWEST
        newest = self.positions[newest_cell]
        rows[cell + LEG_OLDER + part] = newest
        rows[cell + LEG_NEWER + part] = NONE
        if newest != NONE:
            self.set_cell(newest, LEG_NEWER + part, leg)
        self._set_newest(newest_cell, leg)

    def _unlink(self, leg: i64, account: i64, part: i64) -> None:
        rows = self.rows
        cell = leg * LEG_WIDTH
        older = rows[cell + LEG_OLDER + part]
        newer = rows[cell + LEG_NEWER + part]
        if older != NONE:
            self.set_cell(older, LEG_NEWER + part, newer)
        if newer != NONE:
            self.set_cell(newer, LEG_OLDER + part, older)
        else:
            market = rows[cell + LEG_MARKET]
            self._set_newest(self.position_cell(account, market) + POSITION_NEWEST, older)

    def _set_newest(self, cell: i64, leg: i64) -> None:
        self.journal.write(POSITION_CELL, cell, self.positions[cell])
        self.positions[cell] = leg

    def _release(self, leg: i64) -> None:
        self.rows[leg * LEG_WIDTH + LEG_NEWER] = self.free
        self.free = leg

    def settle_entry(self, kind: i64, where: i64) -> None:
        """The command is accepted: the row of a leg that is gone may be used again."""
        if kind == LEG_DROPPED:
            self._release(where)

    def undo_entry(self, kind: i64, where: i64, before: i64) -> None:
        """Take the latest write back."""
        if kind == LEG_CELL:
            self.rows[where] = before
        elif kind == POSITION_CELL:
            self.positions[where] = before
        else:
            cell = where * LEG_WIDTH
            market = self.rows[cell + LEG_MARKET]
            parties = self.rows[cell + LEG_PARTIES]
            if kind == LEG_ENTERED:
                self.index.remove(market, parties, where)
                self.count -= 1
                self._release(where)
            else:
                self.index.insert(market, parties, where)
                self.count += 1
