"""Trace files: what is written is read again, and everything else is refused in words."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tallystick.conformance.campaign import sequence
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.traces import (
    MAX_BYTES,
    Trace,
    TraceError,
    check_writable,
    free_path,
    read_trace,
    write_trace,
)
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.reference.types.choices import Profile

SOURCE = {"kind": "campaign", "seed": "1"}
CASE = Case(
    Profile.SPOT_1, load_preset("minimal"), sequence(1, Profile.SPOT_1, "minimal", 0)[:30], SOURCE
)
FINDING = Finding(Verdict.DIVERGED, ("MAT-029",), 29, {"type": "rejected"}, "nothing")
TRACE = Trace("fast", CASE, FINDING)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A written trace."""
    path = tmp_path / "trace.json"
    write_trace(path, TRACE)
    return path


def test_what_is_written_is_read(path: Path) -> None:
    assert read_trace(path) == TRACE
    assert list(path.parent.iterdir()) == [path]


def test_a_trace_is_json_with_the_keys_of_the_spec(path: Path) -> None:
    document = json.loads(path.read_text(encoding="ascii"))
    assert list(document) == [
        "format", "spec_version", "target", "profile", "parameters", "source", "verdict",
        "clauses", "step", "expected", "got", "commands",
    ]  # fmt: skip
    assert document["commands"][0] == {"signer": "11", "type": "open_account"}
    assert document["parameters"]["base_lot_atoms"] == "7"


def test_no_commands_and_no_clauses(tmp_path: Path) -> None:
    case = Case(Profile.MATCH_1, load_preset("world"), (), {})
    trace = Trace("x", case, Finding(Verdict.CRASHED, (), 0, None, None))
    write_trace(tmp_path / "t", trace)
    assert read_trace(tmp_path / "t") == trace


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "format": ({"format": "tallystick-trace/2"}, 'at /format: found "tallystick-trace/2"'),
    "no format": ({"format": None}, 'at /format: found null, expected "tallystick-trace/1"'),
    "version": ({"spec_version": "2.0"}, 'at /spec_version: found "2.0", expected "1.0"'),
    "profile": ({"profile": "perp/9"}, r"`\$.profile`"),
    "verdict": ({"verdict": "fine"}, r"`\$.verdict`"),
    "step": ({"step": "0"}, r"Expected `int`, got `str` - at `\$.step`"),
    "negative step": ({"step": -1}, r"Expected `int` >= 0 - at `\$.step`"),
    "huge step": ({"step": 10**30}, "at /step"),
    "step beyond": ({"step": 31}, "at /step"),
    "extra": ({"more": 1}, "unknown field `more`"),
    "parameter": ({"parameters": {}}, "at /parameters"),
    "commands": ({"commands": 1}, r"`\$.commands`"),
    "command": ({"commands": [{"type": "buy"}], "step": 0}, 'at /commands/0/type: found "buy"'),
    "number": (
        {"commands": [{"type": "advance_time", "signer": "0", "now": 5}], "step": 0},
        "at /commands/0/now: found 5, expected a decimal string",
    ),
    "long number": (
        {"commands": [{"type": "advance_time", "signer": "0", "now": "9" * 5000}], "step": 0},
        "at /commands/0/now: .*5002 characters",
    ),
}


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
def test_a_changed_trace_is_refused(path: Path, change: dict[str, Any], said: str) -> None:
    document = json.loads(path.read_text(encoding="ascii"))
    path.write_text(json.dumps({**document, **change}), encoding="ascii")
    with pytest.raises(TraceError, match=said) as refused:
        read_trace(path)
    assert str(path) in str(refused.value)
    assert len(str(refused.value)) < 700


def test_a_parameter_out_of_range_is_refused(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    path.write_text(text.replace('"max_touches": 3', '"max_touches": 0'), encoding="ascii")
    with pytest.raises(TraceError, match="parameter max_touches: expected 1 to 1048576"):
        read_trace(path)


def test_a_plain_long_number_is_refused(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    path.write_text(text.replace('"step": 29', f'"step": {"9" * 5000}'), encoding="ascii")
    with pytest.raises(TraceError, match="a number of 5000 characters"):
        read_trace(path)


@pytest.mark.parametrize("length", [1, 100, 1000])
def test_a_truncated_trace_is_refused(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(TraceError, match="expected one JSON document"):
        read_trace(path)


def test_files_that_are_no_traces(tmp_path: Path) -> None:
    empty, text, binary = tmp_path / "empty", tmp_path / "text", tmp_path / "binary"
    empty.touch()
    text.write_text("Dear Sir", encoding="utf-8")
    binary.write_bytes(bytes(range(256)))
    for path, said in (
        (tmp_path / "absent", "there is no file"),
        (tmp_path, "is a directory"),
        (empty, "found nothing"),
        (text, "line 1 column 1"),
        (binary, "not UTF-8"),
    ):
        with pytest.raises(TraceError, match=said) as refused:
            read_trace(path)
        assert str(path) in str(refused.value)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(TraceError, match="larger than 32 MiB"):
        read_trace(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(TraceError, match="not a regular file"):
        read_trace(path)
    with pytest.raises(TraceError, match="exists and is not a trace"):
        check_writable(path)


def test_nothing_is_overwritten_but_traces(path: Path, tmp_path: Path) -> None:
    check_writable(path)
    check_writable(tmp_path / "new")
    other = tmp_path / "letter"
    other.write_text("Dear Sir", encoding="utf-8")
    for bad, said in (
        (other, "exists and is not a trace"),
        (tmp_path, "is a directory"),
        (tmp_path / "no" / "trace", "is not a directory"),
    ):
        with pytest.raises(TraceError, match=said):
            check_writable(bad)
    assert other.read_text(encoding="utf-8") == "Dear Sir"


def test_a_failed_write_says_so_and_keeps_the_old_file(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    (tmp_path / "trace.json.unfinished").mkdir()
    with pytest.raises(TraceError, match="cannot write"):
        write_trace(path, TRACE)
    assert path.read_bytes() == before


def test_free_names(tmp_path: Path) -> None:
    for wanted in ("t.json", "t-2.json", "t-3.json"):
        path = free_path(tmp_path, "t")
        assert path == tmp_path / wanted
        path.touch()


def test_a_key_with_half_a_surrogate_pair_is_refused_in_words(path: Path) -> None:
    text = path.read_text()
    path.write_text('{"\\ud800": 1, ' + text.removeprefix("{"))
    with pytest.raises(TraceError, match="is not a trace: a key is not Unicode text"):
        read_trace(path)
