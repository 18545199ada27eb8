"""What the contracts of the reference see of a fault: at run time, and as CrossHair judges them.

A contract is an assertion in the reference's source. CrossHair is asked about the pure modules
only, and only where a function with contracts was changed: it then searches all integers.
"""

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from enum import StrEnum, unique
from importlib.util import find_spec
from pathlib import Path

from tallystick.conformance.faults.change import apply_changes
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import opener_of
from tallystick.conformance.faults.private_copy import is_broken_contract, parse
from tallystick.conformance.vectors import Vector
from tallystick.conformance.verdicts import Case

PURE_MODULES = ("numbers", "crossing", "fees", "reservation")
SECONDS = 5
"""What CrossHair may spend on one contract."""
_REFUTED = re.compile(r"^.+?:\d+: error: AssertionError", re.MULTILINE)
_FINISHED = (0, 1)


class MissingToolError(RuntimeError):
    """CrossHair is not installed."""


class FailedToolError(RuntimeError):
    """CrossHair is installed, and ended otherwise than it should; says how in one line."""


@unique
class Judgement(StrEnum):
    """What CrossHair says of a fault."""

    REFUTED = "refuted"
    NOT_REFUTED = "not refuted"
    NOT_ASKED = "not asked"


def commands_until_broken(fault: Fault, case: Case) -> int | None:
    """After how many commands of a case a contract is broken; None if none is.

    Any other error ends the case: that is no sighting.
    """
    if fault.is_of_the_pipe:
        return None
    count = 0
    try:
        engine = opener_of(fault, with_contracts=True)(case.profile, case.parameters)
        for command in case.commands:
            count += 1
            engine.apply(command)
    except Exception as error:
        return count if is_broken_contract(error) else None
    return None


def has_vector_that_breaks(fault: Fault, vectors: Iterable[Vector]) -> bool:
    """Whether a contract is broken on the way through a vector."""
    return any(commands_until_broken(fault, vector.case) is not None for vector in vectors)


def judgement_on(fault: Fault, seconds: int = SECONDS) -> Judgement:
    """Whether CrossHair refutes a contract of a function that the fault changes.

    MissingToolError if it is to be asked and is not there, FailedToolError if it gives no answer.
    """
    names = sorted(_changed_functions(fault))
    if not names:
        return Judgement.NOT_ASKED
    if find_spec("crosshair") is None:
        raise MissingToolError("this needs crosshair-tool, one of the development tools")
    trees = apply_changes(fault.changes)
    with tempfile.TemporaryDirectory() as folder:
        targets: list[str] = []
        for module in sorted({module for module, _name in names}):
            path = Path(folder) / f"faulty_{module}.py"
            path.write_text(ast.unparse(trees[module]), encoding="utf-8")
            lines = _lines_of(path, {name for where, name in names if where == module})
            targets += [f"{path}:{line}" for line in lines]
        is_refuted = _is_refuted(targets, seconds)
    return Judgement.REFUTED if is_refuted else Judgement.NOT_REFUTED


def _changed_functions(fault: Fault) -> Iterator[tuple[str, str]]:
    """Module and name of every changed function of a pure module that has contracts."""
    for change in fault.changes:
        module, *names = change.where.split(".")
        if module in PURE_MODULES:
            functions = (node for node in parse(module).body if isinstance(node, ast.FunctionDef))
            for function in functions:
                has_contract = any(isinstance(part, ast.Assert) for part in function.body)
                if has_contract and [function.name] == names:
                    yield module, function.name


def _lines_of(path: Path, names: set[str]) -> Iterator[int]:
    """A line inside of each of the functions."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield node.body[0].lineno


def _is_refuted(targets: list[str], seconds: int) -> bool:
    most_seconds = 20 * seconds
    try:
        finished = subprocess.run(
            [
                *(sys.executable, "-m", "crosshair", "check", "--analysis_kind=asserts"),
                *(f"--per_condition_timeout={seconds}", *targets),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=most_seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise FailedToolError(f"crosshair gave no answer in {most_seconds} seconds") from error
    if finished.returncode not in _FINISHED:
        last_words = (finished.stderr.strip() or "it says nothing").splitlines()[-1]
        raise FailedToolError(f"crosshair failed with status {finished.returncode}: {last_words}")
    return _REFUTED.search(finished.stdout) is not None
