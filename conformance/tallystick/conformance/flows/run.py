"""Both flows as functions, for the command line and for `make conformance`."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from tallystick.conformance.flows.bitstamp_findings import Findings, findings
from tallystick.conformance.flows.bitstamp_oracle import BitstampOracle
from tallystick.conformance.flows.bitstamp_replay import BitstampReplay
from tallystick.conformance.flows.bitstamp_rows import read_rows
from tallystick.conformance.flows.driver import FlowReport, Progress, drive
from tallystick.conformance.flows.generated import generated_case
from tallystick.conformance.flows.venue import PROFILE, flow_parameters
from tallystick.conformance.verdicts import Case

DEFAULT_COMMANDS = 50_000
DEFAULT_SEED = 1


@frozen
class ReplayReport:
    """A recorded flow: what the engines showed of each other, and of the venue."""

    source: Mapping[str, str]
    """Name and SHA-256 of the log."""
    flow: FlowReport
    venue: Findings


def run_generated(
    commands: int = DEFAULT_COMMANDS,
    seed: int = DEFAULT_SEED,
    targets: Sequence[str] = (),
    progress: Progress | None = None,
) -> FlowReport:
    """Drive the generated flow; the errors are those of `drive`."""
    return drive(generated_case(commands, seed), targets, progress=progress)


def run_bitstamp(
    path: Path, targets: Sequence[str] = (), progress: Progress | None = None
) -> ReplayReport:
    """Drive the order entry of a log and compare with the venue's own record.

    FlowInputError says what is wrong with the file; the other errors are those of `drive`.
    """
    replay = BitstampReplay.of(list(read_rows(path)), str(path))
    steps = tuple(replay.steps())
    source = {
        "flow": "bitstamp",
        "file": path.name,
        "sha256": sha256(path.read_bytes()).hexdigest(),
    }
    commands = tuple(step.command for step in steps)
    case = Case(PROFILE, flow_parameters(), commands, source)
    oracle = BitstampOracle(replay, steps)
    report = drive(case, targets, oracle, progress)
    return ReplayReport(source, report, findings(replay, oracle))
