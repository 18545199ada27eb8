"""A venue of the fast engine from a dump or a snapshot, in the same build and in the other."""

import pytest

from tallystick.conformance.campaign import sequence
from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.fast.canonical import decode_dump, encode_dump
from tallystick.reference.types.choices import OrderType, Profile, Side
from tallystick.reference.types.commands import (
    AddDelegate,
    Batch,
    CancelAll,
    CancelOrder,
    RemoveDelegate,
    ReplaceOrder,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, OrderId, PrincipalId
from tallystick.reference.types.validity import InvalidDumpError, check_dump
from tests.fast.conftest import BUILDS
from tests.fast.streams import owner_of
from tests.fast.venues import Venue, place
from tests.reference.broken_dumps import AT_LIMIT, BROKEN, Broken, changed_dump, valid_dump

SEED = 5
ONE = AccountId(1)
OWNER = owner_of(ONE)
EXPECTED = "the canonical encoding of a dump"


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_an_invalid_dump_is_refused_as_by_the_reference(build: Build, broken: Broken) -> None:
    dump = broken.dump()
    with pytest.raises(InvalidDumpError) as expected:
        check_dump(dump)
    with pytest.raises(InvalidDumpError) as raised:
        FastEngine.restore(dump, build)
    assert str(raised.value) == str(expected.value)


@pytest.mark.parametrize("number", range(len(AT_LIMIT)))
def test_what_is_at_its_limit_is_restored(build: Build, number: int) -> None:
    dump = changed_dump(*AT_LIMIT[number])
    assert FastEngine.restore(dump, build).dump() == dump


@pytest.mark.parametrize("preset", ["minimal", "world"])
@pytest.mark.parametrize("profile", Profile)
def test_builds_hand_a_venue_to_each_other(profile: Profile, preset: str) -> None:
    # Given one venue that is left alone, and one that goes from build to build as bytes
    left_alone = FastEngine(profile, load_preset(preset, profile=profile), Build.INTERPRETED)
    engine = FastEngine(profile, load_preset(preset, profile=profile), BUILDS[0])
    for step, command in enumerate(sequence(SEED, profile, preset, 0)):
        assert engine.apply(command) == left_alone.apply(command)
        if step % 10 == 0:
            snapshot = engine.snapshot()
            root = engine.root()
            engine = FastEngine.from_snapshot(snapshot, BUILDS[step // 10 % len(BUILDS)])
            # Then bytes and root are the same
            assert engine.snapshot() == snapshot
            assert engine.root() == root == left_alone.root()
    assert engine.dump() == left_alone.dump()


def test_a_full_venue_is_restored_and_is_still_full(build: Build) -> None:
    # Given 7 orders, the most that the venue has, on rows that were used before in another order
    venue = Venue(build, Profile.MATCH_1)
    for account in (1, 2, 3):
        for order_id in (1, 2, 3):
            if (account, order_id) < (3, 2):
                venue.accept(place(account, order_id, Side.SELL, 100 + 5 * order_id, 2))
    venue.accept(CancelOrder(owner_of(AccountId(2)), AccountId(2), OrderId(2)))
    venue.accept(CancelOrder(OWNER, ONE, OrderId(1)))
    venue.accept(place(2, 4, Side.SELL, 105, 2))
    venue.accept(place(1, 4, Side.SELL, 300, 2))
    # When it is restored
    dump = venue.engine.dump()
    venue.engine = venue.engine.restored(dump)
    assert venue.engine.dump() == dump
    # Then one more is refused, and all that needs no more room is done
    venue.reject(place(3, 2, Side.SELL, 105, 2), Reason.TOO_MANY_ORDERS)
    swaps = tuple(
        ReplaceOrder(OWNER, ONE, OrderId(old), place(1, new, Side.SELL, 200, 2).order)
        for old, new in ((2, 5), (3, 6), (4, 7))
    )
    venue.accept(Batch(OWNER, ONE, swaps))
    venue.accept(Batch(OWNER, ONE, (CancelAll(OWNER, ONE), place(1, 8, Side.SELL, 500, 2))))
    venue.accept(place(3, 2, Side.SELL, 105, 2))
    venue.accept(place(3, 3, Side.SELL, 105, 2))
    venue.reject(place(1, 9, Side.SELL, 105, 2), Reason.TOO_MANY_ORDERS)
    events = venue.accept(place(1, 9, Side.BUY, 300, 2, OrderType.FOK))
    assert len(events) == 2


def test_delegates_are_restored_and_counted(build: Build) -> None:
    venue = Venue(build, Profile.SPOT_1)
    for principal in (23, 21, 22):
        venue.accept(AddDelegate(OWNER, ONE, PrincipalId(principal)))
    venue.engine = FastEngine.restore(venue.engine.dump(), build)
    venue.reject(AddDelegate(OWNER, ONE, PrincipalId(24)), Reason.TOO_MANY_DELEGATES)
    venue.accept(RemoveDelegate(OWNER, ONE, PrincipalId(21)))
    venue.accept(AddDelegate(OWNER, ONE, PrincipalId(24)))
    assert venue.engine.dump().accounts[0].delegates == (22, 23, 24)


def test_a_restored_venue_has_no_part_in_the_one_it_comes_from(build: Build) -> None:
    venue = Venue(build, Profile.MATCH_1)
    before = venue.engine.dump()
    other = venue.engine.restored(before)
    assert isinstance(other.apply(place(1, 1, Side.SELL, 100, 2)), Accepted)
    assert venue.engine.dump() == before
    assert isinstance(venue.engine.apply(place(1, 1, Side.SELL, 105, 2)), Accepted)
    assert isinstance(other.apply(place(1, 1, Side.SELL, 105, 2)), Rejected)


@pytest.mark.parametrize("profile", Profile)
def test_bytes_are_decoded_to_what_was_encoded(profile: Profile) -> None:
    dump = valid_dump(profile)
    decoded = decode_dump(encode_dump(dump))
    assert decoded == dump
    # The text also tells a flag from a number, and a word from its choice.
    assert repr(decoded) == repr(dump)


SNAPSHOT = encode_dump(valid_dump(Profile.SPOT_1))


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (b"", "Input data was truncated"),
        (b"[]", "Expected `object`, got `array`"),
        (b"[" * 100_000, "Expected `object`, got `array`"),
        (b"{}", "Object missing required field `profile`"),
        (SNAPSHOT[:-1], "Input data was truncated"),
        (SNAPSHOT + b"\n", "JSON in another form"),
        (SNAPSHOT + b"x", "JSON is malformed: trailing characters"),
        (SNAPSHOT.replace(b'"now":', b'"now": '), "JSON in another form"),
        (SNAPSHOT.replace(b'"now":"60"', b'"now":60'), "JSON in another form"),
        (SNAPSHOT.replace(b'"now":"60"', b'"now":"060"'), "Expected `int`, got `str`"),
        (SNAPSHOT.replace(b'"now":"60"', b'"now":"6e1"'), "JSON in another form"),
        (SNAPSHOT.replace(b'"now":"60"', b'"now":true'), "Expected `int`, got `bool`"),
        (SNAPSHOT.replace(b'"now":"60"', b'"now":"60","now":"60"'), "JSON in another form"),
        (SNAPSHOT.replace(b'"now":"60"', b'"new":1,"now":"60"'), "JSON in another form"),
        (SNAPSHOT.replace(b'"max_touches":3', b'"max_touches":"3"'), "JSON in another form"),
        (SNAPSHOT.replace(b'"spot/1"', b'"spot/2"'), "Invalid enum value 'spot/2'"),
        (SNAPSHOT.replace(b"limit", b"\xff"), "'utf-8' codec can't decode byte 0xff"),
        (
            SNAPSHOT.replace(b'"now":"60"', b'"now":"%s"' % (b"6" * 5_000)),
            "Integer value out of range",
        ),
        (
            SNAPSHOT.replace(b'"now":"60"', b'"now":%s' % (b"6" * 5_000)),
            "Integer value out of range",
        ),
        (SNAPSHOT.replace(b'"now":"60"', b'"now":NaN'), "JSON is malformed"),
    ],
)
def test_bytes_that_are_no_snapshot_are_refused(document: bytes, found: str) -> None:
    with pytest.raises(InvalidDumpError) as raised:
        FastEngine.from_snapshot(document, Build.INTERPRETED)
    assert raised.value.found.startswith(found)
    assert str(raised.value).startswith(f"at the top: found {found}")
    assert raised.value.expected == EXPECTED


def test_a_snapshot_that_is_not_valid_is_refused_where_it_is_not() -> None:
    document = SNAPSHOT.replace(b'"now":"60"', b'"now":"49"')
    with pytest.raises(InvalidDumpError, match=r"^at /assets/1/mark_time: found 50, .* 49$"):
        FastEngine.from_snapshot(document, Build.INTERPRETED)


def test_a_dump_of_huge_numbers_is_refused_before_the_kernel_sees_it(build: Build) -> None:
    dump: StateDump = changed_dump(Profile.SPOT_1, {"/accounts/0/last_order_id": str(2**80)})
    with pytest.raises(InvalidDumpError, match=r"^at /accounts/0/last_order_id: found 12089"):
        FastEngine.restore(dump, build)
