"""The failures that ledgers hold, as trace files and as lines that show them again."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from tallystick.conformance.campaign.ledger import FailureRow
from tallystick.conformance.campaign.piece_runs import BESIDE
from tallystick.conformance.campaign.records import Record
from tallystick.conformance.protocol.target import EXEC
from tallystick.conformance.report import finding_object
from tallystick.conformance.suite import Failure, replay_command
from tallystick.conformance.traces import Trace, check_writable, parse_trace, write_trace


@frozen
class RecordedFailure:
    """A failure of a piece, its trace, and the file that holds it, if it was written."""

    record: Record
    row: FailureRow
    trace: Trace
    path: Path | None

    @property
    def repeat(self) -> str:
        """The line that runs the piece again, as the campaign of its own seed."""
        plan, piece = self.record.description, self.record.pieces[self.row.piece].row
        words = ["tallystick", "campaign", "run", plan.target, "--against", self.row.against]
        words += ["--profile", piece.profile, "--preset", piece.preset]
        words += ["--seed", piece.seed, "--commands", str(piece.planned_commands)]
        words += ["--commands-per-dump", str(plan.commands_per_dump)]
        return shlex.join(words)

    @property
    def replay(self) -> str:
        """The line that shows the failure: by its file, or by its piece if only that shows it."""
        if self.path is None or BESIDE in self.trace.case.source:
            return self.repeat
        return shlex.join(replay_command(self.path, self.trace.target))

    def as_failure(self) -> Failure:
        """As a report of `run` has it."""
        return Failure(self.trace.case, self.trace.finding, self.replay)

    def as_object(self) -> dict[str, Any]:
        """For machines."""
        return {
            "plan": self.record.digest,
            "piece": self.row.piece,
            "against": self.row.against,
            "target": self.trace.target,
            "profile": str(self.trace.case.profile),
            "source": dict(self.trace.case.source),
            "commands": len(self.trace.case.commands),
            **finding_object(self.trace.finding),
            "repeat": self.repeat,
            "replay": self.replay,
            "file": None if self.path is None else str(self.path),
        }


def recorded_failures(
    records: Sequence[Record], folder: Path | None = None, most: int | None = None
) -> Iterator[RecordedFailure]:
    """Failures of all plans, each written into the folder, if one is given. TraceError."""
    for record in records:
        for row in record.failures[:most]:
            trace = parse_trace(row.trace.encode(), f"the trace of piece {row.piece}")
            path = None if folder is None else folder / _file_name(record, row, trace)
            if path is not None:
                check_writable(path)
                write_trace(path, trace)
            yield RecordedFailure(record, row, trace, path)


def _file_name(record: Record, row: FailureRow, trace: Trace) -> str:
    """The same whenever it is written."""
    name = "exec" if trace.target.startswith(EXEC) else trace.target.replace(":", "-")
    return f"tallystick-{name}-{row.clause}-{record.digest[:8]}-piece-{row.piece}.json"
