"""The faults by their ids, and each as an engine: the targets `faulty:<id>`."""

import difflib
import importlib
import os
import pkgutil
import sys
import tomllib
from collections.abc import Callable
from functools import cache, partial
from importlib import resources

from attrs import frozen

from tallystick.conformance.engine import Engine
from tallystick.conformance.faults import catalogue
from tallystick.conformance.faults.change import apply_changes
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.private_copy import PrivateEngine, changed_copy
from tallystick.conformance.protocol.process import EngineProcess, ProcessLimits
from tallystick.conformance.protocol.target import kept_pipe
from tallystick.conformance.protocol.venue import PipeTarget, RemoteVenue
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import Parameters

FAULTY = "faulty:"
"""Before the id of a fault: an engine that has it on purpose, to test the kit with."""
SERVING = "tallystick.conformance.faults.serving"
_VARIABLES = ("PYTHONPATH",)
"""Passed on to an engine of the kit's own, which must find the kit."""


class UnknownFaultError(ValueError):
    """No fault has this id."""


@frozen
class WaitingFault:
    """A fault that the spec or the kit cannot show yet, and why."""

    id: str
    does: str
    why: str


@cache
def fault_ids() -> tuple[str, ...]:
    """All ids, ascending; each is the name of a module of the catalogue."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(catalogue.__path__)))


@cache
def find_fault(fault_id: str) -> Fault:
    """The fault of that id; UnknownFaultError names those that are spelled alike."""
    if fault_id not in fault_ids():
        close = difflib.get_close_matches(fault_id, fault_ids(), n=5, cutoff=0.5)
        hint = f"close: {', '.join(close)}" if close else "`tallystick faults ls` lists all"
        raise UnknownFaultError(f"unknown fault {fault_id!r}; {hint}")
    fault: Fault = importlib.import_module(f"{catalogue.__name__}.{fault_id}").FAULT
    return fault


@cache
def waiting_faults() -> tuple[WaitingFault, ...]:
    """The faults that wait, as `waiting.toml` lists them."""
    text = resources.files(__package__).joinpath("waiting.toml").read_text(encoding="utf-8")
    return tuple(WaitingFault(**row) for row in tomllib.loads(text).get("waiting", []))


def open_faulty(fault_id: str, profile: Profile, parameters: Parameters) -> Engine:
    """Open a venue on the engine that has this fault; UnknownFaultError or ChangeError."""
    return opener_of(find_fault(fault_id))(profile, parameters)


def opener_of(
    fault: Fault, *, with_contracts: bool = False
) -> Callable[[Profile, Parameters], Engine]:
    """Opens venues on the engine that has this fault; ChangeError if it does not fit.

    A fault of the pipe leaves the contracts alone: they are those of the engine in a process.
    """
    if fault.is_of_the_pipe:
        return partial(RemoteVenue, pipe_of_fault(fault))
    return _opener_of(fault, with_contracts=with_contracts)


@cache
def _opener_of(fault: Fault, *, with_contracts: bool) -> Callable[[Profile, Parameters], Engine]:
    copy = changed_copy(apply_changes(fault.changes), with_contracts=with_contracts)
    return partial(PrivateEngine, copy)


def pipe_of_fault(fault: Fault) -> PipeTarget:
    """The engine that has this fault of the pipe, in a process of its own."""
    return own_pipe(f"{FAULTY}{fault.id}")


def own_pipe(target: str) -> PipeTarget:
    """The engine of that name as `tallystick serve` has it, in a process of its own."""
    command = (sys.executable, "-m", SERVING, target)
    variables = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    return kept_pipe(target, partial(EngineProcess, command, variables, ProcessLimits()))
