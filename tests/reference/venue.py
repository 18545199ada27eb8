"""The example venue of chapter 00, opened in the reference, and spoken to in its notation."""

from textwrap import dedent
from typing import Any

from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.trace_text import WantedRejection, example_venue, parse_trace
from tallystick.reference import State, dump, open_venue, step
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome, Rejected


class Venue:
    """A venue of the reference that remembers its state. Every refusal must leave it as it is."""

    def __init__(self, profile: Profile, **overrides: int) -> None:
        self.profile = profile
        self.state: State = open_venue(profile, load_preset("minimal", overrides, profile))
        for command in example_venue(profile):
            outcome = self.apply(command)
            assert not isinstance(outcome, Rejected), (command, outcome)

    def apply(self, command: Command) -> Outcome:
        """Execute one command; refusals give the very same state back (CMD-004)."""
        before = self.state
        self.state, outcome = step(before, command)
        assert not isinstance(outcome, Rejected) or self.state is before
        return outcome

    def run(self, text: str) -> Outcome:
        """Execute commands and check their `=>` lines; a command without is accepted.

        The last outcome is given back.
        """
        outcome: Outcome | None = None
        for each in parse_trace(dedent(text), self.profile).steps:
            outcome = self.apply(each.command)
            if isinstance(each.wanted, WantedRejection):
                wanted = Rejected(each.wanted.reason, _count(each.wanted.index))
                assert outcome == wanted, (each.line, outcome)
                continue
            assert not isinstance(outcome, Rejected), (each.line, outcome)
            if each.wanted is not None:
                assert len(outcome.events) == len(each.wanted), (each.line, outcome.events)
                for pattern, event in zip(each.wanted, outcome.events, strict=True):
                    assert pattern.mismatch(event) is None, (each.line, pattern.mismatch(event))
        assert outcome is not None
        return outcome

    def judge(self, command: str, reason: str | None) -> None:
        """Execute one command that is rejected for a reason, or accepted if there is none."""
        self.run(command if reason is None else f"{command}\n=> rejected reason={reason}")

    def dump(self) -> StateDump:
        """The present state."""
        return dump(self.state)

    def holds(self, account: int, asset: int) -> tuple[int, int]:
        """Atoms and reserved atoms of an account in an asset."""
        for balance in self.dump().accounts[account - 1].balances:
            if balance.asset == asset:
                return balance.atoms, balance.reserved_atoms
        return 0, 0

    def book(self, market: int = 1) -> tuple[list[str], list[str]]:
        """Bids and asks, best first, each as `account.order price x open lots`."""
        listed = self.dump().markets[market - 1]
        bids, asks = (
            [f"{one.account}.{one.order_id} {one.price}x{one.open_lots}" for one in side]
            for side in (listed.bids, listed.asks)
        )
        return bids, asks


def _count(index: int | None) -> Any:
    return 0 if index is None else index
