"""States of vectors and campaigns of `world/1`, for the tests of what people look at."""

import json
from collections.abc import Iterator
from functools import cache

from attrs import evolve

from tallystick import reference
from tallystick.conformance.campaign import sequence
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.vectors import find_vector, vector_paths
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.outcome import Accepted

PREFIX = "liq-"
OWES_BOTH_WAYS = "liq-who-owes-and-is-owed-claims-the-difference"
ESTATE_OF_600 = "liq-an-estate-of-600-for-claims-of-1000"
LOANS = "liq-loans-in-a-close-out"
LAST = 6


@cache
def world_vectors() -> tuple[str, ...]:
    """The ids of the vectors of chapter 09."""
    found = [path for path in vector_paths() if path.stem.startswith(PREFIX)]
    profiles = {path.stem: json.loads(path.read_bytes())["profile"] for path in found}
    return tuple(name for name, profile in profiles.items() if profile == Profile.WORLD_1)


def moments_of(name: str, case: Case) -> Iterator[Moment]:
    """The state behind every accepted command, on the reference."""
    state = reference.open_venue(case.profile, case.parameters)
    for number, command in enumerate(case.commands, start=1):
        state, outcome = reference.step(state, command)
        if isinstance(outcome, Accepted):
            dump = reference.dump(state)
            yield Moment(name, "reference", number, command, outcome, dump, state, ())


def moments_of_vector(name: str) -> Iterator[Moment]:
    """Those of one vector."""
    yield from moments_of(name, find_vector(name).case)


def last_moments(name: str) -> list[Moment]:
    """The last of one vector, where most has happened."""
    return list(moments_of_vector(name))[-LAST:]


def moment_behind(name: str, number: int) -> Moment:
    """The state behind one command of a vector, which may be rejected."""
    case = find_vector(name).case
    some = evolve(case, commands=case.commands[:number])
    last = list(moments_of(name, some))[-1]
    return evolve(last, number=number, command=some.commands[-1])


def moments_of_campaign(seed: int, preset: str, index: int) -> Iterator[Moment]:
    """Those of one sequence of a campaign."""
    parameters = load_preset(preset, profile=Profile.WORLD_1)
    commands = sequence(seed, Profile.WORLD_1, preset, index)
    yield from moments_of(f"{preset}-{index}", Case(Profile.WORLD_1, parameters, commands, {}))
