"""The `trace` blocks of the spec (chapter 00): commands and what each must answer, one a line."""

import re
import types
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from attrs import NOTHING, fields, frozen

from tallystick.conformance.engine import Engine
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import MarketKind, Profile
from tallystick.reference.types.commands import (
    Batch,
    Command,
    Deposit,
    InnerCommand,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    ReplaceOrder,
    SetMark,
)
from tallystick.reference.types.events import Event
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    Permille,
    Price,
    PrincipalId,
)

EXAMPLE_PRESET = "minimal"
"""Parameters of the example venue."""
NOT_RENAMED: Mapping[str, str] = types.MappingProxyType({})
SUCCESSOR: Mapping[str, str] = types.MappingProxyType({"order_id": "new_order_id"})
"""`replace_order` names two orders in one line: the old one `order_id`, the new `new_order_id`."""


class TraceTextError(ValueError):
    """A line that is not of the form of chapter 00; says the line, the field, what was expected."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(f"line {line}: {text}")
        self.line = line


@frozen
class EventPattern:
    """An event of which some fields are named."""

    kind: type
    wanted: Mapping[str, object]

    def mismatch(self, event: Event) -> str | None:
        """The first field that is not as wanted, or None."""
        if type(event) is not self.kind:
            return f"{_word(type(event))}, expected {_word(self.kind)}"
        for name, wanted in self.wanted.items():
            seen = getattr(event, name)
            if seen != wanted:
                return f"{_word(self.kind)} with {name}={_shown(seen)}, expected {_shown(wanted)}"
        return None


@frozen
class WantedRejection:
    """A rejection; the index is None where the trace does not name it."""

    reason: Reason
    index: int | None


@frozen
class Step:
    """A command and its expectation: events, a rejection, or None for whatever is accepted."""

    line: int
    command: Command
    wanted: tuple[EventPattern, ...] | WantedRejection | None


@frozen
class Trace:
    """One block, parsed."""

    profile: Profile
    steps: tuple[Step, ...]


@frozen
class Block:
    """A fenced block of a chapter: its info string, its text, and the line where that begins."""

    kind: str
    line: int
    text: str


def blocks_of(chapter: str) -> tuple[Block, ...]:
    """All fenced blocks of a Markdown text, in order; TraceTextError if one never ends."""
    found = []
    lines = iter(enumerate(chapter.splitlines(), start=1))
    for number, line in lines:
        if not line.startswith("```"):
            continue
        content = []
        for _, inside in lines:
            if inside.startswith("```"):
                break
            content.append(inside)
        else:
            raise TraceTextError(number, "the block never ends")
        found.append(Block(line.removeprefix("```").strip(), number + 1, "\n".join(content)))
    return tuple(found)


def parse_trace(text: str, profile: Profile, first_line: int = 1) -> Trace:
    """Parse a `trace` block; lines are counted from `first_line`. Raises TraceTextError."""
    lines = [
        _Line(number, line)
        for number, line in enumerate(text.splitlines(), start=first_line)
        if line.strip()
    ]
    steps = []
    while lines:
        command, at = _take_command(lines), lines[0].number
        count = 1 + len(command.commands) if isinstance(command, Batch) else 1
        del lines[:count]
        steps.append(Step(at, command, _take_expectation(lines)))
    return Trace(profile, tuple(steps))


def run_trace(trace: Trace, open_engine: Callable[[Profile, Parameters], Engine]) -> str | None:
    """Run a trace from the example venue; what went wrong first, or None."""
    engine = open_engine(trace.profile, load_preset(EXAMPLE_PRESET, profile=trace.profile))
    for command in example_venue(trace.profile):
        outcome = engine.apply(command)
        if isinstance(outcome, Rejected):
            return f"the example venue: {_word(type(command))} was rejected {outcome.reason}"
    for step in trace.steps:
        problem = _mismatch(step, engine.apply(step.command))
        if problem is not None:
            return f"line {step.line}: {_word(type(step.command))} answered {problem}"
    return None


def example_venue(profile: Profile) -> tuple[Command, ...]:
    """The commands that set up the example venue of chapter 00."""
    operator, owners = PrincipalId(0), [PrincipalId(11), PrincipalId(12), PrincipalId(13)]
    asset = AssetId(2)
    commands: list[Command] = [
        ListAsset(operator, lot_atoms=Atoms(10), fee_cap_atoms=Atoms(5)),
        ListMarket(operator, asset, MarketKind.SPOT, tick=Price(5), minimum_lots=Lots(2)),
        *(OpenAccount(owner) for owner in owners),
    ]
    if profile.has_lending:
        lending = ListMarket(operator, asset, MarketKind.LEND, tick=Price(5), minimum_lots=Lots(2))
        commands.append(lending)
    if profile.has_perpetuals:
        perp = ListMarket(operator, asset, MarketKind.PERP, tick=Price(5), minimum_lots=Lots(2))
        commands.append(perp)
    if profile.has_margin:
        commands.append(SetMark(operator, asset, mark=Price(100)))
        values = (Permille(100), Permille(30), Permille(20))
        commands.append(SetRisk(operator, asset, *values))
    if profile.has_ledger:
        for account, owner in enumerate(owners, start=1):
            commands.append(Deposit(owner, AccountId(account), AssetId(1), Atoms(1_000)))
            commands.append(Deposit(owner, AccountId(account), asset, Atoms(500)))
    return tuple(commands)


def _mismatch(step: Step, outcome: Outcome) -> str | None:
    wanted = step.wanted
    if isinstance(wanted, WantedRejection):
        if isinstance(outcome, Accepted):
            return f"accepted, expected rejected {wanted.reason}"
        if outcome.reason is not wanted.reason:
            return f"rejected {outcome.reason}, expected {wanted.reason}"
        if wanted.index is not None and outcome.index != wanted.index:
            return f"rejected at index {outcome.index}, expected {wanted.index}"
        return None
    if isinstance(outcome, Rejected):
        return f"rejected {outcome.reason} at index {outcome.index}, expected accepted"
    if wanted is None:
        return None
    for place, (pattern, event) in enumerate(zip(wanted, outcome.events, strict=False), start=1):
        problem = pattern.mismatch(event)
        if problem is not None:
            return f"event {place}: {problem}"
    if len(outcome.events) != len(wanted):
        seen = ", ".join(_word(type(event)) for event in outcome.events) or "none"
        return f"{len(outcome.events)} events ({seen}), expected {len(wanted)}"
    return None


def _word(kind: type) -> str:
    """The word by which chapter 03 calls a command or an event."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _shown(scalar: object) -> str:
    if scalar is None:
        return "null"
    return str(scalar).lower() if isinstance(scalar, bool) else str(scalar)


