"""Trace files (CNF-005): one finding, with all that is needed to see it again."""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import msgspec
from attrs import frozen

from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.conformance.wire import (
    WireError,
    command_from_object,
    command_object,
    expect_object,
    parameters_from_object,
    parameters_object,
    parse_json,
    shown,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import parameter_error

FORMAT = "tallystick-trace/1"
MAX_BYTES = 32 * 2**20
MAX_COMMANDS = 1_000_000


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    spec_version: str
    target: str
    profile: Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(Profile)})$")]
    parameters: Any
    source: dict[str, str]
    verdict: Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(Verdict)})$")]
    clauses: list[str]
    step: Annotated[int, msgspec.Meta(ge=0)]
    expected: Any
    got: Any
    commands: Annotated[list[Any], msgspec.Meta(max_length=MAX_COMMANDS)]


class TraceError(ValueError):
    """A trace file that cannot be read or written; says which and what is wrong with it."""


@frozen
class Trace:
    """A case, the target that failed in it, and how."""

    target: str
    case: Case
    finding: Finding


def check_writable(path: Path) -> None:
    """Refuse early what `write_trace` could not write, or what is not a trace already."""
    if path.is_dir():
        raise TraceError(f"{path} is a directory, expected a file to write")
    if not path.parent.is_dir():
        raise TraceError(f"{path.parent} is not a directory")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise TraceError(f"{path} cannot be written")
    if path.exists() and not (path.is_file() and path.stat().st_size == 0):
        try:
            read_trace(path)
        except TraceError as error:
            raise TraceError(f"{path} exists and is not a trace, so it is kept") from error


def trace_text(trace: Trace) -> str:
    """A trace as its file says it, one command a line."""
    case, finding = trace.case, trace.finding
    file = _File(
        format=FORMAT,
        spec_version=SPEC_VERSION,
        target=trace.target,
        profile=case.profile,
        parameters=parameters_object(case.parameters),
        source=dict(case.source),
        verdict=finding.verdict,
        clauses=list(finding.clauses),
        step=finding.step,
        expected=finding.expected,
        got=finding.got,
        commands=[],
    )
    members = {key: part for key, part in msgspec.structs.asdict(file).items() if key != "commands"}
    head = json.dumps(members, indent=1)[:-2]
    lines = ",\n".join(f"  {json.dumps(command_object(command))}" for command in case.commands)
    return f'{head},\n "commands": [\n{lines}\n ]\n}}\n'


def write_trace(path: Path, trace: Trace) -> None:
    """Write a trace, whole or not at all."""
    text = trace_text(trace)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_text(text, encoding="ascii")
        unfinished.replace(path)
    except OSError as error:
        raise TraceError(f"cannot write {path}: {error.strerror}") from error


def free_path(folder: Path, stem: str) -> Path:
    """A name in the folder that no file has yet."""
    path, number = folder / f"{stem}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.json"
    return path


def read_trace(path: Path) -> Trace:
    """Read a trace file; TraceError says what is wrong with it."""
    try:
        if path.is_dir():
            raise TraceError(f"{path} is a directory, expected a trace file")
        if not path.exists():
            raise TraceError(f"there is no file {path}")
        if not path.is_file():
            raise TraceError(f"{path} is not a regular file")
        if path.stat().st_size > MAX_BYTES:
            raise TraceError(f"{path} is larger than {MAX_BYTES >> 20} MiB, which no trace is")
        content = path.read_bytes()
    except OSError as error:
        raise TraceError(f"cannot read {path}: {error.strerror}") from error
    return parse_trace(content, str(path))


def parse_trace(content: bytes, name: str) -> Trace:
    """Read what `trace_text` says; TraceError tells `name` and what is wrong."""
    try:
        return _trace(parse_json(content))
    except (msgspec.ValidationError, WireError) as error:
        raise TraceError(f"{name} is not a trace: {error}") from error
    except UnicodeEncodeError as error:
        # An unknown key with half a surrogate pair, which msgspec cannot quote.
        raise TraceError(f"{name} is not a trace: a key is not Unicode text") from error


def _trace(document: Any) -> Trace:
    members = expect_object(document, "")
    for name, ours in (("format", FORMAT), ("spec_version", SPEC_VERSION)):
        if members.get(name) != ours:
            raise WireError(f"/{name}", shown(members.get(name)), shown(ours))
    file = msgspec.convert(document, _File)
    if file.step > len(file.commands):
        raise WireError("/step", shown(file.step), f"at most {len(file.commands)}")
    parameters = parameters_from_object(file.parameters, "/parameters")
    problem = parameter_error(parameters, Profile(file.profile))
    if problem is not None:
        raise WireError("/parameters", problem, "values in range")
    read = (command_from_object(plain, f"/commands/{i}") for i, plain in enumerate(file.commands))
    return Trace(
        file.target,
        Case(Profile(file.profile), parameters, tuple(read), file.source),
        Finding(Verdict(file.verdict), tuple(file.clauses), file.step, file.expected, file.got),
    )
