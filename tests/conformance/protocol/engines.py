"""How the tests reach engines over a pipe: the hostile scripts, and the project's own."""

import sys
from functools import partial
from pathlib import Path

from attrs import evolve

from tallystick.conformance.protocol.process import EngineProcess, ProcessLimits
from tallystick.conformance.protocol.venue import PipeTarget, RemoteVenue
from tallystick.conformance.runner import Limits, Opener, compare
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case, Finding
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import OpenAccount
from tallystick.reference.types.units import Count, PrincipalId

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = Path(__file__).parent / "hostile"
TRIGGER = 13
ANSWER_SECONDS = 5.0
LIMITS = ProcessLimits(grace_seconds=0.2, memory_bytes=256 * 2**20)
TALLYSTICK = str(Path(sys.executable).with_name("tallystick"))


def accounts_case(count: int = 16, trigger_at: int | None = 9) -> Case:
    """Accounts opened by principals 20, 21, ..., one of them by the trigger."""
    signers = [20 + index for index in range(count)]
    if trigger_at is not None:
        signers[trigger_at] = TRIGGER
    commands = tuple(OpenAccount(PrincipalId(signer)) for signer in signers)
    parameters = evolve(load_preset("minimal"), max_accounts=Count(12))
    return Case(Profile.MATCH_1, parameters, commands, {})


def script_command(name: str) -> list[str]:
    """The command that runs a script of `hostile`; it needs PYTHONPATH."""
    return [sys.executable, "-S", "-m", f"tests.conformance.protocol.hostile.{name}"]


def target_of(
    command: list[str], variables: dict[str, str] | None = None, limits: ProcessLimits = LIMITS
) -> PipeTarget:
    """The target of a command, with small limits."""
    named = {"PYTHONPATH": str(ROOT), **(variables or {})}
    return PipeTarget(partial(EngineProcess, command, named, limits))


def opener_of(target: PipeTarget) -> Opener:
    """Opens venues on it."""
    return partial(RemoteVenue, target)


def judge(
    target: PipeTarget,
    case: Case,
    *,
    answer_seconds: float = ANSWER_SECONDS,
    commands_per_dump: int = 4,
) -> Finding | None:
    """Compare with the reference, and end the engine."""
    limits = Limits(step_seconds=answer_seconds)
    try:
        return compare(case, opener_of(target), limits, commands_per_dump=commands_per_dump)
    finally:
        target.end()
