"""The commands that are explained: of a trace file, a vector, or an example of the spec."""

import re
from collections.abc import Callable
from pathlib import Path

from tallystick.conformance.spec_files import load_preset, spec_directory
from tallystick.conformance.trace_text import (
    EXAMPLE_PRESET,
    blocks_of,
    example_venue,
    parse_trace,
)
from tallystick.conformance.traces import read_trace
from tallystick.conformance.vectors import UnknownVectorError, find_vector
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import Profile

_EXAMPLE = re.compile(r"(?P<chapter>[0-9]{2}-[a-z]{1,20}):(?P<number>[1-9][0-9]{0,17})")

MOST_SHOWN = 60
"""Of a name that is none, in characters."""


class ExplainError(ValueError):
    """Something that cannot be explained: no such trace, or nothing of the kind in it."""


def named_case(name: str, has_things: Callable[[Profile], bool], things: str) -> Case:
    """The case of a trace file, of the vector of that id, or of an example such as `06-...:1`.

    ExplainError, TraceError or VectorError if there is none, or one of a profile that has none of
    the `things`.
    """
    path, example = Path(name), _EXAMPLE.fullmatch(name)
    if is_there(path) or path.suffix == ".json":
        case = read_trace(path).case
    elif example is not None:
        case = _example(example["chapter"], int(example["number"]))
    else:
        try:
            case = find_vector(name).case
        except UnknownVectorError as error:
            named = name if len(name) <= MOST_SHOWN else f"{name[:MOST_SHOWN]}..."
            text = f"{named!a} is neither a file nor a vector; `tallystick vectors ls` lists these"
            raise ExplainError(text) from error
    if not has_things(case.profile):
        raise ExplainError(f"{name} is of profile {case.profile}, which has no {things}")
    return case


def is_there(path: Path) -> bool:
    """A name that no file can have, because it is too long, is that of no file."""
    try:
        return path.exists()
    except OSError:
        return False


def _example(chapter: str, number: int) -> Case:
    """A `trace` block of a chapter, after the commands that set up the example venue."""
    path = spec_directory() / f"{chapter}.md"
    if not path.is_file():
        raise ExplainError(f"the spec has no chapter {chapter}")
    blocks = [
        block
        for block in blocks_of(path.read_text(encoding="utf-8"))
        if block.kind.startswith("trace ")
    ]
    if number > len(blocks):
        count = "1 example" if len(blocks) == 1 else f"{len(blocks)} examples"
        text = f"chapter {chapter} has {count} of commands, and so no {number}"
        raise ExplainError(text)
    block = blocks[number - 1]
    profile = Profile(block.kind.removeprefix("trace "))
    steps = parse_trace(block.text, profile, block.line).steps
    commands = (*example_venue(profile), *(step.command for step in steps))
    source = {"kind": "example", "chapter": chapter, "number": str(number)}
    return Case(profile, load_preset(EXAMPLE_PRESET, profile=profile), commands, source)
