"""The command `trace`: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from tallystick.conformance.tracing import cli, matrix


@pytest.fixture(autouse=True)
def small(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command finds the small checkout."""
    monkeypatch.setattr(cli, "checkout_root", lambda: root)
    return root


def call(*arguments: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(cli.trace)
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def without_vectors(root: Path) -> None:
    (root / "conformance/tallystick/conformance/vectors/num-odd.json").unlink()


def test_the_matrix_is_readable_where_it_is_piped() -> None:
    result = call()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert " ".join(lines[2].split()).startswith("NUM-001 MUST ours 1.0 proved 1 - 1 1 Every")
    assert all(len(line) <= 100 for line in lines)
    assert lines[-1] == "verdict  green"
    assert "source   1 ours, 1 world, 1 industry" in lines


def test_gaps_are_shown_and_fail(small: Path) -> None:
    without_vectors(small)
    result = call()
    assert result.exit_code == 1
    assert "GAP" in result.stdout.splitlines()[2]
    assert result.stdout.splitlines()[-1] == "verdict  1 gaps"
    assert call("--clause", "NUM-001").exit_code == 1
    assert call("--clause", "INV-001").exit_code == 0


def test_missing_leaves_the_table_out_and_names_what_may_be_missing() -> None:
    lines = call("--missing").stdout.splitlines()
    assert lines[0] == "clauses  3"
    assert "missing  1 MUSTs have no vector: INV-001" in lines
    assert "missing  1 MUSTs have no test: NUM-001" in lines


def test_one_clause_is_told_with_text_and_places() -> None:
    text = call("--clause", "NUM-001").stdout
    assert text.startswith("spec/01-numbers.md:3\n\n**NUM-001** (MUST, ours, since 1.0) Every")
    assert "numbers.py:3  half\n      return number // 2  # [NUM-001]\n" in text
    assert "  confirmed  reference/tallystick/reference/numbers.py half" in text
    assert json.loads(call("--clause", "NUM-001", "--json").stdout)["proof"] == "proved"


def test_json_holds_everything(small: Path) -> None:
    without_vectors(small)
    result = call("--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert len(document["gaps"]) == 1
    assert document["linked"]["vector"] == 0
    assert document["clauses"][0]["lacks"] == ["evidence"]
    assert document["clauses"][0]["places"]["tag"][0]["line"] == 3


def test_markdown_has_a_row_for_each_clause(tmp_path: Path) -> None:
    path = tmp_path / "matrix.md"
    assert call("--markdown", str(path)).exit_code == 0
    rows = [line for line in path.read_text("utf-8").splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 3
    assert {row.count("|") for row in rows} == {11}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--clause", "num-001"), "error: unknown clause 'num-001'; close: NUM-001"),
        (("--markdown", "no/such/folder/x.md"), "error: cannot write no/such/folder/x.md: "),
        (("--sample", "-1"), "Invalid value for '--sample'"),
    ],
)
def test_wrong_usage_is_refused_in_words(arguments: tuple[str, ...], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_installed_package_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(matrix, "spec_directory", lambda: tmp_path)
    monkeypatch.setattr(cli, "checkout_root", matrix.checkout_root)
    result = call()
    assert result.exit_code == 5
    assert "needs a checkout" in result.stderr


def test_a_source_that_cannot_be_read_is_named(small: Path) -> None:
    (small / "tests/test_numbers.py").write_text("def\n", encoding="utf-8")
    result = call()
    assert result.exit_code == 5
    assert "error: tests/test_numbers.py:1: " in result.stderr


def test_a_sample_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "checkout_root", matrix.checkout_root)
    result = call("--sample", "2", "--seed", "1")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("seed 1: 2 of ")
    trials = json.loads(call("--sample", "2", "--json").stdout)["trials"]
    assert [trial["clause"] in result.stdout for trial in trials] == [True, True]
