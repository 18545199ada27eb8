"""What the sub-commands of `tallystick explain` share: options, names, refusals."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tallystick.conformance.command_line import fail
from tallystick.conformance.explain.cases import ExplainError, is_there
from tallystick.conformance.explain.chapter import ChapterError
from tallystick.conformance.runner import EngineFailedError
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE

Trace = Annotated[
    str,
    typer.Argument(
        metavar="TRACE",
        help="A trace file, the id of a vector, or an example of the spec such as 06-perpetuals:1,"
        " the first of its chapter.",
    ),
]
OnTarget = Annotated[str, typer.Option(help="The engine that runs the commands.")]


def shown_name(trace: str) -> str:
    """A file without its folders."""
    return Path(trace).name if is_there(Path(trace)) else trace


def print_lines(lines: Iterable[str]) -> None:
    """One after another."""
    for line in lines:
        typer.echo(line)


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be explained is one line on stderr."""
    try:
        yield
    except (ExplainError, ChapterError) as error:
        fail(str(error), USAGE_EXIT_CODE)
    except EngineFailedError as failure:
        fail(f"the engine {failure}", EXIT_CODES[failure.verdict])
