"""`tallystick scenario`: whole trades on a `margin/1` venue, with what they earn and risk."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tallystick.conformance.command_line import errors, expect, fail
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.driver import FlowTargetError
from tallystick.conformance.reports.files import ReportFiles
from tallystick.conformance.scenarios.basis_page import basis_page
from tallystick.conformance.scenarios.basis_report import (
    carried_line,
    check_lines,
    closing_table,
    engine_lines,
    left_out_lines,
    report_object,
    story_table,
)
from tallystick.conformance.scenarios.basis_run import (
    PARTS,
    BasisReport,
    Wish,
    left_out,
    run_basis,
)
from tallystick.conformance.scenarios.basis_venue import Terms
from tallystick.conformance.scenarios.data_files import data_files
from tallystick.conformance.scenarios.instruments import INSTRUMENTS, base_text
from tallystick.conformance.scenarios.rows import when
from tallystick.conformance.scenarios.session import EnginesDifferError, ScenarioError
from tallystick.conformance.scenarios.years import RHYTHMS, Progress
from tallystick.conformance.targets import check_target
from tallystick.conformance.traces import TraceError, free_path, write_trace
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict
from tallystick.reference.types.units import Price

HIGHEST_LEVERAGE = 200
MOST_TRADERS = 8
_WIDTH = 230
_EPILOG = (
    "Examples:\n\n  tallystick scenario basis --html basis.html\n\n"
    "  tallystick scenario basis --data DIR --leverage 10,40\n\n"
    "Exit codes: 0 all engines equal and the check exact, 1 not so, 2 wrong usage or a wrong file,"
    " 3 an engine crashed, 4 it took too long, 5 interrupted, unsupported or not compared."
)

app = typer.Typer(
    no_args_is_help=True,
    help="Lead whole trades on a venue of `margin/1`: what they earn and risk, when they end.",
)


@app.callback()
def scenario() -> None:
    """Lead whole trades on a venue of `margin/1`."""


@app.command(epilog=_EPILOG)
def basis(
    data: Annotated[
        Path | None,
        typer.Option(
            help="A directory of recorded files, .csv or .csv.gz: btcusdt_perp_binance_1h_*,"
            " ethusdt_perp_binance_1h_*, funding_btcusdt_perp_binance_8h_*,"
            " btcusd_perp_mark_binance_1m_*, trades_btcusd_spot_gemini_20251010. Without it: an"
            " extract of one month that is part of the kit, without the trades."
        ),
    ] = None,
    asset: Annotated[
        str, typer.Option(help="btc, or eth: prices of ether with the funding rates of bitcoin.")
    ] = "btc",
    leverage: Annotated[str, typer.Option(help="Whole numbers, separated by commas.")] = (
        "10,20,40,80"
    ),
    rate: Annotated[
        int, typer.Option(min=1, max=4_999, help="Of the loan, in basis points a year.")
    ] = 550,
    true_up: Annotated[
        str, typer.Option(help="When legs are trued up: every term of 10 days, day, or tick.")
    ] = "term",
    fees: Annotated[
        bool, typer.Option("--fees/--no-fees", help="Whether the traders pay the venue's fees.")
    ] = True,
    part: Annotated[
        list[str] | None,
        typer.Option(help=f"Only this part: {', '.join(PARTS)}; may be given several times."),
    ] = None,
    targets: Annotated[
        str,
        typer.Option(help="Engines to compare with the reference; by default every fast build."),
    ] = "",
    alone: Annotated[
        bool, typer.Option("--alone", help="Compare no engines: quicker, and exit code 5.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Also write what was found as one HTML page there.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """The levered basis trade: borrow, buy spot, sell as much of a perpetual future.

    With leverage 10, 100 are brought and 900 borrowed; all of it is opened in one batch.
    The trade earns funding and pays interest; a check leads a year that must come to 50.50.
    It is carried through recorded hours and rates, and through 10 October 2025 by the minute.
    There its hedge is also closed into trades of another venue: what one mark does not show.
    All engines are given every command and have to answer alike.
    """
    with errors(), _own_errors():
        wish = Wish(
            terms=_terms(asset, rate, fees=fees, compares=not alone),
            files=data_files(data),
            leverages=_leverages(leverage),
            rhythm=_word("--true-up", true_up, tuple(RHYTHMS)),
            parts=tuple(_word("--part", word, PARTS) for word in part) if part else PARTS,
            targets=tuple(name.strip() for name in targets.split(",")) if targets else (),
        )
        for name, why in left_out(wish).items() if part else ():
            fail(f"--part {name}: {why}", USAGE_EXIT_CODE)
        for name in wish.targets:
            check_target(name)
        ReportFiles(None, html, "").check(None)
        with _progress() as progress:
            report = run_basis(wish, progress)
        _write(report, html)
        if as_json:
            typer.echo(json.dumps(report_object(report), indent=1))
        else:
            _tell(report)
        raise typer.Exit(EXIT_CODES[report.verdict])


def _terms(asset: str, rate: int, *, fees: bool, compares: bool) -> Terms:
    instrument = INSTRUMENTS[_word("--asset", asset, tuple(INSTRUMENTS))]
    return Terms(instrument, rate_basis_points=Price(rate), with_fees=fees, compares=compares)


def _word(option: str, word: str, known: tuple[str, ...]) -> str:
    expect(option, word, known)
    return word


def _leverages(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",")]
    numbers = tuple(int(word) for word in words if word.isascii() and word.isdigit())
    in_range = all(1 <= number <= HIGHEST_LEVERAGE for number in numbers)
    if len(numbers) < len(words) or not in_range or len(set(numbers)) < len(numbers):
        fail(
            f"--leverage {text!r}: expected different whole numbers from 1 to {HIGHEST_LEVERAGE},"
            " separated by commas",
            USAGE_EXIT_CODE,
        )
    if len(numbers) > MOST_TRADERS:
        fail(f"--leverage: at most {MOST_TRADERS} numbers", USAGE_EXIT_CODE)
    return numbers


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except (FlowInputError, FlowTargetError) as error:
        fail(str(error), USAGE_EXIT_CODE)
    except EnginesDifferError as error:
        fail(f"the fast engine differs from the reference {error}", EXIT_CODES[Verdict.DIVERGED])
    except ScenarioError as error:
        fail(f"the story could not go on: {error}", EXIT_CODES[Verdict.INCOMPLETE])


@contextmanager
def _progress() -> Iterator[Progress]:
    """A line on stderr that tells how far it is, if somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _of: None
        return
    with Console(stderr=True).status("reading") as shown:
        yield lambda what, done, of: shown.update(f"{what}: {done:,} of {of:,}")


