"""An empty folder to work in, with the broken engines among the targets."""

from pathlib import Path
from types import MappingProxyType

import pytest

from tallystick.conformance import targets
from tallystick.conformance.targets import TARGETS
from tests.conformance.broken_engines import BROKEN


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder, with the broken engines among the targets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(targets, "TARGETS", MappingProxyType({**TARGETS, **BROKEN}))
    monkeypatch.setenv("TERMINAL_WIDTH", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path
