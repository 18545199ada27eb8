"""`run` and `replay`: verdicts, exit codes, reports, traces."""

import json
from pathlib import Path
from types import MappingProxyType

import pytest

from tallystick.conformance import suite, targets
from tallystick.conformance.campaign import CAMPAIGNS
from tallystick.conformance.targets import TARGETS, UnsupportedTargetError
from tallystick.conformance.traces import TraceError
from tallystick.conformance.vectors import vector_paths, vectors_digest
from tests.conformance.cli.calling import SHORT, VECTOR, call, report

RUNS = {
    "TakersPrice": (1, "diverged", "MAT-029"),
    "NoFeeEvents": (1, "diverged", "SPT-012"),
    "StrangeRoot": (1, "diverged", "STA-024"),
    "Raises": (3, "crashed", "CMD-001"),
    "Exits": (3, "crashed", "CMD-001"),
    "Nonsense": (3, "crashed", "CMD-001"),
    "CannotOpen": (3, "crashed", "CMD-001"),
    "Hangs": (4, "timed_out", "CMD-001"),
}


def test_a_sound_engine_is_conformant() -> None:
    result = call("run", "fast", *SHORT)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[-1].startswith("verdict     conformant: as far as it was asked to run")
    assert "vectors     1 of 1 passed" in result.stdout
    assert "spot/1 world" in result.stdout
    assert "a generated flow of the same shape was run" in result.stdout
    assert list(Path().iterdir()) == []


def test_the_report_counts_what_was_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # The whole suite, with smaller numbers.
    monkeypatch.setattr("tallystick.conformance.cli.vector_paths", lambda: vector_paths()[:5])
    exit_code, document = report("fast:interpreted", "--commands", "600", "--flow-commands", "300")
    assert exit_code == 0
    assert document["verdict"] == "conformant"
    assert document["remark"] == ""
    assert document["vectors"]["run"] == document["vectors"]["passed"] == 5
    assert document["vectors"]["digest"] == vectors_digest()
    names = [f"campaign {profile} {preset}" for profile, preset in CAMPAIGNS]
    assert [stage["name"] for stage in document["stages"]] == [*names, "generated flow"]
    for stage in document["stages"]:
        assert stage["commands"] == stage["planned_commands"]
        assert 0 < stage["accepted"] <= stage["drawn_commands"] <= stage["commands"]
    assert document["stages"][0]["drawn_commands"] == 600 - 3 * 9
    assert document["commands"] >= 6 * 600 + 300
    assert document["seed"] == "1"


def test_hits_are_listed_when_asked_for() -> None:
    result = call("run", "reference", *SHORT, "--profile", "match/1", "--hits")
    assert "  reasons: " in result.stdout
    assert "order_rested" in result.stdout
    assert "generated flow" not in result.stdout


def test_the_same_seed_gives_the_same_run() -> None:
    first, second, other = (
        report("reference", *SHORT, "--seed", seed)[1]["stages"] for seed in ("7", "7", "8")
    )
    assert first == second != other


@pytest.mark.parametrize(("name", "wanted"), RUNS.items(), ids=RUNS)
def test_a_broken_engine_leaves_a_trace_that_replays(
    name: str, wanted: tuple[int, str, str], folder: Path
) -> None:
    exit_code, verdict, clause = wanted
    result = call("run", name, *SHORT, "--profile", "spot/1", "--step-seconds", "0.2")
    assert result.exit_code == exit_code
    assert result.stdout.splitlines()[-1].startswith(f"verdict     {verdict}")
    path = folder / f"tallystick-{name}-{clause}.json"
    assert list(folder.iterdir()) == [path]
    assert f"replay    tallystick replay {path.name}" in result.stdout
    for word in (f"clause    {clause}", "step      ", "expected  ", "got       "):
        assert word in result.stdout
    again = call("replay", path.name, "--step-seconds", "0.2")
    assert again.exit_code == exit_code
    assert again.stdout.splitlines()[-1].startswith(f"verdict     {verdict}, ")
    assert f"clause    {clause}" in again.stdout
    sound = call("replay", path.name, "--target", "reference")
    assert sound.exit_code == 0
    assert sound.stdout.startswith("verdict     conformant, ")


def test_a_divergence_shows_the_command_and_the_difference() -> None:
    result = call("run", "TakersPrice", *SHORT, "--profile", "spot/1")
    assert '  command   {"account":' in result.stdout
    assert "  differs   at /events/1/price: expected " in result.stdout


