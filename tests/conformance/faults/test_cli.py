"""`tallystick faults`: what it prints, and how it ends."""

import json

import pytest
from typer.testing import CliRunner, Result

from tallystick.conformance.faults import cli
from tallystick.conformance.faults.faulty import fault_ids, waiting_faults
from tests.conformance.faults.strengths import BEYOND


def invoke(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli.app, words)


def test_ls_lists_all_and_those_that_wait() -> None:
    lines = invoke("ls").output.splitlines()
    assert [line.split()[0] for line in lines[: len(fault_ids())]] == list(fault_ids())
    assert len(lines) == len(fault_ids()) + len(waiting_faults())
    assert invoke("ls", "--clause", "STA-024").output.split()[0] == "x210"


def test_show_says_what_is_changed() -> None:
    shown = invoke("show", "m29")
    assert shown.exit_code == 0
    assert "clause  MAT-005" in shown.output
    assert "crossing.is_live\n  - now < expires_at\n  + now <= expires_at\n" in shown.output


@pytest.mark.parametrize("command", ["show", "run", "table"])
def test_an_unknown_fault_is_wrong_usage(command: str) -> None:
    refused = invoke(command, "m7")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("error: unknown fault 'm7'; close: ")
    assert "m07" in refused.stderr


def test_run_names_the_vector() -> None:
    ran = invoke("run", "m29", "x210")
    assert ran.exit_code == 0
    assert "m29   MAT-005  killed by mat-" in ran.output
    assert "x210  STA-024  killed by sta-root-" in ran.output
    assert "2 of 2 faults killed" in ran.output


def test_run_says_what_is_beyond_the_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "find_fault", lambda _fault_id: BEYOND)
    ran = invoke("run", "x999")
    assert ran.exit_code == 0
    assert "x999  MAT-029  beyond the vectors: no engine shows it\n" in ran.output
    assert "0 of 1 faults killed" in ran.output
    assert ", 1 beyond them, " in ran.output
    assert "beyond  no engine shows it\n" in invoke("show", "x999").output


def test_run_in_json_with_all_kills() -> None:
    report = json.loads(invoke("run", "m29", "--all", "--json").output)
    (fault,) = report["faults"]
    assert report["format"] == cli.FORMAT
    assert fault["killed"]
    assert "mat-expiry-boundary" in fault["kills"]
    assert (fault["id"], fault["clause"], fault["class"]) == ("m29", "MAT-005", "expiry")


def test_a_fault_that_survives_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "sound_vectors", tuple)
    survived = invoke("run", "m29")
    assert survived.exit_code == 1
    assert "m29   MAT-005  SURVIVED" in survived.output


def test_mutants_of_a_module() -> None:
    ran = invoke("mutants", "--module", "reservation", "--count", "6")
    assert ran.exit_code == 0
    assert "6 mutants: " in ran.output
    assert "0 survivors without a reason" in ran.output
    assert invoke("mutants", "--module", "nothing").exit_code == 2


def test_mutants_in_json_and_a_survivor_without_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "sound_vectors", tuple)
    ran = invoke("mutants", "--module", "fees", "--count", "2", "--json")
    assert ran.exit_code == 1
    rows = [json.loads(line) for line in ran.output.splitlines()]
    assert [(row["module"], row["fate"], row["why"]) for row in rows] == [
        ("fees", "survived", "")
    ] * 2


def test_a_table_of_one_fault() -> None:
    printed = invoke("table", "m01", "--commands", "250")
    assert printed.exit_code == 0
    assert "| m01 | MAT-029 | A trade is made at the taker's price. | yes | " in printed.output
    assert invoke("table", "m01", "--write").exit_code == 2
