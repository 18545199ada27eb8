"""`campaign run`, `show` and `failures` as they are called."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tallystick.conformance.campaign.ledger import Ledger
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.reference.types.choices import Profile
from tests.conformance.campaign_runs.runs import tables
from tests.conformance.cli.calling import call

PROGRAM = "from tallystick.conformance.cli import main; main()"
SMALL = ("--profile", "match/1", "--preset", "minimal", "--commands", "500", "--jobs", "1")


def document_of(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the one JSON object on stdout."""
    result = call("campaign", *arguments, "--json")
    assert result.stdout.count("\n") == 1
    document: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, document


def test_a_sound_engine_is_conformant_and_its_hits_are_those_of_run(folder: Path) -> None:
    exit_code, document = document_of("run", "fast", *SMALL, "--seed", "3")
    assert exit_code == document["exit_code"] == 0
    assert document["verdict"] == "conformant"
    assert document["run"]["commands"] == document["run"]["planned_commands"] == 500
    (plan,) = document["plans"]
    assert (plan["target"], plan["against"], plan["seed"]) == ("fast", ["reference"], "3")
    assert set(plan["engines"]) == {"fast", "reference"}
    (campaign,) = plan["campaigns"]
    options = ("--profile", "match/1", "--preset", "minimal", "--vector", "cmd-batch-mixed-spot")
    run = call("run", "fast", *options, "--commands", "500", "--seed", "3", "--json")
    (stage,) = json.loads(run.stdout)["stages"]
    assert {key: campaign[key] for key in stage} == stage
    assert list(folder.iterdir()) == []


def test_all_campaigns_are_run_beside_several_engines() -> None:
    against = ("--against", "fast", "--against", "reference", "--against", "fast")
    result = call("campaign", "run", "reference", *against, "--commands", "60", "--jobs", "2")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "against     fast, states compared after every 50 commands" in lines
    assert "against     reference, states compared after every command" in lines
    assert sum(line.startswith("campaign ") for line in lines) == len(CAMPAIGNS)
    assert any(line.startswith("never       in campaign spot/1 world: ") for line in lines)
    assert lines[-1] == "verdict     conformant: as far as it was run"


def test_a_ledger_goes_on_and_is_shown(folder: Path) -> None:
    run = ("run", "fast", *SMALL, "--ledger", "a.ledger")
    assert call("campaign", *run).exit_code == 0
    before = tables(folder / "a.ledger")
    result = call("campaign", *run)
    assert "this run    0 pieces, 0 commands" in result.stdout
    assert tables(folder / "a.ledger") == before
    shown = call("campaign", "show", "a.ledger", "a.ledger", "--hits")
    assert shown.exit_code == 0
    for words in ("target      fast", "  reasons: ", "clauses     CMD-", "500 of 500 commands"):
        assert words in shown.stdout
    exit_code, document = document_of("show", "a.ledger")
    assert (exit_code, document["verdict"]) == (0, "conformant")
    assert document["plans"][0]["commands"] == 500
    assert document["plans"][0]["clauses"]["CMD-020"] > 0


def test_another_plan_is_told_and_kept_apart(folder: Path) -> None:
    options = ("--ledger", "a.ledger", "--commands", "40")
    call("campaign", "run", "fast", *SMALL, *options)
    result = call("campaign", "run", "fast", *SMALL, *options, "--seed", "2")
    said = "note: a.ledger holds other plans; this one is new, and not as the last in seed\n"
    assert result.stderr == said
    again = call("campaign", "run", "fast", *SMALL, *options)
    assert again.stderr == ""
    _, document = document_of("show", "a.ledger")
    assert [plan["seed"] for plan in document["plans"]] == ["1", "2"]
    assert folder.joinpath("a.ledger").is_file()


def test_a_faulty_engine_is_found_and_its_trace_replays(folder: Path) -> None:
    result = call("campaign", "run", "faulty:m07", *SMALL)
    assert result.exit_code == 1
    (path,) = folder.iterdir()
    assert path.name.startswith("tallystick-faulty-m07-MAT-010-")
    assert f"replay    tallystick replay {path.name}" in result.stdout
    assert result.stdout.splitlines()[-1] == "verdict     diverged: as far as it was run"
    assert call("replay", path.name).exit_code == 1
    assert call("replay", path.name, "--target", "fast").exit_code == 0


