"""Engines by name that run behind a pipe: `exec:COMMAND LINE`, and others of the kit's own."""

import re
import shlex
import shutil
from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from tallystick.conformance.protocol.frames import neutral
from tallystick.conformance.protocol.process import (
    EngineProcess,
    ProcessLimits,
    Transport,
)
from tallystick.conformance.protocol.venue import PipeTarget, RemoteVenue
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import Parameters

EXEC = "exec:"
MEMORY = "TALLYSTICK_MEMORY_MIB"
"""Among the variables in front of a command line: the limit of memory, for the runner (CNF-151)."""
_VARIABLE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_MEBIBYTES = re.compile(r"0|[1-9][0-9]{0,8}")


class CommandLineError(ValueError):
    """The words after `exec:` are no command line."""


@frozen
class CommandLine:
    """A program with its arguments, the variables named in front of it, and what it may use."""

    words: tuple[str, ...]
    variables: Mapping[str, str]
    limits: ProcessLimits

    def start(self) -> Transport:
        """A process of it; UnsupportedEngineError if it cannot be started."""
        return EngineProcess(self.words, self.variables, self.limits)


_TARGETS: dict[str, PipeTarget] = {}
_SHOWS = (
    "outcomes only, no root and no state",
    "outcomes and roots only, no state",
    "outcomes, roots and states",
    "outcomes, roots, states and checkpoints",
)


def open_pipe(target: str, profile: Profile, parameters: Parameters) -> RemoteVenue:
    """A venue on the engine of that name; CommandLineError. The first use of it starts it."""
    return RemoteVenue(exec_pipe(target), profile, parameters)


def exec_pipe(target: str) -> PipeTarget:
    """The engine of a command line; CommandLineError."""
    return kept_pipe(target, split_target(target).start)


def kept_pipe(name: str, start: Callable[[], Transport]) -> PipeTarget:
    """The engine of that name, one for all venues; the first use of it keeps how it is started."""
    if name not in _TARGETS:
        _TARGETS[name] = PipeTarget(start)
    return _TARGETS[name]


def split_target(target: str) -> CommandLine:
    """Variables named in front, and the command (CNF-150); or CommandLineError."""
    try:
        words = shlex.split(target.removeprefix(EXEC))
    except ValueError as error:
        raise CommandLineError(f"{target!r}: {str(error).lower()}") from error
    variables: dict[str, str] = {}
    while words and (match := _VARIABLE.fullmatch(words[0])):
        variables[match[1]] = match[2]
        del words[0]
    if not words:
        raise CommandLineError(f"{target!r} names no program; expected {EXEC}PROGRAM ARGUMENTS")
    if shutil.which(words[0], path=variables.get("PATH")) is None:
        raise CommandLineError(f"there is no program {words[0]!r} that can be run")
    limits = ProcessLimits()
    if MEMORY in variables:  # [CNF-151]
        limits = evolve(limits, memory_bytes=_memory_bytes(variables.pop(MEMORY)))
    return CommandLine(tuple(words), variables, limits)


def _memory_bytes(mebibytes: str) -> int:
    if not _MEBIBYTES.fullmatch(mebibytes):
        expected = "expected a number of MiB, or 0 for no limit"
        raise CommandLineError(f"found {MEMORY}={mebibytes!a}, {expected}")
    return int(mebibytes) * 2**20


def engine_notes(target: str) -> tuple[str, ...]:
    """What the engine of that name said of itself, if it is one over a pipe and was greeted."""
    ready = _TARGETS[target].ready if target in _TARGETS else None
    if ready is None:
        return ()
    name = f"{neutral(ready.engine)} {neutral(ready.version)}"  # [CNF-152]
    return (f"the engine calls itself {name}; its level {ready.level} shows {_SHOWS[ready.level]}",)


def level_remark(target: str) -> str:
    """What a verdict does not cover, for an engine that shows no state."""
    level = shown_level(target)
    return "" if level >= 2 else f"as far as level {level} shows: {_SHOWS[level]}"  # [CNF-120]


def shown_level(target: str) -> int:
    """What the engine of that name shows (CNF-120); one of this process shows its state."""
    ready = _TARGETS[target].ready if target in _TARGETS else None
    return 2 if ready is None else ready.level


def end_all() -> None:
    """End every engine that was started."""
    while _TARGETS:
        _TARGETS.popitem()[1].end()
