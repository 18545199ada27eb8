"""Probes of an engine behind a pipe, once for each engine (CNF-144).

A vector or a campaign sends only what a runner may send. Whether an engine refuses the rest, and
whether its answers depend on frame boundaries, is asked here.
"""

import hashlib
from collections import deque
from collections.abc import Generator, Sequence

from attrs import evolve, frozen

from tallystick.conformance.campaign import SplitMix64, sequence
from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.client import REFUSED, Client
from tallystick.conformance.protocol.frames import neutral
from tallystick.conformance.protocol.process import EngineFaultError, UnsupportedEngineError
from tallystick.conformance.protocol.refusals import REFUSALS, Refusal
from tallystick.conformance.protocol.venue import PipeTarget, cut
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.conformance.wire import (
    canonical,
    command_object,
    outcome_object,
    parameters_object,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Outcome

PRESET = "minimal"
_STARTED_AHEAD = 2
"""Most of a refusal is the start of a process: the next one starts meanwhile."""


class UnknownProbeError(ValueError):
    """No probe has this id."""


@frozen
class Grouping:
    """The same commands one a frame, and in frames cut at places that follow from the seed."""

    id: str = "cnf-grouping"
    clause: str = "CNF-114"
    does: str = "It answers commands otherwise if others stand in the same frame."


Probe = Refusal | Grouping
PROBES: tuple[Probe, ...] = (*REFUSALS, Grouping())


@frozen
class ProbeResult:
    """A probe, what it has asked on a venue, and what was found, if anything was."""

    probe: Probe
    case: Case
    finding: Finding | None


def find_probe(probe_id: str) -> Probe:
    """The probe of that id; UnknownProbeError."""
    for probe in PROBES:
        if probe.id == probe_id:
            return probe
    raise UnknownProbeError(f"unknown probe {probe_id!r}; `tallystick probe --list` names all")


def run_probes(
    pipe: PipeTarget, probes: Sequence[Probe], profile: Profile | None, seed: int
) -> Generator[ProbeResult, None, None]:
    """Probe an engine, each time on a new process; UnsupportedEngineError.

    Without a profile, venues have the first known one that the engine offers.
    """
    started: deque[Client] = deque()
    try:
        for number, probe in enumerate(probes):
            while len(started) < min(_STARTED_AHEAD, len(probes) - number):
                started.append(pipe.start())
            client = started.popleft()
            try:
                yield _result(probe, client, profile, seed)
            finally:
                client.end()
    finally:
        for client in started:
            client.end()


def _result(probe: Probe, client: Client, wanted: Profile | None, seed: int) -> ProbeResult:
    source = {"kind": "probe", "id": probe.id}
    try:
        ready = client.greet()
    except EngineFaultError as fault:
        opened = wanted or Profile.MATCH_1
        unopened = Case(opened, load_preset(PRESET, profile=opened), (), source)
        mute = Finding(fault.verdict, (fault.clause,), 0, "a greeting", str(fault))
        return ProbeResult(probe, unopened, mute)
    profile = _offered(ready, wanted)
    if isinstance(probe, Refusal):
        commands = probe.before
        case = Case(profile, load_preset(PRESET, profile=profile), commands, source)
        return ProbeResult(probe, case, _refusal(probe, client, case))
    commands = sequence(seed, profile, PRESET, 0)
    parameters = load_preset(PRESET, profile=profile)
    case = Case(profile, parameters, commands, {**source, "seed": str(seed)})
    try:
        return _grouping(probe, client, case, ready.level)
    except EngineFaultError as fault:
        finding = Finding(fault.verdict, (fault.clause,), 0, "an outcome", str(fault))
        return ProbeResult(probe, case, finding)


def _offered(ready: frames.Ready, wanted: Profile | None) -> Profile:
    known = list(Profile) if wanted is None else [wanted]
    for profile in ready.profiles:
        if profile in known:
            return Profile(profile)
    raise UnsupportedEngineError(f"the engine does not offer profile {' or '.join(known)}")


def _refusal(probe: Refusal, client: Client, case: Case) -> Finding | None:
    """Whether the engine refuses the line as CNF-130 says."""
    line = probe.line(case.profile)
    step, clause, expected = 0, "CMD-001", "an answer to a sound frame"
    try:
        if case.commands:
            _open(client, case)
            _outcomes(client, case.commands, [(0, len(case.commands))])
        step, clause = len(case.commands), probe.clause
        expected = f"no answer and exit status {REFUSED} after the line {repr(line)[1:]}"
        client.expect_refusal(line)
    except EngineFaultError as fault:
        return Finding(fault.verdict, (clause,), step, expected, str(fault))
    return None


def _grouping(probe: Grouping, client: Client, case: Case, level: int) -> ProbeResult:
    """The first command that is answered otherwise in a frame of several than alone."""
    commands = case.commands
    sizes = [len(canonical(command_object(command))) for command in commands]
    digest = hashlib.sha256(canonical(dict(case.source))).digest()
    random = SplitMix64(int.from_bytes(digest[:8], "big"))
    singly = [(position, position + 1) for position in range(len(commands))]
    together = list(cut(random, sizes, 0, len(commands), client.most_bytes))  # [CNF-144]
    alone, root_alone = _executed(client, case, singly, level)
    grouped, root_grouped = _executed(client, case, together, level)
    clauses = (probe.clause, "INV-009")
    for step, outcomes in enumerate(zip(alone, grouped, strict=True)):
        if outcomes[0] != outcomes[1]:
            first, last = next(group for group in together if step < group[1])
            source = {**case.source, "in the frame of commands": f"{first} to {last - 1}"}
            found = Finding(Verdict.DIVERGED, clauses, step, *map(outcome_object, outcomes))
            return ProbeResult(probe, evolve(case, source=source), found)
    if root_alone == root_grouped:
        return ProbeResult(probe, case, None)
    at_the_end = Finding(Verdict.DIVERGED, clauses, len(commands) - 1, root_alone, root_grouped)
    return ProbeResult(probe, case, at_the_end)


def _executed(
    client: Client, case: Case, groups: Sequence[tuple[int, int]], level: int
) -> tuple[list[Outcome], str]:
    """Outcomes on a new venue, and the root at the end, from the level on that shows it."""
    _open(client, case)
    outcomes = _outcomes(client, case.commands, groups)
    if level < 1:  # [CNF-120]
        return outcomes, ""
    (root,) = client.exchange([frames.AskRoot(1)])
    return outcomes, str(root)


def _open(client: Client, case: Case) -> None:
    request = frames.Open(1, str(case.profile), parameters_object(case.parameters))
    (answer,) = client.exchange([request])
    if isinstance(answer, frames.Unsupported):
        raise UnsupportedEngineError(f"it answers: {neutral(answer.reason)}")


def _outcomes(
    client: Client, commands: Sequence[Command], groups: Sequence[tuple[int, int]]
) -> list[Outcome]:
    plain = [command_object(command) for command in commands]
    requests = (frames.Apply(1, plain[slice(*group)]) for group in groups)
    return [outcome for outcomes in client.exchange(requests) for outcome in outcomes]
