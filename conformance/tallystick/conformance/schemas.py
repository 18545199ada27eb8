"""JSON Schemas of what the wire carries (STA-023), made from the types as the codec is.

    python -m tallystick.conformance.schemas

writes them into `spec/schema`. They describe form; what is in range is for the engine to judge.
"""

import json
import types
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec

from tallystick.conformance.margin.certificate_json import SCHEMA_NAME, certificate_schema
from tallystick.conformance.protocol.frames import EngineFrame, RunnerFrame
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.vectors import VectorFile
from tallystick.conformance.wire import MAX_DIGITS, present, word
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import (
    LENDING_PARAMETER_RANGES,
    LIQUIDATION_PARAMETER_RANGES,
    MARGIN_PARAMETER_RANGES,
    PARAMETER_RANGES,
    PERPETUAL_PARAMETER_RANGES,
    LendingParameters,
    LiquidationParameters,
    MarginParameters,
    Parameters,
    PerpetualParameters,
)
from tallystick.reference.types.units import Count, FeeCredit, FeeRate, Permille, Tenths

FOLDER = "schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DECIMAL = {"type": "string", "pattern": f"^(0|-?[1-9][0-9]{{0,{MAX_DIGITS - 1}}})$"}
_PLAIN_NUMBERS = (FeeRate, FeeCredit, Tenths, Permille, Count)
_ROOTS: Mapping[str, tuple[Any, str]] = {
    "command.json": (Command, "A command (chapter 03)."),
    "event.json": (Event, "An event (chapter 03, section 4)."),
    "outcome.json": (Outcome, "An outcome (CMD-003)."),
    "parameters.json": (Parameters, "The parameters of a venue (STA-001)."),
    "dump.json": (StateDump, "The whole state of a venue (STA-020)."),
}

_RANGES: Mapping[type, Mapping[str, tuple[int, int]]] = {
    Parameters: PARAMETER_RANGES,
    LendingParameters: LENDING_PARAMETER_RANGES,
    PerpetualParameters: PERPETUAL_PARAMETER_RANGES,
    MarginParameters: MARGIN_PARAMETER_RANGES,
    LiquidationParameters: LIQUIDATION_PARAMETER_RANGES,
}

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Every schema by the name of its file."""
    made = {name: _File(name, hint, title).schema() for name, (hint, title) in _ROOTS.items()}
    others = {"frame.json": _frames(), "vector.json": _vector()}
    return {**made, **others, SCHEMA_NAME: certificate_schema(_DIALECT)}


def texts() -> dict[str, str]:
    """The files as they stand in `spec/schema`."""
    return {name: json.dumps(schema, indent=1) + "\n" for name, schema in schemas().items()}


class _File:
    """Makes one schema; what it refers to is collected on the way."""

    def __init__(self, name: str, hint: Any, title: str) -> None:
        self._name, self._hint, self._title = name, hint, title
        self._definitions: dict[str, Schema] = {}

    def schema(self) -> Schema:
        """The whole file."""
        root = self._of(self._hint, is_root=True)
        head = {"$schema": _DIALECT, "$id": self._name, "title": self._title}
        return {**head, **root, "$defs": dict(sorted(self._definitions.items()))}

    def _of(self, hint: Any, *, is_root: bool = False) -> Schema:
        """The schema of a type; as `wire` reads it."""
        elsewhere = [name for name, (known, _) in _ROOTS.items() if known == hint]
        if elsewhere and not is_root:
            return {"$ref": elsewhere[0]}
        if hint in _PLAIN_NUMBERS:
            return {"type": "integer"}
        if hint is bool:
            return {"type": "boolean"}
        if hasattr(hint, "__supertype__"):
            return _DECIMAL
        if get_origin(hint) is tuple:
            return {"type": "array", "items": self._of(get_args(hint)[0])}
        if get_origin(hint) in (Union, types.UnionType):
            return self._of_union(list(get_args(hint)))
        if issubclass(hint, StrEnum):
            return {"enum": [str(choice) for choice in hint]}
        return self._object(hint) if is_root else self._reference(hint, self._object(hint))

    def _of_union(self, kinds: list[Any]) -> Schema:
        if types.NoneType in kinds:
            kinds.remove(types.NoneType)
            return {"anyOf": [self._of(kinds[0]), {"type": "null"}]}
        return {"oneOf": [self._reference(kind, self._object(kind, word(kind))) for kind in kinds]}

    def _reference(self, kind: Any, schema: Schema) -> Schema:
        self._definitions[word(kind)] = schema
        return {"$ref": f"#/$defs/{word(kind)}"}

    def _object(self, kind: Any, tag: str = "") -> Schema:
        properties: dict[str, Schema] = {"type": {"const": tag}} if tag else {}
        required = list(properties)
        for field in attrs.fields(kind):
            properties[field.name] = self._of(present(field, get_type_hints(kind)[field.name]))
            if field.default is attrs.NOTHING:
                required.append(field.name)
        for name, (lowest, highest) in _RANGES.get(kind, {}).items():
            if properties[name] == {"type": "integer"}:
                properties[name] |= {"minimum": lowest, "maximum": highest}
        about = {"description": " ".join(str(kind.__doc__).split()), "type": "object"}
        closed = {"required": required, "additionalProperties": False}
        return {**about, "properties": properties, **closed}


def _frames() -> Schema:
    roots, definitions = msgspec.json.schema_components((RunnerFrame, EngineFrame))
    runner, engine = roots
    head = {"$schema": _DIALECT, "$id": "frame.json", "title": "A frame of the protocol (CNF-110)."}
    either = {"anyOf": [{"$ref": "#/$defs/of_the_runner"}, {"$ref": "#/$defs/of_the_engine"}]}
    sides = {"of_the_runner": runner, "of_the_engine": engine}
    return {**head, **either, "$defs": {**sides, **dict(sorted(definitions.items()))}}


def _vector() -> Schema:
    (root,), definitions = msgspec.json.schema_components((VectorFile,))
    definitions["VectorFile"]["properties"]["setup"]["items"] = {"$ref": "command.json"}
    for name in ("root", "canonical"):
        # Absent is a word of the code, not of the form.
        del definitions["VectorFile"]["properties"][name]["default"]
    step = definitions["Step"]["properties"]
    step["command"], step["expect"] = {"$ref": "command.json"}, {"$ref": "outcome.json"}
    head = {"$schema": _DIALECT, "$id": "vector.json", "title": "A test vector (CNF-010)."}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def write(folder: Path) -> None:
    """Write all files into a folder, which is made if there is none."""
    folder.mkdir(exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="ascii")


if __name__ == "__main__":
    write(spec_directory() / FOLDER)
