"""Bad input is refused in words, with exit code 2, and nothing is lost."""

import json
from pathlib import Path

import pytest

from tests.conformance.cli.calling import SHORT, VECTOR, call

WRONG = {
    "target": (("run", "quick"), "unknown target 'quick'; known: reference, fast,"),
    "fault": (("run", "faulty:none"), "unknown target 'faulty:none': unknown fault 'none'"),
    "profile": (("run", "fast", "--profile", "perp/9"), "known: match/1, spot/1"),
    "preset": (("run", "fast", "--preset", "tiny"), "known: minimal, world"),
    "vector": (("run", "fast", "--vector", "cmd-none"), 'unknown vector "cmd-none"'),
    "seed": (("run", "fast", "--seed", "-1"), "'--seed'"),
    "long seed": (("run", "fast", "--seed", "9" * 5000), "--seed"),
    "huge seed": (("run", "fast", "--seed", str(2**64)), "--seed"),
    "commands": (("run", "fast", "--commands", "many"), "--commands"),
    "seconds": (("run", "fast", "--step-seconds", "nan"), "step-seconds"),
    "no target": (("run",), "Missing argument"),
    "nothing": (
        ("run", "fast", "--vector", VECTOR, "--vectors-only", "--preset", "tiny"),
        "unknown preset",
    ),
    "trace in no folder": (("run", "fast", "--trace-file", "no/trace"), "no is not a directory"),
    "trace is a folder": (("run", "fast", "--trace-file", "."), "is a directory"),
    "replay of nothing": (("replay", "none.json"), "there is no file none.json"),
    "replay of a folder": (("replay", "."), "is a directory, expected a trace file"),
    "show": (("vectors", "show", "cmd-none"), 'unknown vector "cmd-none"'),
    "campaign": (("campaign", "commands", "perp/9", "minimal"), "unknown profile 'perp/9'"),
    "campaign preset": (("campaign", "commands", "spot/1", "tiny"), "unknown preset 'tiny'"),
    "command": (("walk",), "No such command 'walk'"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_wrong_usage(arguments: tuple[str, ...], said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in " ".join(result.stderr.split())


def test_a_file_that_is_no_trace_is_kept(folder: Path) -> None:
    path = folder / "letter.json"
    path.write_text("Dear Sir", encoding="utf-8")
    result = call("run", "StrangeRoot", *SHORT, "--trace-file", "letter.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: letter.json exists and is not a trace")
    assert path.read_text(encoding="utf-8") == "Dear Sir"
    result = call("replay", "letter.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: letter.json is not a trace: at the top: found")


def test_a_trace_of_an_unknown_target(folder: Path) -> None:
    call("run", "StrangeRoot", *SHORT)
    (path,) = folder.iterdir()
    path.write_text(path.read_text().replace('"StrangeRoot"', '"quick"'))
    result = call("replay", path.name)
    assert result.exit_code == 2
    assert "unknown target 'quick'" in result.stderr


def test_a_malformed_vector_is_no_verdict(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    path = folder / "cmd-x.json"
    path.write_text("{", encoding="utf-8")
    monkeypatch.setattr("tallystick.conformance.vectors.VECTORS", folder)
    monkeypatch.setattr("tallystick.conformance.vectors.vector_paths", lambda: (path,))
    monkeypatch.setattr("tallystick.conformance.cli.vector_paths", lambda: (path,))
    monkeypatch.setattr("tallystick.conformance.vectors_cli.vector_paths", lambda: (path,))
    for arguments in (("run", "fast"), ("vectors", "ls"), ("vectors", "verify")):
        result = call(*arguments)
        assert result.exit_code == 2
        assert result.stderr.startswith("error: cmd-x.json: at the top: found expecting property")


def test_numbers_beyond_every_bound_are_for_the_engine(folder: Path) -> None:
    call("run", "StrangeRoot", *SHORT)
    (path,) = folder.iterdir()
    document = json.loads(path.read_text())
    fields = {"signer": str(2**80), "now": str(-(10**38))}
    document["commands"] = [{"type": "advance_time", **fields}]
    document["step"] = 0
    path.write_text(json.dumps(document))
    for target in ("reference", "fast", "fast:interpreted"):
        assert call("replay", path.name, "--target", target).exit_code == 0
