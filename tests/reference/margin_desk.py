"""The example venue of `margin/1` with room for everything, and what its accounts are worth.

Asset 2 has lots of 10 atoms, the mark 100 and the risk values 100, 30, 20; its spot market is 1,
its lending market 2, its perpetual market 3, each with tick 5 and a minimum of 2 lots. The scales
are 1,200 and 700. Unless a test says otherwise nobody pays fees.
"""

from typing import Any

from tallystick.reference import certificate, risk_based_value
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.events import Event
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.units import AccountId
from tests.reference.margin_oracle import Oracle
from tests.reference.perp_desk import ROOMY, Floor
from tests.reference.venue import Venue

SPOT, LENDING, PERP = 1, 2, 3
HOUR = 3_600_000
ROOM = ROOMY | {
    "spot_maker_fee_rate": 0,
    "spot_taker_fee_rate": 0,
    "lend_fee_rate": 0,
    "max_batch_commands": 8,
    "max_loans": 60,
    "max_loans_per_account": 30,
    "reservation_multiple_tenths": 40,
}


class Desk(Floor):
    """That venue; commands of an account are given by its owner."""

    PROFILE = Profile.MARGIN_1

    def __init__(self, **overrides: int) -> None:
        Venue.__init__(self, self.PROFILE, **(ROOM | overrides))
        self.accounts = range(1, 4)

    def place(
        self, account: int, market: int, side: str, price: int, lots: int, *lines: str, **more: Any
    ) -> tuple[Event, ...]:
        """An order of an account on a market."""
        return self.order(account, side, price, lots, *lines, **({"market": market} | more))

    def rbv(self, account: int) -> tuple[int, int]:
        """RBV initial and maintenance, as the oracle has them too."""
        values = risk_based_value(self.state, AccountId(account))
        assert values == Oracle(self.dump(), account).rbv()
        return values

    def certificate(self, account: int, announced: bool = False) -> Certificate:
        """The certificate of an account."""
        return certificate(self.state, AccountId(account), announced)

    def refused(self, account: int, reason: str, command: str, **fields: object) -> None:
        """A command of an account that is rejected for that reason."""
        self.of(account, command, f"rejected reason={reason}", **fields)


def valued(events: tuple[Event, ...]) -> tuple[int, int]:
    """What the last event states."""
    last = events[-1]
    assert isinstance(last, AccountValued)
    return last.initial_atoms, last.maintenance_atoms


def is_rejected(outcome: object, reason: str) -> bool:
    """Whether an outcome is a rejection for that reason."""
    return isinstance(outcome, Rejected) and outcome.reason == reason
