"""Compiled and interpreted, one by one and in runs: the same outcomes and the same root."""

from collections import Counter
from typing import get_args

import pytest

from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.liquidation_events import LiquidationEvent
from tallystick.reference.types.loan_events import LendingEvent
from tallystick.reference.types.margin_events import MarginEvent
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import PerpetualEvent
from tests.fast.conftest import BUILDS
from tests.fast.profile_streams import room_for, stream_for
from tests.fast.venues import Venue

ROOMY = {"max_touches": 6, "max_orders": 20, "max_orders_per_account": 9}


def roomy(profile: Profile) -> dict[str, int]:
    """The overrides of ROOMY, with room for loans or legs where there are any."""
    return {**ROOMY, **room_for(profile)}


def drawn_commands(
    profile: Profile, seed: int, count: int, overrides: dict[str, int]
) -> list[Command]:
    """A stream drawn with an interpreted venue in sight."""
    venue = Venue(Build.INTERPRETED, profile, **overrides)
    stream = stream_for(profile, seed)
    commands = []
    for _ in range(count):
        stream.seen(venue.engine.dump())
        commands.append(stream.command())
        venue.engine.apply(commands[-1])
    return commands


@pytest.mark.parametrize("is_roomy", [False, True], ids=["minimal", "roomy"])
@pytest.mark.parametrize("profile", FastEngine.PROFILES)
def test_all_builds_give_the_same_outcomes_and_dumps(profile: Profile, is_roomy: bool) -> None:
    overrides = roomy(profile) if is_roomy else {}
    # Given random commands that are accepted and rejected for many reasons
    kinds: Counter[str] = Counter()
    length = 400 if profile.has_liquidation else 250
    for seed in range(8):
        commands = drawn_commands(profile, seed, length, overrides)
        venues = [Venue(build, profile, **overrides) for build in BUILDS]
        for command in commands:
            # When each build executes them
            outcomes = [venue.engine.apply(command) for venue in venues]
            # Then it answers like the first, and is in the same state
            assert all(outcome == outcomes[0] for outcome in outcomes), command
            dumps = [venue.engine.dump() for venue in venues]
            assert all(dump == dumps[0] for dump in dumps), command
            if isinstance(outcomes[0], Accepted):
                kinds.update(type(event).__name__ for event in outcomes[0].events)
            else:
                kinds[outcomes[0].reason] += 1
        assert len({venue.engine.root() for venue in venues}) == 1
    # The streams reach what they are for
    if profile is Profile.LEND_1 and is_roomy:
        assert kinds.keys() >= {each.__name__ for each in get_args(LendingEvent)}
    if profile is Profile.PERP_1 and is_roomy:
        assert kinds.keys() >= {each.__name__ for each in get_args(PerpetualEvent)}
    if profile.has_margin and is_roomy:
        assert kinds.keys() >= {each.__name__ for each in get_args(MarginEvent)}
        assert kinds.keys() >= {"valuation_stale", "insufficient_margin"}
    if profile.has_liquidation and is_roomy:
        assert kinds.keys() >= {each.__name__ for each in get_args(LiquidationEvent)}
        assert kinds.keys() >= {"no_progress", "not_bankrupt", "loss_too_large", "outside_band"}
    assert kinds["Traded"] > 50
    assert kinds["OrderRemoved"] > 50
    assert kinds["fok_not_filled"] > 10
    assert kinds["self_trade"] > 2 or profile in (Profile.LEND_1, Profile.WORLD_1)
    assert len(kinds) > 30


@pytest.mark.parametrize("profile", FastEngine.PROFILES)
def test_grouping_does_not_matter(build: Build, profile: Profile) -> None:
    # Given the same commands, one by one and in runs of 1, 7 and 64 (INV-009)
    overrides = roomy(profile)
    commands = drawn_commands(profile, 99, 300, overrides)
    one_by_one = Venue(build, profile, **overrides)
    wanted = [one_by_one.engine.apply(command) for command in commands]
    for size in (1, 7, 64):
        in_runs = Venue(build, profile, **overrides)
        # When a run is one call of the kernel
        outcomes = []
        for start in range(0, len(commands), size):
            outcomes += in_runs.engine.apply_all(commands[start : start + size])
        # Then outcomes and root are the same
        assert outcomes == wanted
        assert in_runs.engine.root() == one_by_one.engine.root()


def test_an_empty_run_does_nothing(build: Build) -> None:
    venue = Venue(build, Profile.MATCH_1)
    before = venue.engine.dump()
    assert venue.engine.apply_all([]) == []
    assert venue.engine.dump() == before
