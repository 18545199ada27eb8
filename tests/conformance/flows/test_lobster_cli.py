"""`tallystick flow lobster`: every way it can end has its exit code and its words."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tallystick.conformance.cli import app
from tallystick.conformance.flows import driver
from tallystick.conformance.runner import Limits
from tallystick.conformance.traces import read_trace
from tallystick.reference.types.commands import CancelOrder
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import Count
from tests.conformance.flows.hand_lobster import DAY, HAND_DAY, book_text, write_day, write_zip
from tests.conformance.flows.patched_engine import patch_apply

FAST = ("--targets", "fast:interpreted")


def flow(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["flow", "lobster", *arguments])


def test_a_recorded_day_is_told(tmp_path: Path) -> None:
    result = flow(str(write_day(tmp_path)), *FAST)
    assert result.exit_code == 0
    assert "conformant: equal to the reference after every command" in result.stdout
    assert "unseen orders from order entry" in result.stdout
    assert "2 of 5 in price, size and maker of every trade" in result.stdout
    assert "the venue passed an older order over" in result.stdout
    assert "2 of 3 executions in fully known queues (not: line 15)" in result.stdout
    assert "line 17            order 103: 1 at the venue, 0 here" in result.stdout
    assert "15 of 16 equal in the best prices and sizes (not: line 17)" in result.stdout


def test_a_recorded_day_is_one_json_object(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    result = flow(str(path), *FAST, "--json", "--hindsight")
    report = json.loads(result.stdout)
    assert report["format"] == "tallystick-flow/1"
    assert (report["verdict"], report["exit_code"]) == ("conformant", 0)
    assert report["flow"] == {
        "flow": "lobster",
        "file": "day.zip",
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "seeds": "unseen orders from executions too",
    }
    assert report["venue"]["reproduced"] == 3
    assert report["venue"]["unreproduced"] == {"priority": [15], "aftermath": [16]}
    assert report["finding"] is None


@pytest.mark.parametrize(
    ("messages", "books", "text"),
    [
        ([], [], f"{DAY}_message_2.csv: no rows"),
        (["34200,1,1"], [book_text([], [])], "line 1: expected 6 fields, found 3"),
        (["34200,1,1,1,1,2"], [book_text([], [])], "line 1: field direction: expected 1 or -1"),
    ],
)
def test_an_archive_of_other_tables_is_refused(
    tmp_path: Path, messages: list[str], books: list[str], text: str
) -> None:
    path = write_zip(tmp_path, messages, books)
    result = flow(str(path), *FAST)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {path}")
    assert text in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "day.zip"
    path.write_bytes(b"\xfd7zXZ\x00")
    result = flow(str(path), *FAST)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {path}: is not a zip archive")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--targets", "reference"), "compared with"),
        (("--targets", "nothing"), "unknown target 'nothing'"),
    ],
)
def test_wrong_usage_is_refused(tmp_path: Path, arguments: tuple[str, ...], text: str) -> None:
    result = flow(str(write_day(tmp_path)), *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in result.stderr


def test_a_divergence_is_told_with_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(driver, "LIMITS", Limits(shrink_seconds=1.0))
    patch_apply(monkeypatch, Accepted((), Count(0)))
    result = flow(str(write_day(tmp_path)), *FAST)
    assert result.exit_code == 1
    (path,) = tmp_path.glob("trace-flow-lobster*.json")
    assert isinstance(read_trace(path).case.commands[-1], CancelOrder)
    # Until the cancel of line 6 one taker was judged.
    assert "0 of 1 in price, size and maker" in result.stdout


def test_an_interruption_tells_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch_apply(monkeypatch, KeyboardInterrupt)
    result = flow(str(write_day(tmp_path)), *FAST)
    assert result.exit_code == 5
    assert "verdict              incomplete" in result.stdout
    assert "0 of 1 in price, size and maker" in result.stdout
    # Lines 2 and 5: what comes before the cancel.
    assert "2 of 2 equal in the best prices and sizes" in result.stdout


def test_a_day_of_one_row_has_an_opening_book_only(tmp_path: Path) -> None:
    result = flow(str(write_day(tmp_path, HAND_DAY[:1])), *FAST)
    assert result.exit_code == 0
    assert "0 of 0 in price, size and maker" in result.stdout
