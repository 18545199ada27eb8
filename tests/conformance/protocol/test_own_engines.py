"""The project's engines give over a pipe what they give in process."""

import hashlib
from collections.abc import Iterator
from functools import partial

import pytest

from tallystick.conformance.campaign import PROFILES, sequence
from tallystick.conformance.engine import Engine
from tallystick.conformance.protocol.process import ProcessLimits
from tallystick.conformance.protocol.venue import PipeTarget
from tallystick.conformance.runner import Limits, Opener, compare
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import open_engine, profiles_of
from tallystick.conformance.vectors import load_vector, run_vector, vector_paths
from tallystick.conformance.verdicts import Case
from tallystick.conformance.wire import encode_dump, encode_outcome
from tests.conformance.protocol.engines import TALLYSTICK, opener_of, target_of

LIMITS = Limits(step_seconds=60)
CASES = [
    Case(profile, load_preset(preset, profile=profile), sequence(seed, profile, preset, 0), {})
    for seed in (1, 2)
    for profile in PROFILES
    for preset in ("minimal", "world")
]


@pytest.fixture(scope="module", params=["fast", "reference"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def target(name: str) -> Iterator[PipeTarget]:
    """One process for the whole module."""
    served = target_of([TALLYSTICK, "serve", name], limits=ProcessLimits())
    yield served
    served.end()


def test_every_vector_passes_over_the_pipe(target: PipeTarget, name: str) -> None:
    opener = opener_of(target)
    vectors = [load_vector(path) for path in vector_paths()]
    known = [vector for vector in vectors if vector.case.profile in profiles_of(name)]
    findings = [run_vector(vector, opener, LIMITS) for vector in known]
    assert len(findings) >= 180
    assert [finding for finding in findings if finding is not None] == []


@pytest.mark.parametrize(("commands_per_dump", "cases"), [(1, CASES[1:3]), (50, CASES[3:])])
def test_a_campaign_is_conformant_over_the_pipe(
    target: PipeTarget, commands_per_dump: int, cases: list[Case]
) -> None:
    opener = opener_of(target)
    for case in cases:
        assert compare(case, opener, LIMITS, commands_per_dump=commands_per_dump) is None
    assert target.ready is not None
    assert target.ready.level == 3


def digest(case: Case, engine: Engine) -> str:
    """SHA-256 of all outcomes, of the last dump and of the root."""
    said = hashlib.sha256()
    for command in case.commands:
        said.update(encode_outcome(engine.apply(command)) + b"\n")
    said.update(encode_dump(engine.dump()))
    said.update(engine.root().encode())
    return said.hexdigest()


def test_digests_over_the_pipe_are_those_in_process(target: PipeTarget, name: str) -> None:
    opener = opener_of(target)
    for case in CASES:
        here = digest(case, open_engine(name, case.profile, case.parameters))
        venue = opener(case.profile, case.parameters)
        assert digest(case, venue) == here


def test_two_venues_may_take_turns_on_one_engine(target: PipeTarget) -> None:
    case = CASES[2]
    opener = partial(opener_of(target), case.profile, case.parameters)
    one, other, here = opener(), opener(), open_engine("reference", case.profile, case.parameters)
    for command in case.commands[:20]:
        assert one.apply(command) == other.apply(command) == here.apply(command)
    assert one.dump() == other.dump() == here.dump()
    assert one.root() == other.root() == here.root()


def failing(opener: Opener) -> list[str]:
    """The vectors that an engine does not pass."""
    vectors = map(load_vector, vector_paths())
    return [vector.id for vector in vectors if run_vector(vector, opener, LIMITS) is not None]


def test_an_engine_that_is_wrong_on_purpose_fails_over_the_pipe_as_in_process() -> None:
    fault = "faulty:a01"
    served = target_of([TALLYSTICK, "serve", fault], limits=ProcessLimits())
    over_the_pipe = failing(opener_of(served))
    served.end()
    assert over_the_pipe == failing(partial(open_engine, fault)) != []
