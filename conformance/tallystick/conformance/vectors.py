"""Test vectors (CNF-010): files that say what an engine must answer, and why."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
from attrs import frozen

from tallystick.conformance.arithmetic import ArithmeticProblem, evaluate
from tallystick.conformance.runner import EngineFailedError, Limits, Opener, Subject
from tallystick.conformance.spec_files import UnknownPresetError, load_preset, spec_directory
from tallystick.conformance.tracing.clauses import read_clauses
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.conformance.wire import (
    WireError,
    canonical,
    command_from_object,
    dump_object,
    outcome_from_object,
    outcome_object,
    overrides_from_object,
    parse_json,
    shown,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.outcome import Accepted, Outcome

VECTORS = Path(__file__).parent / "vectors"
FORMAT = "tallystick-vector/1"
ID_PATTERN = "^(num|sta|cmd|mat|spt|prp|lnd|mgn|liq|inv)(-[a-z0-9]+)+$"
"""An id begins with the prefix of a chapter's clauses."""
RESTORING = "STA-025"
"""Who passes a vector of this clause is restored from a dump on the way, if he can be (CNF-011)."""


class Step(msgspec.Struct, forbid_unknown_fields=True):
    """A command and the outcome that it must have."""

    command: Any
    expect: Any


class StateRow(msgspec.Struct, forbid_unknown_fields=True):
    """A JSON pointer into the final dump and what stands there."""

    at: str
    equals: Any


class ArithmeticRow(msgspec.Struct, forbid_unknown_fields=True):
    """An expression, its number, and a JSON pointer to that number in the vector."""

    expression: str
    equals: str
    at: str


class VectorFile(msgspec.Struct, forbid_unknown_fields=True):
    """A vector as it stands in its file (CNF-010)."""

    format: Annotated[str, msgspec.Meta(pattern=f"^{FORMAT}$")]
    id: Annotated[str, msgspec.Meta(pattern=ID_PATTERN)]
    title: Annotated[str, msgspec.Meta(min_length=1)]
    clauses: Annotated[list[str], msgspec.Meta(min_length=1, max_length=3)]
    profile: Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(Profile)})$")]
    preset: str
    derivation: Annotated[str, msgspec.Meta(pattern="^(hand|reference)$")]
    setup: list[Any]
    steps: Annotated[list[Step], msgspec.Meta(min_length=1)]
    parameters: dict[str, Any] = {}
    state: list[StateRow] = []
    arithmetic: list[ArithmeticRow] = []
    root: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")] = ""
    canonical: Annotated[str, msgspec.Meta(pattern="^[ -~]+$")] = ""


class VectorError(ValueError):
    """A vector file that is not as it must be: says the file, the field, what was expected."""


class UnknownVectorError(ValueError):
    """No vector has this id."""


