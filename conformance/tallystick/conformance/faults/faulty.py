"""The faults by their ids, and each as an engine: the targets `faulty:<id>`."""

import difflib
import importlib
import pkgutil
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
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import Parameters


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
    return tuple(WaitingFault(**row) for row in tomllib.loads(text)["waiting"])


def open_faulty(fault_id: str, profile: Profile, parameters: Parameters) -> Engine:
    """Open a venue on the engine that has this fault; UnknownFaultError or ChangeError."""
    return opener_of(find_fault(fault_id))(profile, parameters)


@cache
def opener_of(
    fault: Fault, *, with_contracts: bool = False
) -> Callable[[Profile, Parameters], Engine]:
    """Opens venues on the engine that has this fault; ChangeError if it does not fit."""
    copy = changed_copy(apply_changes(fault.changes), with_contracts=with_contracts)
    return partial(PrivateEngine, copy)
