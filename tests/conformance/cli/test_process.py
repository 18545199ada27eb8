"""The command line as a process: signals, pipes, and a defect of the kit itself."""

import os
import signal
import subprocess
import sys
import time

import pytest


def in_process(source: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_ends_a_run_with_a_report() -> None:
    # Told by the run itself: how long its vectors take to be read says nothing about Ctrl-C.
    source = (
        "import sys; from tallystick.conformance import cli, suite;"
        "run = suite.run_plan;"
        "cli.run_plan = lambda *arguments: ("
        "print('ready', file=sys.stderr, flush=True), run(*arguments))[1];"
        "sys.argv = ['tallystick', 'run', 'reference', '--commands', '10000000'];"
        "cli.main()"
    )
    process = in_process(source)
    assert process.stderr is not None
    assert process.stderr.readline() == "ready\n"
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 5, stderr
    assert stdout.splitlines()[-1] == "verdict     incomplete: interrupted"
    assert "Traceback" not in stderr


def test_a_defect_of_the_kit_is_no_verdict_about_the_engine() -> None:
    source = (
        "import sys; from tallystick.conformance import cli;"
        "cli.run_plan = None; sys.argv = ['tallystick', 'run', 'fast']; cli.main()"
    )
    process = in_process(source)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 5
    assert stdout == ""
    assert stderr.endswith("error: the kit itself failed; please report it\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no head")
def test_a_reader_that_goes_away_is_no_error() -> None:
    program = "from tallystick.conformance.cli import main; main()"
    process = subprocess.run(
        f'"{sys.executable}" -c "{program}" campaign commands spot/1 minimal --count 100000'
        " | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert process.stdout == '{"signer":"11","type":"open_account"}\n'
    assert process.stderr == ""
