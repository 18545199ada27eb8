"""The wire form of STA-023: commands, events, outcomes, dumps and parameters, to and from JSON.

The form follows from the field types of `tallystick.reference.types`: what is written there is
written once. Reading is strict; every refusal is a `WireError` that says where, what was found
and what was expected. Whether a number is in its range (NUM-010) is for the engine to judge.
"""

import json
import re
import types
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import AssetDump, StateDump
from tallystick.reference.types.left_out import LEFT_OUT, OF_MARGIN, is_left_out
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import (
    GROUPS,
    LendingParameters,
    LiquidationParameters,
    MarginParameters,
    Parameters,
    PerpetualParameters,
)
from tallystick.reference.types.units import Count, FeeCredit, FeeRate, Permille, Tenths

MAX_DIGITS = 39
"""Longest number that is read: enough for 128 bits, so that every bound can be exceeded."""

_DECIMAL = re.compile(rf"0|-?[1-9][0-9]{{0,{MAX_DIGITS - 1}}}")
_PLAIN_NUMBERS = (FeeRate, FeeCredit, Tenths, Permille, Count)
_DECIMAL_EXPECTED = f'a decimal string of at most {MAX_DIGITS} digits, such as "100"'
_INTEGER_EXPECTED = f"a JSON integer of at most {MAX_DIGITS} digits"
_SHOWN_CHARACTERS = 60
_RISK_KEYS = tuple(field.name for field in attrs.fields(AssetDump) if field.metadata == OF_MARGIN)

Reader = Callable[[object, str], Any]
Writer = Callable[[Any], object]


class WireError(ValueError):
    """A document is not in the form of STA-023.

    `path` is a JSON pointer into the document, empty for the whole of it.
    """

    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(f"at {path or 'the top'}: found {found}, expected {expected}")
        self.path, self.found, self.expected = path, found, expected


@attrs.frozen
class _Unreadable:
    """Stands in a parsed document where JSON allows something that the wire form does not."""

    found: str
    expected: str


def shown(thing: object) -> str:
    """A JSON value for an error message, shortened."""
    try:
        text = json.dumps(thing)
    except (TypeError, ValueError):
        text = f"a Python {type(thing).__name__}"
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return f"{text[:_SHOWN_CHARACTERS]}... ({len(text)} characters)"


def parse_json(document: bytes) -> Any:
    """Parse one JSON document: no duplicate keys, fractions, NaN, long numbers or trailing text."""
    try:
        parsed = json.loads(
            document.decode("utf-8"),
            object_pairs_hook=_unique_keys,
            parse_int=_short_integer,
            parse_float=lambda text: _Unreadable(_shortened(text), "no fraction or exponent"),
            parse_constant=lambda text: _Unreadable(text, "a JSON value"),
        )
        _refuse_unreadable(parsed, "")
    except UnicodeDecodeError as error:
        raise WireError("", f"a byte that is not UTF-8 at {error.start}", "JSON") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        found = f"{error.msg[:1].lower()}{error.msg[1:]} ({where})" if document else "nothing"
        raise WireError("", found, "one JSON document") from None
    except RecursionError:
        raise WireError("", "a document nested too deeply", "JSON of this form") from None
    return parsed