def _write(report: BasisReport, html: Path | None) -> None:
    for part, flow in report.flows.items():
        if flow.trace is not None:
            path = free_path(Path.cwd(), f"trace-scenario-basis-{part}")
            try:
                write_trace(path, flow.trace)
                typer.echo(f"tallystick replay {path}", err=True)
            except TraceError as error:
                typer.echo(f"error: {error}", err=True)
    if html is not None:
        try:
            html.write_bytes(basis_page(report))
        except OSError as error:
            fail(f"cannot write {html}: {error.strerror}", USAGE_EXIT_CODE)


def _console() -> Console:
    """No wider than a terminal; what is no terminal has room for every table."""
    console = Console(highlight=False)
    console.width = min(_WIDTH, console.width) if console.is_terminal else _WIDTH
    return console


def _tell(report: BasisReport) -> None:
    console = _console()
    for line in check_lines(report):
        typer.echo(line)
    years, day, closings = report.years, report.day, report.closings
    if years is not None:
        name = years.terms.instrument.name
        title = f"{name}, {when(years.first)} to {when(years.last)}, {years.hours:,} hours"
        console.print(story_table(title, years.stories))
    for line in carried_line(report):
        typer.echo(line)
    if day is not None:
        title = f"{day.terms.instrument.name}, {when(day.first)} to {when(day.last)}, by the minute"
        console.print(story_table(title, day.stories))
    if closings is not None:
        console.print(closing_table(closings))
        gain = base_text(-closings.best.short_atoms)
        typer.echo(
            f"other way {when(closings.best.time)}: spot stood so far above the mark that the same"
            f" closing would have brought {gain}; who has the mirrored trade pays that"
        )
    for line in (*left_out_lines(report), *engine_lines(report)):
        typer.echo(line)
