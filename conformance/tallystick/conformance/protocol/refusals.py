"""Lines that an engine must refuse, each in its place of a conversation (CNF-130, CNF-144)."""

import json
from collections.abc import Callable
from typing import Any

from attrs import field, frozen

from tallystick.conformance.protocol import frames
from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.wire import command_object, parameters_object
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command, OpenAccount
from tallystick.reference.types.parameters import PARAMETER_RANGES, Parameters
from tallystick.reference.types.units import PrincipalId

FIRST_COMMAND = OpenAccount(PrincipalId(11))
_LOWEST: dict[str, Any] = {name: lowest for name, (lowest, _) in PARAMETER_RANGES.items()}
_SMALLEST = Parameters(**_LOWEST)
_OPEN = command_object(OpenAccount(PrincipalId(12)))
_ORDER = {"order_id": "1", "market": "1", "side": "buy", "price": "5", "lots": "2"}
_PLACE = {"type": "place_order", "signer": "11", "account": "1", "order": _ORDER}
_LIMITS = {"frames": 64, "bytes": 4096}
_ANY_PROFILE = "any profile"
_NUMBER = 4
"""Of the line, behind `hello`, `open` and the frame of the first command."""


@frozen
class Refusal:
    """A line that is no frame the engine may be sent where it is sent.

    `does` says what an engine does that takes it. The line follows the commands `before`, on an
    open venue; if there are none, it follows `hello`.
    """

    id: str
    clause: str
    does: str
    _line: bytes = field(repr=False)
    before: tuple[Command, ...] = (FIRST_COMMAND,)

    def line(self, profile: Profile) -> bytes:
        """The line, whatever opens a venue in it with that profile."""
        return self._line.replace(_ANY_PROFILE.encode(), profile.encode())


def _frame(kind: str, number: int = _NUMBER, **members: Any) -> bytes:
    return json.dumps({"frame": kind, "number": number, **members}).encode() + b"\n"


def _apply(*commands: Any, **members: Any) -> bytes:
    return _frame("apply", **{"commands": list(commands), **members})


def _spoiled(spoil: Callable[[bytes], bytes]) -> bytes:
    """A sound line, made unsound as bytes."""
    line = _apply(_OPEN)
    spoilt = spoil(line)
    assert spoilt != line
    return spoilt


def _opening(**parameters: Any) -> bytes:
    whole = {**parameters_object(_SMALLEST), **parameters}
    return _frame("open", profile=_ANY_PROFILE, parameters=whole)


REFUSALS = (
    Refusal(
        "cnf-unknown-key",
        "CNF-101",
        "It executes a command with a key that the command does not have.",
        _apply({**_OPEN, "note": "1"}),
    ),
    Refusal(
        "cnf-unknown-key-inside",
        "CNF-101",
        "It reads an order with a key that no order has.",
        _apply({**_PLACE, "order": {**_ORDER, "note": "1"}}),
    ),
    Refusal(
        "cnf-unknown-key-of-a-frame",
        "CNF-101",
        "It reads a frame with a key that the frame does not have.",
        _apply(_OPEN, note="1"),
    ),
    Refusal(
        "cnf-unknown-type",
        "CNF-101",
        "It answers a command of a type that does not exist.",
        _apply({**_OPEN, "type": "close_account"}),
    ),
    Refusal(
        "cnf-unknown-word",
        "CNF-101",
        "It reads an order with a side that does not exist.",
        _apply({**_PLACE, "order": {**_ORDER, "side": "long"}}),
    ),
    Refusal(
        "cnf-missing-key",
        "CNF-101",
        "It executes a command that lacks a key.",
        _apply({"type": "open_account"}),
    ),
    Refusal(
        "cnf-key-twice",
        "CNF-101",
        "It takes one of two values of a key.",
        _spoiled(lambda line: line.replace(b'"signer"', b'"signer": "13", "signer"')),
    ),
    Refusal(
        "cnf-number-without-quotes",
        "CNF-101",
        "It reads a JSON number where a string of digits belongs.",
        _apply({**_OPEN, "signer": 12}),
    ),
    Refusal(
        "cnf-leading-zero",
        "CNF-101",
        "It reads a number with a zero in front.",
        _apply({**_OPEN, "signer": "012"}),
    ),
    Refusal(
        "cnf-fraction",
        "CNF-101",
        "It reads 4.0 as the number of a frame.",
        _spoiled(lambda line: line.replace(b'"number": 4', b'"number": 4.0')),
    ),
    Refusal(
        "cnf-long-number",
        "CNF-102",
        "It reads a number of 40 digits.",
        _apply({**_OPEN, "signer": "9" * 40}),
    ),
    Refusal(
        "cnf-carriage-return",
        "CNF-100",
        "It reads a line that ends with a carriage return and a line feed.",
        _spoiled(lambda line: line.replace(b"\n", b"\r\n")),
    ),
    Refusal(
        "cnf-byte-order-mark",
        "CNF-100",
        "It reads a line that begins with a byte order mark.",
        _spoiled(lambda line: b"\xef\xbb\xbf" + line),
    ),
    Refusal(
        "cnf-not-utf-8",
        "CNF-100",
        "It reads a text that is not UTF-8.",
        _opening().replace(_ANY_PROFILE.encode(), b"match\xff"),
    ),
    Refusal(
        "cnf-two-on-a-line",
        "CNF-100",
        "It reads the first of two frames on a line.",
        _spoiled(lambda line: line.replace(b"\n", b' {"frame": "bye", "number": 5}\n')),
    ),
    Refusal(
        "cnf-unknown-frame",
        "CNF-110",
        "It answers a frame of a kind that does not exist.",
        _frame("reset"),
    ),
    Refusal(
        "cnf-number-again",
        "CNF-103",
        "It answers a frame whose number is not the next.",
        _apply(_OPEN, number=_NUMBER - 1),
    ),
    Refusal("cnf-no-command", "CNF-114", "It answers a frame without commands.", _apply()),
    Refusal(
        "cnf-one-of-two-commands",
        "CNF-130",
        "It answers a frame of which only one command is of the right form.",
        _apply(_OPEN, {**_OPEN, "signer": None}),
    ),
    Refusal(
        "cnf-second-hello",
        "CNF-130",
        "It answers a second `hello`.",
        _frame("hello", protocol=frames.PROTOCOL, spec=SPEC_VERSION, limits=_LIMITS),
    ),
    Refusal(
        "cnf-not-open",
        "CNF-130",
        "It executes commands before a venue is open.",
        _apply(_OPEN, number=2),
        before=(),
    ),
    Refusal(
        "cnf-parameter-out-of-range",
        "CNF-130",
        "It opens a venue with a parameter out of its range.",
        _opening(max_orders=0),
    ),
    Refusal(
        "cnf-end-within-a-line",
        "CNF-130",
        "It answers a line without a line feed at the end of the input.",
        _spoiled(lambda line: line.rstrip()),
    ),
)
