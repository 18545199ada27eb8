"""What the scenario found, as tables for people and as one JSON object for machines."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import asdict
from rich.table import Table

from tallystick.conformance.flows.report import report_object as flow_object
from tallystick.conformance.scenarios.basis_run import BasisReport
from tallystick.conformance.scenarios.check import EXPECTED_ATOMS, expected_text
from tallystick.conformance.scenarios.crash import Closing, Closings
from tallystick.conformance.scenarios.instruments import base_text, decimal_text
from tallystick.conformance.scenarios.rows import StoryRow, story_row, when
from tallystick.conformance.scenarios.years import Story
from tallystick.conformance.verdicts import EXIT_CODES, Verdict

FORMAT = "tallystick-scenario-basis/1"
COLUMNS = (
    "trade",
    "opening RBV",
    "lowest RBV",
    "when",
    "RBV below 0",
    "funding",
    "interest",
    "trading cost",
    "times deleveraged",
    "left",
    "% a year",
    "how it ended",
)
WORDS = ("trade", "when", "RBV below 0", "how it ended")
"""Columns that hold words or times; all others hold numbers."""


def story_table(title: str, stories: Sequence[Story]) -> Table:
    """One line a trader; all amounts are units of the base asset, 100 of which were brought."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in WORDS else "right", no_wrap=True)
    for story in stories:
        table.add_row(*story_cells(story_row(story)))
    return table


def story_cells(row: StoryRow) -> tuple[str, ...]:
    """The words of a line, in the order of the columns."""
    opening = base_text(row.opening_rbv_atoms)
    if row.refused:
        return row.name, opening, *("-",) * (len(COLUMNS) - 3), row.ending
    return (
        row.name,
        opening,
        base_text(row.lowest_rbv_atoms),
        when(row.lowest_rbv_at),
        when(row.first_hour_below_zero) if row.first_hour_below_zero else "never",
        base_text(row.funding_atoms),
        base_text(row.interest_atoms),
        base_text(row.trading_cost_atoms),
        f"{row.deleveraging_batches:,}",
        row.equity_text,
        row.per_year,
        f"{row.ending}, {when(row.closed_at)}",
    )


def closing_table(found: Closings) -> Table:
    """One line a closing: what the basis took that the valuation had not shown."""
    title = f"hedge of {found.closings[0].trader.leverage}x closed into another venue's trades"
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in (
        "minute's end (UTC)", "mark", "sold at", "trades", "RBV before", "equity fell by",
        "of it fees", "basis loss", "% of 100",
    ):  # fmt: skip
        table.add_column(name, justify="right", no_wrap=True)
    for closing in found.closings:
        table.add_row(*closing_cells(found, closing))
    return table


def closing_cells(found: Closings, closing: Closing) -> tuple[str, ...]:
    """The words of a line about a closing."""
    moment, terms = closing.moment, found.terms
    sold = sum(fill.price * fill.lots for fill in moment.fills) // moment.lots
    words = (
        base_text(closing.equity_before - closing.equity_after),
        base_text(closing.fees),
        base_text(closing.loss_atoms),
        decimal_text(100 * closing.loss_atoms, terms.base_atoms),
    )
    return (
        when(moment.time, "%m-%d %H:%M"),
        terms.instrument.dollars(moment.mark),
        terms.instrument.dollars(sold),
        f"{len(moment.fills)}",
        base_text(closing.rbv_before),
        *(("-",) * len(words) if closing.refused else words),
    )


def check_lines(report: BasisReport) -> Iterator[str]:
    """The year without surprises."""
    if report.check is not None:
        story = report.check.story
        row = story_row(story)
        yield (
            f"check     {expected_text()}: the ledger has {base_text(row.gain_atoms, 6)}"
            f" ({'exact' if report.check.is_exact else f'expected {EXPECTED_ATOMS:,} atoms'});"
            f" RBV at the opening {base_text(row.opening_rbv_atoms, 6)}"
        )
        yield (
            f"          funding {base_text(row.funding_atoms, 6)}, interest"
            f" {base_text(row.interest_atoms, 6)}, {row.per_year} % a year"
        )


def left_out_lines(report: BasisReport) -> Iterator[str]:
    """What could not be led, and why."""
    for part, why in report.left_out.items():
        yield f"{part:<9} left out: {why}"


def engine_lines(report: BasisReport) -> Iterator[str]:
    """What the engines showed of each other."""
    for part, flow in report.flows.items():
        done = ", ".join(f"{name} {count:,}" for name, count in flow.commands_done.items())
        yield (
            f"{part:<9} {flow.commands:,} commands; like the reference: {done};"
            f" {flow.seconds:.1f} s"
        )
    yield f"verdict   {report.verdict}{_meaning(report)}"


def _meaning(report: BasisReport) -> str:
    if not report.flows:
        return ": the engines were not compared"
    if report.verdict is Verdict.CONFORMANT:
        return ": outcomes and events after every command, states every 1,000 and at the end"
    return ""


def carried_line(report: BasisReport) -> Iterator[str]:
    """What of the recorded rates could not be expressed."""
    if report.years is not None:
        rates = report.years.rates
        yield (
            f"rates     recorded {rates.recorded_sum:,} e-8; published {rates.published_sum:,} e-7;"
            f" carried {rates.carried} e-8"
        )


def report_object(report: BasisReport) -> dict[str, Any]:
    """Everything as one JSON object; amounts are base atoms, a millionth of a unit each."""
    wish, years = report.wish, report.years
    return {
        "format": FORMAT,
        "verdict": str(report.verdict),
        "exit_code": EXIT_CODES[report.verdict],
        "files": report.sources,
        "is_extract": wish.files.is_extract,
        "asset": wish.terms.instrument.word,
        "base_atoms": wish.terms.base_atoms,
        "loan_rate_basis_points": wish.terms.rate_basis_points,
        "fees": wish.terms.with_fees,
        "true_up": wish.rhythm,
        "check": None if report.check is None else _story(report.check.story),
        "check_is_exact": None if report.check is None else report.check.is_exact,
        "years": None if years is None else [_story(story) for story in years.stories],
        "rates": None
        if years is None
        else {
            "recorded_e8": years.rates.recorded_sum,
            "published_e7": years.rates.published_sum,
            "carried_e8": years.rates.carried,
        },
        "day": None if report.day is None else [_story(story) for story in report.day.stories],
        "closings": None if report.closings is None else _closings(report.closings),
        "left_out": report.left_out,
        "engines": {
            part: flow_object(flow, {"scenario": "basis", "part": part})
            for part, flow in report.flows.items()
        },
    }


def _story(story: Story) -> dict[str, Any]:
    return asdict(story_row(story))


def _closings(found: Closings) -> dict[str, Any]:
    return {
        "minutes": len(found.moments),
        "closings": [
            {
                "time": closing.moment.time,
                "mark": closing.moment.mark,
                "lots": closing.moment.lots,
                "sold": [asdict(fill) for fill in closing.moment.fills],
                "rbv_before_atoms": closing.rbv_before,
                "equity_before_atoms": closing.equity_before,
                "equity_after_atoms": closing.equity_after,
                "fee_atoms": closing.fees,
                "basis_loss_atoms": closing.loss_atoms,
                "refused": closing.refused or None,
            }
            for closing in found.closings
        ],
        "other_way": {
            "time": found.best.time,
            "mark": found.best.mark,
            "lots": found.best.lots,
            "gain_atoms": -found.best.short_atoms,
        },
    }
