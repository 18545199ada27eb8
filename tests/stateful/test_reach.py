"""The moves reach everything: each reason, event and cause that a profile can answer with.

Hypothesis may draw the moves as it likes and differently in its next release. So what they reach is
proved with fixed seeds.
"""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

from tallystick.conformance.checkers.winding_trail import FIRST_ENGINE_ORDER_ID
from tallystick.conformance.spec_files import load_toml
from tallystick.reference.types import events
from tallystick.reference.types.choices import Profile, RemovalCause, Side
from tallystick.reference.types.events import Event, OrderAccepted, Traded
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy, Liquidate
from tallystick.reference.types.liquidation_events import (
    CloseOutPaid,
    LiquidationEvent,
    LossRecorded,
    RewardHeld,
)
from tallystick.reference.types.loan_events import (
    LendingEvent,
    LoanExtended,
    LoanHandedOver,
    LoanRolled,
)
from tallystick.reference.types.margin_events import AccountValued, MarginEvent
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import DebtPaid, PerpetualEvent
from tallystick.reference.types.reasons import Reason
from tests.stateful.bench import Tally
from tests.stateful.scenes import PROFILES
from tests.stateful.streams import Stream, stream_of

SEEDS = range(600)
SEEDS_OF_LIQUIDATION = range(800)
MOVES_PER_SEED = 50
LEAST_ACCEPTED_PERCENT = 50

LEDGER_REASONS = {
    Reason.NOT_AUTHORIZED,
    Reason.DELEGATE_IS_OWNER,
    Reason.DELEGATE_EXISTS,
    Reason.TOO_MANY_DELEGATES,
    Reason.UNKNOWN_DELEGATE,
    Reason.SAME_ACCOUNT,
    Reason.NOT_SAME_OWNER,
    Reason.ORDER_TOO_LARGE,
    Reason.INSUFFICIENT_BALANCE,
    Reason.RESERVATION_LIMIT,
    Reason.INSUFFICIENT_FREE_BALANCE,
    Reason.INSUFFICIENT_TREASURY,
    Reason.SUPPLY_LIMIT,
}
LEDGER_EVENTS = {
    events.DelegateAdded,
    events.DelegateRemoved,
    events.Deposited,
    events.Withdrawn,
    events.Transferred,
    events.MarkSet,
    events.FeeExemptSet,
    events.TreasuryWithdrawn,
    events.FeePaid,
}
# No loans (CMD-002).
OF_LENDING = {
    *(row["name"] for row in load_toml("reasons.toml")["reason"] if row["clause"][:3] == "LND"),
    *(kind.__name__ for kind in get_args(LendingEvent)),
    f"cause {RemovalCause.LOAN_LIMIT}",
}
# No legs.
OF_PERPETUALS = {
    *(row["name"] for row in load_toml("reasons.toml")["reason"] if row["clause"][:3] == "PRP"),
    *(kind.__name__ for kind in get_args(PerpetualEvent)),
    *(f"cause {cause}" for cause in ("reduce_only", "position_limit", "leg_limit")),
}
# No values.
OF_MARGIN = {
    *(row["name"] for row in load_toml("reasons.toml")["reason"] if row["clause"][:3] == "MGN"),
    *(kind.__name__ for kind in get_args(MarginEvent)),
}
# Nobody is wound up.
OF_LIQUIDATION = {
    *(row["name"] for row in load_toml("reasons.toml")["reason"] if row["clause"][:3] == "LIQ"),
    *(kind.__name__ for kind in get_args(LiquidationEvent)),
}
IMPOSSIBLE: dict[Profile, set[str]] = {
    # No authority, no ledger, no reservation, no fees (CMD-002).
    Profile.MATCH_1: {
        *OF_LENDING,
        *OF_PERPETUALS,
        *OF_MARGIN,
        *OF_LIQUIDATION,
        *LEDGER_REASONS,
        *(kind.__name__ for kind in LEDGER_EVENTS),
        f"cause {RemovalCause.UNDERFUNDED}",
    },
    # Only spot markets: no rates, no multiples (CMD-008).
    Profile.SPOT_1: {
        *(*OF_LENDING, *OF_PERPETUALS, *OF_MARGIN, *OF_LIQUIDATION),
        *(Reason.RATE_TOO_HIGH, Reason.NOT_MULTIPLE_OF_MINIMUM),
    },
    Profile.LEND_1: {*OF_PERPETUALS, *OF_MARGIN, *OF_LIQUIDATION},
    # No lending markets.
    Profile.PERP_1: {*OF_LENDING, *OF_MARGIN, *OF_LIQUIDATION, Reason.RATE_TOO_HIGH},
    # Everything is in the profile; within few moves no margin carries legs for such debts.
    Profile.MARGIN_1: {*OF_LIQUIDATION, Reason.NOT_IN_PROFILE, Reason.DEBT_TOO_LARGE},
    # Nor is a loan handed over time and again, where so much else is done.
    Profile.WORLD_1: {Reason.NOT_IN_PROFILE, Reason.DEBT_TOO_LARGE, Reason.TOO_MANY_CLAIMS},
}
ANSWERS: set[str] = {
    *Reason,
    *(kind.__name__ for kind in get_args(events.Event)),
    *(f"cause {cause}" for cause in RemovalCause),
}


