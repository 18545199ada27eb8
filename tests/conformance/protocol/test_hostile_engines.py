"""Engines that do what they must not: each gets its verdict, and nothing of it is left."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attrs import evolve

from tallystick.conformance.protocol.frames import neutral
from tallystick.conformance.protocol.process import PASSED_ON
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.verdicts import Verdict
from tests.conformance.protocol.engines import (
    ANSWER_SECONDS,
    LIMITS,
    ROOT,
    SCRIPTS,
    accounts_case,
    judge,
    script_command,
    target_of,
)

BROKE, CRASHED, TIMED_OUT, DIVERGED = (
    Verdict.BROKE_PROTOCOL,
    Verdict.CRASHED,
    Verdict.TIMED_OUT,
    Verdict.DIVERGED,
)
GUILTY = 9
"""Position of the command that the scripts act on."""

EXPECTED = {
    # script: verdict, step, words of what is said
    "banner": (BROKE, 0, "frame 1 (hello)"),
    "greedy_limits": (BROKE, 0, "above those offered"),
    "hangs_at_hello": (TIMED_OUT, 0, "frame 1 (hello): no answer within 0.7 seconds"),
    "exits_at_once": (CRASHED, 0, "frame 1 (hello): exited with status 0 before it had answered"),
    "hangs_at_open": (TIMED_OUT, 0, "frame 2 (open)"),
    "exits_at_open": (CRASHED, 0, "on standard error: NotImplementedError: match/1"),
    "lives_after_bye": (TIMED_OUT, 0, "no answer"),
    "bad_status_after_bye": (BROKE, 0, "exited with status 1 at the end"),
    "talks_after_bye": (BROKE, 0, "so long"),
    "malformed_json": (BROKE, GUILTY, "found"),
    "empty_line": (BROKE, GUILTY, "found nothing"),
    "deep_json": (BROKE, GUILTY, "nested too deeply"),
    "deep_in_an_answer": (BROKE, GUILTY, "unknown field 'deep'"),
    "duplicate_keys": (BROKE, GUILTY, '"number" twice'),
    "unknown_key": (BROKE, GUILTY, "unknown field 'note'"),
    "nan": (BROKE, GUILTY, "found NaN"),
    "long_number": (BROKE, GUILTY, "5004 characters"),
    "long_plain_number": (BROKE, GUILTY, "characters"),
    "invalid_utf8": (BROKE, GUILTY, "not UTF-8"),
    "byte_order_mark": (BROKE, GUILTY, "BOM"),
    "carriage_return": (BROKE, GUILTY, "a carriage return"),
    "terminal_in_an_error": (BROKE, GUILTY, "found"),
    "wrong_kind": (BROKE, GUILTY, "found opened, expected outcomes"),
    "wrong_number": (BROKE, GUILTY, "expected"),
    "outcome_missing": (BROKE, GUILTY, "'array' of length at least 1 - at 'outcomes'"),
    "outcome_extra": (BROKE, GUILTY, "found 2 outcomes, expected 1"),
    "huge_line": (BROKE, GUILTY, "a line of more than 16,777,216 bytes"),
    "flood_of_text": (BROKE, GUILTY, "a line of more than 16,777,216 bytes"),
    "flood_of_stderr": (BROKE, GUILTY, "67,108,864 bytes to standard error"),
    "closes_stdout": (BROKE, GUILTY, "closed its standard output before it had answered and went"),
    "wrong_answer": (DIVERGED, GUILTY, "14"),
    "hangs_at_apply": (TIMED_OUT, GUILTY, "no answer within 0.7 seconds"),
    "slow_drip": (TIMED_OUT, GUILTY, "no answer within 0.7 seconds"),
    "ignores_sigterm": (TIMED_OUT, GUILTY, "no answer within 0.7 seconds"),
    "closes_stdin": (TIMED_OUT, GUILTY, "no answer within 0.7 seconds"),
    "exits_mid_frame": (CRASHED, GUILTY, "status 7 in the middle of a line; on standard error: ou"),
    "segfaults_mid_frame": (CRASHED, GUILTY, "was ended by SIGSEGV in the middle of a line"),
    "child_holds_the_pipe": (CRASHED, GUILTY, "exited with status 3"),
    "memory_hog": (CRASHED, GUILTY, "MemoryError"),
    "exits_at_dump": (CRASHED, 3, "(dump)"),
    "promises_a_level": (BROKE, 3, "(dump)"),
}
ELSEWHERE = {
    # Scripts with a test of their own below, or without a fixed step.
    "answers_unsupported", "fails_in_long_frames", "flood_of_stdout", "hangs_with_a_child",
    "leaves_a_child",
    "name_for_terminals", "no_profile", "other_protocol", "out_of_order",
    "refuses_oddly", "tells_its_environment", "tells_its_memory", "toy",
}  # fmt: skip


def is_alive(process: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


def test_every_script_is_tested() -> None:
    assert {path.stem for path in SCRIPTS.glob("*.py")} == set(EXPECTED) | ELSEWHERE


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_engine_gets_its_verdict_at_its_command(name: str) -> None:
    """CNF-100, CNF-101, CNF-110, CNF-121, CNF-140, CNF-142, CNF-151."""
    verdict, step, words = EXPECTED[name]
    is_slow = verdict is TIMED_OUT
    seconds, case = (0.7, accounts_case(10)) if is_slow else (ANSWER_SECONDS, accounts_case())
    finding = judge(target_of(script_command(name)), case, answer_seconds=seconds)
    assert finding is not None
    assert (finding.verdict, finding.step) == (verdict, step), finding.got
    assert words in json.dumps(finding.got) if verdict is DIVERGED else words in finding.got
    if verdict is not DIVERGED:
        assert finding.got == neutral_line(finding.got)
        assert len(finding.got) < 500


def neutral_line(text: str) -> str:
    """The text without what could act on a terminal, in a page or in a log."""
    return "".join(part for part in text if " " <= part <= "~" and part not in "<>&[]{}|$*")


def test_a_sound_engine_of_level_0_is_not_accused() -> None:
    assert judge(target_of(script_command("toy")), accounts_case()) is None


@pytest.mark.parametrize("name", ["out_of_order", "flood_of_stdout"])
def test_answers_that_nobody_asked_for_break_the_protocol(name: str) -> None:
    """CNF-103."""
    case = accounts_case(count=200)
    finding = judge(target_of(script_command(name)), case, answer_seconds=0.7)
    assert finding is not None
    assert finding.verdict is BROKE, finding.got
    assert "found number" in finding.got


def test_a_frame_that_fails_though_its_commands_do_not_is_a_crash() -> None:
    """CNF-142."""
    finding = judge(target_of(script_command("fails_in_long_frames")), accounts_case(count=60))
    assert finding is not None
    assert finding.verdict is CRASHED
    assert "one by one they are answered" in finding.got
    assert "MemoryError" in finding.got


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("other_protocol", "it speaks tallystick/2, not tallystick/1"),
        ("no_profile", "does not offer profile match/1"),
        ("answers_unsupported", r"no \x1b\x5b31mroom\x1b\x5b0m"),
    ],
)
def test_what_is_not_offered_is_unsupported(name: str, words: str) -> None:
    """CNF-111, CNF-141."""
    with pytest.raises(UnsupportedTargetError) as raised:
        judge(target_of(script_command(name)), accounts_case())
    assert words in str(raised.value)


def test_a_program_that_cannot_be_started_is_unsupported(tmp_path: Path) -> None:
    program = tmp_path / "engine"
    program.write_bytes(b"\x7fELF of another machine")
    program.chmod(0o755)
    with pytest.raises(UnsupportedTargetError, match="cannot be started"):
        judge(target_of([str(program)]), accounts_case())


def test_a_name_cannot_act_on_who_reads_it() -> None:
    """CNF-152."""
    target = target_of(script_command("name_for_terminals"))
    assert judge(target, accounts_case()) is None
    assert target.ready is not None
    shown = neutral(target.ready.engine)
    assert shown.startswith(
        r"\x1b\x5d0;owned\x07\x3cimg src=x onerror=alert(1)\x3e\x5bred\x5d\u202elong"
    )
    assert shown == neutral_line(shown)
    assert len(shown) == 80


def test_an_engine_gets_a_group_of_its_own_and_only_named_variables(tmp_path: Path) -> None:
    """CNF-150."""
    told_file = tmp_path / "told"
    variables = {"TOLD_FILE": str(told_file), "PYTHONCOERCECLOCALE": "0"}
    target = target_of(script_command("tells_its_environment"), variables)
    assert judge(target, accounts_case()) is None
    told = json.loads(told_file.read_text())
    assert set(told["names"]) - set(PASSED_ON) == {*variables, "PYTHONPATH"}
    assert told["group"] == told["process"] != os.getpgrp()


def test_children_left_behind_are_ended(tmp_path: Path) -> None:
    """CNF-150."""
    child_file = tmp_path / "child"
    target = target_of(script_command("leaves_a_child"), {"CHILD_FILE": str(child_file)})
    assert judge(target, accounts_case()) is None
    assert_ends(int(child_file.read_text()))


@pytest.mark.parametrize("name", ["ignores_sigterm", "child_holds_the_pipe"])
def test_an_engine_that_failed_is_gone(name: str, tmp_path: Path) -> None:
    program = tmp_path / "wrapper.py"
    process_file = tmp_path / "process"
    program.write_text(
        f"import os\nopen({str(process_file)!r}, 'w').write(str(os.getpid()))\n"
        f"os.execv({sys.executable!r}, {script_command(name)!r})\n"
    )
    command = [sys.executable, "-S", str(program)]
    judge(target_of(command), accounts_case(10), answer_seconds=0.7)
    assert_ends(int(process_file.read_text()))


def assert_ends(process: int) -> None:
    """The killed process disappears as soon as the system has got round to it."""
    until = time.monotonic() + 5
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_alive(process)


def test_a_line_of_a_gibibyte_is_not_kept_in_memory() -> None:
    """CNF-151."""
    program = (
        "from tests.conformance.protocol.engines import *\n"
        "from tests.conformance.protocol.memory import peak_kib\n"
        "finding = judge(target_of(script_command('huge_line')), accounts_case())\n"
        "print(finding.verdict, peak_kib())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    verdict, most_kib = ran.stdout.split()
    assert verdict == BROKE
    assert int(most_kib) < 200 * 1024


def test_a_flood_of_complaints_may_be_allowed_less() -> None:
    limits = evolve(LIMITS, complaint_bytes=100_000)
    finding = judge(target_of(script_command("flood_of_stderr"), limits=limits), accounts_case())
    assert finding is not None
    assert "100,000 bytes to standard error" in finding.got
