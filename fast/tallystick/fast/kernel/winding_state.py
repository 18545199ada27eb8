"""How far the winding up of an account has come (LIQ-011)."""

from typing import Final

from mypy_extensions import i64

from .codes import ACCEPTED
from .venue import Venue


class Winding:
    """What the steps of a liquidation keep in mind; the budget is that of the venue."""

    def __init__(self, venue: Venue, target: i64) -> None:
        """Nothing is done yet."""
        self.venue: Final[Venue] = venue
        self.target: Final[i64] = target
        self.reason: i64 = ACCEPTED
        """Why the command is rejected, if a step says so."""
        self.has_ended: bool = False
        """Whether the steps have ended: no unit is left, a walk used up its work, or T is sound."""
        self.went_on: bool = False
        """Whether they went beyond LIQ-014."""
        self.returns: Final[list[int]] = []
        """Of what was repaid: the row of the loan, and how many lots, one after the other."""

    def takes_unit(self) -> bool:
        """Use a unit of work; without one the steps end."""
        if self.venue.budget == 0:
            self.has_ended = True
            return False
        self.venue.budget -= 1
        return True

    def frees_unit(self) -> None:
        """The unit of a loan is free again: it was not settled."""
        self.venue.budget += 1

    def note_walk(self, reason: i64, used_up: bool) -> None:
        """A walk has ended: with a rejection, by its work, or otherwise."""
        self.reason = reason
        if used_up or reason != ACCEPTED:
            self.has_ended = True

    def note_repaid(self, loan: i64, lots: i64) -> None:
        """Principal was repaid that will return (LND-035)."""
        if lots > 0:
            self.returns.append(loan)
            self.returns.append(lots)
