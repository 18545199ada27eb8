"""A venue with liquidation goes on from a snapshot as without one, with its escrows."""

from collections import Counter

import pytest
from attrs import evolve

from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import EscrowDump
from tallystick.reference.types.liquidation_commands import ClaimReward, ReverseReward
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    EscrowId,
    Milliseconds,
    PrincipalId,
)
from tallystick.reference.types.validity import InvalidDumpError
from tests.fast.conftest import BUILDS
from tests.fast.streams import OPERATOR
from tests.fast.venues import Venue
from tests.fast.world_stream import WIDE_WORLD, WorldStream

HOUR = 3_600_000
ANYBODY = PrincipalId(99)


@pytest.mark.parametrize("room", [{}, WIDE_WORLD], ids=["minimal", "roomy"])
def test_a_venue_restored_at_any_step_goes_on_alike(room: dict[str, int]) -> None:
    kinds: Counter[str] = Counter()
    for seed in range(4):
        # Given one venue that is left alone, and one that goes from build to build
        left_alone = Venue(Build.INTERPRETED, Profile.WORLD_1, **room)
        other = Venue(BUILDS[0], Profile.WORLD_1, **room)
        stream = WorldStream(seed)
        for step in range(260):
            stream.seen(left_alone.engine.dump())
            command = stream.command()
            outcome = left_alone.engine.apply(command)
            assert other.engine.apply(command) == outcome, command
            if isinstance(outcome, Accepted):
                kinds[type(command).__name__] += 1
            # When it does so at every third step
            if step % 3 == 0:
                snapshot = other.engine.snapshot()
                other.engine = FastEngine.from_snapshot(snapshot, BUILDS[step // 3 % len(BUILDS)])
                # Then nobody can tell
                assert other.engine.snapshot() == snapshot
                assert other.engine.open_accounts() == left_alone.engine.open_accounts()
        assert other.engine.root() == left_alone.engine.root()
    assert kinds["Liquidate"] > 2


def with_escrows(build: Build, *escrows: EscrowDump) -> Venue:
    """A venue of three accounts with these escrows; their atoms come from outside."""
    venue = Venue(build, Profile.WORLD_1)
    dump = venue.engine.dump()
    atoms = sum(escrow.atoms for escrow in escrows)
    base = evolve(dump.assets[0], supply_atoms=Atoms(dump.assets[0].supply_atoms + atoms))
    changed = evolve(
        dump,
        now=Milliseconds(2 * HOUR),
        assets=(base, *dump.assets[1:]),
        last_escrow=EscrowId(9),
        escrows=escrows,
    )
    venue.engine = FastEngine.restore(changed, build)
    assert venue.engine.dump() == changed
    return venue


def escrow(number: int, account: int, target: int, atoms: int, due: int) -> EscrowDump:
    """A reward in escrow."""
    return EscrowDump(
        EscrowId(number), AccountId(account), AccountId(target), Atoms(atoms), Milliseconds(due)
    )


def balances(venue: Venue) -> list[int]:
    """Base atoms of the three accounts."""
    return [account.balances[0].atoms for account in venue.engine.dump().accounts]


def test_escrows_are_restored_and_end_in_any_order(build: Build) -> None:
    # Given, at two hours, a reward that is due and one that is not
    venue = with_escrows(build, escrow(4, 1, 2, 30, 2 * HOUR - 1), escrow(9, 3, 2, 5, 2 * HOUR))
    assert balances(venue) == [1000, 1000, 1000]
    # When each is asked for in the wrong way, then not
    venue.reject(ReverseReward(OPERATOR, EscrowId(4)), Reason.ESCROW_DUE)
    venue.reject(ClaimReward(ANYBODY, EscrowId(9)), Reason.ESCROW_NOT_DUE)
    venue.reject(ReverseReward(ANYBODY, EscrowId(9)), Reason.NOT_AUTHORIZED)
    for unknown in (1, 5, 8, 10):
        venue.reject(ClaimReward(ANYBODY, EscrowId(unknown)), Reason.UNKNOWN_ESCROW)
    # When in the right way, then each goes where it belongs, once
    venue.accept(ReverseReward(OPERATOR, EscrowId(9)))
    assert balances(venue) == [1000, 1005, 1000]
    venue.accept(ClaimReward(ANYBODY, EscrowId(4)))
    assert balances(venue) == [1030, 1005, 1000]
    venue.reject(ClaimReward(ANYBODY, EscrowId(4)), Reason.UNKNOWN_ESCROW)
    dump = venue.engine.dump()
    assert (dump.escrows, dump.last_escrow) == ((), 9)


@pytest.mark.parametrize(
    "broken",
    [
        escrow(10, 1, 2, 1, 0),
        escrow(1, 1, 1, 1, 0),
        escrow(1, 4, 2, 1, 0),
        escrow(1, 1, 2, 0, 0),
        escrow(1, 1, 2, 1, 3 * HOUR + 1),
    ],
    ids=["above the last", "of itself", "of nobody", "of nothing", "due too late"],
)
def test_escrows_that_cannot_be_are_refused(build: Build, broken: EscrowDump) -> None:
    with pytest.raises(InvalidDumpError, match="/escrows/0"):
        with_escrows(build, broken)


def test_atoms_in_escrow_are_among_those_of_the_asset(build: Build) -> None:
    dump = with_escrows(build, escrow(1, 1, 2, 7, 0)).engine.dump()
    with pytest.raises(InvalidDumpError, match="/assets/0"):
        FastEngine.restore(evolve(dump, escrows=()), build)
