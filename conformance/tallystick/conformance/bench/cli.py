"""`tallystick bench`: measure the engines beside a plain Python book."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from tallystick.conformance.bench.lending_streams import LEND_STREAMS, selected_lending
from tallystick.conformance.bench.margin_streams import MARGIN_STREAMS, selected_margin
from tallystick.conformance.bench.perp_streams import PERP_STREAMS, selected_perp
from tallystick.conformance.bench.plan import Plan, measured
from tallystick.conformance.bench.processes import ChildError
from tallystick.conformance.bench.report import Report, print_report, report_object
from tallystick.conformance.bench.rounds import Tell
from tallystick.conformance.bench.streams import STREAMS, selected
from tallystick.conformance.command_line import AsJson, Seed, errors, expect, fail
from tallystick.conformance.verdicts import EXIT_CODES, Verdict
from tallystick.fast import BuildUnavailableError

DEFAULT_ROUNDS = 5
MISSED = 1

EPILOG = (
    "Times are processor time of one thread without garbage collection, and the median of the"
    " rounds; ratios are taken within a round. On streams of a book, every subject runs a part of a"
    " round before its clock starts, as what others left in the caches is not its cost. The whole"
    " takes some minutes."
    "\n\nExamples:\n\n  tallystick bench --quick"
    "\n\n  tallystick bench --stream steady --stream deep"
    "\n\n  tallystick bench --stream steady --rounds 3 --instructions --json"
    "\n\nExit codes: 0 measured, whatever the figures; 1 engines did not do the same or, with"
    " --check, a floor was missed; 2 wrong usage; 5 something could not be measured."
)


def bench(
    stream: Annotated[
        list[str] | None,
        typer.Option(help="Only this stream; may be given several times. See --list."),
    ] = None,
    rounds: Annotated[
        int, typer.Option(min=1, max=25, help="Interleaved rounds of each figure.")
    ] = DEFAULT_ROUNDS,
    seed: Seed = 1,
    quick: Annotated[
        bool, typer.Option("--quick", help="A tenth of the load, to see that everything runs.")
    ] = False,
    list_streams: Annotated[
        bool, typer.Option("--list", help="Say which streams there are, and measure nothing.")
    ] = False,
    memory: Annotated[
        bool | None,
        typer.Option(help="Memory of each engine; by default if no stream is named."),
    ] = None,
    start_up: Annotated[
        bool | None,
        typer.Option(help="Time to import and open; by default if no stream is named."),
    ] = None,
    build_time: Annotated[
        bool, typer.Option("--build-time", help="Compile the kernel too, in a folder of its own.")
    ] = False,
    instructions: Annotated[
        bool,
        typer.Option("--instructions", help="Count instructions too, with valgrind; slow."),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Let the exit code say whether all floors are met.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the engines on seeded streams of commands, beside a plain Python book."""
    with errors():
        if list_streams:
            _list_streams()
            raise typer.Exit
        for name in stream or ():
            expect("stream", name, (*STREAMS, *LEND_STREAMS, *PERP_STREAMS, *MARGIN_STREAMS))
        plain = [name for name in stream or () if name in STREAMS]
        plan = Plan(
            streams=selected(plain, is_quick=quick) if plain or not stream else (),
            lending=selected_lending(stream or (), is_quick=quick),
            perpetual=selected_perp(stream or (), is_quick=quick),
            margin=selected_margin(stream or (), is_quick=quick),
            seed=seed,
            rounds=rounds,
            is_quick=quick,
            is_whole=not stream,
            with_memory=not stream if memory is None else memory,
            with_start_up=not stream if start_up is None else start_up,
            with_build=build_time,
            with_instructions=instructions,
        )
        with _failing(), _telling() as tell:
            report = measured(plan, tell)
        if as_json:
            typer.echo(json.dumps(report_object(report)))
        else:
            print_report(report, Console())
        raise typer.Exit(_exit_code(report, check=check))


def _list_streams() -> None:
    for streams in (STREAMS, LEND_STREAMS, PERP_STREAMS, MARGIN_STREAMS):
        for one in streams.values():
            typer.echo(f"{one.name:<15} {one.profile:<8} {one.title}")


def _exit_code(report: Report, *, check: bool) -> int:
    if report.disagreements():
        return EXIT_CODES[Verdict.DIVERGED]
    if check:
        if any(floor.measured is not None and not floor.is_met for floor in report.floors()):
            return MISSED
        if report.is_quick or any(floor.measured is None for floor in report.floors()):
            return EXIT_CODES[Verdict.INCOMPLETE]
    return 0


@contextmanager
def _failing() -> Iterator[None]:
    """What could not be measured is one line on stderr."""
    try:
        yield
    except (ChildError, BuildUnavailableError) as error:
        fail(str(error), EXIT_CODES[Verdict.INCOMPLETE])


@contextmanager
def _telling() -> Iterator[Tell]:
    """A line on stderr about what is being done, if somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _text: None
        return
    with Console(stderr=True).status("opening") as shown:
        yield shown.update
