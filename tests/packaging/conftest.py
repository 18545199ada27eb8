"""Distributions built once for all tests here, and the folder and compiler they are built with."""

import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests import engine_targets

Build = Callable[[Path, str, Path, Mapping[str, str]], "subprocess.CompletedProcess[str]"]
MadeOnce = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def why_not_compiled() -> str:
    """Empty where the kernel must have been compiled."""
    return engine_targets.why_not_compiled()


@pytest.fixture
def needs_compiler(why_not_compiled: str) -> None:
    """Skips, visibly, where the kernel cannot be compiled."""
    if why_not_compiled:
        pytest.skip(f"interpreted only: {why_not_compiled}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout, or the unpacked source distribution."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def build() -> Build:
    """Runs hatchling in a source folder, with an environment of its own."""

    def run(
        source: Path, target: str, into: Path, environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
            cwd=source,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Fills a folder in the first worker that asks; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder_of(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        try:
            folder.mkdir()
        except FileExistsError:
            deadline = time.monotonic() + 300
            while not done.exists() and time.monotonic() < deadline:
                time.sleep(0.05)
        else:
            try:
                fill(folder)
            finally:
                done.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def sdist(root: Path, build: Build, made_once: MadeOnce) -> Path:
    """The source distribution, unpacked."""

    def fill(folder: Path) -> None:
        result = build(root, "sdist", folder, {})
        assert result.returncode == 0, result.stderr
        (archive,) = folder.glob("*.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")

    (unpacked,) = (path for path in made_once("sdist", fill).iterdir() if path.is_dir())
    return unpacked


@pytest.fixture(scope="session")
def wheel(sdist: Path, build: Build, why_not_compiled: str, made_once: MadeOnce) -> Path:
    """The wheel made from the source distribution, compiled where that is possible."""

    def fill(folder: Path) -> None:
        mode = "no" if why_not_compiled else "require"
        result = build(sdist, "wheel", folder, {"TALLYSTICK_COMPILE": mode})
        assert result.returncode == 0, result.stderr

    (path,) = made_once("wheel", fill).glob("*.whl")
    return path
