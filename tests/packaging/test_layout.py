"""The folders and files that the packaging relies on."""

from pathlib import Path

import pytest

ROOTS = ("reference", "fast", "conformance")


@pytest.mark.parametrize("name", ROOTS)
def test_the_root_is_a_portion_of_a_namespace_package(name: str, root: Path) -> None:
    assert not (root / name / "tallystick" / "__init__.py").exists()
    assert not (root / name / "__init__.py").exists()
    assert [path.name for path in (root / name).iterdir() if path.is_dir()] == ["tallystick"]


@pytest.mark.parametrize("name", ROOTS)
def test_the_package_is_marked_as_typed(name: str, root: Path) -> None:
    assert (root / name / "tallystick" / name / "py.typed").is_file()


def test_no_binary_lies_in_the_checkout(root: Path) -> None:
    binaries = {".so", ".pyd", ".dylib"}
    found = [p for name in ROOTS for p in (root / name).rglob("*") if p.suffix in binaries]
    assert found == []


def test_continuous_integration_runs_what_make_test_runs(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8").splitlines()
    recipe = makefile[next(i for i, line in enumerate(makefile) if line.startswith("test:")) + 1]
    script = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert script[-1].removeprefix("exec ") == recipe.strip().replace("$(BIN)", ".venv/bin")
    assert "make check" in script
    assert any(line.startswith("test: check") for line in makefile)
