"""A validator of another make accepts with the schemas what the codec accepts, and no more."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tallystick.conformance import schemas
from tallystick.conformance.spec_files import load_preset, spec_directory
from tallystick.conformance.targets import ReferenceEngine
from tallystick.conformance.vectors import load_vector, vector_paths
from tallystick.conformance.wire import (
    WireError,
    command_from_object,
    dump_object,
    outcome_from_object,
    parameters_object,
)
from tests.conformance.protocol.fuzz import LINES, answers_of

FILES = {
    path.name: json.loads(path.read_text(encoding="ascii"))
    for path in (spec_directory() / schemas.FOLDER).iterdir()
}
REGISTRY: Registry[Any] = Registry().with_resources(
    [(name, Resource.from_contents(schema)) for name, schema in FILES.items()]
)


@cache
def validator(name: str, definition: str = "") -> Draft202012Validator:
    """Judges by one file, or by one definition in it."""
    reference = f"{name}#/$defs/{definition}" if definition else name
    return Draft202012Validator({"$ref": reference}, registry=REGISTRY)


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(FILES[name])


@pytest.mark.parametrize("path", vector_paths(), ids=lambda path: path.stem)
def test_every_vector_is_of_the_schemas(path: Path) -> None:
    vector = load_vector(path)
    validator("vector.json").validate(vector.document)
    validator("parameters.json").validate(parameters_object(vector.case.parameters))
    for command in vector.document["setup"]:
        validator("command.json").validate(command)
    for step in vector.document["steps"]:
        validator("command.json").validate(step["command"])
        validator("outcome.json").validate(step["expect"])
    engine = ReferenceEngine(vector.case.profile, vector.case.parameters)
    for command in vector.case.commands:
        engine.apply(command)
    validator("dump.json").validate(dump_object(engine.dump()))


def test_every_frame_is_of_the_schema_of_its_side() -> None:
    for side, lines in (("of_the_runner", LINES), ("of_the_engine", answers_of(LINES))):
        for line in lines:
            validator("frame.json", side).validate(json.loads(line))
            validator("frame.json").validate(json.loads(line))
    assert not validator("frame.json", "of_the_engine").is_valid(json.loads(LINES[0]))


def spoiled(random: Random, plain: Any) -> Any:
    """A copy in which one part is lost, added or of another form."""
    copy = json.loads(json.dumps(plain))
    holders = [copy]
    for holder in holders:
        parts = holder.values() if isinstance(holder, dict) else holder
        holders += [part for part in parts if isinstance(part, dict | list) and part]
    holder = random.choice(holders)
    key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    if isinstance(holder, dict) and random.randrange(4) == 0:
        holder["zz"] = "1"
    elif random.randrange(3) == 0:
        del holder[key]
    else:
        holder[key] = random.choice(
            ["01", "-0", "1", 1, True, None, [], {}, "limit", "x", "9" * 40]
        )
    return copy


@pytest.mark.parametrize(
    ("name", "read"),
    [("command.json", command_from_object), ("outcome.json", outcome_from_object)],
)
def test_schema_and_codec_refuse_alike(name: str, read: Callable[[object], object]) -> None:
    random = Random(1)
    refused = 0
    for path in vector_paths()[::2]:
        for step in load_vector(path).document["steps"]:
            plain = spoiled(random, step["command" if name == "command.json" else "expect"])
            try:
                read(plain)
                is_read = True
            except WireError:
                is_read, refused = False, refused + 1
            assert validator(name).is_valid(plain) == is_read, plain
    assert refused > 50


def test_parameters_out_of_range_are_seen_where_they_are_plain_numbers() -> None:
    plain = parameters_object(load_preset("world"))
    assert validator("parameters.json").is_valid(plain)
    assert not validator("parameters.json").is_valid({**plain, "max_touches": 0})
