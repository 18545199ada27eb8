"""Runs the commands of a case and keeps dumps of the venue where they are wanted."""

from collections.abc import Callable, Mapping
from functools import partial

from attrs import frozen

from tallystick.conformance import targets
from tallystick.conformance.explain.cases import named_case
from tallystick.conformance.runner import Limits, Subject
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome

DUMPING_LEVEL = 2
"""From this level on an engine says how its state is (CNF-120)."""
Wanted = Callable[[int, Command], bool]
"""Whether the state before a command is wanted, by its number from 1."""


@frozen
class Run:
    """What an engine answered, and its state before some of the commands and after the last."""

    outcomes: tuple[Outcome, ...]
    before: Mapping[int, StateDump]
    end: StateDump


def find_perp_case(name: str) -> Case:
    """A case with perpetual futures; the errors are those of `named_case`."""
    return named_case(name, lambda profile: profile.has_perpetuals, "perpetual futures")


def answers(case: Case, target: str, limits: Limits) -> tuple[Outcome, ...]:
    """What the engine of that name answers; EngineFailedError if that fails."""
    subject = Subject(partial(targets.open_engine, target), case, limits)
    return tuple(subject.apply(command) for command in case.commands)


def run_with_dumps(case: Case, target: str, limits: Limits, wanted: Wanted) -> Run:
    """Run all commands; UnsupportedTargetError for an engine that shows no state."""
    subject = Subject(partial(targets.open_engine, target), case, limits)
    if subject.level < DUMPING_LEVEL:
        raise UnsupportedTargetError(f"{target} gives no dumps, of which this is told")
    outcomes: list[Outcome] = []
    before: dict[int, StateDump] = {}
    for number, command in enumerate(case.commands, start=1):
        if wanted(number, command):
            before[number] = subject.dump()
        outcomes.append(subject.apply(command))
    return Run(tuple(outcomes), before, subject.dump())
