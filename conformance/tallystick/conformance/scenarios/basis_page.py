"""What the scenario found as one HTML page that loads nothing and runs nothing."""

import importlib.metadata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tallystick.conformance.reports.pages import page_environment
from tallystick.conformance.scenarios.basis_plots import closings_plots, day_plots, years_plots
from tallystick.conformance.scenarios.basis_report import (
    COLUMNS,
    WORDS,
    closing_cells,
    story_cells,
)
from tallystick.conformance.scenarios.basis_run import BasisReport
from tallystick.conformance.scenarios.basis_venue import PERP_SLIPPAGE, RISK, SLIPPAGE
from tallystick.conformance.scenarios.check import expected_text
from tallystick.conformance.scenarios.crash import Closings
from tallystick.conformance.scenarios.instruments import base_text, decimal_text
from tallystick.conformance.scenarios.rows import story_row, when
from tallystick.conformance.scenarios.years import Story
from tallystick.conformance.verdicts import Verdict

TEMPLATE = "basis.html.j2"
_UNBROKEN = "\u2011"
_RHYTHM_WORDS = {"term": "every term of 10 days", "day": "every day", "tick": "every 8 hours"}


def basis_page(report: BasisReport) -> bytes:
    """The report as a self-contained page, in UTF-8."""
    environment = page_environment(Path(__file__).parent)
    return environment.get_template(TEMPLATE).render(_shown(report)).encode("utf-8")


def _shown(report: BasisReport) -> dict[str, Any]:
    wish, years, day, closings = report.wish, report.years, report.day, report.closings
    terms = wish.terms
    return {
        "verdict": str(report.verdict),
        "tone": {Verdict.CONFORMANT: "good", Verdict.INCOMPLETE: "partial"}.get(
            report.verdict, "bad"
        ),
        "written": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "kit_version": importlib.metadata.version("tallystick"),
        "instrument": terms.instrument.name,
        "is_extract": wish.files.is_extract,
        "rate": decimal_text(terms.rate_basis_points, 100),
        "rhythm": _RHYTHM_WORDS[wish.rhythm],
        "fees": terms.with_fees,
        "near": terms.near_basis_points,
        "risk": {"r": RISK, "s": SLIPPAGE, "sp": PERP_SLIPPAGE},
        "columns": [(name, "" if name in WORDS else "number") for name in COLUMNS],
        "sources": report.sources,
        "left_out": report.left_out,
        "flows": report.flows,
        "check": _check(report),
        "years": None
        if years is None
        else {
            "rows": _rows(years.stories),
            "refused": _refused(years.stories),
            "below": _below(years.stories),
            "plots": [Markup(drawing) for drawing in years_plots(years)],
            "period": f"{when(years.first, '%d %B %Y')} to {when(years.last, '%d %B %Y')}",
            "hours": years.hours,
            "carried": years.rates.carried,
        },
        "day": None
        if day is None
        else {
            "rows": _rows(day.stories),
            "plots": [Markup(drawing) for drawing in day_plots(day)],
            "period": f"{when(day.first)} to {when(day.last)}",
        },
        "closings": None if closings is None else _closings(closings),
    }


def _rows(stories: Sequence[Story]) -> list[list[str]]:
    """The cells of each trader; no date is broken at its hyphens."""
    return [
        [
            cell.replace("-", _UNBROKEN) if name in WORDS else cell
            for name, cell in zip(COLUMNS, story_cells(story_row(story)), strict=True)
        ]
        for story in stories
    ]


def _check(report: BasisReport) -> dict[str, Any] | None:
    if report.check is None:
        return None
    story = report.check.story
    return {
        "text": expected_text(),
        "gain": base_text(story.gain_atoms, 6),
        "rbv": base_text(story.opening_rbv, 6),
        "funding": base_text(story.trader.funding_atoms, 6),
        "interest": base_text(story.trader.interest_atoms, 6),
        "exact": report.check.is_exact,
    }


def _refused(stories: Sequence[Story]) -> list[tuple[str, str]]:
    """Who was refused, and at what RBV the trade would have been opened."""
    rows = [story_row(story) for story in stories if story.is_refused]
    return [(row.name, base_text(row.opening_rbv_atoms)) for row in rows]


def _below(stories: Sequence[Story]) -> list[tuple[str, str, str]]:
    """Who fell below zero, when first, and with what he was left after closing."""
    rows = [story_row(story) for story in stories]
    return [
        (row.name, when(row.first_hour_below_zero), row.equity_text)
        for row in rows
        if row.first_hour_below_zero is not None
    ]


def _closings(found: Closings) -> dict[str, Any]:
    worst = max(found.closings, key=lambda closing: closing.loss_atoms)
    terms, best = found.terms, found.best
    return {
        "rows": [closing_cells(found, closing) for closing in found.closings],
        "plots": [Markup(drawing) for drawing in closings_plots(found)],
        "minutes": len(found.moments),
        "leverage": worst.trader.leverage,
        "worst": base_text(worst.loss_atoms),
        "worst_percent": decimal_text(100 * worst.loss_atoms, terms.base_atoms),
        "worst_time": when(worst.moment.time, "%H:%M"),
        "worst_rbv": base_text(worst.rbv_before),
        "best_time": when(best.time, "%H:%M"),
        "best_gain": base_text(-best.short_atoms),
        "best_percent": decimal_text(-100 * best.short_atoms, best.mark * best.lots),
    }
