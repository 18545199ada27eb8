"""Vectors, campaigns, version, doctor and help."""

import json
from pathlib import Path
from types import MappingProxyType

import pytest

from tallystick.conformance import targets
from tallystick.conformance.targets import TARGETS
from tallystick.conformance.vectors import vector_paths, vectors_digest
from tallystick.conformance.wire import decode_command
from tests.conformance.broken_engines import BROKEN
from tests.conformance.cli.calling import VECTOR, call


def test_vectors_are_listed_and_shown() -> None:
    listed = call("vectors", "ls").stdout.splitlines()
    assert len(listed) == len(vector_paths())
    (line,) = (line for line in listed if line.startswith(f"{VECTOR} "))
    assert "[CMD-047, CMD-007]" in line
    of_clause = call("vectors", "ls", "--clause", "CMD-047").stdout.splitlines()
    assert line in of_clause
    assert len(of_clause) < len(listed)
    assert json.loads(call("vectors", "show", VECTOR).stdout)["id"] == VECTOR


def test_vectors_are_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    result = call("vectors", "verify")
    assert result.exit_code == 0
    wanted = f"{len(vector_paths())} vectors, 0 failed, sha256 {vectors_digest()}\n"
    assert result.stdout == wanted
    table = {**TARGETS, "reference": BROKEN["WrongIndex"]}
    monkeypatch.setattr(targets, "TARGETS", MappingProxyType(table))
    result = call("vectors", "verify")
    assert result.exit_code == 1
    assert f"diverged in spot/1, kind vector, id {VECTOR}" in result.stdout


def test_a_campaign_is_printed() -> None:
    lines = call("campaign", "commands", "match/1", "minimal", "--count", "300").stdout.splitlines()
    assert len(lines) == 300
    assert lines[0] == lines[250] == '{"signer":"11","type":"open_account"}'
    assert all(decode_command(line.encode()) for line in lines)


def test_version() -> None:
    lines = call("--version").stdout.splitlines()
    assert lines[0].startswith("tallystick ")
    assert lines[1] == "spec 1.0"
    assert lines[2] == f"vectors {len(vector_paths())}, sha256 {vectors_digest()}"
    assert lines[3].startswith("fast engine: ")


def test_doctor(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    result = call("doctor")
    assert result.exit_code == 0
    assert "BAD" not in result.stdout
    for name in ("python", "msgspec", "c compiler", "fast engine", "spec", "vectors", "output"):
        assert f"ok  {name} " in result.stdout
    monkeypatch.setattr("tallystick.conformance.doctor.spec_directory", lambda: folder)
    monkeypatch.setattr("tallystick.conformance.doctor.vector_paths", tuple)
    monkeypatch.setattr("tallystick.conformance.doctor.DEPENDENCIES", ("attrs", "no-such-thing"))
    result = call("doctor")
    assert result.exit_code == 5
    assert "BAD spec " in result.stdout
    assert "BAD vectors " in result.stdout
    assert "BAD no-such-thing" in result.stdout


def test_help_teaches() -> None:
    for arguments in (("--help",), ("run", "--help"), ("replay", "--help")):
        text = " ".join(call(*arguments).stdout.split())
        assert "Exit codes: 0 conformant, 1 diverged, 2 wrong usage" in text
    assert "tallystick run fast --vectors-only" in " ".join(call("run", "--help").stdout.split())
    assert call("flow", "--help").exit_code == 0