_COMMANDS: Mapping[str, type] = {_word(kind): kind for kind in get_args(Command)}
_INNER = frozenset(_word(kind) for kind in get_args(InnerCommand))
_EVENTS: Mapping[str, type] = {_word(kind): kind for kind in get_args(Event)}


class _Line:
    """A line in parts: whether it is indented, its first word, its fields."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.indented = text[0].isspace()
        self.expects = text.startswith("=>")
        words = text.removeprefix("=>").split()
        if not words:
            raise self.error("an empty expectation")
        self.name = words[0]
        self._fields: dict[str, str] = {}
        for word in words[1:]:
            key, equals, scalar = word.partition("=")
            if not (key and equals and scalar):
                raise self.error(f"{word!r}, expected key=value")
            if key in self._fields:
                raise self.error(f"field {key} is given twice")
            self._fields[key] = scalar

    def error(self, text: str) -> TraceTextError:
        """The error to raise about this line."""
        return TraceTextError(self.number, text)

    def take(self, key: str, hint: object, default: object = NOTHING) -> Any:
        """The field of this name as its type, or the default; the field is used up."""
        if key in self._fields:
            return _scalar(self, key, hint, self._fields.pop(key))
        if default is NOTHING:
            raise self.error(f"{self.name} needs the field {key}")
        return default

    def take_all(self, hints: Mapping[str, object]) -> dict[str, object]:
        """The fields that are there, of those that there may be."""
        return {key: self.take(key, hints[key]) for key in list(self._fields) if key in hints}

    def require_used_up(self) -> None:
        """Refuse fields that nothing has asked for."""
        for key in self._fields:
            raise self.error(f"{self.name} has no field {key}")


def _scalar(line: _Line, key: str, hint: Any, word: str) -> object:
    if types.NoneType in get_args(hint):
        (inner,) = (option for option in get_args(hint) if option is not types.NoneType)
        return None if word == "null" else _scalar(line, key, inner, word)
    if hint is bool:
        if word not in ("true", "false"):
            raise line.error(f"{key}={word}, expected true or false")
        return word == "true"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if word not in [str(choice) for choice in hint]:
            raise line.error(f"{key}={word}, expected one of {', '.join(hint)}")
        return hint(word)
    if re.fullmatch(r"-?[0-9]+", word) is None:
        raise line.error(f"{key}={word}, expected a whole number")
    return int(word)


def _take_command(lines: list[_Line]) -> Command:
    """Read the command that begins at the first line."""
    line = lines[0]
    if line.expects:
        raise line.error("an expectation without a command above it")
    if line.indented:
        raise line.error("an indented command outside of a batch")
    if line.name != "batch":
        command: Command = _command(line)
        return command
    count: int = line.take("commands", int)
    inner = lines[1 : 1 + count]
    if len(inner) < count or not all(one.indented for one in inner):
        raise line.error(f"commands={count}, expected as many indented lines below")
    batch = Batch(
        signer=line.take("signer", int),
        account=line.take("account", int),
        commands=tuple(_command(one, _INNER) for one in inner),
    )
    line.require_used_up()
    return batch


def _command(line: _Line, allowed: frozenset[str] = frozenset(_COMMANDS)) -> Any:
    if line.name not in allowed:
        raise line.error(f"{line.name!r}, expected one of {', '.join(sorted(allowed))}")
    command = _read(line, _COMMANDS[line.name])
    line.require_used_up()
    return command


def _read(line: _Line, kind: Any, renamed: Mapping[str, str] = NOT_RENAMED) -> Any:
    """A command, or the order inside it, whose fields stand in the same line."""
    hints = get_type_hints(kind)
    read: dict[str, object] = {}
    for attribute in fields(kind):
        name, hint = attribute.name, hints[attribute.name]
        if hint is NewOrder:
            read[name] = _read(line, NewOrder, SUCCESSOR if kind is ReplaceOrder else NOT_RENAMED)
        else:
            read[name] = line.take(renamed.get(name, name), hint, attribute.default)
    return kind(**read)


def _take_expectation(lines: list[_Line]) -> tuple[EventPattern, ...] | WantedRejection | None:
    """Read the `=>` lines that come next, and drop them."""
    taken = []
    while lines and lines[0].expects:
        taken.append(lines.pop(0))
    if not taken:
        return None
    special = [line for line in taken if line.name in ("nothing", "rejected")]
    if not special:
        return tuple(_event_pattern(line) for line in taken)
    line = special[0]
    if len(taken) > 1:
        raise line.error(f"{line.name!r} stands alone")
    if line.name == "nothing":
        line.require_used_up()
        return ()
    wanted = WantedRejection(line.take("reason", Reason), line.take("index", int, None))
    line.require_used_up()
    return wanted


def _event_pattern(line: _Line) -> EventPattern:
    if line.name not in _EVENTS:
        raise line.error(f"{line.name!r}, expected one of {', '.join(_EVENTS)}")
    kind = _EVENTS[line.name]
    wanted = line.take_all(get_type_hints(kind))
    line.require_used_up()
    return EventPattern(kind, wanted)
