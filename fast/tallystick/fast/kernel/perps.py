"""What a venue with perpetual markets has beside every other one: its legs, debts and funding."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .debts import Debts
from .journal import DEBT_CELL, FUNDING_CELL, SUM_CELL, Journal
from .layout import (
    FLOW_ATOMS,
    FLOW_PARTY,
    FLOW_THIRD,
    FLOW_WIDTH,
    FUNDING_PUBLISHED,
    FUNDING_SOURCE,
    FUNDING_WIDTH,
    NO_RATE,
    zeros,
)
from .legs import Legs
from .margin import Margin
from .perp_limits import PerpLimits
from .perp_room import PerpRoom


class Perps:
    """State of chapter 06, and what the command, the walk and the trade in hand need of it."""

    def __init__(
        self,
        limits: PerpLimits,
        room: PerpRoom,
        accounts: i64,
        markets: i64,
        journal: Journal,
        margin: Margin,
    ) -> None:
        """Allocate for so many accounts and markets; both 0 where there is no chapter 06."""
        self.limits: Final[PerpLimits] = limits
        self.journal: Final[Journal] = journal
        self.legs: Final[Legs] = Legs(
            limits.max_legs, room.legs, accounts, markets, journal, margin
        )
        self.debts: Final[Debts] = Debts(
            limits.max_debts,
            room.spare_debts,
            accounts,
            limits.max_debts_per_account,
            journal,
            margin,
        )
        self.funding: Final[vec[i64]] = zeros((markets + 1) * FUNDING_WIDTH)
        # Of the command: legs counted for its steps, and those of true-ups.
        self.step_legs: i64 = 0
        self.settled_legs: i64 = 0
        # Of the walk: best prices when it began, 0 where there was none or none is needed.
        self.bid: i64 = 0
        self.offer: i64 = 0
        # Of the trade: what third parties owe, what its buyer owes its seller, and why it ended.
        self.flows: Final[vec[i64]] = zeros(room.flows * FLOW_WIDTH)
        self.flow_count: i64 = 0
        self.owed: i64 = 0
        self.refusal: i64 = 0

    def open_market(self, market: i64, source: i64) -> None:
        """A perpetual market is listed: every number of it is 0 (PRP-015)."""
        self.funding[market * FUNDING_WIDTH + FUNDING_SOURCE] = source
        self.funding[market * FUNDING_WIDTH + FUNDING_PUBLISHED] = NO_RATE

    def note_flow(self, third: i64, party: i64, atoms: i64) -> None:
        """A third party owes a party of the trade so much; if negative, it is owed."""
        if atoms != 0:
            cell = self.flow_count * FLOW_WIDTH
            self.flow_count += 1
            self.flows[cell + FLOW_THIRD] = third
            self.flows[cell + FLOW_PARTY] = party
            self.flows[cell + FLOW_ATOMS] = atoms

    def of_market(self, market: i64, field: i64) -> i64:
        """A field of a perpetual market."""
        return self.funding[market * FUNDING_WIDTH + field]

    def set_of_market(self, market: i64, field: i64, content: i64) -> None:
        """Change a field of a perpetual market."""
        cell = market * FUNDING_WIDTH + field
        self.journal.write(FUNDING_CELL, cell, self.funding[cell])
        self.funding[cell] = content

    def settle_entry(self, kind: i64, where: i64) -> None:
        """The command is accepted."""
        self.legs.settle_entry(kind, where)
        self.debts.settle_entry(kind, where)

    def undo_entry(self, kind: i64, where: i64, before: i64) -> None:
        """Take the latest write back."""
        if kind == FUNDING_CELL:
            self.funding[where] = before
        elif kind == SUM_CELL:
            self.legs.sums[where] = before
        elif kind >= DEBT_CELL:
            self.debts.undo_entry(kind, where, before)
        else:
            self.legs.undo_entry(kind, where, before)
