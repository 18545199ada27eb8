"""A venue with margin goes on from a snapshot as without one, and keeps no value too long."""

import pytest

from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted
from tests.fast.conftest import BUILDS
from tests.fast.margin_stream import WIDE_MARGIN, MarginStream
from tests.fast.venues import Venue


@pytest.mark.parametrize("room", [{}, WIDE_MARGIN], ids=["minimal", "roomy"])
@pytest.mark.parametrize("seed", range(4))
def test_a_venue_restored_at_any_step_goes_on_alike(seed: int, room: dict[str, int]) -> None:
    # Given one venue that is left alone, and one that goes from build to build at every third step
    left_alone = Venue(Build.INTERPRETED, Profile.MARGIN_1, **room)
    other = Venue(BUILDS[0], Profile.MARGIN_1, **room)
    stream = MarginStream(seed)
    valued = 0
    for step in range(220):
        dump = left_alone.engine.dump()
        stream.seen(dump)
        command = stream.command()
        outcome = left_alone.engine.apply(command)
        assert other.engine.apply(command) == outcome, command
        last = outcome.events[-1] if isinstance(outcome, Accepted) and outcome.events else None
        valued += isinstance(last, AccountValued)
        if step % 3 == 0:
            snapshot = other.engine.snapshot()
            other.engine = FastEngine.from_snapshot(snapshot, BUILDS[step // 3 % len(BUILDS)])
            assert other.engine.snapshot() == snapshot
            # Then what was kept from before is what is found anew
            accounts = 1, len(dump.accounts)
            anew = other.engine.risk_based_values(*accounts)
            assert left_alone.engine.risk_based_values(*accounts) == anew
    assert other.engine.root() == left_alone.engine.root()
    assert valued > 20


def test_values_before_and_after_a_rejection_are_the_same(build: Build) -> None:
    # Given a venue, and one that is looked at before and after every command
    for seed in range(3):
        venue = Venue(build, Profile.MARGIN_1, **WIDE_MARGIN)
        stream = MarginStream(seed)
        rejected = 0
        for _ in range(200):
            before = venue.engine.dump()
            stream.seen(before)
            accounts = 1, len(before.accounts)
            values = venue.engine.risk_based_values(*accounts)
            outcome = venue.engine.apply(stream.command())
            if not isinstance(outcome, Accepted):
                rejected += 1
                assert venue.engine.dump() == before
                assert venue.engine.risk_based_values(*accounts) == values
        assert rejected > 40
