"""INV-009: nothing but profile, parameters and commands decides outcomes and root."""

import hashlib
import os
import subprocess
import sys
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from tallystick.conformance.engine import Engine
from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tests.engine_targets import targets_to_test
from tests.stateful.scenes import PROFILES
from tests.stateful.streams import Stream, stream_of

SEEDS = range(12)
MOVES = 150
ROOT = Path(__file__).resolve().parents[2]


@cache
def streams(profile: Profile) -> tuple[Stream, ...]:
    """The streams of this module, each made once a process."""
    return tuple(stream_of(profile, seed, MOVES) for seed in SEEDS)


def opened(target: str, stream: Stream) -> Engine:
    return open_engine(target, stream.profile, stream.parameters)


def digests() -> list[str]:
    """For each target a digest of all its outcomes and roots."""
    found = []
    for target in targets_to_test():
        digest = hashlib.sha256()
        for stream in chain.from_iterable(streams(profile) for profile in PROFILES):
            engine = opened(target, stream)
            for command in stream.commands:
                digest.update(repr(engine.apply(command)).encode())
            digest.update(engine.root().encode())
        found.append(digest.hexdigest())
    return found


@pytest.mark.parametrize("hash_seed", ["1", "4294967295"])
def test_another_process_with_another_order_of_hashes_answers_alike(hash_seed: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import digests; print(*digests())"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == digests()
    assert len(set(digests())) == 1


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("profile", PROFILES)
def test_dumps_and_roots_in_between_change_nothing(profile: Profile, target: str) -> None:
    for stream in streams(profile):
        watched, left_alone = opened(target, stream), opened(target, stream)
        for command, outcome in zip(stream.commands, stream.outcomes, strict=True):
            assert watched.apply(command) == left_alone.apply(command) == outcome
            watched.root()
            watched.dump()
        assert watched.root() == left_alone.root()


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("profile", PROFILES)
def test_venues_in_one_process_do_not_touch_each_other(profile: Profile, target: str) -> None:
    alone = []
    for stream in streams(profile):
        engine = opened(target, stream)
        for command in stream.commands:
            engine.apply(command)
        alone.append(engine.root())
    engines = [opened(target, stream) for stream in streams(profile)]
    for step in range(max(len(stream.commands) for stream in streams(profile))):
        for engine, stream in zip(engines, streams(profile), strict=True):
            if step < len(stream.commands):
                assert engine.apply(stream.commands[step]) == stream.outcomes[step]
    assert [engine.root() for engine in engines] == alone


@pytest.mark.parametrize("target", targets_to_test())
def test_a_dump_handed_out_is_not_changed_by_later_commands(target: str) -> None:
    stream = streams(Profile.SPOT_1)[1]
    engine = opened(target, stream)
    shown = []
    for command in stream.commands:
        engine.apply(command)
        dump = engine.dump()
        shown.append((dump, repr(dump)))
    assert all(repr(dump) == text for dump, text in shown)
