"""A recorded LOBSTER day as a function, for the command line."""

from collections.abc import Mapping, Sequence
from hashlib import file_digest
from pathlib import Path

from attrs import frozen

from tallystick.conformance.flows.driver import FlowReport, Progress, drive
from tallystick.conformance.flows.lobster_findings import LobsterFindings, lobster_findings
from tallystick.conformance.flows.lobster_oracle import LobsterOracle
from tallystick.conformance.flows.lobster_replay import LobsterReplay
from tallystick.conformance.flows.lobster_rows import read_recording
from tallystick.conformance.flows.lobster_venue import lobster_parameters
from tallystick.conformance.flows.venue import PROFILE
from tallystick.conformance.verdicts import Case

SEEDED_BY_ENTRY = "unseen orders from order entry"
SEEDED_BY_HINDSIGHT = "unseen orders from executions too"


@frozen
class LobsterReport:
    """A recorded day: what the engines showed of each other, and of the venue."""

    source: Mapping[str, str]
    """Name and SHA-256 of the archive, and what unseen orders are worked out from."""
    flow: FlowReport
    venue: LobsterFindings


def run_lobster(
    path: Path,
    targets: Sequence[str] = (),
    progress: Progress | None = None,
    *,
    hindsight: bool = False,
) -> LobsterReport:
    """Drive the order entry of an archive and compare with the venue's own record.

    FlowInputError says what is wrong with the archive; the other errors are those of `drive`.
    """
    replay = LobsterReplay.of(read_recording(path), hindsight=hindsight)
    steps = tuple(replay.steps())
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    source = {
        "flow": "lobster",
        "file": path.name,
        "sha256": digest,
        "seeds": SEEDED_BY_HINDSIGHT if hindsight else SEEDED_BY_ENTRY,
    }
    commands = tuple(step.command for step in steps)
    oracle = LobsterOracle(replay, steps)
    report = drive(Case(PROFILE, lobster_parameters(), commands, source), targets, oracle, progress)
    return LobsterReport(source, report, lobster_findings(replay, oracle))
