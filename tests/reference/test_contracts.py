"""The contracts of the pure functions hold on all paths; `contracts.toml` says for which.

First a file of false claims shows that the checker refutes.
"""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tallystick.reference.types.choices import Side

HERE = Path(__file__).parent
LEDGER: dict[str, dict[str, Any]] = tomllib.loads(
    (HERE / "contracts.toml").read_text(encoding="utf-8")
)
FUNCTIONS = [(module, name) for module, functions in LEDGER.items() for name in functions]
FALSE_CLAIMS = HERE / "false_claims.py"
SECONDS = 5
SECONDS_OF_RETRY = 12 * SECONDS
REPORT = re.compile(r"^(?P<file>.+?):(?P<line>\d+): (?P<kind>error|info|warning): (?P<text>.*)$")
CONFIRMED = "info: Confirmed over all paths."


def check(seconds: int, *targets: str) -> list[tuple[Path, int, str]]:
    """File, line and verdict of every contract in the targets."""
    arguments = ["--analysis_kind=asserts", "--report_all", f"--per_condition_timeout={seconds}"]
    finished = subprocess.run(
        [sys.executable, "-m", "crosshair", "check", *arguments, *targets],
        capture_output=True,
        text=True,
        check=False,
        timeout=50 * seconds,
    )
    reports = [REPORT.match(line) for line in finished.stdout.splitlines()]
    assert finished.returncode in (0, 1), finished.stderr
    return [
        (Path(report["file"]), int(report["line"]), f"{report['kind']}: {report['text']}")
        for report in reports
        if report is not None
    ]


def named(path: Path, reports: list[tuple[Path, int, str]]) -> dict[str, str]:
    """The verdicts by the name of the function in whose lines they are."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    verdicts = {}
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        lines = range(function.lineno, (function.end_lineno or 0) + 1)
        for file, line, verdict in reports:
            if file == path and line in lines:
                verdicts[function.name] = verdict
    return verdicts


def path_of(module: str) -> Path:
    """The source of a module of the reference."""
    return Path(importlib.import_module(f"tallystick.reference.{module}").__file__ or "")


@pytest.fixture(scope="module")
def verdicts() -> Mapping[tuple[str, str], str]:
    """The verdict of every function in the ledger that has a contract."""
    targets = [f"tallystick.reference.{module}" for module in LEDGER]
    reports = check(SECONDS, *targets)
    found = {
        (module, name): verdict
        for module in LEDGER
        for name, verdict in named(path_of(module), reports).items()
    }
    for (module, name), verdict in found.items():
        if LEDGER[module][name]["status"] == "confirmed" and verdict != CONFIRMED:
            again = check(SECONDS_OF_RETRY, f"tallystick.reference.{module}.{name}")
            found |= {(module, name): named(path_of(module), again)[name]}
    return found


def test_false_claims_are_refuted() -> None:
    found = named(FALSE_CLAIMS, check(SECONDS, str(FALSE_CLAIMS)))
    unknown = found.pop("every_number_comes_down_to_1")
    assert unknown == "info: Not confirmed."
    assert set(found) == {
        "slicing_a_fee_costs_nothing",
        "keeping_too_little",
        "only_one_order_is_cut",
        "products_fit_into_64_bits",
    }
    assert all(verdict.startswith("error: AssertionError") for verdict in found.values()), found


def test_the_ledger_lists_every_function_of_its_modules() -> None:
    for module, functions in LEDGER.items():
        tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
        assert list(functions) == [
            node.name for node in tree.body if isinstance(node, ast.FunctionDef)
        ]


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_a_contract_holds_as_the_ledger_says(
    verdicts: Mapping[tuple[str, str], str], module: str, name: str
) -> None:
    expected = {"confirmed": CONFIRMED, "bounded": "info: Not confirmed.", "tested": None}
    assert verdicts.get((module, name)) == expected[LEDGER[module][name]["status"]]


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_a_precondition_can_be_met(module: str, name: str) -> None:
    entry = LEDGER[module][name]
    function: Callable[..., object] = getattr(
        importlib.import_module(f"tallystick.reference.{module}"), name
    )
    assert ("meets" in entry) == (entry["status"] != "tested")
    if "meets" in entry:
        function(*(Side(each) if isinstance(each, str) else each for each in entry["meets"]))