def test_failures_of_a_ledger_are_written_and_repeated(folder: Path) -> None:
    arguments = ("run", "fast", "--against", "faulty:m07", "--preset", "minimal")
    options = ("--commands", "500", "--ledger", "a.ledger", "--shrink-seconds", "5")
    result = call("campaign", *arguments, *options)
    assert result.exit_code == 1
    assert "campaign failures a.ledger --write DIR" in result.stdout
    assert [path.name for path in folder.iterdir()] == ["a.ledger"]
    shown = call("campaign", "failures", "a.ledger")
    assert shown.exit_code == 0
    # One of each profile.
    assert shown.stdout.splitlines()[-1] == f"{len(Profile)} failures"
    repeats = [line.split(None, 1)[1] for line in shown.stdout.splitlines() if "replay  " in line]
    assert len(repeats) == len(Profile)
    assert call(*shlex.split(repeats[0])[1:], "--jobs", "1").exit_code == 1
    traces = folder / "traces"
    traces.mkdir()
    for _ in range(2):
        written = call("campaign", "failures", "a.ledger", "--write", "traces", "--json")
        found = json.loads(written.stdout)["failures"]
        assert sorted(one["file"] for one in found) == sorted(
            str(path.relative_to(folder)) for path in traces.iterdir()
        )
    for one in found:
        assert (one["target"], one["against"]) == ("faulty:m07", "faulty:m07")
        assert call(*shlex.split(one["replay"])[1:]).exit_code == 1
    assert call("campaign", "show", "a.ledger").exit_code == 1


def test_an_engine_that_cannot_run_is_unsupported() -> None:
    script = Path(__file__).parents[1] / "protocol" / "hostile" / "toy.py"
    target = f"exec:'{sys.executable}' '{script}'"
    result = call("campaign", "run", target, "--profile", "spot/1", "--commands", "100")
    assert result.exit_code == 5
    assert "verdict     unsupported: the engine does not offer profile spot/1" in result.stdout


def test_nothing_is_no_pass(folder: Path) -> None:
    run = call("campaign", "run", "fast", "--seconds", "0", "--ledger", "a.ledger")
    assert run.exit_code == 5
    assert run.stdout.splitlines()[-1] == "verdict     incomplete: nothing was run"
    Ledger(folder / "empty.ledger", may_be_new=True).close()
    for name in ("a.ledger", "empty.ledger"):
        shown = call("campaign", "show", name)
        assert shown.exit_code == 5
        assert shown.stdout.splitlines()[-1] == "verdict     incomplete: nothing was run"


WRONG = {
    "target": (("run", "quick"), "unknown target 'quick'"),
    "against": (("run", "fast", "--against", "quick"), "unknown target 'quick'"),
    "profile": (("run", "fast", "--profile", "perp/9"), "known: match/1, spot/1"),
    "preset": (("run", "fast", "--preset", "tiny"), "known: minimal, world"),
    "shard": (("run", "fast", "--shard", "3/2"), "expected i/n with i from 1 to n"),
    "both": (("run", "fast", "--commands", "1", "--seconds", "1"), "exclude each other"),
    "commands": (("run", "fast", "--commands", "0"), "--commands"),
    "seconds": (("run", "fast", "--seconds", "nan"), "--seconds"),
    "jobs": (("run", "fast", "--jobs", "-1"), "--jobs"),
    "ledger": (("run", "fast", "--ledger", "no/a"), "no is not a directory"),
    "folder": (("run", "fast", "--ledger", "."), "is a directory"),
    "letter": (("run", "fast", "--ledger", "letter"), "letter: file is not a database"),
    "show none": (("show", "none"), "there is no file none"),
    "show letter": (("show", "letter"), "letter: file is not a database"),
    "show nothing": (("show",), "Missing argument"),
    "failures none": (("failures", "none"), "there is no file none"),
    "write": (("failures", "empty.ledger", "--write", "no"), "no is not a directory"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_wrong_usage(arguments: tuple[str, ...], said: str, folder: Path) -> None:
    (folder / "letter").write_text("Dear Sir", encoding="utf-8")
    Ledger(folder / "empty.ledger", may_be_new=True).close()
    result = call("campaign", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in " ".join(result.stderr.split())
    assert (folder / "letter").read_text(encoding="utf-8") == "Dear Sir"


def test_help_teaches() -> None:
    text = " ".join(call("campaign", "run", "--help").stdout.split())
    assert "tallystick campaign run fast --commands 1000000 --ledger fast.ledger" in text
    assert "Exit codes: 0 conformant, 1 diverged" in text


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(("number", "exit_code"), [(2, 5), (15, 5), (9, -9)])
def test_a_signal_leaves_a_ledger_from_which_a_run_goes_on(
    number: int, exit_code: int, folder: Path
) -> None:
    arguments = ("campaign", "run", "fast", "--against", "reference", "--commands", "100000000")
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments, "--jobs", "1", "--ledger", "a.ledger"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        cwd=folder,
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and pieces_in(folder / "a.ledger") < 1:
        time.sleep(0.2)
    process.send_signal(signal.Signals(number))
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == exit_code, stderr
    assert "Traceback" not in stderr
    if exit_code > 0:
        assert stdout.splitlines()[-1] == "verdict     incomplete: interrupted"
    assert pieces_in(folder / "a.ledger") >= 1
    again = call("campaign", "run", "fast", *SMALL, "--ledger", "a.ledger")
    assert again.exit_code == 0
    assert again.stderr == ""


def pieces_in(path: Path) -> int:
    if not path.exists() or path.stat().st_size == 0:
        return 0
    with closing(Ledger(path)) as ledger:
        return sum(len(ledger.pieces(plan.plan)) for plan in ledger.plans())
