"""`tallystick probe`, and the probes of a run: what is said, and that it can be repeated."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from tallystick.conformance import cli, targets
from tallystick.conformance.cli import app
from tallystick.conformance.protocol.probes import PROBES, find_probe
from tallystick.conformance.protocol.refusals import REFUSALS
from tallystick.conformance.protocol.target import end_all
from tests.conformance.protocol.engines import TALLYSTICK
from tests.conformance.protocol.test_exec_targets import exec_of

SHORT = ("--profile", "match/1", "--preset", "minimal", "--commands", "1", "--vector", "mat-ioc")


@pytest.fixture(autouse=True)
def _in_a_folder_without_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    end_all()


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_list_names_all_probes() -> None:
    listed = call("probe", "--list")
    assert listed.exit_code == 0
    lines = listed.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[probe.id, probe.clause] for probe in PROBES]
    assert all(line.endswith(probe.does) for line, probe in zip(lines, PROBES, strict=True))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fast",), "'fast' is no engine behind a pipe; try exec:COMMAND"),
        (("faulty:m07",), "'faulty:m07' is no engine behind a pipe"),
        (("faulty:a6",), "unknown fault 'a6'; close: "),
        (("exec:no-such-program",), "there is no program 'no-such-program'"),
        (("exec:env", "cnf-nothing"), "unknown probe 'cnf-nothing'; `tallystick probe --list`"),
        (("exec:env", "--profile", "perp/9"), "unknown profile 'perp/9'; known: match/1, spot/1"),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments: tuple[str, ...], words: str) -> None:
    refused = call("probe", *arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("error: ")
    assert words in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_probe_that_passes_and_one_that_does_not() -> None:
    target = exec_of("toy")
    passed = call("probe", target, "cnf-grouping", "--json")
    report = json.loads(passed.stdout)
    assert (passed.exit_code, report["verdict"]) == (0, "conformant")
    assert report["probes"] == {"run": 1, "passed": 1, "failed": []}
    assert report["remark"].endswith("which is not the whole suite")
    failed = call("probe", target, "cnf-unknown-key", "cnf-grouping", "--seed", "9", "--json")
    report = json.loads(failed.stdout)
    assert (failed.exit_code, report["verdict"]) == (3, "broke_protocol")
    assert report["probes"] == {"run": 2, "passed": 1, "failed": ["cnf-unknown-key"]}
    (failure,) = report["failures"]
    assert (failure["clauses"], failure["commands"]) == (["CNF-101"], 1)
    assert shlex.split(failure["replay"]) == ["tallystick", "probe", target, "cnf-unknown-key"]


def test_an_engine_that_answers_no_more_ends_the_probes() -> None:
    slow = call("probe", exec_of("hangs_at_open"), "--step-seconds", "0.3", "--json")
    report = json.loads(slow.stdout)
    assert (slow.exit_code, report["verdict"]) == (4, "timed_out")
    assert report["probes"] == {"run": len(PROBES), "passed": 0, "failed": ["cnf-unknown-key"]}
    assert report["remark"] == "stopped after a probe that took too long"


def test_what_is_not_offered_is_unsupported() -> None:
    told = call("probe", exec_of("other_protocol"))
    assert told.exit_code == 5
    assert "verdict     unsupported: it speaks tallystick/2" in told.stdout


@pytest.mark.parametrize(
    ("fault", "probe", "verdict", "exit_code"),
    [("a06", "cnf-unknown-key", "broke_protocol", 3), ("a09", "cnf-grouping", "diverged", 1)],
)
def test_a_fault_of_the_pipe_is_found_by_a_run_and_repeated_by_the_line_it_prints(
    fault: str, probe: str, verdict: str, exit_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CNF-101, CNF-114, INV-009."""
    some = tuple(map(find_probe, ("cnf-key-twice", "cnf-unknown-key", "cnf-grouping")))
    monkeypatch.setattr(cli, "PROBES", some)
    ran = call("run", f"faulty:{fault}", *SHORT, "--json")
    report = json.loads(ran.stdout)
    assert (ran.exit_code, report["verdict"]) == (exit_code, verdict)
    assert report["probes"] == {"run": 3, "passed": 2, "failed": [probe]}
    (failure,) = (one for one in report["failures"] if one["source"]["id"] == probe)
    assert failure["verdict"] == verdict
    words = shlex.split(failure["replay"])
    assert words[:4] == ["tallystick", "probe", f"faulty:{fault}", probe]
    again = call(*words[1:])
    assert again.exit_code == exit_code
    assert f"clause    {failure['clauses'][0]}" in again.stdout


def test_a_fault_of_the_pipe_is_served_too() -> None:
    target = f"exec:{shlex.join([TALLYSTICK, 'serve', 'faulty:a06'])}"
    assert call("probe", target, "cnf-unknown-key").exit_code == 3
    assert call("probe", target, "cnf-key-twice").exit_code == 0


def test_the_reports_of_a_run_have_the_probes() -> None:
    target = exec_of("toy")
    ran = call("run", target, *SHORT, "--html", "report.html", "--junit", "report.xml")
    assert f"probes      1 of {len(PROBES)} passed" in ran.stdout
    assert ran.stdout.count("  replay    tallystick probe ") == len(REFUSALS)
    page = Path("report.html").read_text("utf-8")
    assert f'<a href="#probes">1 of {len(PROBES)} passed</a>' in page
    for probe in PROBES:
        assert f"<code>{probe.id}</code>" in page
    assert page.count("&#34;note&#34;: &#34;1&#34;") >= 3
    suite = ElementTree.parse("report.xml").find("testsuite[@name='probes']")
    assert suite is not None
    assert (suite.get("tests"), suite.get("errors")) == (str(len(PROBES)), str(len(REFUSALS)))


@pytest.mark.parametrize(
    "arguments", [("fast", *SHORT), (exec_of("toy"), *SHORT, "--vectors-only")]
)
def test_a_run_without_a_pipe_or_of_vectors_alone_has_no_probes(arguments: tuple[str, ...]) -> None:
    ran = call("run", *arguments, "--json")
    assert json.loads(ran.stdout)["probes"] == {"run": 0, "passed": 0, "failed": []}
    assert "probes  " not in call("run", *arguments).stdout


def test_an_engine_of_this_process_has_no_pipe() -> None:
    assert targets.pipe_of("reference") is None
    assert targets.pipe_of("faulty:m07") is None
    assert targets.pipe_of("faulty:a06") is targets.pipe_of("faulty:a06") is not None
    with pytest.raises(targets.UnknownTargetError):
        targets.pipe_of("quick")
