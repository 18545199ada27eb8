"""Engines by name, each behind the one door of `tallystick.conformance.engine`."""

import copy
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Self

from tallystick import reference
from tallystick.conformance.engine import Engine
from tallystick.conformance.faults.faulty import (
    FAULTY,
    UnknownFaultError,
    find_fault,
    open_faulty,
    pipe_of_fault,
)
from tallystick.conformance.protocol.target import (
    EXEC,
    CommandLineError,
    exec_pipe,
    open_pipe,
    split_target,
)
from tallystick.conformance.protocol.venue import PipeTarget
from tallystick.fast import Build, BuildUnavailableError, FastEngine, status
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AccountId


class UnknownTargetError(ValueError):
    """The name is none of `TARGETS`."""


class UnsupportedTargetError(RuntimeError):
    """The target exists but cannot run in this installation."""


class ReferenceEngine:
    """The reference is a function of a state; this keeps the state between commands."""

    def __init__(self, profile: Profile, parameters: Parameters) -> None:
        self._state = reference.open_venue(profile, parameters)

    def restored(self, dump: StateDump) -> Self:
        """Another venue, as the dump says (STA-025); InvalidDumpError if it is not valid."""
        # What else an engine made from this one has, it keeps.
        engine = copy.copy(self)
        engine._state = reference.restore(dump)
        return engine

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""
        self._state, outcome = reference.step(self._state, command)
        return outcome

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""
        return reference.dump(self._state)

    def root(self) -> str:
        """SHA-256 of the canonical encoding of the dump (STA-024)."""
        return reference.root(self._state)

    def certificate(self, account: AccountId) -> Certificate:
        """What an account is worth under stress, with every part of it (MGN-060)."""
        return reference.certificate(self._state, account)


def _open_fast(profile: Profile, parameters: Parameters) -> Engine:
    build = Build.COMPILED if status() is Build.COMPILED else Build.INTERPRETED
    return _open_build(profile, parameters, build)


def _open_interpreted(profile: Profile, parameters: Parameters) -> Engine:
    return _open_build(profile, parameters, Build.INTERPRETED)


def _open_compiled(profile: Profile, parameters: Parameters) -> Engine:
    return _open_build(profile, parameters, Build.COMPILED)


def _open_build(profile: Profile, parameters: Parameters, build: Build) -> Engine:
    if profile not in FastEngine.PROFILES:
        raise UnsupportedTargetError(
            f"the fast engine has no profile {profile}, only {', '.join(FastEngine.PROFILES)}"
        )
    try:
        return FastEngine(profile, parameters, build)
    except BuildUnavailableError as error:
        raise UnsupportedTargetError(str(error)) from error


TARGETS: Mapping[str, Callable[[Profile, Parameters], Engine]] = MappingProxyType(
    {
        "reference": ReferenceEngine,
        "fast": _open_fast,
        "fast:interpreted": _open_interpreted,
        "fast:compiled": _open_compiled,
    }
)
"""Every engine that can be named; `fast` is the compiled build where there is one."""


def profiles_of(target: str) -> tuple[Profile, ...]:
    """The profiles of an engine of this project."""
    return FastEngine.PROFILES if target.partition(":")[0] == "fast" else tuple(Profile)


def check_target(target: str) -> None:
    """Raise UnknownTargetError unless there is an engine of that name."""
    if target.startswith(FAULTY):
        try:
            find_fault(target.removeprefix(FAULTY))
        except UnknownFaultError as error:
            raise UnknownTargetError(f"unknown target {target!r}: {error}") from None
    elif target.startswith(EXEC):
        try:
            split_target(target)
        except CommandLineError as error:
            raise UnknownTargetError(f"unknown target {target!r}: {error}") from None
    elif target not in TARGETS:
        known = ", ".join((*TARGETS, f"{FAULTY}<id>", f"{EXEC}<command line>"))
        raise UnknownTargetError(f"unknown target {target!r}; known: {known}")


def open_engine(target: str, profile: Profile, parameters: Parameters) -> Engine:
    """Open a venue on the engine of that name; the two errors above say what is wrong."""
    check_target(target)
    if target.startswith(FAULTY):
        return open_faulty(target.removeprefix(FAULTY), profile, parameters)
    if target.startswith(EXEC):
        return open_pipe(target, profile, parameters)
    return TARGETS[target](profile, parameters)


def pipe_of(target: str) -> PipeTarget | None:
    """The engine of that name, if it runs behind a pipe; the two errors above."""
    check_target(target)
    if target.startswith(EXEC):
        return exec_pipe(target)
    fault = find_fault(target.removeprefix(FAULTY)) if target.startswith(FAULTY) else None
    return pipe_of_fault(fault) if fault is not None and fault.is_of_the_pipe else None
