"""The tables of a report about margin, for people and for machines."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Any

from attrs import asdict
from rich.table import Table

from tallystick.conformance.bench.figures import figure_of
from tallystick.conformance.bench.margin_rounds import MarginResult
from tallystick.conformance.bench.results import BASELINE
from tallystick.conformance.bench.tables import new_table, spread


def margin_table(results: Sequence[MarginResult]) -> Table:
    """What a checked order costs, in ns, beside valuations in plain Python."""
    table = new_table(
        "what a checked order costs, in ns; the baseline only values accounts",
        ("stream", "subject"),
        ("accounts", "ns a command", "commands/s", "times baseline", "times that with few"),
    )
    for result in results:
        stream = result.stream
        words = chain((stream.name,), repeat(""))
        plain = figure_of(result.baseline)
        table.add_row(
            next(words),
            BASELINE,
            f"{stream.accounts:,}",
            spread(plain),
            _rate(plain.median),
            "",
            "",
        )
        for (accounts, name), word in zip(result.timings, words, strict=False):
            per_command = figure_of(result.nanoseconds_per_command(accounts, name))
            is_few = accounts == stream.accounts
            times = result.times_baseline(name) if is_few else None
            growth = None if is_few else result.growth(name)
            table.add_row(
                word,
                name,
                f"{accounts:,}",
                spread(per_command),
                _rate(per_command.median),
                "" if times is None else spread(times),
                "" if growth is None else spread(growth),
            )
        table.add_section()
    return table


def sweeps_table(results: Sequence[MarginResult]) -> Table:
    """What it costs to value all accounts after a change of all marks, and to certify one."""
    table = new_table(
        "all accounts valued after all marks have moved, and certificates, in ns each",
        ("stream", "subject"),
        ("accounts", "ns a valuation", "valuations/s", "ns a certificate", "certificates/s"),
    )
    for result in results:
        plain = figure_of(result.baseline_sweep)
        accounts = f"{result.stream.accounts:,}"
        cells = (accounts, spread(plain), _rate(plain.median))
        table.add_row(result.stream.name, BASELINE, *cells, "", "")
        for sweep in result.sweeps:
            valued, certified = figure_of(sweep.per_valuation), figure_of(sweep.per_certificate)
            table.add_row(
                "",
                "fast",
                f"{sweep.accounts:,}",
                spread(valued),
                _rate(valued.median),
                spread(certified),
                _rate(certified.median),
            )
        table.add_section()
    return table


def margin_object(result: MarginResult) -> dict[str, Any]:
    """One stream; every figure has its median and its spread."""
    return {
        "name": result.stream.name,
        "profile": result.stream.profile,
        "open_orders": result.stream.orders,
        "baseline_ns_per_command": _figure(result.baseline),
        "baseline_ns_per_valuation": _figure(result.baseline_sweep),
        "subjects": [
            {
                "accounts": accounts,
                "subject": subject,
                "commands": [timing.commands for timing in timings],
                "events_sha256": timings[0].events_digest,
                "ns_per_command": _figure(result.nanoseconds_per_command(accounts, subject)),
            }
            for (accounts, subject), timings in result.timings.items()
        ],
        "sweeps": [
            {
                "accounts": sweep.accounts,
                "ns_per_valuation": _figure(sweep.per_valuation),
                "ns_per_certificate": _figure(sweep.per_certificate),
            }
            for sweep in result.sweeps
        ],
    }


def _figure(numbers: Iterable[float]) -> dict[str, Any]:
    return asdict(figure_of(numbers))


def _rate(nanoseconds: float) -> str:
    return f"{1e9 / nanoseconds:,.0f}"
