"""The reference is pure, short, tagged, and tests in the order of the table."""

import ast
import re
from pathlib import Path

import pytest

from tallystick import reference
from tallystick.conformance.spec_files import spec_directory
from tallystick.reference.types.reasons import Reason
from tests.reference.purity import violations

FOLDER = Path(reference.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
NAMES = [str(path.relative_to(FOLDER)) for path in MODULES]
MAX_MODULE_LINES = 300
MAX_LINES = 10_600  # types and what makes a dump valid are two fifths of it
TAG = re.compile(r"\[([A-Z]{3}-\d{3})\]")
CHAPTERS = ("NUM", "STA", "CMD", "MAT", "SPT", "PRP", "LND", "MGN", "LIQ")
WALK_STEPS = "_meet_makers"
"""Here the order of reasons is that of the steps MAT-022 to MAT-029."""


def clauses(force: str) -> set[str]:
    """Ids of the clauses of that force in all chapters."""
    texts = [path.read_text(encoding="utf-8") for path in spec_directory().glob("*.md")]
    return {
        clause
        for text in texts
        for clause in re.findall(rf"^\*\*([A-Z]{{3}}-\d{{3}})\*\* \({force},", text, re.MULTILINE)
    }


def tags() -> set[str]:
    """Every clause that a comment or docstring of the reference names in square brackets."""
    return {tag for path in MODULES for tag in TAG.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_is_pure_and_one_sitting_long(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert violations(source) == []
    assert len(source.splitlines()) <= MAX_MODULE_LINES


def test_the_reference_is_an_afternoon_long() -> None:
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES) <= MAX_LINES


def test_every_must_has_a_line_that_decides_it_and_every_tag_a_clause() -> None:
    musts, definitions = clauses("MUST"), clauses("DEF")
    assert musts
    assert {must for must in musts if must.startswith(CHAPTERS)} - tags() == set()
    assert tags() - musts - definitions == set()


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_reasons_are_tested_in_the_order_of_the_table(path: Path) -> None:
    order = list(Reason)
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef) or function.name == WALK_STEPS:
            continue
        named = [
            (node.lineno, order.index(Reason[node.attr]))
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "Reason"
        ]
        positions = [position for _, position in sorted(named)]
        assert positions == sorted(positions), function.name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("rate = 0.5", "1: floating-point number"),
        ("def f(a: int) -> int:\n    return a / 2", "2: true division"),
        ("def f(a: int) -> int:\n    a /= 2\n    return a", "2: true division"),
        ("def f(a: int) -> int:\n    return 2**a", "2: power of a variable"),
        ("def f(a: str) -> object:\n    return float(a)", "2: name float"),
        ("def f(a: str) -> int:\n    return hash(a)", "2: name hash"),
        ("def f() -> None:\n    print()", "2: name print"),
        ("names = {1, 2}", "1: a set has no order"),
        ("def f(a: list[int]) -> int:\n    return max(set(a))", "2: name set"),
        ("import time", "1: import of time"),
        ("from random import random", "1: import of random"),
        ("from . import walk", "1: import of None"),
        ("from tallystick.fast import FastEngine", "1: import of tallystick.fast"),
        ("def f() -> int:\n    import os\n    return 1", "2: import of os"),
        ("def f() -> None:\n    global a", "2: state outside of the function"),
        ("def f(a: dict[int, int]) -> None:\n    a[1] = 2", "2: f changes a"),
        ("def f(a: dict[int, int]) -> None:\n    del a[1]", "2: f changes a"),
        ("def f(a: dict[int, int]) -> None:\n    a.update({})", "2: f changes a"),
        ("def f(a: list[int]) -> None:\n    b = a\n    b.append(1)", "3: f changes b"),
        ("def f(a: X) -> None:\n    a.b.c = 2", "2: f changes a.b"),
        ("def f(a: X) -> None:\n    a.b[1] += 2", "2: f changes a.b"),
        ("def f(a: X) -> None:\n    a.b.sort()", "2: f changes a.b"),
        ("def f(a: X) -> None:\n    c = [1]\n    c, d = a\n    c[0] = 1", "4: f changes c"),
        ("cache = {}", "1: module variable that can be changed"),
        ("cache: dict[int, int] = dict()", "1: module variable that can be changed"),
        ("def f() -> None:\n" + "    f()\n" * 69, "1: f is 70 lines long or longer"),
    ],
)
def test_each_violation_is_found(source: str, expected: str) -> None:
    assert violations(source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "bound = 2**56",
        "def f(a: dict[int, int]) -> dict[int, int]:\n    b = dict(a)\n    del b[1]\n    return b",
        "def f() -> list[int]:\n    b: list[int] = []\n    b.append(1)\n    return b",
        "def f(a: int) -> int:\n    a += 1\n    return a // 2",
        "def f() -> None:\n" + "    f()\n" * 68,
    ],
)
def test_nothing_else_is_called_a_violation(source: str) -> None:
    assert violations(source) == []
