"""The tables of a report, for people."""

from collections.abc import Sequence
from itertools import chain, repeat

from rich.table import Table

from tallystick.conformance.bench.figures import Figure, figure_of
from tallystick.conformance.bench.lending_rounds import LendResult
from tallystick.conformance.bench.perp_rounds import PerpResult
from tallystick.conformance.bench.processes import Instructions, Memory, StartUp
from tallystick.conformance.bench.results import BASELINE, StreamResult

_MEBIBYTE = 2**20
_MILLISECONDS = 1_000


def streams_table(results: Sequence[StreamResult]) -> Table:
    """What a command costs, by stream and subject."""
    table = new_table(
        "what a command costs, in ns; a unit of work is a command or a fill",
        ("stream", "subject"),
        ("ns a command", "ns a unit", "times baseline", "commands/s"),
    )
    for result in results:
        words = chain(
            (result.stream.name, f"{short(result.fills_per_command())} fills each"), repeat("")
        )
        for name, word in zip(result.timings, words, strict=False):
            per_command = figure_of(result.nanoseconds_per_command(name))
            table.add_row(
                word,
                name,
                spread(per_command),
                short(figure_of(result.nanoseconds_per_unit(name)).median),
                "" if name == BASELINE else spread(result.times_baseline(name)),
                f"{1e9 / per_command.median:,.0f}",
            )
        table.add_row("", "an empty loop", spread(result.empty_loop()), "", "", "")
        table.add_section()
    return table


def lending_table(results: Sequence[LendResult]) -> Table:
    """What a command about loans costs, beside the loans of others."""
    table = new_table(
        "what a command about loans costs, in ns",
        ("stream", "subject"),
        ("loans of others", "ns a command", "commands/s", "times that beside few"),
    )
    for result in results:
        words = chain((result.stream.name,), repeat(""))
        for (open_loans, name), word in zip(result.timings, words, strict=False):
            per_command = figure_of(result.nanoseconds_per_command(open_loans, name))
            growth = result.growth(name) if open_loans == result.stream.many_loans else None
            table.add_row(
                word,
                name,
                f"{open_loans:,}",
                spread(per_command),
                f"{1e9 / per_command.median:,.0f}",
                "" if growth is None else spread(growth),
            )
        table.add_section()
    return table


def perp_table(results: Sequence[PerpResult]) -> Table:
    """What a command about perpetual futures costs, beside accounts with legs of their own."""
    table = new_table(
        "what a command about perpetual futures costs, in ns",
        ("stream", "subject"),
        ("other accounts", "ns a command", "ns a leg", "commands/s", "times that beside few"),
    )
    for result in results:
        words = chain((result.stream.name,), repeat(""))
        for (others, name), word in zip(result.timings, words, strict=False):
            per_command = figure_of(result.nanoseconds_per_command(others, name))
            growth = result.growth(name) if others == result.stream.many_others else None
            table.add_row(
                word,
                name,
                f"{others:,}",
                spread(per_command),
                spread(figure_of(result.nanoseconds_per_leg(others, name))),
                f"{1e9 / per_command.median:,.0f}",
                "" if growth is None else spread(growth),
            )
        table.add_section()
    return table


def touched_table(results: Sequence[PerpResult]) -> Table:
    """How many legs these commands touch."""
    table = new_table(
        "legs that such a command touches",
        ("stream",),
        ("commands", "rejected", "median", "p99", "most", "in all"),
    )
    for result in results:
        one = result.touched
        numbers = (one.commands, one.rejected, one.median, one.p99, one.most, one.total)
        table.add_row(result.stream.name, *(f"{number:,}" for number in numbers))
    return table


def steps_table(results: Sequence[StreamResult]) -> Table:
    """What a command costs that comes alone."""
    table = new_table(
        "one command a call of the kernel, in ns beyond an empty call",
        ("stream",),
        ("p50", "p99", "an empty call"),
    )
    for result in results:
        steps = result.steps
        if steps:
            table.add_row(
                result.stream.name,
                spread(figure_of(step.beyond_p50_nanoseconds for step in steps)),
                spread(figure_of(step.beyond_p99_nanoseconds for step in steps)),
                spread(figure_of(step.empty_p50_nanoseconds for step in steps)),
            )
    return table


def memory_table(memories: Sequence[Memory]) -> Table:
    """What the live orders of a stream need."""
    table = new_table(
        "memory of a process of its own, in MiB; an order has its share of all that was opened",
        ("stream", "subject"),
        ("live orders", "before", "opened", "filled", "peak", "bytes an order"),
    )
    for memory in memories:
        sizes = (
            memory.before_bytes,
            memory.opened_bytes,
            memory.resident_bytes,
            memory.peak_bytes,
        )
        table.add_row(
            memory.stream,
            memory.subject,
            f"{memory.live_orders:,}",
            *(f"{size / _MEBIBYTE:.1f}" for size in sizes),
            short(memory.bytes_per_live_order),
        )
    return table


def start_up_table(start_ups: Sequence[StartUp]) -> Table:
    """What it takes to have an engine."""
    names = tuple(start_ups[0].seconds)
    table = new_table(
        "start-up in a fresh process, in ms", ("what",), [one.target for one in start_ups]
    )
    for name in names:
        seconds = (start_up.seconds[name].median for start_up in start_ups)
        table.add_row(name, *(short(one * _MILLISECONDS) for one in seconds))
    return table


def instructions_table(counts: Sequence[Instructions]) -> Table:
    """What a command costs on any load of the machine."""
    table = new_table(
        "instructions of a command, by valgrind",
        ("stream", "subject"),
        ("instructions", "times baseline"),
    )
    baselines = {count.stream: count.per_command for count in counts if count.subject == BASELINE}
    for count in counts:
        times = baselines[count.stream] / count.per_command
        table.add_row(
            count.stream,
            count.subject,
            short(count.per_command),
            "" if count.subject == BASELINE else short(times),
        )
    return table


def spread(figure: Figure) -> str:
    """The median, the smallest and the largest."""
    return f"{short(figure.median)} [{short(figure.low)}..{short(figure.high)}]"


def short(number: float | None) -> str:
    """Three digits or so."""
    if number is None:
        return "unknown"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2f}"


def new_table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    """Without rows; words stand on the left of their columns, numbers on the right."""
    table = Table(title=title, title_justify="left")
    for heading in words:
        table.add_column(heading)
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table
