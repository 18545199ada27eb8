"""No liquidation or bankruptcy makes a buffer longer, but one that no room was made for."""

from collections.abc import Sequence

import pytest

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.fast.kernel.layout import ESCROW_WIDTH
from tallystick.reference import restore, step
from tallystick.reference.types.choices import Profile, Side
from tallystick.reference.types.commands import Command, OpenAccount, SetHalted
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
)
from tallystick.reference.types.liquidation_events import LossRecorded, RewardHeld
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.parameters import LIQUIDATION_PARAMETER_RANGES
from tallystick.reference.types.perp_events import DebtOpened
from tallystick.reference.types.units import (
    AccountId,
    Count,
    EscrowId,
    Permille,
    PrincipalId,
)
from tests.fast.streams import OPERATOR, owner_of
from tests.fast.test_fixed_buffers import check_bounds, lengths, stream_commands
from tests.fast.venues import Venue
from tests.fast.world_stream import WIDE_WORLD, WorldStream
from tests.fast.world_venue import ONE, PARTIES, PERP, WorldVenue, against_many


def test_no_command_exceeds_the_bounds() -> None:
    highest = 0
    for seed in range(16):
        room = {} if seed % 4 == 0 else WIDE_WORLD
        venue = Venue(Build.INTERPRETED, Profile.WORLD_1, **room)
        before = lengths(venue.engine)
        stream = WorldStream(seed)
        highest = max(highest, check_bounds(venue.engine, stream_commands(venue, stream, 200)))
        assert lengths(venue.engine) == before
    # Then some write a share worth looking at of what the worst one might
    assert highest >= 3


def test_rows_of_escrows_are_used_again(build: Build) -> None:
    # Given room for two rewards, and an account that is wound up time and again
    venue = WorldVenue(build, max_escrows=2)
    paid = 0
    for turn in range(1, 8):
        venue.accept(venue.order(3, PERP, Side.BUY, 85, 40))
        venue.go_under(40)
        events = venue.accept(Liquidate(owner_of(AccountId(3)), AccountId(3), ONE, Count(3)))
        # When there is room, then a reward is held
        held = [event.escrow for event in events if isinstance(event, RewardHeld)]
        has_room = len(venue.escrows()) - len(held) < 2
        assert len(held) == has_room
        assert int(venue.engine._kernel.venue.escrows.fresh) <= 2 + 1
        if turn % 3 == 0:
            # When the older of two has gone back, then there is room for another one
            oldest = venue.escrows()[0]
            venue.accept(ReverseReward(OPERATOR, oldest))
            paid += 1
            assert oldest not in venue.escrows()
            venue.engine = venue.engine.restored(venue.engine.dump())
    assert venue.escrows() == [EscrowId(3), EscrowId(4)]
    assert paid == 2


@pytest.mark.parametrize("name", sorted(LIQUIDATION_PARAMETER_RANGES))
def test_the_ends_of_all_ranges_can_be_opened(build: Build, name: str) -> None:
    for bound in LIQUIDATION_PARAMETER_RANGES[name]:
        parameters = load_preset("minimal", {name: bound}, Profile.WORLD_1)
        engine = FastEngine(Profile.WORLD_1, parameters, build)
        assert isinstance(engine.apply(OpenAccount(PrincipalId(11))), Accepted)
        assert engine.dump().escrows == ()


def test_only_a_venue_with_liquidation_has_room_for_escrows(build: Build) -> None:
    for profile in FastEngine.PROFILES:
        engine = FastEngine(profile, load_preset("minimal", profile=profile), build)
        escrows = 2 if profile is Profile.WORLD_1 else 0
        assert lengths(engine)["kernel.venue.escrows.rows"] == (escrows + 1) * ESCROW_WIDTH


def answered_by_reference(dump: StateDump, commands: Sequence[Command]) -> list[Outcome]:
    """What the reference says from a dump on."""
    state = restore(dump)
    answers = []
    for command in commands:
        state, outcome = step(state, command)
        answers.append(outcome)
    return answers


def test_a_bankruptcy_of_more_parties_than_usual_has_room(build: Build) -> None:
    # Given a target whose debtors will owe each of its creditors something
    venue = against_many(build)
    assert venue.engine.open_accounts()[0] == 1
    before = lengths(venue.engine)
    # When it is declared bankrupt in the midst of other commands
    halts = [SetHalted(OPERATOR, PERP, halted) for halted in (True, False)]
    declare = DeclareBankruptcy(OPERATOR, AccountId(1), Permille(1000))
    commands = (halts[0], declare, halts[1], declare)
    expected = answered_by_reference(venue.engine.dump(), commands)
    assert venue.engine.apply_all(commands) == expected
    bankrupt = expected[1]
    assert isinstance(bankrupt, Accepted)
    # Then all of it is written, in a log that is longer now
    losses = sum(isinstance(event, LossRecorded) for event in bankrupt.events)
    debts = sum(isinstance(event, DebtOpened) for event in bankrupt.events)
    assert losses == PARTIES // 2
    assert debts > 1_500
    after = lengths(venue.engine)
    longer = {name for name, length in before.items() if after[name] > length}
    assert "kernel.venue.events.rows" in longer
    assert {name.rpartition("venue.")[2] for name in longer} <= {"events.rows", "journal.rows"}
