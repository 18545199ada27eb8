"""The command `tallystick check-log`: the trades of a venue, judged without an engine."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import asdict

from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_files import LogFormatError, read_orders, read_trades
from tallystick.conformance.checkers.log_report import (
    EXIT_CODES,
    USAGE_EXIT_CODE,
    LogFiles,
    LogReport,
    LogVerdict,
    Tally,
    WrongRow,
)

REPORT_FORMAT = "tallystick-log-report/1"

MEANINGS = {
    LogVerdict.CONFORMANT: "these are the only trades that the orders allow",
    LogVerdict.WRONG: "the first wrong row is named above",
    LogVerdict.INCOMPLETE: "no wrong row among those judged, but not every row was judged",
    LogVerdict.NOTHING_JUDGED: "no row was judged: this says nothing about the log",
}


def check_log_command(
    orders: Annotated[
        Path, typer.Argument(metavar="ORDERS", help="CSV file of what was ordered and removed.")
    ],
    trades: Annotated[Path, typer.Argument(metavar="TRADES", help="CSV file of the trades.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the report as one JSON object.")
    ] = False,
) -> None:
    """Judge the trades of any venue by its order log, without an engine.

    \b
    A book that is never crossed, price-time priority and conservation leave
    exactly one list of trades, given what the venue removed. The first row
    that differs is named, with the clause.

    \b
    orders.csv:
      sequence,action,market,order,account,side,price,lots,order_type,cause
      1,new,ETH,A-1,A,sell,100,5,limit,
      2,new,ETH,B-1,B,sell,100,5,limit,
      3,new,ETH,C-1,C,buy,101,5,ioc,

    \b
    trades.csv, in which B-1 trades before A-1:
      sequence,market,maker,taker,price,lots
      3,ETH,B-1,C-1,100,5

    \b
    $ tallystick check-log orders.csv trades.csv
    trades.csv, line 2, maker: expected A-1, got B-1
      MAT-010: A-1 joined the price 100 before B-1

    \b
    Actions: new, amend, cancel, and, behind the order that caused it,
    removed or decremented. An empty field means "not known": rows that
    cannot be judged are counted and listed, and never pass.
    The format is described in spec/log-format.md.

    \b
    Exit codes: 0 conformant, 1 a wrong row, 2 not a log,
    5 nothing judged, or not everything.
    """
    files = LogFiles(str(orders), str(trades))
    try:
        report = check_log(read_orders(orders), read_trades(trades), files)
    except LogFormatError as error:
        typer.echo(_printable(f"check-log: {error}"), err=True)
        raise typer.Exit(USAGE_EXIT_CODE) from None
    text = json.dumps(_object(report)) if as_json else _printable(_text(report, files))
    typer.echo(text)
    raise typer.Exit(EXIT_CODES[report.verdict])


def _text(report: LogReport, files: LogFiles) -> str:
    lines = [_tally(files.orders, report.orders), _tally(files.trades, report.trades)]
    for skipped in report.not_judged:
        where = f"{skipped.file}, from line {skipped.first_line}"
        lines.append(f"  not judged: {_many(skipped.rows, 'row')} of {where}: {skipped.why}")
    if report.given:
        given = ", ".join(f"{count} {cause}" for cause, count in report.given.items())
        lines.append(f"taken as given: {given}")
    if report.unknown_accounts:
        trades = _many(report.unknown_accounts, "trade")
        lines.append(f"self-trade not judged, account unknown: {trades}")
    if report.first_wrong is not None:
        lines.append(_wrong(report.first_wrong))
    if report.interrupted:
        lines.append("interrupted")
    lines.append(f"{report.verdict.replace('_', ' ')}: {MEANINGS[report.verdict]}")
    return "\n".join(lines)


def _wrong(wrong: WrongRow) -> str:
    where = f"{wrong.file}, line {wrong.line}, {wrong.field}"
    text = f"{where}: expected {wrong.expected}, got {wrong.got}"
    return f"{text}\n  {wrong.clause}: {wrong.why}"


def _tally(file: str, tally: Tally) -> str:
    return f"{file}: {_many(tally.rows, 'row')}, {tally.judged} judged"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _object(report: LogReport) -> dict[str, Any]:
    return {"format": REPORT_FORMAT, **asdict(report)}


def _printable(text: str) -> str:
    """File names may hold what the terminal cannot show, or bytes that are no text."""
    return text.encode("ascii", "backslashreplace").decode("ascii")
