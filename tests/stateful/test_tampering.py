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
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, MarkSet, OrderAccepted, OrderAmended
from tallystick.reference.types.loan_events import LoanExtended, LoanHandedOver
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import Count
from tests.stateful.scenes import PROFILES
from tests.stateful.streams import stream_of

SEEDS = range(20)
MOVES = 50
# What else is stated of an order that comes in and is gone at once leaves no trace.
TRACED_OF_INCOMING = ("account", "order_id", "lots", "open_lots")


def tampered(event: Event) -> Iterator[tuple[Event, ...]]:
    """What could stand in the place of an event, each of it wrong."""
    yield ()
    # A batch may set a mark, or extend a loan, twice at one time.
    if not isinstance(event, MarkSet | LoanExtended):
        yield event, event
    anything: Any = event
    for attribute in fields(type(anything)):
        name, number = attribute.name, getattr(event, attribute.name)
        incoming = isinstance(event, OrderAccepted | OrderAmended)
        if type(number) is int and not (incoming and name not in TRACED_OF_INCOMING):
            yield (evolve(anything, **{name: number + 1}),)
            yield (evolve(anything, **{name: number - 1}),)


def findings(auditor: Auditor, outcome: Accepted, dump: StateDump) -> tuple[Violation, ...]:
    """What an auditor that has seen all before says of this outcome and the state after it."""
    copy = deepcopy(auditor)
    return (*copy.observe(outcome), *copy.check(dump))


@pytest.mark.parametrize("profile", PROFILES)
def test_no_tampering_with_one_event_goes_unseen(profile: Profile) -> None:
    tried = 0
    for seed in SEEDS:
        stream = stream_of(profile, seed, MOVES)
        engine = open_engine("reference", profile, stream.parameters)
        auditor = Auditor(profile, stream.parameters)
        for command, outcome in zip(stream.commands, stream.outcomes, strict=True):
            engine.apply(command)
            if isinstance(outcome, Accepted):
                dump = engine.dump()
                for place, event in enumerate(outcome.events):
                    for instead in tampered(event):
                        events = (*outcome.events[:place], *instead, *outcome.events[place + 1 :])
                        tried += 1
                        found = findings(auditor, evolve(outcome, events=events), dump)
                        assert found, (event, instead, outcome)
                more = evolve(outcome, touched_orders=Count(outcome.touched_orders + 1))
                # An own loan that a swap skips costs a unit, and leaves no event (LND-040).
                swaps = any(isinstance(event, LoanHandedOver) for event in outcome.events)
                assert swaps or findings(auditor, more, dump)
            assert auditor.observe(outcome) == ()
    assert tried > 1_000
