"""A sample of the fuzzer, and proof that it would find something."""

import re

import msgspec
import pytest

from tallystick.conformance import wire
from tallystick.conformance.protocol import client, frames
from tests.conformance.protocol.fuzz import FuzzError, fuzz


def test_mutated_frames_are_refused_or_taken_for_what_they_say() -> None:
    found = fuzz(1_000, seed=20261121)
    assert sum(found.values()) == 1_000
    assert set(found) >= {
        "serve: accepted",
        "serve: refused",
        "runner: broke_protocol",
        "runner: conformant",
        "runner: diverged",
    }
    # A fuzzer whose mutants are all refused, or none, would show little.
    assert min(found["serve: accepted"], found["serve: refused"], found["runner: conformant"]) > 50


def accept_any_key(pairs: list[tuple[str, object]]) -> object:
    return dict(pairs)


def accept_any_line(line: bytes) -> object:
    return msgspec.json.decode(line.replace(b"\r", b""))


def accept_any_answer(request: object, frame: object) -> None:
    del request, frame


@pytest.mark.parametrize("sabotage", ["keys", "lines", "answers", "numbers"])
def test_the_fuzzer_finds_a_reader_that_is_not_strict(
    sabotage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    match sabotage:
        case "keys":
            monkeypatch.setattr(wire, "_unique_keys", accept_any_key)
        case "lines":
            monkeypatch.setattr(frames, "_parsed", accept_any_line)
        case "answers":
            monkeypatch.setattr(client, "_expect_answer", accept_any_answer)
        case "numbers":
            monkeypatch.setattr(wire, "_DECIMAL", re.compile(r"[+-]?\s*\d+"))
    with pytest.raises(FuzzError):
        fuzz(1_500, seed=1)
