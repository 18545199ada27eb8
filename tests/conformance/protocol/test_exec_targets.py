"""`exec:` on the command line: what it accepts, what it says, how it ends."""

import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from typer.testing import CliRunner

from tallystick.conformance.cli import app
from tallystick.conformance.protocol.process import ProcessLimits
from tallystick.conformance.protocol.target import CommandLineError, end_all, split_target
from tallystick.conformance.traces import Trace, write_trace
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tests.conformance.protocol.engines import ROOT, TALLYSTICK, accounts_case
from tests.conformance.protocol.test_hostile_engines import assert_ends, neutral_line

VECTOR = "mat-fok-exact-or-nothing"


@pytest.fixture(autouse=True)
def _in_a_folder_without_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    end_all()


def exec_of(script: str, *variables: str) -> str:
    """The target that runs a script of `hostile`."""
    module = f"tests.conformance.protocol.hostile.{script}"
    words = [f"PYTHONPATH={ROOT}", *variables, sys.executable, "-S", "-m", module]
    return f"exec:{shlex.join(words)}"


def trace_of(target: str) -> Path:
    """A trace of the accounts case, whatever it found."""
    case = accounts_case()
    finding = Finding(Verdict.DIVERGED, ("CMD-001",), 0, "an outcome", "another")
    path = Path("trace.json")
    write_trace(
        path, Trace(target, Case(case.profile, case.parameters, case.commands, {}), finding)
    )
    return path


@pytest.mark.parametrize(
    ("script", "verdict", "exit_code"),
    [
        ("toy", "conformant", 0),
        ("wrong_answer", "diverged", 1),
        ("exits_mid_frame", "crashed", 3),
        ("nan", "broke_protocol", 3),
        ("hangs_at_apply", "timed_out", 4),
    ],
)
def test_every_verdict_has_its_exit_code(script: str, verdict: str, exit_code: int) -> None:
    path = trace_of(exec_of(script))
    arguments = [
        "replay",
        str(path),
        "--target",
        exec_of(script),
        "--step-seconds",
        "0.5",
        "--json",
    ]
    result = CliRunner().invoke(app, arguments)
    said = json.loads(result.stdout)
    assert (said["verdict"], said["exit_code"], result.exit_code) == (verdict, exit_code, exit_code)
    if verdict != "conformant":
        assert said["finding"]["step"] == 9


def test_what_is_not_offered_is_exit_code_5() -> None:
    """CNF-141."""
    result = CliRunner().invoke(app, ["run", exec_of("other_protocol"), "--vectors-only"])
    assert result.exit_code == 5
    assert "verdict     unsupported: it speaks tallystick/2, not tallystick/1" in result.stdout


@pytest.mark.parametrize("as_json", [True, False])
def test_a_report_tells_who_the_engine_is_and_what_its_level_leaves_out(as_json: bool) -> None:
    target = exec_of("name_for_terminals")
    arguments = ["run", target, "--profile", "match/1", "--commands", "4", "--preset", "minimal"]
    extra = ["--vector", VECTOR, "--seed", "1", *(["--json"] if as_json else [])]
    result = CliRunner().invoke(app, [*arguments, *extra])
    (line,) = (line for line in result.stdout.splitlines() if "calls itself" in line)
    assert "its level 0 shows outcomes only, no root and no state" in line
    assert not as_json or json.loads(line)
    assert "\\x1b\\x5d0;owned" in line.replace("\\\\", "\\")
    assert not {"\x1b", "\x07", "<", "\u202e"} & set(line)
    assert neutral_line(line[:400]) == line[:400] or as_json


def test_a_trace_never_chooses_the_program_that_is_run() -> None:
    """CNF-150."""
    touched = Path("touched")
    path = trace_of(f"exec:touch {touched.resolve()}")
    result = CliRunner().invoke(app, ["replay", str(path)])
    assert result.exit_code == 2
    assert "give it with --target" in result.stderr
    assert not touched.exists()


