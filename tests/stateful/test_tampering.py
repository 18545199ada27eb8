"""The auditor sees every single event that is left out, told twice or told with another number."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from attrs import evolve, fields

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.checkers.violation import Violation
from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, MarkSet, OrderAccepted, OrderAmended
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.loan_events import LoanExtended, LoanHandedOver
from tallystick.reference.types.margin_events import RiskAnnounced
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import FundingRateSet, LegSettled
from tallystick.reference.types.units import Count
from tests.stateful.scenes import PROFILES
from tests.stateful.streams import stream_of

SEEDS = range(20)
SEEDS_OF_MARGIN = range(4)
# Each of its tampered events is judged by what it makes of everybody's value.
MOVES = 50
# What else is stated of an order that comes in and is gone at once leaves no trace.
TRACED_OF_INCOMING = ("account", "order_id", "lots", "open_lots")


def tampered(event: Event, *, has_changed: bool) -> Iterator[tuple[Event, ...]]:
    """What could stand in the place of an event, each of it wrong."""
    if has_changed:
        yield ()
    # A mark, rate or announcement again is the same; a batch may extend a loan twice at one time.
    if not isinstance(event, MarkSet | FundingRateSet | LoanExtended | RiskAnnounced):
        yield event, event
    anything: Any = event
    for attribute in fields(type(anything)):
        name, number = attribute.name, getattr(event, attribute.name)
        incoming = isinstance(event, OrderAccepted | OrderAmended)
        # Nor can a leg that was worth nothing be told from another one.
        worthless = isinstance(event, LegSettled) and event.atoms == 0 and "atoms" not in name
        untraced = worthless or (incoming and name not in TRACED_OF_INCOMING)
        if type(number) is int and not untraced:
            yield (evolve(anything, **{name: number + 1}),)
            yield (evolve(anything, **{name: number - 1}),)


def findings(
    auditor: Auditor, command: Command, outcome: Accepted, dump: StateDump
) -> tuple[Violation, ...]:
    """What an auditor that has seen all before says of this outcome and the state after it."""
    copy = deepcopy(auditor)
    found = (*copy.observe(outcome), *copy.check(dump))
    return found or copy.judge(command, outcome)


def has_hidden_work(before: StateDump, command: Command) -> bool:
    """Whether loans or debts may have cost units and left no event (LIQ-011)."""
    if not isinstance(command, Liquidate):
        return False
    lent = any(command.target in (one.lender, one.borrower) for one in before.loans or ())
    return lent or any(one.debtor == command.target for one in before.debts or ())


@pytest.mark.parametrize("profile", PROFILES)
def test_no_tampering_with_one_event_goes_unseen(profile: Profile) -> None:
    tried = 0
    for seed in SEEDS_OF_MARGIN if profile.has_margin else SEEDS:
        stream = stream_of(profile, seed, MOVES)
        engine = open_engine("reference", profile, stream.parameters)
        auditor = Auditor(profile, stream.parameters)
        for command, outcome in zip(stream.commands, stream.outcomes, strict=True):
            before = engine.dump()
            engine.apply(command)
            if isinstance(outcome, Accepted):
                dump = engine.dump()
                for place, event in enumerate(outcome.events):
                    # To set what is set already leaves no trace.
                    sets = isinstance(event, MarkSet | FundingRateSet | RiskAnnounced)
                    for instead in tampered(event, has_changed=not sets or dump != before):
                        events = (*outcome.events[:place], *instead, *outcome.events[place + 1 :])
                        tried += 1
                        found = findings(auditor, command, evolve(outcome, events=events), dump)
                        assert found, (event, instead, outcome)
                more = evolve(outcome, touched_orders=Count(outcome.touched_orders + 1))
                # An own loan that a swap skips costs a unit, and leaves no event (LND-040).
                swaps = any(isinstance(event, LoanHandedOver) for event in outcome.events)
                hides = swaps or has_hidden_work(before, command)
                assert hides or findings(auditor, command, more, dump)
                if outcome.touched_legs is not None:
                    more = evolve(outcome, touched_legs=Count(outcome.touched_legs + 1))
                    assert findings(auditor, command, more, dump)
            assert auditor.observe(outcome) == ()
            assert auditor.judge(command, outcome) == ()
    assert tried > 1_000
