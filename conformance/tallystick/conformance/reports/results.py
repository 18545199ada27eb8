"""What came of every part of a plan; a part that did not come to its end is not passed."""

from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from itertools import zip_longest

from attrs import frozen

from tallystick.conformance.protocol.target import shown_level
from tallystick.conformance.suite import Failure, Report, Stage


@unique
class Status(StrEnum):
    """Only the first is a pass."""

    PASSED = "passed"
    OUTCOMES_ONLY = "outcomes passed, state not shown"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    NOT_RUN = "not run"

    @property
    def is_shown(self) -> bool:
        """Whether the engine answered everything that it was asked as it must."""
        return self in (Status.PASSED, Status.OUTCOMES_ONLY)


@frozen
class PartResult:
    """A vector, a campaign or a flow; `stage` is None for a vector and for what was not begun."""

    name: str
    status: Status
    failure: Failure | None = None
    stage: Stage | None = None


def vector_results(report: Report) -> Mapping[str, PartResult]:
    """Every vector of the plan by its id, in the order of the plan."""
    failures = {failure.case.source.get("id", ""): failure for failure in report.failures}
    level = shown_level(report.plan.target)
    run = report.vectors_passed + len(report.vectors_failed)
    results = {}
    for index, vector in enumerate(report.plan.vectors):
        if index >= run:
            status = Status.NOT_RUN
        elif vector.id in report.vectors_failed:
            status = Status.FAILED
        else:
            # An engine was asked only for what it shows: rows of `state` or a root were not judged.
            hides = (vector.state and level < 2) or (vector.root and level < 1)
            status = Status.OUTCOMES_ONLY if hides else Status.PASSED
        failure = failures.get(vector.id) if status is Status.FAILED else None
        results[vector.id] = PartResult(vector.id, status, failure)
    return results


def probe_results(report: Report) -> Iterator[PartResult]:
    """Every probe of the plan, in its order; none for an engine that is not behind a pipe."""
    failures = {failure.case.source["id"]: failure for failure in report.probe_failures}
    run = report.probes_passed + len(failures)
    for index, probe in enumerate(report.plan.probes):
        status = Status.FAILED if probe.id in failures else Status.PASSED
        if index >= run:
            status = Status.NOT_RUN
        yield PartResult(probe.id, status, failures.get(probe.id))


def stage_results(report: Report) -> Iterator[PartResult]:
    """Every campaign, and the flow if there is one, in the order of the plan."""
    plan = report.plan
    names = [f"campaign {profile} {preset}" for profile, preset in plan.campaigns]
    names += ["generated flow"] if plan.flow_commands else []
    found = stage_failure(report)
    for index, (name, stage) in enumerate(zip_longest(names, report.stages)):
        is_last = index == len(report.stages) - 1
        if stage is None:
            yield PartResult(name, Status.NOT_RUN)
        elif is_last and found is not None:
            yield PartResult(stage.name, Status.FAILED, found, stage)
        elif is_last and (report.interruption or report.unsupported):
            # All commands may be answered and the last dump not yet compared.
            yield PartResult(stage.name, Status.INCOMPLETE, None, stage)
        elif stage.commands < stage.planned_commands:
            yield PartResult(stage.name, Status.INCOMPLETE, None, stage)
        else:
            yield PartResult(stage.name, Status.PASSED, None, stage)


def stage_failure(report: Report) -> Failure | None:
    """The finding that ended the run in its last stage, if one did."""
    failures = report.failures
    return failures[-1] if len(failures) > len(report.vectors_failed) else None
