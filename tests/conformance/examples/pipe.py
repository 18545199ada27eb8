"""A small client of the protocol, apart from the kit's own: vectors over the pipes of a program."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from attrs import frozen

from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.vectors import load_vector, vector_paths
from tallystick.conformance.wire import command_object, outcome_object, parameters_object
from tallystick.reference.types.choices import Profile

LIMITS = {"frames": 64, "bytes": 32768}
HELLO = {"frame": "hello", "protocol": "tallystick/1", "spec": "1.0", "limits": LIMITS}
OPEN = {
    "frame": "open",
    "profile": "match/1",
    "parameters": parameters_object(load_preset("minimal")),
}


class Pipe:
    """A running program; every frame is sent under the next number and its answer awaited."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._number = 0

    def ask(self, frame: dict[str, Any]) -> dict[str, Any]:
        """The answer to a frame, without its number."""
        self._number += 1
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**frame, "number": self._number}).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line.endswith(b"\n"), f"the program ended at {frame}"
        answer: dict[str, Any] = json.loads(line)
        assert answer.pop("number") == self._number
        return answer

    def apply(self, commands: Sequence[Any]) -> list[Any]:
        """The outcomes of commands."""
        answer = self.ask({"frame": "apply", "commands": list(commands)})
        assert answer.keys() == {"frame", "outcomes"}
        outcomes: list[Any] = answer["outcomes"]
        assert (answer["frame"], len(outcomes)) == ("outcomes", len(commands))
        return outcomes


@contextmanager
def running(command: Sequence[str]) -> Iterator[Pipe]:
    """Start a program, and see it end with status 0 when its input ends (CNF-116)."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Pipe(process)
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()


@frozen
class Case:
    """A vector as it goes over the wire."""

    id: str
    opening: dict[str, Any]
    commands: list[Any]
    setup_commands: int
    expected: list[Any]
    state: list[tuple[str, Any]]
    root: str


@cache
def match_cases() -> tuple[Case, ...]:
    """Every vector of profile match/1."""
    vectors = [load_vector(path) for path in vector_paths()]
    return tuple(
        Case(
            id=vector.id,
            opening={**OPEN, "parameters": parameters_object(vector.case.parameters)},
            commands=[command_object(command) for command in vector.case.commands],
            setup_commands=vector.setup_commands,
            expected=[outcome_object(outcome) for outcome in vector.expected],
            state=list(vector.state),
            root=vector.root,
        )
        for vector in vectors
        if vector.case.profile is Profile.MATCH_1
    )


def passed(command: Sequence[str]) -> set[str]:
    """Ids of the vectors of match/1 that a program passes, all in one conversation."""
    with running(command) as pipe:
        level = pipe.ask(HELLO)["level"]
        return {case.id for case in match_cases() if _passes(pipe, case, level)}


def _passes(pipe: Pipe, case: Case, level: int) -> bool:
    """CNF-011. What a program of a lower level does not show is not judged (CNF-120)."""
    if pipe.ask(case.opening) != {"frame": "opened"}:
        return False
    outcomes = pipe.apply(case.commands)
    accepted = all(outcome["type"] == "accepted" for outcome in outcomes[: case.setup_commands])
    if not accepted or outcomes[case.setup_commands :] != case.expected:
        return False
    if case.root and level >= 1 and pipe.ask({"frame": "root"}) != _root_frame(case):
        return False
    if level < 2:
        return True
    dump = pipe.ask({"frame": "dump"})["dump"]
    return all(at(dump, pointer) == part for pointer, part in case.state)


def _root_frame(case: Case) -> dict[str, Any]:
    return {"frame": "root", "root": case.root}


def at(document: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; None if nothing does."""
    for name in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(name)] if int(name) < len(document) else None
        else:
            document = document.get(name)
    return document