def canonical(plain: object) -> bytes:
    """Canonical JSON (STA-023): ASCII, no white space, keys ascending."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def command_from_object(plain: object, path: str = "") -> Command:
    """The command that a parsed JSON object stands for; WireError says what is wrong."""
    command: Command = _reader(Command)(plain, path)
    return command


def outcome_from_object(plain: object, path: str = "") -> Outcome:
    """The outcome that a parsed JSON object stands for; WireError says what is wrong."""
    outcome: Outcome = _reader(Outcome)(plain, path)
    return outcome


def dump_from_object(plain: object, path: str = "") -> StateDump:
    """The dump that a parsed JSON object stands for; WireError says what is wrong."""
    dump: StateDump = _reader(StateDump)(plain, path)
    assets: Any = expect_object(plain, path)["assets"]
    for index, asset in enumerate(assets):
        _expect_risk_keys(asset, dump.profile, f"{path}/assets/{index}")
    return dump


def parameters_from_object(plain: object, path: str = "") -> Parameters:
    """A whole parameter set; WireError says what is wrong, ranges are not judged."""
    parameters: Parameters = _reader(Parameters)(plain, path)
    return parameters


def overrides_from_object(plain: object, path: str = "") -> dict[str, int]:
    """Some parameters by name, as in a vector; WireError says what is wrong.

    Those of a group stand beside the others.
    """
    members = expect_object(plain, path)
    groups = (LendingParameters, PerpetualParameters, MarginParameters, LiquidationParameters)
    hints = get_type_hints(Parameters)
    for name in GROUPS:
        del hints[name]
    for group in groups:
        hints |= get_type_hints(group)
    for name in members:
        if name not in hints:
            raise WireError(f"{path}/{name}", "an unknown parameter", f"one of {', '.join(hints)}")
    return {name: _reader(hints[name])(part, f"{path}/{name}") for name, part in members.items()}


def decode_command(document: bytes) -> Command:
    """Read one command; WireError says what is wrong."""
    return command_from_object(parse_json(document))


def decode_outcome(document: bytes) -> Outcome:
    """Read one outcome; WireError says what is wrong."""
    return outcome_from_object(parse_json(document))


def command_object(command: Command) -> Any:
    """The JSON object of a command; WireError if a field is not of its type."""
    return _writer(Command)(command)


def outcome_object(outcome: Outcome) -> Any:
    """The JSON object of an outcome; WireError if a field is not of its type."""
    return _writer(Outcome)(outcome)


def dump_object(dump: StateDump) -> Any:
    """The JSON object of a dump; WireError if a field is not of its type."""
    plain: Any = _writer(StateDump)(dump)
    if dump.profile.has_margin:
        for asset in plain["assets"]:
            for name in _RISK_KEYS:
                asset.setdefault(name, None)
    return plain


def parameters_object(parameters: Parameters) -> Any:
    """The JSON object of a parameter set; WireError if a field is not of its type."""
    return _writer(Parameters)(parameters)


def encode_command(command: Command) -> bytes:
    """Canonical encoding of a command (STA-023)."""
    return canonical(command_object(command))


def encode_outcome(outcome: Outcome) -> bytes:
    """Canonical encoding of an outcome (STA-023)."""
    return canonical(outcome_object(outcome))


def encode_dump(dump: StateDump) -> bytes:
    """Canonical encoding of a dump (STA-023), whose SHA-256 is the root (STA-024)."""
    return canonical(dump_object(dump))


def expect_object(plain: object, path: str) -> dict[str, object]:
    """The members of a parsed JSON object, or a WireError."""
    if not isinstance(plain, dict):
        raise WireError(path, shown(plain), "an object")
    return plain


def word(kind: type) -> str:
    """What the wire calls a class: `PlaceOrder` is `place_order`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def present(field: "attrs.Attribute[Any]", hint: Any) -> Any:
    """The type of a field where its key is there: what may be left out is never null.

    Risk values are, which an asset of `margin/1` states also if it has none (STA-023).
    """
    if field.metadata != LEFT_OUT:
        return hint
    (kind,) = (member for member in get_args(hint) if member is not types.NoneType)
    return kind


def _expect_risk_keys(asset: Any, profile: Profile, path: str) -> None:
    """What an asset of one profile states, be it null, and one of another does not have."""
    for name in _RISK_KEYS:
        if profile.has_margin and name not in asset:
            raise WireError(path, f"no key {shown(name)}", f"it in profile {profile}")
        if name in asset and not profile.has_margin:
            raise WireError(path, f"the key {shown(name)}", f"none in profile {profile}")


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"a number of {len(text)} characters"


def _unique_keys(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    keys = [key for key, _ in pairs]
    twice = next(key for key in keys if keys.count(key) > 1)
    return _Unreadable(f"the key {shown(twice)} twice", "every key once")


def _short_integer(text: str) -> object:
    if _DECIMAL.fullmatch(text):
        return int(text)
    return _Unreadable(_shortened(text), _INTEGER_EXPECTED)


def _refuse_unreadable(plain: object, path: str) -> None:
    if isinstance(plain, _Unreadable):
        raise WireError(path, plain.found, plain.expected)
    if isinstance(plain, dict):
        for key, member in plain.items():
            _refuse_unreadable(member, f"{path}/{key}")
    elif isinstance(plain, list):
        for index, member in enumerate(plain):
            _refuse_unreadable(member, f"{path}/{index}")


@cache
def _reader(hint: Any) -> Reader:
    """How a value of this type is read, by the type's own shape."""
    if hint in _PLAIN_NUMBERS:
        return _read_integer
    if hint is bool:
        return _read_flag
    if hasattr(hint, "__supertype__"):
        return _read_decimal
    if get_origin(hint) is tuple:
        return _list_reader(_reader(get_args(hint)[0]))
    if get_origin(hint) in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not types.NoneType]
        if len(members) < len(get_args(hint)):
            return _optional_reader(_reader(members[0]))
        return _tagged_reader({word(member): _members_reader(member) for member in members})
    if issubclass(hint, StrEnum):
        return _choice_reader(hint)
    return _members_reader(hint)


