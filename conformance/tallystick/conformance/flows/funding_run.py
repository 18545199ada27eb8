"""A recorded file of funding rates as a function, for the command line."""

from collections.abc import Mapping, Sequence
from hashlib import file_digest
from pathlib import Path

from attrs import evolve, frozen

from tallystick.conformance.flows.driver import FlowReport, Progress, drive
from tallystick.conformance.flows.funding_findings import FundingFindings, FundingWatch
from tallystick.conformance.flows.funding_replay import (
    PROFILE,
    RateFacts,
    funding_commands,
    funding_parameters,
)
from tallystick.conformance.flows.funding_rows import read_funding
from tallystick.conformance.targets import open_engine
from tallystick.conformance.verdicts import Case, Verdict
from tallystick.reference.types.dump import StateDump


@frozen
class FundingReport:
    """A recorded file: what the engines showed of each other, and of the sums of the rates."""

    source: Mapping[str, str]
    """Name and SHA-256 of the file."""
    flow: FlowReport
    venue: FundingFindings


def run_funding(
    path: Path, targets: Sequence[str] = (), progress: Progress | None = None
) -> FundingReport:
    """Publish the rates of a file tick by tick and hold what is paid against their sum.

    FlowInputError says what is wrong with the file; the other errors are those of `drive`. Payments
    that are not exactly the sum of the rates make the verdict `diverged`, whoever agrees.
    """
    rows = read_funding(path)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    source = {"flow": "funding", "file": path.name, "sha256": digest}
    case = Case(PROFILE, funding_parameters(), tuple(funding_commands(rows)), source)
    watch = FundingWatch()
    report = drive(case, targets, watch, progress)
    end = _end(case, next(iter(report.commands_done))) if _is_conformant(report) else None
    found = watch.findings(RateFacts.of(rows), end)
    if end is not None and not found.exact:
        report = evolve(report, verdict=Verdict.DIVERGED)
    return FundingReport(source, report, found)


def _is_conformant(report: FlowReport) -> bool:
    return report.verdict is Verdict.CONFORMANT


def _end(case: Case, target: str) -> StateDump:
    """The state after all commands; all targets have shown the same, and the reference too."""
    engine = open_engine(target, case.profile, case.parameters)
    for command in case.commands:
        engine.apply(command)
    return engine.dump()
