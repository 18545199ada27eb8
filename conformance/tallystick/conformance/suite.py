"""A whole run: vectors, campaigns, a generated flow, and what came of them (CNF-001, CNF-002)."""

import shlex
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from attrs import Factory, define, evolve, frozen

from tallystick.conformance.campaign import COMMANDS_PER_SEQUENCE, sequence, set_up_commands
from tallystick.conformance.coverage import Hits, impossible
from tallystick.conformance.flows.generated import generated_case
from tallystick.conformance.protocol.probes import Probe, ProbeResult, run_probes
from tallystick.conformance.protocol.process import UnsupportedEngineError
from tallystick.conformance.protocol.target import EXEC
from tallystick.conformance.runner import Limits, Opener, compare, shrink
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import UnsupportedTargetError, pipe_of
from tallystick.conformance.traces import Trace, TraceError, free_path, write_trace
from tallystick.conformance.vectors import Vector, run_vector
from tallystick.conformance.verdicts import GRAVITY, Case, Finding, Verdict
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.outcome import Outcome

COMMANDS_PER_DUMP_OF_FLOW = 1000
Progress = Callable[[str, int, int], None]
"""Is told a stage, how much of it is done, and how much there is."""


@frozen
class Plan:
    """What to run."""

    target: str
    vectors: tuple[Vector, ...]
    campaigns: tuple[tuple[Profile, str], ...]
    commands_per_campaign: int
    flow_commands: int
    seed: int
    limits: Limits
    trace_path: Path | None = None
    is_whole: bool = True
    """Whether all vectors, all campaigns and the flow are in it."""
    probes: tuple[Probe, ...] = ()
    probed_profile: Profile | None = None
    """Of the venues of probes; without one, the first known profile that the engine offers."""


@frozen
class Failure:
    """A finding, the case that shows it, and how to see it again."""

    case: Case
    finding: Finding
    replay: str = ""


@define
class Stage:
    """A campaign or a flow, as far as it was run."""

    name: str
    planned_commands: int
    impossible: frozenset[str]
    hits: Hits = Factory(Hits)
    commands: int = 0


@define
class Report:
    """What a run has shown so far."""

    plan: Plan
    vectors_passed: int = 0
    probes_passed: int = 0
    probe_failures: list[Failure] = Factory(list)
    commands_of_vectors: int = 0
    vectors_failed: list[str] = Factory(list)
    stages: list[Stage] = Factory(list)
    failures: list[Failure] = Factory(list)
    interruption: str = ""
    unsupported: str = ""
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """The gravest of all that was found; conformant only if all of the plan was run."""
        verdicts = {failure.finding.verdict for failure in (*self.probe_failures, *self.failures)}
        if self.unsupported:
            verdicts.add(Verdict.UNSUPPORTED)
        if self.interruption:
            verdicts.add(Verdict.INCOMPLETE)
        return next(verdict for verdict in GRAVITY if verdict in verdicts | {Verdict.CONFORMANT})

    @property
    def commands(self) -> int:
        """Commands of vectors, campaigns and flows that were answered as they must be."""
        return self.commands_of_vectors + sum(stage.commands for stage in self.stages)


def run_plan(plan: Plan, opener: Opener, progress: Progress) -> Report:
    """Run everything until the first finding of a campaign; Ctrl-C ends it with what there is.

    Probes are sent to the target of the plan, whatever the opener opens.
    """
    report = Report(plan)
    began = time.monotonic()
    try:
        _run_vectors(report, opener, progress)
        if plan.probes and not _is_over(report):
            _run_probes(report, progress)
        for profile, preset in plan.campaigns:
            if not _is_over(report):
                _run_campaign(report, profile, preset, opener, progress)
        if plan.flow_commands and not _is_over(report):
            _run_flow(report, opener, progress)
    except KeyboardInterrupt:
        report.interruption = "interrupted"
    except UnsupportedTargetError as error:
        report.unsupported = str(error)
    if report.failures:
        _write_first(report)
    report.seconds = time.monotonic() - began
    return report


def replay_trace(trace: Trace, opener: Opener, limits: Limits) -> Finding | None:
    """Run the commands of a trace beside the reference."""
    return compare(trace.case, opener, limits)


def _run_vectors(report: Report, opener: Opener, progress: Progress) -> None:
    vectors = report.plan.vectors
    for done, vector in enumerate(vectors):
        progress("vectors", done, len(vectors))
        finding = run_vector(vector, opener, report.plan.limits)
        report.commands_of_vectors += finding.step if finding else len(vector.case.commands)
        if finding is None:
            report.vectors_passed += 1
            continue
        report.vectors_failed.append(vector.id)
        replay = (
            f"tallystick run {shlex.quote(report.plan.target)} --vectors-only --vector {vector.id}"
        )
        report.failures.append(Failure(vector.case, finding, replay))
        if finding.verdict is Verdict.TIMED_OUT:
            report.interruption = "stopped after a command that took too long"
            return


