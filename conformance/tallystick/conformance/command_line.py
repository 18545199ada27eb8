"""What the sub-commands of `tallystick` share: options, refusals in words, a progress bar."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tallystick.conformance.faults.faulty import FAULTY
from tallystick.conformance.protocol.target import EXEC, MEMORY
from tallystick.conformance.reports.files import ReportFileError
from tallystick.conformance.suite import Progress as ToldProgress
from tallystick.conformance.targets import (
    TARGETS,
    UnknownTargetError,
    UnsupportedTargetError,
)
from tallystick.conformance.traces import TraceError
from tallystick.conformance.vectors import UnknownVectorError, VectorError
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict

MOST_COMMANDS = 10_000_000
EXIT_CODES_TOLD = (
    "Exit codes: 0 conformant, 1 diverged, 2 wrong usage, 3 the engine crashed or answered"
    " nonsense, 4 it took too long, 5 incomplete or unsupported. What was not run never passes."
)

Target = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        help=f"The engine: {', '.join(TARGETS)}, {FAULTY}<id>, {EXEC}<command>. Words NAME=value in"
        f" front of a command are variables for it; {MEMORY}=n limits the memory of each of its"
        " processes, by default to 2048 MiB, 0 lifts the limit.",
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="The same seed, the same commands.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
StepSeconds = Annotated[
    float, typer.Option(min=0.01, max=3600, help="How long one command may take.")
]


def examples(*arguments: str) -> str:
    """The last words of a help page, one example a paragraph."""
    lines = (f"  tallystick {line}" for line in arguments)
    return "\n\n".join(("Examples:", *lines, EXIT_CODES_TOLD))


def chosen(option: str, word: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The word, if it is one of those known; all of them, if none was given."""
    if word:
        expect(option, word, words)
    return (word,) if word else words


def expect(option: str, word: str, words: tuple[str, ...]) -> None:
    """Refuse a word that is not known."""
    if word not in words:
        fail(f"unknown {option} {word!r}; known: {', '.join(words)}", USAGE_EXIT_CODE)


def fail(text: str, exit_code: int) -> NoReturn:
    """End with one line on stderr."""
    typer.echo(f"error: {text}", err=True)
    raise typer.Exit(exit_code)


@contextmanager
def errors() -> Iterator[None]:
    """Every refusal is one line on stderr and an exit code."""
    try:
        yield
    except (
        TraceError, ReportFileError, VectorError, UnknownTargetError, UnknownVectorError,
    ) as error:  # fmt: skip
        fail(str(error), USAGE_EXIT_CODE)
    except UnsupportedTargetError as error:
        fail(str(error), EXIT_CODES[Verdict.UNSUPPORTED])
    except KeyboardInterrupt:
        fail("interrupted", EXIT_CODES[Verdict.INCOMPLETE])
    except BrokenPipeError:
        # Nobody reads any more; the interpreter would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_CODES[Verdict.INCOMPLETE]) from None


@contextmanager
def progress_bar() -> Iterator[ToldProgress]:
    """A bar on stderr, if that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")
        yield lambda stage, done, total: bar.update(
            task, description=stage, completed=done, total=total
        )
