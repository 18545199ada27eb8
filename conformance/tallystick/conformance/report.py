"""What a run has shown, as text and as one JSON object."""

from collections.abc import Iterator
from typing import Any

from tallystick.conformance.blame import first_difference
from tallystick.conformance.protocol.target import engine_notes, level_remark
from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.suite import Failure, Report, Stage
from tallystick.conformance.vectors import vectors_digest
from tallystick.conformance.verdicts import EXIT_CODES, Finding, Verdict
from tallystick.conformance.wire import canonical, command_object
from tallystick.fast import describe

FORMAT = "tallystick-report/1"
NO_RECORDING = (
    "no recorded flow is part of the kit: a generated flow of the same shape was run;"
    " `tallystick flow bitstamp FILE` replays a recording"
)
_SHOWN_FAILURES = 10
_SHOWN_CHARACTERS = 400


def report_lines(report: Report, *, with_hits: bool = False) -> Iterator[str]:
    """The report for people; the verdict comes last."""
    plan = report.plan
    yield f"target      {plan.target}; the fast engine here is {describe()}"
    yield f"spec        {SPEC_VERSION}"
    of_vectors = f"{report.vectors_passed} of {len(plan.vectors)} passed"
    if plan.vectors or not plan.probes:
        yield f"vectors     {of_vectors}; SHA-256 of all files {vectors_digest()}"
    if plan.probes:
        yield f"probes      {report.probes_passed} of {len(plan.probes)} passed"
    for stage in report.stages:
        yield from stage_lines(stage, with_hits=with_hits)
    if report.stages:
        yield f"seed        {plan.seed}"
    for note in _notes(report):
        yield f"note        {note}"
    yield f"commands    {report.commands:,} answered as they must be, in {report.seconds:.1f} s"
    for failure in (*report.probe_failures, *report.failures[:_SHOWN_FAILURES]):
        yield from ("", *failure_lines(failure))
    if len(report.failures) > _SHOWN_FAILURES:
        yield f"... and {len(report.failures) - _SHOWN_FAILURES} more failing vectors"
    yield ""
    yield f"verdict     {report.verdict}{_remark(report)}"


def failure_lines(failure: Failure) -> Iterator[str]:
    """Clause, step, command, expected and got, and how to see it again."""
    finding, case = failure.finding, failure.case
    source = ", ".join(f"{key} {text}" for key, text in case.source.items())
    yield f"{finding.verdict} in {case.profile}, {source}"
    yield f"  clause    {', '.join(finding.clauses)}"
    yield f"  step      {finding.step} of {len(case.commands)} commands, counted from 0"
    if finding.step < len(case.commands):
        yield f"  command   {_short(command_object(case.commands[finding.step]))}"
    yield f"  expected  {_short(finding.expected)}"
    yield f"  got       {_short(finding.got)}"
    if isinstance(finding.expected, dict) and isinstance(finding.got, dict):
        pointer, wanted, seen = first_difference(finding.expected, finding.got)
        if pointer:
            yield f"  differs   at {pointer}: expected {_short(wanted)}, got {_short(seen)}"
    if failure.replay:
        yield f"  replay    {failure.replay}"


def report_object(report: Report) -> dict[str, Any]:
    """The report for machines."""
    return {
        "format": FORMAT,
        "verdict": str(report.verdict),
        "exit_code": EXIT_CODES[report.verdict],
        "target": report.plan.target,
        "fast_engine": describe(),
        "spec_version": SPEC_VERSION,
        "vectors": {
            "run": len(report.plan.vectors),
            "passed": report.vectors_passed,
            "failed": report.vectors_failed,
            "digest": vectors_digest(),
        },
        "probes": {
            "run": len(report.plan.probes),
            "passed": report.probes_passed,
            "failed": [failure.case.source["id"] for failure in report.probe_failures],
        },
        "seed": str(report.plan.seed),
        "stages": [stage_object(stage) for stage in report.stages],
        "notes": list(_notes(report)),
        "commands": report.commands,
        "seconds": round(report.seconds, 1),
        "failures": [
            _failure_object(failure) for failure in (*report.probe_failures, *report.failures)
        ],
        "remark": _remark(report).removeprefix(": "),
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding for machines."""
    return {
        "verdict": str(finding.verdict),
        "clauses": list(finding.clauses),
        "step": finding.step,
        "expected": finding.expected,
        "got": finding.got,
    }


def stage_lines(stage: Stage, *, with_hits: bool) -> Iterator[str]:
    """How far a campaign or a flow came and what it met, for people."""
    hits = stage.hits
    groups = hits.by_group(stage.impossible)
    rate = f"{100 * hits.accepted / hits.commands:.1f}" if hits.commands else "0"
    reached = ", ".join(
        f"{sum(count > 0 for count in group.values())} of {len(group)} {name}"
        for name, group in groups.items()
    )
    yield (
        f"{stage.name:<24}  {stage.commands:,} of {stage.planned_commands:,} commands,"
        f" {rate} % accepted, {hits.trades:,} trades; {reached}"
    )
    if with_hits:
        for name, group in groups.items():
            ordered = sorted(group.items(), key=lambda item: (-item[1], item[0]))
            yield f"  {name}: {', '.join(f'{word} {count:,}' for word, count in ordered)}"


def stage_object(stage: Stage) -> dict[str, Any]:
    """The same for machines."""
    return {
        "name": stage.name,
        "commands": stage.commands,
        "planned_commands": stage.planned_commands,
        "drawn_commands": stage.hits.commands,
        "accepted": stage.hits.accepted,
        "trades": stage.hits.trades,
        "hits": stage.hits.by_group(stage.impossible),
    }


def _failure_object(failure: Failure) -> dict[str, Any]:
    return {
        **finding_object(failure.finding),
        "profile": str(failure.case.profile),
        "source": dict(failure.case.source),
        "commands": len(failure.case.commands),
        "replay": failure.replay,
    }


def _notes(report: Report) -> tuple[str, ...]:
    said = engine_notes(report.plan.target)
    return (NO_RECORDING, *said) if report.plan.flow_commands else said


def _remark(report: Report) -> str:
    """What the verdict does not say by itself: what was left out is never passed."""
    if report.unsupported or report.interruption:
        return f": {report.unsupported or report.interruption}"
    remarks = []
    if report.verdict is Verdict.CONFORMANT:
        remarks.append(level_remark(report.plan.target))
        if not report.plan.is_whole:
            remarks.append("as far as it was asked to run, which is not the whole suite")
    return "".join(f": {remark}" for remark in remarks if remark)


def _short(thing: Any) -> str:
    text = thing if isinstance(thing, str) else canonical(thing).decode()
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return f"{text[:_SHOWN_CHARACTERS]}... ({len(text):,} characters)"
