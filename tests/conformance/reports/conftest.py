"""An empty folder to work in, and a way to run `tallystick run` with both reports."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tallystick.conformance import targets
from tallystick.conformance.targets import TARGETS
from tests.conformance.broken_engines import BROKEN
from tests.conformance.cli.calling import call


class Written(NamedTuple):
    """What a run has left."""

    exit_code: int
    xml: Element
    page: str


Run = Callable[..., Written]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder, with the broken engines among the targets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(targets, "TARGETS", MappingProxyType({**TARGETS, **BROKEN}))
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs the command line with both reports, and reads them."""

    def run_it(*arguments: str) -> Written:
        result = call("run", *arguments, "--junit", "run.xml", "--html", "run.html")
        assert not list(folder.glob("*.unfinished"))
        xml = ElementTree.parse("run.xml").getroot()
        return Written(result.exit_code, xml, Path("run.html").read_text(encoding="utf-8"))

    return run_it
