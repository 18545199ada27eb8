"""`tallystick check-certificate`: what adds up, what does not, and what is no certificate."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.conformance.cli import app
from tests.conformance.cli.calling import call

EXAMPLE = "08-margin:1"


def certificate() -> dict[str, Any]:
    """That of the first example of the chapter."""
    document: dict[str, Any] = json.loads(call("explain", "margin", EXAMPLE, "--json").stdout)
    return document


def written(folder: Path, document: object) -> str:
    path = folder / "certificate.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_a_certificate_adds_up(folder: Path) -> None:
    result = call("check-certificate", written(folder, certificate()))
    words = "certificate of account 1, 2 assets: adds up to RBV initial 5131, maintenance 5468"
    assert (result.exit_code, result.stdout.strip()) == (0, words)


def test_it_is_read_from_standard_input() -> None:
    result = CliRunner().invoke(app, ["check-certificate", "-"], input=json.dumps(certificate()))
    assert result.exit_code == 0
    assert "adds up to RBV initial 5131" in result.stdout


@pytest.mark.parametrize(
    ("place", "found", "text"),
    [
        (("initial_atoms",), "5132", "RBV initial: expected 5131, found 5132"),
        (("assets", 1, "initial", "floor_atoms"), "4132", "asset 2: "),
        (("assets", 1, "holding_numerator"), "1", "asset 2: "),
        (("assets", 1, "balance_atoms"), "501", "asset 2: "),
        (("assets", 1, "maintenance", "pieces", 3, "numerator"), "1", "asset 2: "),
        (("assets", 1, "orders", 0, "price"), "121", "asset 2: "),
    ],
)
def test_what_does_not_add_up_is_named(
    folder: Path, place: tuple[str | int, ...], found: str, text: str
) -> None:
    document = certificate()
    part: Any = document
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = found
    path = written(folder, document)
    result = call("check-certificate", path)
    assert result.exit_code == 1
    *faults, verdict = result.stdout.splitlines()
    assert faults
    assert any(line.startswith(text) for line in faults)
    assert "not add up" in verdict
    told = json.loads(call("check-certificate", path, "--json").stdout)
    assert told["adds_up"] is False
    assert len(told["faults"]) == len(faults)


def test_the_report_is_one_json_object(folder: Path) -> None:
    result = call("check-certificate", written(folder, certificate()), "--json")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    assert json.loads(result.stdout) == {
        "format": "tallystick-certificate-report/1",
        "account": "1",
        "adds_up": True,
        "initial_atoms": "5131",
        "maintenance_atoms": "5468",
        "faults": [],
    }


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "is no certificate"),
        (b"[]", "is no certificate"),
        (b"{}", "is no certificate"),
        (b"\xff\xfe", "is no certificate"),
        (b'{"account": "1"', "is no certificate"),
        (b'{"account": 1}', "is no certificate"),
    ],
)
def test_what_is_no_certificate_is_refused(folder: Path, content: bytes, text: str) -> None:
    path = folder / "other.json"
    path.write_bytes(content)
    result = call("check-certificate", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert text in result.stderr


def test_a_file_that_cannot_be_read_is_refused(folder: Path) -> None:
    for path, text in ((folder / "none", "No such file"), (folder, "Is a directory")):
        result = call("check-certificate", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert text in result.stderr


def test_a_file_without_end_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallystick.conformance.margin.check_cli.MOST_BYTES", 100)
    result = call("check-certificate", written(folder, certificate()))
    assert result.exit_code == 2
    assert "longer than 100 bytes" in result.stderr