def _run_probes(report: Report, progress: Progress) -> None:
    """Probe the engine, if it runs behind a pipe (CNF-144)."""
    plan = report.plan
    pipe = pipe_of(plan.target)
    if pipe is None:
        return
    pipe.answer_seconds = plan.limits.step_seconds
    progress("probes", 0, len(plan.probes))
    try:
        results = run_probes(pipe, plan.probes, plan.probed_profile, plan.seed)
        with closing(results):
            for done, result in enumerate(results, start=1):
                progress("probes", done, len(plan.probes))
                if result.finding is None:
                    report.probes_passed += 1
                    continue
                replay = shlex.join(_probe_command(plan, result))
                report.probe_failures.append(Failure(result.case, result.finding, replay))
                if result.finding.verdict is Verdict.TIMED_OUT:
                    report.interruption = "stopped after a probe that took too long"
                    return
    except UnsupportedEngineError as error:
        raise UnsupportedTargetError(str(error)) from error


def _probe_command(plan: Plan, result: ProbeResult) -> list[str]:
    """The words that repeat one probe."""
    profile = ["--profile", plan.probed_profile] if plan.probed_profile else []
    seed = ["--seed", result.case.source["seed"]] if "seed" in result.case.source else []
    return ["tallystick", "probe", plan.target, result.probe.id, *profile, *seed]


def _run_campaign(
    report: Report, profile: Profile, preset: str, opener: Opener, progress: Progress
) -> None:
    plan = report.plan
    stage = Stage(
        f"campaign {profile} {preset}", plan.commands_per_campaign, impossible(profile, preset)
    )
    report.stages.append(stage)
    parameters = load_preset(preset, profile=profile)
    set_up = set_up_commands(profile, preset)
    for index in range(-(-stage.planned_commands // COMMANDS_PER_SEQUENCE)):
        progress(stage.name, stage.commands, stage.planned_commands)
        commands = sequence(plan.seed, profile, preset, index)
        source = {
            "kind": "campaign", "seed": str(plan.seed), "preset": preset, "sequence": str(index),
        }  # fmt: skip
        left = stage.planned_commands - stage.commands
        case = Case(profile, parameters, commands[:left], source)
        _run_case(report, stage, case, opener, set_up=len(set_up))
        if _is_over(report):
            return


def _run_flow(report: Report, opener: Opener, progress: Progress) -> None:
    plan = report.plan
    case = generated_case(plan.flow_commands, plan.seed)
    stage = Stage("generated flow", plan.flow_commands, impossible(case.profile))
    report.stages.append(stage)
    _run_case(
        report,
        stage,
        case,
        opener,
        commands_per_dump=COMMANDS_PER_DUMP_OF_FLOW,
        progress=progress,
    )


def _run_case(
    report: Report,
    stage: Stage,
    case: Case,
    opener: Opener,
    *,
    set_up: int = 0,
    commands_per_dump: int = 1,
    progress: Progress | None = None,
) -> None:
    """Compare, count, and shrink what is found; the first `set_up` commands are not drawn."""

    def watch(step: int, outcome: Outcome) -> None:
        stage.commands += 1
        stage.hits.count(outcome, is_drawn=step >= set_up)
        if progress is not None and step % COMMANDS_PER_DUMP_OF_FLOW == 0:
            progress(stage.name, step, stage.planned_commands)

    limits = report.plan.limits
    finding = compare(case, opener, limits, watcher=watch, commands_per_dump=commands_per_dump)
    if finding is not None:
        # Recorded before it is shrunk, so that Ctrl-C meanwhile does not lose it.
        report.failures.append(Failure(case, finding))
        report.failures[-1] = Failure(*shrink(case, finding, opener, limits))


def _is_over(report: Report) -> bool:
    """A finding of a campaign or a flow ends the run, and so does a vector that takes for ever."""
    return len(report.failures) > len(report.vectors_failed) or bool(report.interruption)


def replay_command(path: Path, target: str) -> list[str]:
    """The words that replay a trace; what a trace says is not executed, so they say it."""
    named = ["--target", target] if target.startswith(EXEC) else []
    return ["tallystick", "replay", str(path), *named]


def _write_first(report: Report) -> None:
    """Write the finding of the campaign or flow, or, where there is none, of the first vector."""
    number = -1 if len(report.failures) > len(report.vectors_failed) else 0
    failure = report.failures[number]
    target = report.plan.target
    clause = failure.finding.clauses[0]
    name = "exec" if target.startswith(EXEC) else target.replace(":", "-")
    stem = f"tallystick-{name}-{clause}"
    path = report.plan.trace_path or free_path(Path(), stem)
    replay = failure.replay or shlex.join(replay_command(path, target))
    try:
        write_trace(path, Trace(target, failure.case, failure.finding))
    except TraceError as error:
        # The report matters more than its file.
        replay = failure.replay or f"no trace was written: {error}"
    report.failures[number] = evolve(failure, replay=replay)
