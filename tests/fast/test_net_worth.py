"""Net worth of the fast engine against the reference, in whatever states random commands reach."""

from tallystick.fast import Build
from tallystick.reference import restore
from tallystick.reference.net_worth import net_worth_of
from tallystick.reference.types.choices import Profile
from tests.fast.conftest import Kernel
from tests.fast.venues import Venue
from tests.fast.world_stream import WIDE_WORLD, WorldStream


def test_net_worth_is_what_the_reference_finds(build: Build, kernel: Kernel) -> None:
    below_zero = 0
    seen: set[int] = set()
    for seed in range(6):
        venue = Venue(build, Profile.WORLD_1, **WIDE_WORLD)
        stream = WorldStream(seed)
        for turn in range(250):
            dump = venue.engine.dump()
            stream.seen(dump)
            venue.engine.apply(stream.command())
            if turn % 10 != 0:
                continue
            state = restore(venue.engine.dump())
            for account in state.accounts:
                worth = kernel.module("net_worth").net_worth_of(venue.engine._kernel.venue, account)
                assert worth == net_worth_of(state, account)
                below_zero += worth < 0
                seen.add(worth)
    assert below_zero > 5
    assert len(seen) > 100