DEEDS = {
    *("liquidated, open still", "liquidated, sound", "liquidated in slices", "rewarded"),
    *("paid while wound up", "rolled or extended", "recalled", "sold"),
    *("bankrupt, one creditor", "bankrupt, several creditors", "bankrupt, a debtor pays"),
}
"""What must happen to accounts that are wound up, beside each answer once."""


def deeds_of(stream: Stream) -> Iterator[str]:
    """What the commands of chapter 09 did, by the names above."""
    for command, outcome in zip(stream.commands, stream.outcomes, strict=True):
        if not isinstance(outcome, Accepted):
            continue
        kinds = Counter(type(event) for event in outcome.events)
        if isinstance(command, DeclareBankruptcy):
            if kinds[LossRecorded]:
                many = kinds[LossRecorded] > 1
                yield f"bankrupt, {'several creditors' if many else 'one creditor'}"
            if kinds[CloseOutPaid]:
                yield "bankrupt, a debtor pays"
        elif isinstance(command, Liquidate):
            yield from _deeds_of_liquidation(command, outcome, kinds)


def _deeds_of_liquidation(
    command: Liquidate, outcome: Accepted, kinds: Counter[type[Event]]
) -> Iterator[str]:
    (valued,) = (event for event in outcome.events if isinstance(event, AccountValued))
    yield f"liquidated, {'open still' if valued.maintenance_atoms < 0 else 'sound'}"
    if outcome.touched_orders == command.work and kinds[Traded]:
        yield "liquidated in slices"
    if kinds[RewardHeld]:
        yield "rewarded"
    if any(isinstance(event, DebtPaid) and event.account == command.target
           for event in outcome.events):  # fmt: skip
        yield "paid while wound up"
    if kinds[LoanExtended] or kinds[LoanRolled]:
        yield "rolled or extended"
    if kinds[LoanHandedOver]:
        yield "recalled"
    if any(_sells(event) for event in outcome.events):
        yield "sold"


def _sells(event: Event) -> bool:
    """Whether an order of the engine sells on the spot market of the scenes, which is the first."""
    if not isinstance(event, OrderAccepted) or event.order_id < FIRST_ENGINE_ORDER_ID:
        return False
    return (event.market, event.side) == (1, Side.SELL)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_moves_reach_every_answer_that_the_profile_has(profile: Profile) -> None:
    tally, deeds = Tally(), set[str]()
    for seed in SEEDS_OF_LIQUIDATION if profile.has_liquidation else SEEDS:
        deeds |= set(deeds_of(stream_of(profile, seed, MOVES_PER_SEED, tally)))
    assert set(tally.seen) == ANSWERS - IMPOSSIBLE[profile]
    assert tally.accepted_percent >= LEAST_ACCEPTED_PERCENT
    assert deeds == (DEEDS if profile.has_liquidation else set())