def test_traces_never_overwrite_each_other(folder: Path) -> None:
    for _ in range(2):
        call("run", "StrangeRoot", *SHORT)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["tallystick-StrangeRoot-STA-024-2.json", "tallystick-StrangeRoot-STA-024.json"]


def test_a_trace_goes_where_it_is_told(folder: Path) -> None:
    path = folder / "a trace.json"
    for _ in range(2):
        result = call("run", "StrangeRoot", *SHORT, "--trace-file", str(path))
        assert f"tallystick replay '{path}'" in result.stdout
        assert list(folder.iterdir()) == [path]
    exit_code = call("replay", str(path), "--json")
    assert json.loads(exit_code.stdout)["finding"]["clauses"] == ["STA-024"]


def test_a_trace_that_cannot_be_written_does_not_hide_the_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_arguments: object) -> None:
        raise TraceError("cannot write x: No space left on device")

    monkeypatch.setattr(suite, "write_trace", full)
    exit_code, document = report("StrangeRoot", *SHORT)
    assert (exit_code, document["verdict"]) == (1, "diverged")
    (failure,) = document["failures"]
    assert failure["replay"] == "no trace was written: cannot write x: No space left on device"


def test_a_failing_vector_names_itself_and_leaves_a_trace(folder: Path) -> None:
    arguments = ("--vectors-only", "--vector", VECTOR)
    exit_code, document = report("WrongIndex", *arguments)
    assert exit_code == 1
    assert document["vectors"]["failed"] == [VECTOR]
    (failure,) = document["failures"]
    assert failure["clauses"] == ["CMD-047", "CMD-007"]
    assert failure["replay"] == f"tallystick run WrongIndex --vectors-only --vector {VECTOR}"
    assert call(*failure["replay"].split()[1:]).exit_code == 1
    assert (folder / "tallystick-WrongIndex-CMD-047.json").exists()


def test_many_failures_are_counted() -> None:
    result = call("run", "CannotOpen", "--vectors-only")
    assert result.exit_code == 3
    assert f"... and {len(vector_paths()) - 10} more failing vectors" in result.stdout


def test_a_vector_that_hangs_ends_the_run() -> None:
    exit_code, document = report("Hangs", "--step-seconds", "0.1", "--commands", "1000")
    assert (exit_code, document["verdict"]) == (4, "timed_out")
    assert len(document["failures"]) == 1
    assert document["vectors"]["passed"] < document["vectors"]["run"]
    assert document["remark"] == "stopped after a command that took too long"
    assert document["stages"] == []


def test_an_interrupted_run_reports_what_it_has() -> None:
    exit_code, document = report("Interrupted", *SHORT)
    assert (exit_code, document["verdict"]) == (5, "incomplete")
    assert document["remark"] == "interrupted"
    assert document["vectors"]["passed"] == 1
    (stage,) = document["stages"]
    assert 0 < stage["commands"] < stage["planned_commands"]


def test_a_finding_survives_an_interruption_while_it_is_shrunk(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(suite, "shrink", interrupted)
    exit_code, document = report("TakersPrice", *SHORT)
    assert (exit_code, document["verdict"]) == (1, "diverged")
    assert document["remark"] == "interrupted"
    (path,) = folder.iterdir()
    assert call("replay", path.name).exit_code == 1


def test_an_interrupted_replay() -> None:
    call("run", "Raises", *SHORT)
    (path,) = Path().iterdir()
    result = call("replay", str(path), "--target", "Interrupted")
    assert result.exit_code == 5
    assert result.stderr == "error: interrupted\n"


def test_a_target_that_cannot_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "StrangeRoot", *SHORT)
    (path,) = Path().iterdir()

    def unsupported(*_arguments: object) -> None:
        raise UnsupportedTargetError("no compiled kernel")

    table = {**TARGETS, "fast:compiled": unsupported}
    monkeypatch.setattr(targets, "TARGETS", MappingProxyType(table))
    exit_code, document = report("fast:compiled", *SHORT)
    assert (exit_code, document["verdict"]) == (5, "unsupported")
    assert document["remark"] == "no compiled kernel"
    result = call("replay", str(path), "--target", "fast:compiled")
    assert (result.exit_code, result.stderr) == (5, "error: no compiled kernel\n")
