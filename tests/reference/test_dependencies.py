"""Who may import whom: the reference nobody, an engine the types, the kit both."""

import importlib.util
from pathlib import Path

import pytest

from tests.reference.purity import imported_modules

TYPES = "tallystick.reference.types"
ALLOWED = {
    "reference": ("tallystick.reference",),
    "fast": ("tallystick.fast", "tallystick.fast_compiled", TYPES),
    "conformance": ("tallystick.conformance", "tallystick.fast", "tallystick.reference"),
}


def folder(part: str) -> Path:
    """Where one of the three parts is."""
    spec = importlib.util.find_spec(f"tallystick.{part}")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def strangers(part: str, source: str) -> list[str]:
    """Modules of the project that a module of that part must not import."""
    return [
        f"{line}: {module}"
        for line, module in imported_modules(source)
        if module.split(".")[0] in ("tallystick", *ALLOWED)
        and not any(f"{module}.".startswith(f"{allowed}.") for allowed in ALLOWED[part])
    ]


@pytest.mark.parametrize("part", ALLOWED)
def test_a_part_imports_only_what_it_may_know(part: str) -> None:
    modules = sorted(folder(part).rglob("*.py"))
    assert modules
    found = {
        str(path.relative_to(folder(part))): strangers(part, path.read_text(encoding="utf-8"))
        for path in modules
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("part", "source", "stranger"),
    [
        ("reference", "import tallystick.fast", "1: tallystick.fast"),
        ("reference", "from tallystick import conformance", "1: tallystick.conformance"),
        ("fast", "from tallystick.reference import step", "1: tallystick.reference"),
        ("fast", "from tallystick.reference.fees import f", "1: tallystick.reference.fees"),
        ("fast", "from tallystick import reference", "1: tallystick.reference"),
        ("fast", "def f():\n    import tallystick.reference.walk", "2: tallystick.reference.walk"),
        ("conformance", "from reference.tallystick import x", "1: reference.tallystick"),
    ],
)
def test_a_stranger_is_noticed(part: str, source: str, stranger: str) -> None:
    assert strangers(part, source) == [stranger]