@frozen
class Vector:
    """One vector, read and checked; `document` is the file as parsed.

    `root` is empty if the vector asks for none.
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    derivation: str
    case: Case
    setup_commands: int
    expected: tuple[Outcome, ...]
    state: tuple[tuple[str, Any], ...]
    root: str
    document: Mapping[str, Any]


@cache
def spec_clauses() -> frozenset[str]:
    """Every clause id that the spec defines, in its chapters and their parts."""
    return frozenset(read_clauses(spec_directory())[0])


def vector_paths(folder: Path = VECTORS) -> tuple[Path, ...]:
    """All vector files, in the order of their names."""
    return tuple(sorted(folder.glob("*.json")))


def vectors_digest() -> str:
    """SHA-256 over names and bytes of all vector files, in hexadecimal."""
    digest = hashlib.sha256()
    for path in vector_paths():
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def find_vector(name: str) -> Vector:
    """The vector of that id; UnknownVectorError or VectorError."""
    for path in vector_paths():
        if path.stem == name:
            return load_vector(path)
    raise UnknownVectorError(f"unknown vector {shown(name)}; `tallystick vectors ls` lists all")


def load_vector(path: Path) -> Vector:
    """Read and check one file; VectorError says which file, which field and what was expected."""
    try:
        document = parse_json(path.read_bytes())
        return _vector(msgspec.convert(document, VectorFile), document, path.stem)
    except OSError as error:
        raise VectorError(f"{path}: {error.strerror}") from error
    except (msgspec.ValidationError, WireError) as error:
        raise VectorError(f"{path.name}: {error}") from error
    except UnicodeEncodeError as error:
        # An unknown key with half a surrogate pair, which msgspec cannot quote.
        raise VectorError(f"{path.name}: a key is not Unicode text") from error


def run_vector(vector: Vector, opener: Opener, limits: Limits) -> Finding | None:
    """What the engine does otherwise than the vector says, or None; `step` counts set-up too."""
    step = 0
    try:
        subject = Subject(opener, vector.case, limits)
        for step, command in enumerate(vector.case.commands):
            if step == vector.setup_commands and RESTORING in vector.clauses:
                subject.go_on_from_dump()
            outcome = subject.apply(command)
            if step < vector.setup_commands:
                if not isinstance(outcome, Accepted):
                    return _diverged(vector, step, "accepted", outcome_object(outcome))
                continue
            wanted = vector.expected[step - vector.setup_commands]
            if outcome != wanted:
                seen = outcome_object(outcome)
                return _diverged(vector, step, outcome_object(wanted), seen)
        dump = dump_object(subject.dump()) if subject.level >= 2 else None
        root = subject.root() if vector.root and subject.level >= 1 else vector.root
    except EngineFailedError as failure:
        return Finding(failure.verdict, vector.clauses, step, "an outcome", str(failure))
    for pointer, wanted_part in vector.state if dump is not None else ():
        seen_part = _at(dump, pointer)
        if seen_part is None or canonical(seen_part[0]) != canonical(wanted_part):
            got = {"at": pointer, "equals": seen_part[0]} if seen_part else f"nothing at {pointer}"
            return _diverged(vector, step, {"at": pointer, "equals": wanted_part}, got)
    if root != vector.root:
        return _diverged(vector, step, vector.root, root)
    return None


def _diverged(vector: Vector, step: int, expected: Any, got: Any) -> Finding:
    return Finding(Verdict.DIVERGED, vector.clauses, step, expected, got)


def _vector(file: VectorFile, document: Any, stem: str) -> Vector:
    if file.id != stem:
        raise WireError("/id", shown(file.id), f"the name of the file, {shown(stem)}")
    for index, clause in enumerate(file.clauses):
        if clause not in spec_clauses() or file.clauses.count(clause) > 1:
            raise WireError(f"/clauses/{index}", shown(clause), "a clause of the spec, named once")
    overrides = overrides_from_object(file.parameters, "/parameters")
    try:
        parameters = load_preset(file.preset, overrides, Profile(file.profile))
    except UnknownPresetError as error:
        raise WireError("/preset", shown(file.preset), str(error)) from error
    except ValueError as error:
        raise WireError("/parameters", str(error), "values in range") from error
    _check_arithmetic(file.arithmetic, document)
    _check_canonical(file)
    steps = list(enumerate(file.steps))
    commands = (
        *(command_from_object(plain, f"/setup/{i}") for i, plain in enumerate(file.setup)),
        *(command_from_object(step.command, f"/steps/{i}/command") for i, step in steps),
    )
    source = {"kind": "vector", "id": file.id}
    return Vector(
        id=file.id,
        title=file.title,
        clauses=tuple(file.clauses),
        derivation=file.derivation,
        case=Case(Profile(file.profile), parameters, commands, source),
        setup_commands=len(file.setup),
        expected=tuple(outcome_from_object(step.expect, f"/steps/{i}/expect") for i, step in steps),
        state=tuple((row.at, row.equals) for row in file.state),
        root=file.root,
        document=document,
    )


def _check_arithmetic(rows: list[ArithmeticRow], document: Any) -> None:
    """Every row holds by itself, and is about a number that stands in the file (CNF-011)."""
    for index, row in enumerate(rows):
        path = f"/arithmetic/{index}"
        try:
            number = str(evaluate(row.expression))
        except ArithmeticProblem as problem:
            raise WireError(f"{path}/expression", str(problem), "an expression") from problem
        if row.equals != number:
            raise WireError(f"{path}/equals", shown(row.equals), f"{row.expression} = {number}")
        there = _at(document, row.at)
        if there is None or there[0] not in (number, int(number)) or there[0] is True:
            found = shown(there[0]) if there else "nothing"
            raise WireError(row.at, found, f"{number}, by {path}")


def _check_canonical(file: VectorFile) -> None:
    """The root is that of the text beside it, if the file has one (CNF-011)."""
    if file.canonical:
        root = hashlib.sha256(file.canonical.encode("ascii")).hexdigest()
        if file.root != root:
            raise WireError("/root", shown(file.root), f"{root}, the SHA-256 of /canonical")


def _at(document: Any, pointer: str) -> tuple[Any] | None:
    """What stands at a JSON pointer, in a tuple, or None if nothing does."""
    part = document
    for name in pointer.split("/")[1:]:
        if isinstance(part, list) and name.isdecimal() and int(name) < len(part):
            part = part[int(name)]
        elif isinstance(part, dict) and name in part:
            part = part[name]
        else:
            return None
    return (part,) if pointer.startswith("/") else None
