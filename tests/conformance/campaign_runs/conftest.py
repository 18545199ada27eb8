"""An empty folder to work in."""

from pathlib import Path

import pytest

from tallystick.conformance.campaign import pieces
from tests.conformance.campaign_runs.runs import SMALL_COMMANDS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERMINAL_WIDTH", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of one sequence, so that few commands make many pieces."""
    monkeypatch.setattr(pieces, "SEQUENCES_PER_PIECE", 1)
    monkeypatch.setattr(pieces, "COMMANDS_PER_PIECE", SMALL_COMMANDS)
