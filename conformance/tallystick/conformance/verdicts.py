"""What a run can end with, and what was found (CNF-001, CNF-002)."""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any

from attrs import frozen

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.parameters import Parameters


@unique
class Verdict(StrEnum):
    """Only the first is a pass; what was not run is never one."""

    CONFORMANT = "conformant"
    DIVERGED = "diverged"
    CRASHED = "crashed"
    BROKE_PROTOCOL = "broke_protocol"
    TIMED_OUT = "timed_out"
    INCOMPLETE = "incomplete"
    UNSUPPORTED = "unsupported"


USAGE_EXIT_CODE = 2
EXIT_CODES: Mapping[Verdict, int] = MappingProxyType(
    {
        Verdict.CONFORMANT: 0,
        Verdict.DIVERGED: 1,
        Verdict.CRASHED: 3,
        Verdict.BROKE_PROTOCOL: 3,
        Verdict.TIMED_OUT: 4,
        Verdict.INCOMPLETE: 5,
        Verdict.UNSUPPORTED: 5,
    }
)
GRAVITY = (
    Verdict.CRASHED,
    Verdict.BROKE_PROTOCOL,
    Verdict.TIMED_OUT,
    Verdict.DIVERGED,
    Verdict.UNSUPPORTED,
    Verdict.INCOMPLETE,
    Verdict.CONFORMANT,
)
"""Of several verdicts of one run the first of these is that of the run."""


@frozen
class Case:
    """Commands for a newly opened venue, and where they come from in words and numbers."""

    profile: Profile
    parameters: Parameters
    commands: tuple[Command, ...]
    source: Mapping[str, str]


@frozen
class Finding:
    """The first step at which an engine was not as the spec wants it.

    `step` counts commands from 0. `expected` and `got` are JSON values in wire form, or words.
    `clauses` are where to read first: those of the vector, or derived from what differs.
    """

    verdict: Verdict
    clauses: tuple[str, ...]
    step: int
    expected: Any
    got: Any