def _read_integer(plain: object, path: str) -> int:
    if type(plain) is not int:
        raise WireError(path, shown(plain), _INTEGER_EXPECTED)
    return plain


def _read_decimal(plain: object, path: str) -> int:
    if not isinstance(plain, str) or not _DECIMAL.fullmatch(plain):
        raise WireError(path, shown(plain), _DECIMAL_EXPECTED)
    return int(plain)


def _read_flag(plain: object, path: str) -> bool:
    if not isinstance(plain, bool):
        raise WireError(path, shown(plain), "true or false")
    return plain


def _list_reader(read_member: Reader) -> Reader:
    def read(plain: object, path: str) -> tuple[Any, ...]:
        if not isinstance(plain, list):
            raise WireError(path, shown(plain), "a list")
        return tuple(read_member(part, f"{path}/{index}") for index, part in enumerate(plain))

    return read


def _optional_reader(read_present: Reader) -> Reader:
    return lambda plain, path: None if plain is None else read_present(plain, path)


def _choice_reader(choices: type[StrEnum]) -> Reader:
    expected = f"one of {', '.join(choices)}"
    by_word = {str(choice): choice for choice in choices}

    def read(plain: object, path: str) -> StrEnum:
        if not isinstance(plain, str) or plain not in by_word:
            raise WireError(path, shown(plain), expected)
        return by_word[plain]

    return read


def _members_reader(kind: Any) -> Reader:
    """Reads the members of an object, the key `type` already taken off."""
    hints = get_type_hints(kind)
    readers = {
        field.name: _reader(present(field, hints[field.name])) for field in attrs.fields(kind)
    }
    required = [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING]
    expected = f"only {', '.join(readers)}"

    def read(plain: object, path: str) -> Any:
        members = expect_object(plain, path)
        if not members.keys() <= readers.keys():
            extra = next(name for name in members if name not in readers)
            raise WireError(path, f"the key {shown(extra)}", expected)
        for name in required:
            if name not in members:
                raise WireError(path, f"no key {shown(name)}", f"it in {word(kind)}")
        fields = {name: readers[name](part, f"{path}/{name}") for name, part in members.items()}
        return kind(**fields)

    return read


def _tagged_reader(by_word: dict[str, Reader]) -> Reader:
    expected = f"one of {', '.join(by_word)}"

    def read(plain: object, path: str) -> Any:
        members = dict(expect_object(plain, path))
        if "type" not in members:
            raise WireError(path, 'no key "type"', expected)
        tag = members.pop("type")
        if not isinstance(tag, str) or tag not in by_word:
            raise WireError(f"{path}/type", shown(tag), expected)
        return by_word[tag](members, path)

    return read


@cache
def _writer(hint: Any) -> Writer:
    """How a value of this type is written; the mirror of `_reader`."""
    if hint in _PLAIN_NUMBERS:
        return lambda number: _own_type(number, int)
    if hint is bool:
        return lambda flag: _own_type(flag, bool)
    if hasattr(hint, "__supertype__"):
        return lambda number: str(_own_type(number, int))
    if get_origin(hint) is tuple:
        write_member = _writer(get_args(hint)[0])
        return lambda members: [write_member(member) for member in _own_type(members, tuple)]
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [member for member in get_args(hint) if member is not types.NoneType]
        if len(kinds) < len(get_args(hint)):
            write_present = _writer(kinds[0])
            return lambda value: None if value is None else write_present(value)
        return _tagged_writer({kind: _writer(kind) for kind in kinds})
    if issubclass(hint, StrEnum):
        return lambda choice: str(_own_type(choice, hint))
    return _members_writer(hint)


def _members_writer(kind: Any) -> Writer:
    """Writes the members of an object, the key `type` left to the caller."""
    hints = get_type_hints(kind)
    writers = [(field, _writer(hints[field.name])) for field in attrs.fields(kind)]

    def write(thing: Any) -> object:
        _own_type(thing, kind)
        parts = [(field, write_part, getattr(thing, field.name)) for field, write_part in writers]
        return {
            field.name: write_part(part)
            for field, write_part, part in parts
            if not is_left_out(field.metadata, part)
        }

    return write


def _tagged_writer(by_kind: dict[type, Writer]) -> Writer:
    def write(thing: object) -> object:
        if type(thing) not in by_kind:
            raise WireError("", f"a Python {type(thing).__name__}", "a command, event or outcome")
        members: Any = by_kind[type(thing)](thing)
        members["type"] = word(type(thing))
        return members

    return write


def _own_type(thing: Any, kind: type) -> Any:
    if type(thing) is not kind:
        raise WireError("", f"a Python {type(thing).__name__}", kind.__name__)
    return thing
