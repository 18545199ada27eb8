"""A venue with legs, debts and windows goes on from a snapshot as it would have without one."""

import pytest

from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import OrderType, Profile, Side
from tallystick.reference.types.perp_events import LegReduced
from tests.fast.conftest import BUILDS
from tests.fast.perp_stream import WIDE_PERPS, PerpStream
from tests.fast.perp_venue import HOUR, PerpVenue
from tests.fast.test_rejection import check_rows
from tests.fast.venues import Venue

ROOMY = {**WIDE_PERPS, "max_touches": 6, "max_orders": 40, "max_orders_per_account": 12}


@pytest.mark.parametrize("room", [{}, ROOMY], ids=["minimal", "roomy"])
@pytest.mark.parametrize("seed", range(4))
def test_a_venue_restored_at_any_step_goes_on_alike(seed: int, room: dict[str, int]) -> None:
    # Given one venue that is left alone, and one that goes from build to build at every third step
    left_alone = Venue(Build.INTERPRETED, Profile.PERP_1, **room)
    other = Venue(BUILDS[0], Profile.PERP_1, **room)
    stream = PerpStream(seed)
    legs = debts = 0
    for step in range(240):
        dump = left_alone.engine.dump()
        stream.seen(dump)
        legs = max(legs, sum(len(market.legs or ()) for market in dump.markets))
        debts = max(debts, len(dump.debts or ()))
        command = stream.command()
        assert other.engine.apply(command) == left_alone.engine.apply(command), command
        if step % 3 == 0:
            snapshot = other.engine.snapshot()
            other.engine = FastEngine.from_snapshot(snapshot, BUILDS[step // 3 % len(BUILDS)])
            assert other.engine.snapshot() == snapshot
            check_rows(other)
    # Then they are the same in the end, and there was something to restore
    assert other.engine.root() == left_alone.engine.root()
    assert legs >= (4 if room else 1)
    assert debts >= 2 or not room


def test_lists_of_legs_are_restored_in_their_order(build: Build) -> None:
    # Given legs of 1 against 2, 4 and 5, of which that against 4 ended and began anew
    venue = PerpVenue(build)
    for seller in (2, 4, 5):
        venue.trade(1, seller, 2)
    venue.trade(4, 1, 2)
    assert [leg[0] for leg in venue.legs()] == [1, 3]
    venue.trade(1, 4, 2)
    # When the venue is restored
    venue.engine = venue.engine.restored(venue.engine.dump())
    # Then 1 loses its newest leg first, and the next leg has the next number
    venue.accept(venue.order(3, Side.BUY, 1000, 6))
    events = venue.accept(venue.order(1, Side.SELL, 1000, 6, OrderType.FOK))
    reduced = [event.short_account for event in events if isinstance(event, LegReduced)]
    assert reduced == [4, 5, 2]
    assert [leg[0] for leg in venue.legs()] == [5, 6, 7]
    check_rows(venue)


def test_debts_are_restored_in_their_order(build: Build) -> None:
    # Given debts of 1 to 6, and an hour later to 5 and 4
    venue = PerpVenue(build)
    for buyer in (4, 5, 6):
        venue.trade(buyer, 1, 2)
    venue.mark(2000)
    venue.accept(venue.true_up(1, 6))
    venue.at(HOUR)
    venue.accept(venue.true_up(1, 5))
    venue.accept(venue.true_up(1, 4))
    dump = venue.engine.dump()
    venue.engine = venue.engine.restored(dump)
    assert venue.engine.dump() == dump
    # When 1 has money for two of them, then 6 and 4 are paid
    venue.deposit(1, 3_000)
    assert [(each.creditor, each.atoms) for each in venue.debts] == [(5, 2_000)]
    check_rows(venue)
