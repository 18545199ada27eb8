"""A finding step by step: the commands in the form of chapter 00, then expected beside got."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from attrs import NOTHING, fields, frozen

from tallystick.conformance.blame import first_difference
from tallystick.conformance.suite import Failure
from tallystick.conformance.targets import open_engine
from tallystick.conformance.wire import outcome_object, word
from tallystick.reference.types.commands import Batch, Command, NewOrder, ReplaceOrder

SHOWN_STEPS = 120
SHOWN_LINES = 80
_LINES_BEFORE = 6
"""Lines that are equal and shown before the first that differs, where not all are shown."""

Fragment = tuple[str, bool]
"""A piece of a line, and whether it differs from the other side."""


@frozen
class StepRow:
    """A command, what the reference answers, and whether the finding showed after it."""

    number: int
    lines: tuple[str, ...]
    answer: str
    is_last: bool


@frozen
class Side:
    """Lines of one side of a comparison, and in words which are not shown."""

    lines: tuple[tuple[Fragment, ...], ...]
    left_out: str = ""


@frozen
class Divergence:
    """All that a page shows of one finding."""

    failure: Failure
    left_out: str
    steps: tuple[StepRow, ...]
    expected: Side
    got: Side
    pointer: str


def divergence(failure: Failure) -> Divergence:
    """The steps up to the finding, the last ones if they are many, and the two answers."""
    case, finding = failure.case, failure.finding
    sent = case.commands[: finding.step + 1]
    first = max(0, len(sent) - SHOWN_STEPS)
    answers = _answers(failure, sent) if first == 0 else [""] * len(sent)
    rows = tuple(
        StepRow(number, tuple(command_lines(command)), answer, number == len(sent) - 1)
        for number, (command, answer) in enumerate(zip(sent, answers, strict=True))
        if number >= first
    )
    expected, got = compared(thing_lines(finding.expected), thing_lines(finding.got))
    pointer = ""
    if isinstance(finding.expected, dict) and isinstance(finding.got, dict):
        pointer = first_difference(finding.expected, finding.got)[0]
    told = f"{first:,} earlier commands are not shown" if first else ""
    return Divergence(failure, told, rows, expected, got, pointer)


def command_lines(command: Command) -> Iterator[str]:
    """A command as in a `trace` block (chapter 00); commands of a batch are indented below it."""
    yield _command_line(command)
    if isinstance(command, Batch):
        for inner in command.commands:
            yield f"  {_command_line(inner)}"


def thing_lines(thing: Any) -> list[str]:
    """An outcome as a trace shows it, a part of a dump as indented JSON, words as they are."""
    if isinstance(thing, str):
        return thing.splitlines() or [""]
    if isinstance(thing, dict) and thing.get("type") == "accepted":
        events = thing.get("events", [])
        head = {key: part for key, part in thing.items() if key != "events"}
        return [_object_line(head), *(_object_line(event) for event in events)]
    if isinstance(thing, dict) and "type" in thing:
        return [_object_line(thing)]
    if isinstance(thing, dict) and set(thing) == {"at", "equals"}:
        return [f"at {thing['at']}", *json.dumps(thing["equals"], indent=1).splitlines()]
    return json.dumps(thing, indent=1).splitlines()


def compared(expected: Sequence[str], got: Sequence[str]) -> tuple[Side, Side]:
    """Both sides with what differs marked, cut to some lines around the first difference."""
    same = 0
    while same < min(len(expected), len(got)) and expected[same] == got[same]:
        same += 1
    longest = max(len(expected), len(got))
    start = max(0, same - _LINES_BEFORE) if longest > SHOWN_LINES else 0
    cut = slice(start, start + SHOWN_LINES)
    sides: tuple[list[tuple[Fragment, ...]], list[tuple[Fragment, ...]]] = ([], [])
    for wanted, seen in _pairs(expected[cut], got[cut]):
        for side, one, other in ((sides[0], wanted, seen), (sides[1], seen, wanted)):
            if one is not None:
                side.append(tuple(_fragments(one, other)))
    return (
        Side(tuple(sides[0]), _left_out(len(expected), start)),
        Side(tuple(sides[1]), _left_out(len(got), start)),
    )


def _answers(failure: Failure, sent: Sequence[Command]) -> list[str]:
    """What the reference answers to each command."""
    engine = open_engine("reference", failure.case.profile, failure.case.parameters)
    return [_answer(outcome_object(engine.apply(command))) for command in sent]


def _answer(outcome: Mapping[str, Any]) -> str:
    if outcome["type"] == "rejected":
        return f"rejected {outcome['reason']}"
    return ", ".join(event["type"] for event in outcome["events"]) or "nothing"


def _pairs(expected: Sequence[str], got: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    matcher = SequenceMatcher(None, expected, got, autojunk=False)
    for _tag, first, last, other_first, other_last in matcher.get_opcodes():
        yield from zip_longest(expected[first:last], got[other_first:other_last])


def _fragments(line: str, other: str | None) -> Iterator[Fragment]:
    """The words of a line that differ from the line beside it; all, where there is none."""
    if other is None:
        yield line, True
        return
    words, others = line.split(" "), other.split(" ")
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    for tag, first, last, _other_first, _other_last in matcher.get_opcodes():
        if first < last:
            yield " ".join(words[first:last]) + (" " if last < len(words) else ""), tag != "equal"


def _left_out(lines: int, start: int) -> str:
    told = [f"{start:,} equal lines before"] if start else []
    after = lines - start - SHOWN_LINES
    return ", ".join(told + ([f"{after:,} more lines after"] if after > 0 else []))


def _command_line(command: Any) -> str:
    told = [word(type(command)), *_fields(command, is_successor=False)]
    if isinstance(command, Batch):
        told.append(f"commands={len(command.commands)}")
    return " ".join(told)


def _fields(thing: Any, *, is_successor: bool) -> Iterator[str]:
    """Fields that are not as if absent; the order that replaces another calls its id new."""
    for attribute in fields(type(thing)):
        part = getattr(thing, attribute.name)
        if isinstance(part, NewOrder):
            yield from _fields(part, is_successor=isinstance(thing, ReplaceOrder))
        elif not isinstance(part, tuple) and (
            attribute.default is NOTHING or part != attribute.default
        ):
            renamed = is_successor and attribute.name == "order_id"
            yield f"{'new_order_id' if renamed else attribute.name}={_scalar(part)}"


def _object_line(thing: Mapping[str, Any]) -> str:
    named = (f"{key}={_scalar(part)}" for key, part in thing.items() if key != "type")
    return " ".join([str(thing.get("type")), *named])


def _scalar(part: Any) -> str:
    return str(part) if isinstance(part, str) else json.dumps(part, default=str)
