"""Certificates of chapter 08 as JSON, for files and other programs.

The form is that of STA-023: rates, permille, signs and the index of the least piece are JSON
integers, every other number is a decimal string, because numerators have up to 90 digits.
"""

import re
import types
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from tallystick.conformance.wire import WireError, canonical, expect_object, parse_json, shown, word
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.units import FeeRate, Permille

MAX_DIGITS = 120
"""Longest number that is read; the longest in a certificate of a valid state has fewer than 100."""
SCHEMA_NAME = "certificate.json"
SCHEMA_TITLE = "What an account is worth under stress, with all parts of it (MGN-060)."

_DECIMAL = re.compile(rf"0|-?[1-9][0-9]{{0,{MAX_DIGITS - 1}}}")
_EXPECTED_DECIMAL = f'a decimal string of at most {MAX_DIGITS} digits, such as "-100"'
_PLAIN_KINDS = (FeeRate, Permille)
_PLAIN_FIELDS = ("price_sign", "spot_sign", "perp_sign", "least")
_PIECES = 8

Schema = dict[str, Any]
_Reader = Callable[[object, str], Any]


def encode_certificate(certificate: Certificate) -> bytes:
    """Canonical JSON of a certificate: ASCII, no white space, keys ascending."""
    return canonical(certificate_object(certificate))


def decode_certificate(document: bytes) -> Certificate:
    """Read a certificate; WireError says where, what was found and what was expected.

    Only the form is judged here; whether it adds up is for `certificate_check`.
    """
    return certificate_from_object(parse_json(document))


def certificate_object(certificate: Certificate) -> Any:
    """The JSON object of a certificate."""
    return _plain(certificate)


def certificate_from_object(plain: object, path: str = "") -> Certificate:
    """The certificate that a parsed JSON object stands for; WireError as above."""
    certificate: Certificate = _members_reader(Certificate)(plain, path)
    return certificate


def certificate_schema(dialect: str) -> Schema:
    """The JSON Schema of a certificate, in a dialect given by its address."""
    definitions: dict[str, Schema] = {}
    root = _schema_of_class(Certificate, definitions)
    head = {"$schema": dialect, "$id": SCHEMA_NAME, "title": SCHEMA_TITLE}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def _plain(thing: Any) -> Any:
    """Any part of a certificate as JSON has it; the type of a number is looked up by its field."""
    members: dict[str, Any] = {}
    kind: Any = type(thing)
    for name, hint in _fields(kind):
        part = getattr(thing, name)
        if isinstance(part, tuple):
            members[name] = [_plain(one) for one in part]
        elif attrs.has(type(part)):
            members[name] = _plain(part)
        elif isinstance(part, StrEnum):
            members[name] = str(part)
        else:
            members[name] = part if part is None or _is_plain(name, hint) else str(part)
    return members


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(kind))


def _is_plain(name: str, hint: Any) -> bool:
    return hint in _PLAIN_KINDS or name in _PLAIN_FIELDS


def _reader(name: str, hint: Any) -> _Reader:
    """How the member of that name and type is read."""
    if _is_plain(name, hint):
        return _read_integer
    if hint is int or hasattr(hint, "__supertype__"):
        return _read_decimal
    if get_origin(hint) is tuple:
        return _list_reader(_members_reader(get_args(hint)[0]))
    if get_origin(hint) in (Union, types.UnionType):
        read = _reader(name, get_args(hint)[0])
        return lambda plain, path: None if plain is None else read(plain, path)
    if issubclass(hint, StrEnum):
        return _choice_reader(hint)
    return _members_reader(hint)


@cache
def _members_reader(kind: Any) -> _Reader:
    readers = {name: _reader(name, hint) for name, hint in _fields(kind)}

    def read(plain: object, path: str) -> Any:
        members = expect_object(plain, path)
        for name in members:
            if name not in readers:
                raise WireError(path, f"the key {shown(name)}", f"only {', '.join(readers)}")
        for name in readers:
            if name not in members:
                raise WireError(path, f"no key {shown(name)}", f"it in {word(kind)}")
        return kind(**{name: readers[name](members[name], f"{path}/{name}") for name in readers})

    return read


def _read_integer(plain: object, path: str) -> int:
    if type(plain) is not int:
        raise WireError(path, shown(plain), "a JSON integer")
    return plain


def _read_decimal(plain: object, path: str) -> int:
    if not isinstance(plain, str) or not _DECIMAL.fullmatch(plain):
        raise WireError(path, shown(plain), _EXPECTED_DECIMAL)
    return int(plain)


def _list_reader(read_member: _Reader) -> _Reader:
    def read(plain: object, path: str) -> tuple[Any, ...]:
        if not isinstance(plain, list):
            raise WireError(path, shown(plain), "a list")
        return tuple(read_member(part, f"{path}/{index}") for index, part in enumerate(plain))

    return read


def _choice_reader(choices: type[StrEnum]) -> _Reader:
    def read(plain: object, path: str) -> StrEnum:
        if not isinstance(plain, str) or plain not in list(choices):
            raise WireError(path, shown(plain), f"one of {', '.join(choices)}")
        return choices(plain)

    return read


def _schema_of_class(kind: Any, definitions: dict[str, Schema]) -> Schema:
    properties = {name: _schema(name, hint, definitions) for name, hint in _fields(kind)}
    about = {"description": " ".join(str(kind.__doc__).split()), "type": "object"}
    closed = {"required": list(properties), "additionalProperties": False}
    return {**about, "properties": properties, **closed}


def _schema(name: str, hint: Any, definitions: dict[str, Schema]) -> Schema:
    if name == "least":
        return {"type": "integer", "minimum": 0, "maximum": _PIECES - 1}
    if name in _PLAIN_FIELDS:
        return {"enum": [1, -1]}
    if hint in _PLAIN_KINDS:
        return {"type": "integer"}
    if hint is int or hasattr(hint, "__supertype__"):
        return {"type": "string", "pattern": f"^({_DECIMAL.pattern})$"}
    if get_origin(hint) is tuple:
        many = {"type": "array", "items": _schema(name, get_args(hint)[0], definitions)}
        return many | {"minItems": _PIECES, "maxItems": _PIECES} if name == "pieces" else many
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_schema(name, get_args(hint)[0], definitions), {"type": "null"}]}
    if issubclass(hint, StrEnum):
        return {"enum": [str(choice) for choice in hint]}
    definitions[word(hint)] = _schema_of_class(hint, definitions)
    return {"$ref": f"#/$defs/{word(hint)}"}
