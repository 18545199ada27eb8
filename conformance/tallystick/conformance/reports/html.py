"""A run as one HTML page that loads nothing and runs nothing."""

import importlib.metadata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from tallystick.conformance.report import report_object
from tallystick.conformance.reports.clause_rows import ClauseRow, clause_rows
from tallystick.conformance.reports.pages import page_environment
from tallystick.conformance.reports.results import (
    PartResult,
    Status,
    probe_results,
    stage_failure,
    stage_results,
    vector_results,
)
from tallystick.conformance.reports.steps import Divergence, divergence
from tallystick.conformance.reports.text import inline
from tallystick.conformance.suite import Report
from tallystick.conformance.verdicts import Verdict

TEMPLATE = "report.html.j2"
_MARKS = {
    Status.PASSED: "\u2713",
    Status.OUTCOMES_ONLY: "(\u2713)",
    Status.FAILED: "\u2717",
    Status.INCOMPLETE: "\u2026",
    Status.NOT_RUN: "\u2013",
}


@frozen
class StageRow:
    """A campaign or the flow in words, and the words of each group with their hits."""

    result: PartResult
    commands: str
    accepted: str
    trades: str
    groups: dict[str, dict[str, int]]

    def reached(self, group: str) -> str:
        """How many of a group occurred, of how many that can."""
        counts = self.groups.get(group)
        return f"{sum(map(bool, counts.values()))} of {len(counts)}" if counts else "\u2013"

    def missed(self) -> list[str]:
        """What could have occurred and did not."""
        return [name for group in self.groups.values() for name in group if not group[name]]


def html_page(report: Report, repeat: str) -> bytes:
    """The report as a self-contained page, in UTF-8."""
    environment = page_environment(Path(__file__).parent)
    environment.filters["inline"] = inline
    page = environment.get_template(TEMPLATE).render(_shown(report, repeat))
    return page.encode("utf-8")


def _shown(report: Report, repeat: str) -> dict[str, Any]:
    chapters = clause_rows(report)
    rows = [row for _title, rows in chapters for row in rows]
    vectors = vector_results(report)
    found = stage_failure(report)
    return {
        "report": report_object(report),
        "repeat": repeat,
        "tone": _tone(report),
        "written": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "kit_version": importlib.metadata.version("tallystick"),
        "stages": [_stage_row(result) for result in stage_results(report)],
        "vectors": vectors,
        "probes": list(zip(report.plan.probes, probe_results(report), strict=True)),
        "not_run": sum(one.status is Status.NOT_RUN for one in vectors.values()),
        "failed_vectors": [one for one in vectors.values() if one.failure is not None],
        "titles": {vector.id: vector.title for vector in report.plan.vectors},
        "findings": _findings(report),
        "stage_name": report.stages[-1].name if found is not None else "",
        "chapters": chapters,
        "clauses": {row.clause.id: row for row in rows},
        "counts": _counts(rows),
        "marks": _MARKS,
    }


def _findings(report: Report) -> list[Divergence]:
    """The first vector that failed, and what ended the run in a campaign or the flow."""
    found = stage_failure(report)
    shown = [] if found is None else [found]
    if report.failures and report.failures[0] is not found:
        shown.insert(0, report.failures[0])
    return [divergence(failure) for failure in shown]


def _counts(rows: list[ClauseRow]) -> dict[str, int]:
    return {
        kind: sum(row.kind == kind for row in rows)
        for kind in ("passed", "failed", "partial", "unjudged")
    }


def _tone(report: Report) -> str:
    """The colour of the verdict: `good` only for a whole suite that an engine passed."""
    if report.verdict is Verdict.CONFORMANT:
        return "partial" if report_object(report)["remark"] else "good"
    return "partial" if report.verdict in (Verdict.INCOMPLETE, Verdict.UNSUPPORTED) else "bad"


def _stage_row(result: PartResult) -> StageRow:
    stage = result.stage
    if stage is None:
        return StageRow(result, "0", "\u2013", "\u2013", {})
    hits = stage.hits
    # A display in tenths of a per cent: nothing is decided by it.
    tenths = 1000 * hits.accepted // hits.commands if hits.commands else 0
    return StageRow(
        result,
        f"{stage.commands:,} of {stage.planned_commands:,}",
        f"{tenths // 10}.{tenths % 10} %",
        f"{hits.trades:,}",
        hits.by_group(stage.impossible),
    )
