"""Frames of the protocol: one JSON object a line, read strictly (CNF-100 to CNF-112).

What STA-023 describes stands in a frame in wire form. `commands_of`, `parameters_of` and
`payload_of` read it; a frame that was not read by them too is not known to be valid.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tallystick.conformance.wire import (
    WireError,
    canonical,
    command_from_object,
    dump_from_object,
    outcome_from_object,
    parameters_from_object,
    parse_json,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import Parameters, parameter_error

PROTOCOL = "tallystick/1"
MOST_LINE_BYTES = 16 * 2**20
MOST_LINE_VALUES = 2**20
"""Parsed, a value takes much more memory than its bytes; those of a resting order have 16 each."""
_BEFORE_A_VALUE = (b"{", b"[", b",")
_SAFE = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;_+-/()=%@#'\""
)

ListOfCommands = Annotated[
    list[Any], Meta(min_length=1, extra_json_schema={"items": {"$ref": "command.json"}})
]
ListOfOutcomes = Annotated[
    list[Any], Meta(min_length=1, extra_json_schema={"items": {"$ref": "outcome.json"}})
]
WireParameters = Annotated[Any, Meta(extra_json_schema={"$ref": "parameters.json"})]
WireDump = Annotated[Any, Meta(extra_json_schema={"$ref": "dump.json"})]
CheckpointName = Annotated[str, Meta(max_length=64)]


class FrameError(ValueError):
    """A line is not the frame that it must be; says where, what was found and expected."""


class FrameLimits(msgspec.Struct, forbid_unknown_fields=True):
    """What may be under way unanswered: a number of frames, and of their bytes (CNF-112)."""

    frames: Annotated[int, Meta(ge=1)]
    total_bytes: Annotated[int, Meta(ge=4096)] = msgspec.field(name="bytes")


OFFERED = FrameLimits(frames=64, total_bytes=32_768)


# [CNF-101]
class Frame(msgspec.Struct, tag_field="frame", forbid_unknown_fields=True):
    """What every frame has: its kind, which is the tag, and its number (CNF-103)."""

    number: Annotated[int, Meta(ge=1)]


# [CNF-110]
class Hello(Frame, tag="hello"):
    """The runner begins."""

    protocol: str
    spec: str
    limits: FrameLimits


class Open(Frame, tag="open"):
    """Asks for a new venue (CNF-113)."""

    profile: str
    parameters: WireParameters


class Apply(Frame, tag="apply"):
    """Asks for the outcomes of commands (CNF-114)."""

    commands: ListOfCommands


class AskRoot(Frame, tag="root"):
    """Asks for the root."""


class AskDump(Frame, tag="dump"):
    """Asks for the whole state."""


class AskCheckpoint(Frame, tag="checkpoint"):
    """Asks the engine to remember its state (CNF-115)."""


class Rewind(Frame, tag="rewind"):
    """Asks the engine to return to a state it remembers."""

    checkpoint: CheckpointName


class Bye(Frame, tag="bye"):
    """The runner ends, and the engine agrees (CNF-116)."""


class Ready(Frame, tag="ready"):
    """What the engine is and promises (CNF-121)."""

    protocol: str
    engine: str
    version: str
    profiles: list[str]
    level: Annotated[int, Meta(ge=0, le=3)]
    limits: FrameLimits


class Opened(Frame, tag="opened"):
    """The venue is open."""


class Unsupported(Frame, tag="unsupported"):
    """The venue cannot be opened here."""

    reason: str


class Outcomes(Frame, tag="outcomes"):
    """One outcome for each command, in order."""

    outcomes: ListOfOutcomes


class Root(Frame, tag="root"):
    """The root (STA-024)."""

    root: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Dump(Frame, tag="dump"):
    """The whole state (STA-020)."""

    dump: WireDump


class Checkpoint(Frame, tag="checkpoint"):
    """The name by which the state is remembered."""

    checkpoint: CheckpointName


class Rewound(Frame, tag="rewound"):
    """The venue is as it was at that checkpoint."""


RunnerFrame = Hello | Open | Apply | AskRoot | AskDump | AskCheckpoint | Rewind | Bye
EngineFrame = Ready | Opened | Unsupported | Outcomes | Root | Dump | Checkpoint | Rewound | Bye


def kind_of(frame: Frame | type[Frame]) -> str:
    """The word under `frame`."""
    return str(frame.__struct_config__.tag)


def encode_frame(frame: RunnerFrame | EngineFrame) -> bytes:
    """The line of a frame, in canonical form, with its line feed."""
    return canonical(msgspec.to_builtins(frame)) + b"\n"  # [CNF-100]


def read_runner_frame(line: bytes) -> RunnerFrame:
    """The frame on a line, given without its line feed; FrameError says what is wrong."""
    with _refusing():
        frame: RunnerFrame = msgspec.convert(_parsed(line), RunnerFrame)
        return frame


def read_engine_frame(line: bytes) -> EngineFrame:
    """The frame on a line, given without its line feed; FrameError says what is wrong."""
    with _refusing():
        frame: EngineFrame = msgspec.convert(_parsed(line), EngineFrame)
        return frame


def commands_of(frame: Apply) -> list[Command]:
    """The commands; FrameError if one is not in wire form."""
    with _refusing():
        commands = enumerate(frame.commands)
        return [command_from_object(plain, f"/commands/{index}") for index, plain in commands]


def parameters_of(frame: Open) -> Parameters:
    """The parameters, each in its range and of the profile if it is known, or FrameError."""
    profile = Profile(frame.profile) if frame.profile in list(Profile) else None
    with _refusing():
        parameters = parameters_from_object(frame.parameters, "/parameters")
    problem = parameter_error(parameters, profile)
    if problem is not None:
        raise FrameError(problem)
    return parameters


def payload_of(frame: EngineFrame) -> list[Outcome] | StateDump | str | EngineFrame:
    """What an answer is about: outcomes, dump, root or name of a checkpoint; or itself."""
    with _refusing():
        match frame:
            case Outcomes(outcomes=plains):
                paths = (f"/outcomes/{index}" for index in range(len(plains)))
                return list(map(outcome_from_object, plains, paths))
            case Dump(dump=plain):
                return dump_from_object(plain, "/dump")
            case Root(root=text) | Checkpoint(checkpoint=text):
                return text
            case _:
                return frame


def neutral(text: str, most: int = 80) -> str:
    """Foreign text for people: nothing in it can act on a terminal, a page or a log (CNF-152)."""
    shown = "".join(
        part if part in _SAFE else ascii(part)[1:-1] if ord(part) > 126 else f"\\x{ord(part):02x}"
        for part in text[:most]
    )
    return shown if len(text) <= most and len(shown) <= most else f"{shown[: most - 3]}..."


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (WireError, msgspec.ValidationError) as error:
        text = str(error).replace("`$.", "`").replace("`", "'")
        text = text.replace(">=", "at least").replace("<=", "at most")
        raise FrameError(text) from None
    except UnicodeEncodeError:
        raise FrameError("found half of a surrogate pair, expected text") from None


def _parsed(line: bytes) -> Any:
    """The JSON value of a line. Nesting needs no limit here: no form below is deeper than 8."""
    if b"\r" in line:
        raise WireError("", "a carriage return", "a line feed alone at the end of the line")
    values = sum(map(line.count, _BEFORE_A_VALUE)) if len(line) > MOST_LINE_VALUES else 0
    if values > MOST_LINE_VALUES:  # [CNF-151]
        raise WireError("", f"{values:,} values", f"at most {MOST_LINE_VALUES:,} on a line")
    parsed = parse_json(line)  # [CNF-101] [CNF-102]
    if b"\\u" in line:
        json.dumps(parsed, ensure_ascii=False).encode()  # UnicodeEncodeError: no text of UTF-8
    return parsed
