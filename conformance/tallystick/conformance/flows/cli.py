"""`tallystick flow`: long flows of commands through the fast engine beside the reference."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from attrs import AttrsInstance
from rich.console import Console

from tallystick.conformance.command_line import errors, fail
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.driver import FlowReport, FlowTargetError, Progress
from tallystick.conformance.flows.funding_findings import funding_report_lines
from tallystick.conformance.flows.funding_run import run_funding
from tallystick.conformance.flows.lobster_report import lobster_lines
from tallystick.conformance.flows.lobster_run import run_lobster
from tallystick.conformance.flows.report import findings_lines, flow_lines, report_object
from tallystick.conformance.flows.run import (
    DEFAULT_COMMANDS,
    DEFAULT_SEED,
    run_bitstamp,
    run_generated,
)
from tallystick.conformance.traces import TraceError, free_path, write_trace
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict

MOST_COMMANDS = 1_000_000

app = typer.Typer(
    no_args_is_help=True,
    help="Drive long flows of commands through the fast engine beside the reference.",
)

Targets = Annotated[
    str,
    typer.Option(
        help="Engines to compare with the reference, separated by commas; by default every"
        " build of the fast engine that this installation has."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def bitstamp(
    file: Annotated[Path, typer.Argument(help="An xz-compressed Bitstamp order-entry log.")],
    targets: Targets = "",
    as_json: AsJson = False,
) -> None:
    """Replay the order entry of a recorded log, and compare with the venue's own record."""
    with _errors():
        with _progress() as progress:
            report = run_bitstamp(file, _names(targets), progress)
        lines = findings_lines(report.venue)
        _finish(report.flow, report.source, report.venue, lines, as_json=as_json)


@app.command()
def lobster(
    file: Annotated[Path, typer.Argument(help="A LOBSTER zip: one day of messages and books.")],
    hindsight: Annotated[
        bool,
        typer.Option(
            "--hindsight",
            help="Let later executions, too, tell which orders rested where the book rows do not"
            " show them. Without it only order entry and book rows do.",
        ),
    ] = False,
    targets: Targets = "",
    as_json: AsJson = False,
) -> None:
    """Replay a recorded day of a stock, and compare with the venue's own record.

    New orders, reductions and deletions become commands.
    A run of executions becomes one IOC order; whom it meets is left to the engines.
    What happened behind the last level shown is corrected when it comes into view.
    """
    with _errors():
        with _progress() as progress:
            report = run_lobster(file, _names(targets), progress, hindsight=hindsight)
        lines = lobster_lines(report.venue)
        _finish(report.flow, report.source, report.venue, lines, as_json=as_json)


@app.command()
def funding(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV file time_ms,funding_rate_e8,mark_price, plain or compressed by gzip."
        ),
    ],
    targets: Targets = "",
    as_json: AsJson = False,
) -> None:
    """Replay recorded funding rates tick by tick, and hold what is paid against their sum.

    The operator publishes every rate before its tick, floored to 1/10,000,000 of the mark.
    One account is long and one short, at a mark that never changes; in one market they are trued up
    now and then, in another at the end only. What was paid and what the rounding kept must be
    exactly lots times mark times the sum of the rates.
    """
    with _errors():
        with _progress() as progress:
            report = run_funding(file, _names(targets), progress)
        lines = funding_report_lines(report.venue)
        _finish(report.flow, report.source, report.venue, lines, as_json=as_json)


@app.command()
def generated(
    commands: Annotated[
        int, typer.Option(min=1, max=MOST_COMMANDS, help="How many commands.")
    ] = DEFAULT_COMMANDS,
    seed: Annotated[
        int, typer.Option(min=0, max=2**64 - 1, help="The same seed is the same flow.")
    ] = DEFAULT_SEED,
    targets: Targets = "",
    as_json: AsJson = False,
) -> None:
    """Replay a generated flow of the same shape, which needs no recording."""
    with _errors():
        with _progress() as progress:
            report = run_generated(commands, seed, _names(targets), progress)
        flow = {"flow": "generated", "commands": str(commands), "seed": str(seed)}
        _finish(report, flow, None, (), as_json=as_json)


def _names(targets: str) -> Sequence[str]:
    return [name.strip() for name in targets.split(",")] if targets else []


@contextmanager
def _errors() -> Iterator[None]:
    """Refusals of a flow are one line on stderr and an exit code, like all others."""
    with errors():
        try:
            yield
        except (FlowInputError, FlowTargetError) as error:
            fail(str(error), USAGE_EXIT_CODE)
        except KeyboardInterrupt:
            fail("interrupted before the first command", EXIT_CODES[Verdict.INCOMPLETE])


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A line on stderr that tells how far the flow is, if somebody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    with Console(stderr=True).status("reading") as shown:
        yield lambda target, done: shown.update(f"{target}: {done:,} commands")


def _finish(
    report: FlowReport,
    flow: Mapping[str, str],
    found: AttrsInstance | None,
    found_lines: Iterable[str],
    *,
    as_json: bool,
) -> None:
    path = None
    if report.trace is not None:
        path = free_path(Path.cwd(), f"trace-flow-{flow['flow']}")
        try:
            write_trace(path, report.trace)
        except TraceError as error:
            typer.echo(f"error: {error}", err=True)
            path = None  # the report is still given
    if as_json:
        typer.echo(json.dumps(report_object(report, flow, found, path), indent=1))
    else:
        typer.echo(f"{'flow':<20} {', '.join(flow.values())}")
        for line in chain(flow_lines(report, path), found_lines):
            typer.echo(line)
    raise typer.Exit(EXIT_CODES[report.verdict])