def test_a_finding_of_a_run_is_replayed_as_the_report_says() -> None:
    target = exec_of("toy")
    arguments = ["run", target, "--profile", "match/1", "--preset", "minimal", "--commands", "50"]
    result = CliRunner().invoke(app, [*arguments, "--vector", VECTOR])
    (line,) = (line for line in result.stdout.splitlines() if "tallystick replay" in line)
    words = shlex.split(line.split(maxsplit=1)[1])
    assert words[:2] == ["tallystick", "replay"]
    assert words[2].startswith("tallystick-exec-")
    again = CliRunner().invoke(app, words[1:])
    # The run also says that the toy takes whatever it is sent (CNF-144).
    assert (result.exit_code, again.exit_code) == (3, 1)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("exec:", "names no program"),
        ("exec:A=1 B=2", "names no program"),
        ("exec:./engine 'unclosed", "no closing quotation"),
        ("exec:no-such-program --fast", "there is no program 'no-such-program'"),
        ("exec:./engine", "there is no program './engine'"),
        ("exec:TALLYSTICK_MEMORY_MIB=2G env", "found TALLYSTICK_MEMORY_MIB='2G', expected a numb"),
        ("exec:TALLYSTICK_MEMORY_MIB= env", "or 0 for no limit"),
        ("exec:TALLYSTICK_MEMORY_MIB=-1 env", "or 0 for no limit"),
        ("exec:TALLYSTICK_MEMORY_MIB=1\x1b env", "'1\\x1b'"),
    ],
)
def test_a_command_line_that_is_none_is_wrong_usage(target: str, words: str) -> None:
    with pytest.raises(CommandLineError, match=re.escape(words)):
        split_target(target)
    result = CliRunner().invoke(app, ["run", target])
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_command_line_is_split_without_a_shell() -> None:
    """CNF-150."""
    line = split_target("exec:A=x=1 _b='two words' env 'a b' $HOME ; C=3 *")
    assert line.variables == {"A": "x=1", "_b": "two words"}
    assert line.words == ("env", "a b", "$HOME", ";", "C=3", "*")
    assert line.limits == ProcessLimits()


@pytest.mark.parametrize(("mebibytes", "most_bytes"), [("0", 0), ("64", 2**26), ("4096", 2**32)])
def test_the_limit_of_memory_is_for_the_runner(mebibytes: str, most_bytes: int) -> None:
    """CNF-151."""
    line = split_target(f"exec:A=1 TALLYSTICK_MEMORY_MIB={mebibytes} env")
    assert line.variables == {"A": "1"}
    assert line.limits == evolve(ProcessLimits(), memory_bytes=most_bytes)


def test_an_engine_gets_the_memory_that_its_user_allows() -> None:
    """CNF-151."""
    told_file = Path("told").resolve()
    own = "{} {}".format(*resource.getrlimit(resource.RLIMIT_DATA))
    for mebibytes, limit in (("100", f"{100 * 2**20} {100 * 2**20}"), ("0", own)):
        target = exec_of(
            "tells_its_memory", f"TOLD_FILE={told_file}", f"TALLYSTICK_MEMORY_MIB={mebibytes}"
        )
        result = CliRunner().invoke(app, ["replay", str(trace_of(target)), "--target", target])
        assert result.exit_code == 0
        assert told_file.read_text() == limit


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_is_incomplete_and_leaves_no_engine_behind(
    number: signal.Signals,
) -> None:
    """The engine never answers, and has a child that ignores SIGTERM."""
    child_file = Path("child").resolve()
    path = trace_of(exec_of("toy"))
    target = exec_of("hangs_with_a_child", f"CHILD_FILE={child_file}")
    arguments = ["replay", str(path), "--target", target, "--step-seconds", "60"]
    run = subprocess.Popen(
        [TALLYSTICK, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 30
    while not child_file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.2)
    os.kill(run.pid, number)
    _, complaints = run.communicate(timeout=30)
    assert (run.returncode, complaints) == (5, "error: interrupted\n")
    assert_ends(int(child_file.read_text()))


def test_a_run_that_is_interrupted_tells_how_far_it_came(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    target = exec_of("hangs_at_open", f"OPENED_FILE={opened}")
    arguments = [TALLYSTICK, "run", target, "--profile", "match/1"]
    run = subprocess.Popen(
        [*arguments, "--step-seconds", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not opened.exists() and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(run.pid, signal.SIGINT)
    said, complaints = run.communicate(timeout=30)
    assert (run.returncode, complaints) == (5, "")
    assert "verdict     incomplete: interrupted" in said
