"""STA-025: a venue restored from its dump goes on as if nothing had been, whoever restores it."""

import hashlib
import json
import subprocess
import sys
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.engine import Engine, RestorableEngine
from tallystick.conformance.targets import open_engine
from tallystick.conformance.wire import (
    command_from_object,
    command_object,
    dump_from_object,
    dump_object,
    encode_dump,
    outcome_object,
    parse_json,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import FeeCredit
from tests.engine_targets import targets_to_test
from tests.stateful.bench import Bench
from tests.stateful.broken import Sound
from tests.stateful.streams import Stream, stream_of

SEEDS = range(6)
MOVES = 80
EVERY = 7
ROOT = Path(__file__).resolve().parents[2]


@cache
def streams(profile: Profile) -> tuple[Stream, ...]:
    """The streams of this module, each made once a process."""
    return tuple(stream_of(profile, seed, MOVES) for seed in SEEDS)


def restored_on(target: str, dump: StateDump) -> Engine:
    """A venue of that engine, restored from a dump."""
    engine = open_engine(target, dump.profile, dump.parameters)
    assert isinstance(engine, RestorableEngine)
    return engine.restored(dump)


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("profile", Profile)
def test_a_venue_may_be_restored_after_every_command(profile: Profile, target: str) -> None:
    for stream in streams(profile):
        engine = open_engine(target, profile, stream.parameters)
        left_alone = open_engine(target, profile, stream.parameters)
        for command, outcome in zip(stream.commands, stream.outcomes, strict=True):
            assert engine.apply(command) == left_alone.apply(command) == outcome
            dump = engine.dump()
            assert dump == left_alone.dump()
            # When it goes on from its own dump, then its state is the same
            engine = restored_on(target, dump)
            assert engine.dump() == dump
        assert engine.root() == left_alone.root()


@pytest.mark.parametrize("profile", Profile)
def test_every_engine_goes_on_from_the_dump_of_every_other(profile: Profile) -> None:
    targets = targets_to_test()
    for number, stream in enumerate(streams(profile)):
        # Given a venue on one engine
        engine = open_engine(targets[number % len(targets)], profile, stream.parameters)
        for step, (command, outcome) in enumerate(
            zip(stream.commands, stream.outcomes, strict=True)
        ):
            assert engine.apply(command) == outcome
            # When it moves to another one, as the bytes of its canonical encoding
            if step % EVERY == 0:
                snapshot = encode_dump(engine.dump())
                root = engine.root()
                assert root == hashlib.sha256(snapshot).hexdigest()
                moved = dump_from_object(parse_json(snapshot))
                engine = restored_on(targets[(number + step) % len(targets)], moved)
                # Then its root is the same
                assert engine.root() == root
        alone = open_engine("reference", profile, stream.parameters)
        for command in stream.commands:
            alone.apply(command)
        assert engine.root() == alone.root()


def halves(stream: Stream) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    """The commands before and after a restoration."""
    middle = len(stream.commands) // 2
    return stream.commands[:middle], stream.commands[middle:]


def digest_of(engine: Engine, commands: tuple[Command, ...]) -> str:
    """Of the outcomes of these commands, and the root after them."""
    outcomes = [outcome_object(engine.apply(command)) for command in commands]
    told = json.dumps([*outcomes, engine.root()])
    return hashlib.sha256(told.encode()).hexdigest()


def go_on_elsewhere() -> None:
    """What the other process does: restore what comes on standard input, and execute the rest."""
    for plain in json.load(sys.stdin):
        commands = tuple(command_from_object(each) for each in plain["commands"])
        engine = restored_on(plain["target"], dump_from_object(plain["dump"]))
        print(digest_of(engine, commands))


def test_another_process_goes_on_where_this_one_stopped() -> None:
    sent: list[dict[str, Any]] = []
    expected: list[str] = []
    for stream in chain.from_iterable(streams(profile) for profile in Profile):
        for target in targets_to_test():
            # Given a venue that has executed half of its commands
            engine = open_engine(target, stream.profile, stream.parameters)
            first, rest = halves(stream)
            for command in first:
                engine.apply(command)
            commands = [command_object(command) for command in rest]
            dump = dump_object(engine.dump())
            sent.append({"target": target, "dump": dump, "commands": commands})
            # When it goes on here, and is restored in another process and goes on there
            expected.append(digest_of(engine, rest))
    run = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import go_on_elsewhere; go_on_elsewhere()"],
        cwd=ROOT,
        input=json.dumps(sent),
        capture_output=True,
        text=True,
        check=True,
    )
    # Then outcomes and roots are the same
    assert run.stdout.split() == expected
    assert len(set(expected)) == len(SEEDS) * len(Profile)


class LosesCredit(Sound):
    """A restored order has no fee credit any more."""

    def restored(self, dump: StateDump) -> Engine:
        """Restore something else."""
        markets = tuple(
            evolve(
                market,
                bids=tuple(evolve(order, fee_credit=FeeCredit(0)) for order in market.bids),
                asks=tuple(evolve(order, fee_credit=FeeCredit(0)) for order in market.asks),
            )
            for market in dump.markets
        )
        return restored_on("reference", evolve(dump, markets=markets))


def test_the_bench_finds_an_engine_that_restores_something_else() -> None:
    def open_broken(profile: Profile, parameters: Parameters) -> Engine:
        return LosesCredit(open_engine("reference", profile, parameters))

    found = 0
    for stream in streams(Profile.SPOT_1):
        bench = Bench(stream.profile, stream.parameters, {"broken": open_broken})
        for command in stream.commands:
            bench.apply(command)
            has_credit = any(
                order.fee_credit
                for market in bench.view.markets
                for order in (*market.bids, *market.asks)
            )
            if has_credit:
                with pytest.raises(AssertionError, match="broken restored against broken"):
                    bench.restore()
                found += 1
                break
            bench.restore()
    assert found > 0
