"""What a flow has shown, as text and as JSON."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import AttrsInstance, asdict

from tallystick.conformance.flows.bitstamp_findings import EXPLANATIONS, Findings
from tallystick.conformance.flows.driver import COMMANDS_PER_DUMP, FlowReport
from tallystick.conformance.report import failure_lines, finding_object
from tallystick.conformance.suite import Failure
from tallystick.conformance.traces import Trace
from tallystick.conformance.verdicts import EXIT_CODES, Verdict

_MEANINGS: Mapping[Verdict, str] = {
    Verdict.CONFORMANT: "equal to the reference after every command",
    Verdict.INCOMPLETE: "interrupted, equal to the reference until then",
}
_SHOWN_LINES = 8
FORMAT = "tallystick-flow/1"


def flow_lines(report: FlowReport, trace_path: Path | None = None) -> Iterator[str]:
    """The comparison of the engines; `trace_path` is where its trace was written."""
    for target, done in report.commands_done.items():
        yield (
            f"{target:<20} {done:,} of {report.commands:,} commands answered like the reference,"
            f" dumps equal every {COMMANDS_PER_DUMP:,}"
        )
    rejected = sum(report.rejected.values())
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(report.rejected.items()))
    yield f"trades               {report.trades:,}"
    yield f"rejected             {rejected:,}{': ' if reasons else ''}{reasons}"
    yield f"outcomes sha256      {report.outcomes_sha256}"
    yield f"duration             {report.seconds:.1f} s"
    if report.trace is not None:
        yield from failure_lines(_failure(report.trace, trace_path))
    meaning = _MEANINGS.get(report.verdict)
    yield f"verdict              {report.verdict}{f': {meaning}' if meaning else ''}"


def findings_lines(found: Findings) -> Iterator[str]:
    """The comparison with what the venue recorded."""
    yield (
        f"opening book         {found.named_seeds:,} orders with their ids,"
        f" {found.nameless_seeds:,} without; of {found.shared_seeds:,} only sums are known,"
        f" of {found.unseen_seeds:,} nothing"
    )
    yield (
        f"trades reproduced    {found.reproduced:,} of {found.venue_trades:,} by price and size;"
        f" {found.confirmed:,} of them left both orders as the venue's order rows say"
    )
    for reason, lines in found.unreproduced.items():
        yield f"  not {len(lines):>4,} times     {EXPLANATIONS[reason]} ({line_list(lines)})"
    surplus = line_list(found.surplus)
    yield f"  others             {len(found.surplus):,} made by the engines ({surplus})"
    agreed = found.fills - len(found.fills_different)
    yield (
        f"reported fills       {agreed:,} of {found.fills:,} left the order as here"
        f" (not: {line_list(found.fills_different)})"
    )
    rounded, different = found.rounded_cancels, found.different_cancels
    agreed = found.cancels - len(rounded) - len(different)
    yield (
        f"cancelled sizes      {agreed:,} of {found.cancels:,} agree; {found.untouched_cancels:,}"
        " are of orders without a reported fill"
    )
    yield (
        f"                     {len(rounded):,} differ by just what the venue filled less than"
        f" announced ({line_list(tuple(cancel.line for cancel in rounded))})"
    )
    yield f"                     {len(different):,} differ otherwise"
    for cancel in different:
        yield (
            f"  line {cancel.line:<14,}order {cancel.order_id}: {cancel.venue_satoshi:,} satoshi"
            f" at the venue, {cancel.engine_satoshi:,} here"
        )
    yield f"  repeated           {found.repeated_cancels:,} deletions, refused by the engines"
    yield (
        f"book snapshots       {found.books_equal:,} of {found.books:,} equal in all levels,"
        f" {found.books_best_equal:,} in the best prices and sizes"
    )


def report_object(
    report: FlowReport,
    flow: Mapping[str, str],
    found: AttrsInstance | None = None,
    trace_path: Path | None = None,
) -> dict[str, Any]:
    """Everything as one JSON object; `flow` says which flow it was."""
    finding = None if report.trace is None else finding_object(report.trace.finding)
    return {
        "format": FORMAT,
        "flow": dict(flow),
        "verdict": str(report.verdict),
        "exit_code": EXIT_CODES[report.verdict],
        "commands": report.commands,
        "commands_done": dict(report.commands_done),
        "rejected": dict(report.rejected),
        "trades": report.trades,
        "outcomes_sha256": report.outcomes_sha256,
        "seconds": round(report.seconds, 3),
        "finding": finding,
        "trace": None if trace_path is None else str(trace_path),
        "venue": None if found is None else asdict(found),
    }


def _failure(trace: Trace, path: Path | None) -> Failure:
    replay = "" if path is None else f"tallystick replay {path}"
    return Failure(trace.case, trace.finding, replay)


def line_list(lines: tuple[int, ...]) -> str:
    """The first line numbers of a list, and how many more there are."""
    shown = ", ".join(str(line) for line in lines[:_SHOWN_LINES])
    more = f" and {len(lines) - _SHOWN_LINES:,} more" if len(lines) > _SHOWN_LINES else ""
    return f"line{'' if len(lines) == 1 else 's'} {shown}{more}" if lines else "none"
