"""`tallystick flow`: every way it can end has its exit code and its words."""

import json
import lzma
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tallystick.conformance.cli import app
from tallystick.conformance.engine import Engine
from tallystick.conformance.flows import driver
from tallystick.conformance.runner import Limits
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.traces import read_trace
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import CancelOrder
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import Count
from tests.conformance.flows.hand_log import HAND_LOG, stamped, write_xz
from tests.conformance.flows.patched_engine import patch_apply

FAST = ("--targets", "fast:interpreted")


def flow(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["flow", *arguments])


def test_a_recorded_flow_is_told(tmp_path: Path) -> None:
    path = write_xz(tmp_path, stamped(HAND_LOG))
    result = flow("bitstamp", str(path), *FAST)
    assert result.exit_code == 0
    assert "conformant: equal to the reference after every command" in result.stdout
    assert "2 of 8 by price and size" in result.stdout
    assert "only the sum of their sizes is known" in result.stdout
    assert "(lines 11, 14)" in result.stdout
    assert "2 of 2 equal in all levels" in result.stdout


def test_a_recorded_flow_is_one_json_object(tmp_path: Path) -> None:
    path = write_xz(tmp_path, stamped(HAND_LOG))
    result = flow("bitstamp", str(path), *FAST, "--json")
    report = json.loads(result.stdout)
    assert report["format"] == "tallystick-flow/1"
    assert (report["verdict"], report["exit_code"]) == ("conformant", 0)
    digest = sha256(path.read_bytes()).hexdigest()
    assert report["flow"] == {"flow": "bitstamp", "file": "flow.log.xz", "sha256": digest}
    assert report["venue"]["reproduced"] == 2
    assert report["venue"]["unreproduced"]["shared"] == [11, 14]
    assert report["finding"] is None


def test_a_generated_flow_is_told() -> None:
    result = flow("generated", "--commands", "500", "--seed", "5", *FAST)
    assert result.exit_code == 0
    assert "500 of 500 commands answered like the reference" in result.stdout


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, "No such file"),
        (b"", "is empty"),
        (b"PK\x03\x04", "not an xz file"),
        (lzma.compress(stamped(HAND_LOG))[:-20], "truncated"),
        (lzma.compress(b'{"events": []}\n'), "line 1: expected '<13 digits"),
        (lzma.compress(b"time,bid,ask\n1,2,3\n"), "line 1: expected '<13 digits"),
        (lzma.compress(b""), "no order_book row in 0 lines"),
        (lzma.compress(stamped(HAND_LOG[:2])), "no order_book row in 2 lines"),
        (lzma.compress(stamped(HAND_LOG)[:-10]), "line 32: "),
        (lzma.compress(stamped(HAND_LOG[:1]) * 60_000), "decompression bomb"),
        (lzma.compress(b"x" * 70_000), "line 1: longer than"),
    ],
)
def test_a_file_that_is_no_such_log_is_refused(
    tmp_path: Path, content: bytes | None, text: str
) -> None:
    path = tmp_path / "flow.log.xz"
    if content is not None:
        path.write_bytes(content)
    result = flow("bitstamp", str(path), *FAST)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"error: {path}")
    assert text in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_directory_is_refused(tmp_path: Path) -> None:
    result = flow("bitstamp", str(tmp_path), *FAST)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is a directory, expected a file" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--targets", "reference"), "compared with"),
        (("--targets", "fast:interpreted,nothing"), "unknown target 'nothing'"),
        (("--targets", "fast:interpreted, fast:interpreted"), "twice"),
        (("--commands", "0"), "Invalid value"),
        (("--seed", "-1"), "Invalid value"),
        (("--commands", "many"), "Invalid value"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = flow("generated", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in result.stderr


def test_a_target_that_is_not_built_is_unsupported(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_target: str, _profile: Profile, _parameters: Parameters) -> Engine:
        raise UnsupportedTargetError("the kernel is not compiled")

    monkeypatch.setattr(driver, "open_engine", unsupported)
    result = flow("generated", "--commands", "10", *FAST)
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "error: the kernel is not compiled\n"


def test_a_divergence_is_told_with_a_trace_that_replays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(driver, "LIMITS", Limits(shrink_seconds=1.0))
    patch_apply(monkeypatch, Accepted((), Count(0)))
    result = flow("bitstamp", str(write_xz(tmp_path, stamped(HAND_LOG))), *FAST)
    assert result.exit_code == 1
    assert "verdict              diverged" in result.stdout
    (path,) = tmp_path.glob("trace-flow-bitstamp*.json")
    assert f"tallystick replay {path}" in result.stdout
    trace = read_trace(path)
    assert trace.target == "fast:interpreted"
    assert isinstance(trace.case.commands[-1], CancelOrder)
    assert len(trace.case.commands) < 30


def test_a_crash_has_its_own_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(driver, "LIMITS", Limits(shrink_seconds=1.0))
    patch_apply(monkeypatch, ZeroDivisionError)
    result = flow("generated", "--commands", "300", "--json", *FAST)
    assert result.exit_code == 3
    report = json.loads(result.stdout)
    assert report["finding"]["verdict"] == "crashed"
    assert Path(report["trace"]).exists()


def test_an_interruption_tells_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch_apply(monkeypatch, KeyboardInterrupt)
    result = flow("bitstamp", str(write_xz(tmp_path, stamped(HAND_LOG))), *FAST)
    assert result.exit_code == 5
    assert "verdict              incomplete" in result.stdout
    # The first cancel is that of line 21: until then two trades are reproduced.
    assert "2 of 5 by price and size" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent to a process")
def test_ctrl_c_ends_the_process_with_the_code_of_incomplete() -> None:
    arguments = ["flow", "generated", "--commands", "200000", *FAST]
    command = [sys.executable, "-c", "from tallystick.conformance.cli import main; main()"]
    with subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=3)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 5
    assert "incomplete" in stdout or "interrupted" in stderr
    assert "Traceback" not in stderr
