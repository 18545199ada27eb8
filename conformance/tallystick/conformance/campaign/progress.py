"""How far a long campaign is, on stderr: a line that renews itself, or one now and then."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from tallystick.conformance.campaign.long_runs import LongRun, Watcher

SECONDS_PER_LINE = 30.0


@contextmanager
def told_progress(seconds: float | None) -> Iterator[Watcher]:
    """A watcher of a run; `seconds` is its time, if it has one."""
    if sys.stderr.isatty():
        with Console(stderr=True).status("starting") as shown:
            yield lambda run: shown.update(progress_line(run, seconds))
        return
    last = time.monotonic()

    def tell_seldom(run: LongRun) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_PER_LINE:
            last = time.monotonic()
            typer.echo(progress_line(run, seconds), err=True)

    yield tell_seldom


def progress_line(run: LongRun, seconds: float | None) -> str:
    """Commands, rate, how long it will still take, and failures if there are any."""
    done = run.recorded_commands + run.commands
    rate = run.commands / run.seconds if run.seconds > 0 else 0.0
    left: float | None = None
    if run.planned_commands is not None:
        text = f"{done:,} of {run.planned_commands:,} commands"
        left = (run.planned_commands - done) / rate if rate else None
    else:
        text = f"{done:,} commands"
        left = None if seconds is None else max(0.0, seconds - run.seconds)
    text += f", {rate:,.0f} a second"
    if left is not None:
        text += f", {duration(left)} left"
    return f"{text}, {run.failures} failed pieces" if run.failures else text


def duration(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}"
