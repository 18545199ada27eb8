"""What the source distribution and the wheel contain, and that they work."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from tallystick.fast.build import kernel_names

pytestmark = pytest.mark.packaging

Build = Callable[[Path, str, Path, Mapping[str, str]], "subprocess.CompletedProcess[str]"]

ROOTS = ("reference", "fast", "conformance")
NO_COMPILER = {
    "TALLYSTICK_COMPILE=no": {"TALLYSTICK_COMPILE": "no"},
    "no compiler": {"TALLYSTICK_COMPILE": "auto", "CC": "/nonexistent"},
    "no headers": {"TALLYSTICK_COMPILE": "auto", "CFLAGS": "-nostdinc"},
}


def files_below(folder: Path) -> set[str]:
    """Relative names of the files that belong to the project."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def in_compiled_package(names: set[str]) -> set[str]:
    prefix = "tallystick/fast_compiled/"
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


def engine_of(wheel: Path, unpacked: Path) -> str:
    """Unpack the wheel in front of everything installed and ask it for its engine."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(unpacked)
    return subprocess.run(
        [sys.executable, "-m", "tallystick.fast.build"],
        cwd=unpacked,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("folder", [*ROOTS, "spec", "tests"])
def test_the_sdist_has_every_file_of_the_folder(folder: str, root: Path, sdist: Path) -> None:
    assert files_below(root / folder) - files_below(sdist / folder) == set()


def test_the_sdist_can_set_itself_up(sdist: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "Makefile", "README.md", "LICENSE"):
        assert (sdist / name).is_file()
    assert os.access(sdist / ".ci" / "run", os.X_OK)


def test_the_sdist_has_nothing_that_was_built(sdist: Path) -> None:
    built = {".so", ".pyd", ".pyc", ".whl"}
    assert {name for name in files_below(sdist) if Path(name).suffix in built} == set()
    assert not (sdist / ".venv").exists()


def test_the_wheel_adds_one_name_at_the_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    version = wheel.name.split("-")[1]
    assert tops == {"tallystick", f"tallystick-{version}.dist-info"}


def test_the_wheel_is_a_namespace_package(wheel: Path) -> None:
    assert "tallystick/__init__.py" not in names_in(wheel)


def test_the_wheel_has_every_file_of_the_three_roots(sdist: Path, wheel: Path) -> None:
    expected = {name for root in ROOTS for name in files_below(sdist / root)}
    assert expected - names_in(wheel) == set()
    assert {f"tallystick/{root}/py.typed" for root in ROOTS} <= names_in(wheel)


def test_the_wheel_carries_the_specification(sdist: Path, wheel: Path) -> None:
    prefix = "tallystick/conformance/_spec/"
    carried = {name.removeprefix(prefix) for name in names_in(wheel) if name.startswith(prefix)}
    assert carried == files_below(sdist / "spec")


def test_the_wheel_names_both_licences_and_the_command(wheel: Path) -> None:
    info = f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"
    with zipfile.ZipFile(wheel) as opened:
        metadata = opened.read(f"{info}/METADATA").decode()
        commands = opened.read(f"{info}/entry_points.txt").decode()
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in metadata
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/spec/LICENSE"} <= names_in(wheel)
    assert "tallystick = tallystick.conformance.cli:main" in commands


@pytest.mark.usefixtures("needs_compiler")
def test_the_wheel_has_each_kernel_module_compiled(wheel: Path) -> None:
    names = in_compiled_package(names_in(wheel))
    suffix = EXTENSION_SUFFIXES[0]
    assert {f"{name}{suffix}" for name in kernel_names()} <= names
    # Beside the modules and the library they share there is only the stamp.
    assert {name for name in names if not name.endswith(suffix)} == {"__init__.py"}
    assert not wheel.name.endswith("-any.whl")


@pytest.mark.usefixtures("needs_compiler")
def test_the_wheel_runs_compiled(wheel: Path, tmp_path: Path) -> None:
    assert engine_of(wheel, tmp_path).startswith("fast engine: compiled (mypyc ")


@pytest.mark.parametrize("why", NO_COMPILER)
def test_without_a_compiler_the_wheel_is_pure(
    why: str, root: Path, build: Build, tmp_path: Path
) -> None:
    if os.name == "nt" and why != "TALLYSTICK_COMPILE=no":
        pytest.skip("CC and CFLAGS are not read on Windows")
    result = build(root, "wheel", tmp_path, NO_COMPILER[why])
    assert result.returncode == 0, result.stderr
    (pure,) = tmp_path.glob("*.whl")
    assert pure.name.endswith("-py3-none-any.whl")
    assert in_compiled_package(names_in(pure)) == {"__init__.py"}
    assert engine_of(pure, tmp_path / "unpacked").startswith(
        "fast engine: interpreted (not compiled: "
    )


@pytest.mark.skipif(os.name == "nt", reason="CC is not read on Windows")
def test_a_required_compiler_that_is_missing_ends_the_build(
    root: Path, build: Build, tmp_path: Path
) -> None:
    result = build(root, "wheel", tmp_path, {"TALLYSTICK_COMPILE": "require", "CC": "/nonexistent"})
    assert result.returncode != 0
    assert "TALLYSTICK_COMPILE=require, but not compiled" in result.stderr


def test_an_unknown_mode_ends_the_build(root: Path, build: Build, tmp_path: Path) -> None:
    result = build(root, "wheel", tmp_path, {"TALLYSTICK_COMPILE": "maybe"})
    assert result.returncode != 0
    assert "TALLYSTICK_COMPILE is 'maybe'" in result.stderr


@pytest.mark.usefixtures("needs_compiler")
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def broken(count: int) -> str:\n    return count\n", "Incompatible return value"),
        ("from tallystick.fast.build import status\n\nhere = status()\n", "tallystick.fast"),
    ],
    ids=["type error", "import from outside the kernel"],
)
def test_a_bad_kernel_ends_the_build(
    source: str, message: str, sdist: Path, build: Build, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(sdist, project)
    kernel = project / "fast" / "tallystick" / "fast" / "kernel"
    for path in kernel.glob("*.py"):
        path.unlink()
    (kernel / "broken.py").write_text(source)
    result = build(project, "wheel", tmp_path / "out", {"TALLYSTICK_COMPILE": "auto"})
    assert result.returncode != 0
    assert message in result.stdout + result.stderr
