"""What is made from the table of states: a part of chapter 07, and an SVG file beside it."""

from collections.abc import Iterator
from pathlib import Path

from tallystick.conformance.explain.drawing import mermaid, svg
from tallystick.conformance.explain.states import Machine
from tallystick.conformance.spec_files import CHECKOUT

CHAPTER, DRAWING = "07-lending.md", "loan-states.svg"
BEGIN, END = "<!-- made from loan-states.toml -->", "<!-- end of what is made -->"


class ChapterError(ValueError):
    """The chapter has no place for what is made, or cannot be written."""


def made_part(machine: Machine) -> str:
    """The part of the chapter between its marks: a table of the states, then the diagram."""
    rows = (
        f"| {state.name} | `{state.condition}` | {state.meaning} | {state.clause} |"
        for state in machine.states
    )
    table = "\n".join(("| state | when | meaning | clause |", "|---|---|---|---|", *rows))
    return f"{BEGIN}\n\n{table}\n\n```mermaid\n{mermaid(machine)}\n```\n\n{END}"


def with_made_part(chapter: str, machine: Machine) -> str:
    """The chapter with that part made anew; ChapterError if it does not have the marks once."""
    if chapter.count(BEGIN) != 1 or chapter.count(END) != 1:
        raise ChapterError(f"{CHAPTER} has not once each the lines {BEGIN!r} and {END!r}")
    head, _, rest = chapter.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + made_part(machine) + tail


def write_states(machine: Machine, spec: Path | None = None) -> Iterator[Path]:
    """Write chapter and drawing, and say which files were written; ChapterError."""
    folder = CHECKOUT if spec is None else spec
    if not folder.is_dir():
        raise ChapterError("diagrams are made in a checkout only, and this is none")
    chapter, drawing = folder / CHAPTER, folder / DRAWING
    text = with_made_part(chapter.read_text(encoding="utf-8"), machine)
    for path, content in ((chapter, text), (drawing, svg(machine))):
        try:
            path.write_text(content, encoding="utf-8")
        except OSError as error:
            raise ChapterError(f"cannot write {path}: {error.strerror}") from error
        yield path
