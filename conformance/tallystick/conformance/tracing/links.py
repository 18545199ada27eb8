"""Where the files of a checkout name a clause: `links` reads them as text and imports nothing.

A line of the reference decides a clause if its comment carries the tag, or a whole module if its
docstring does. Clauses of chapters 10 and 11 are decided in the kit: by a tagged line, or by one
that reports the clause as a string. A test is linked by an id anywhere in its function; an id
elsewhere in a module below `tests/` counts for that module, once. "A to B" names no clause.
"""

import ast
import io
import json
import re
import tokenize
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from pathlib import Path

from attrs import frozen

from tallystick.conformance.tracing.clauses import CLAUSE_ID, Place

REFERENCE = "reference/tallystick/reference"
KIT = "conformance/tallystick/conformance"
DECIDED_IN_THE_KIT = ("INV", "CNF")
_TAG = re.compile(r"(?<!# )\[([A-Z]{3}-[0-9]{3})\]")
_TAGS = re.compile(r"#(?: \[[A-Z]{3}-[0-9]{3}\])+")
_SPAN = re.compile(rf"{CLAUSE_ID.pattern} to {CLAUSE_ID.pattern}")
_NOT_JUDGES = (
    f"{KIT}/faults/catalogue/",
    f"{KIT}/tracing/",
    "tests/conformance/reports/",
    "tests/conformance/tracing/",
)
"""Here ids stand for what is wrong, or for what is looked up."""


@unique
class Kind(StrEnum):
    """What names a clause."""

    LINE = "tag"
    TEST = "test"
    VECTOR = "vector"
    FAULT = "fault"
    REASON = "reason"
    PARAMETER = "parameter"


@frozen
class Link:
    """One thing that names one clause."""

    kind: Kind
    clause: str
    place: Place


def read_links(root: Path) -> Iterator[Link]:
    """Every link of a checkout."""
    for folder in (REFERENCE, "fast/tallystick/fast", KIT):
        for path, name, source in _modules(root, folder):
            yield from _tags(name, source, is_reference=folder == REFERENCE)
            if name.startswith(f"{KIT}/faults/catalogue/"):
                yield from _faults(name, path.stem, source)
    for _path, name, source in _modules(root, "tests"):
        if not name.startswith(_NOT_JUDGES):
            yield from _tests(name, source)
    for path in sorted((root / KIT / "vectors").glob("*.json")):
        place = Place(path.relative_to(root).as_posix(), 1, path.stem)
        for clause in json.loads(path.read_bytes())["clauses"]:
            yield Link(Kind.VECTOR, clause, place)
    for kind in (Kind.REASON, Kind.PARAMETER):
        path = root / "spec" / f"{kind}s.toml"
        for row in tomllib.loads(path.read_text(encoding="utf-8"))[kind]:
            place = Place(path.relative_to(root).as_posix(), 1, row["name"])
            yield Link(kind, row["clause"], place)


def read_contracts(root: Path) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Status of every function in the ledger of contracts, and the clauses its text names."""
    path = root / "tests/reference/contracts.toml"
    contracts = {}
    for module, functions in tomllib.loads(path.read_text(encoding="utf-8")).items():
        source = (root / REFERENCE / f"{module}.py").read_text(encoding="utf-8")
        lines = source.splitlines()
        for function in _functions(ast.parse(source)):
            if function.name in functions:
                text = "\n".join(lines[function.lineno - 1 : function.end_lineno])
                status = functions[function.name]["status"]
                key = f"{REFERENCE}/{module}.py {function.name}"
                contracts[key] = (status, frozenset(CLAUSE_ID.findall(_SPAN.sub("", text))))
    return contracts


def _modules(root: Path, folder: str) -> Iterator[tuple[Path, str, str]]:
    for path in sorted((root / folder).rglob("*.py")):
        yield path, path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def _tags(path: str, source: str, *, is_reference: bool) -> Iterator[Link]:
    tree = ast.parse(source, path)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        clauses: list[str] = []
        if token.type == tokenize.COMMENT and _TAGS.fullmatch(token.string):
            clauses = re.findall(r"[A-Z]{3}-[0-9]{3}", token.string)
        elif token.type == tokenize.STRING and is_reference:
            clauses = _TAG.findall(token.string)
        elif token.type == tokenize.STRING and not path.startswith(_NOT_JUDGES):
            clauses = [
                clause
                for clause in CLAUSE_ID.findall(token.string)
                if clause.startswith(DECIDED_IN_THE_KIT) and token.string.strip("\"'") == clause
            ]
        for clause in clauses:
            line = token.start[0]
            yield Link(Kind.LINE, clause, Place(path, line, _function_at(tree, line)))


def _tests(path: str, source: str) -> Iterator[Link]:
    seen = set()
    tree = ast.parse(source, path)
    for number, line in enumerate(_SPAN.sub("", source).splitlines(), start=1):
        for clause in CLAUSE_ID.findall(line):
            function = _function_at(tree, number)
            name = function if function.startswith("test_") else ""
            if (name, clause) not in seen:
                seen.add((name, clause))
                yield Link(Kind.TEST, clause, Place(path, number, name))


def _faults(path: str, name: str, source: str) -> Iterator[Link]:
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.keyword) and node.arg == "clause":
            assert isinstance(node.value, ast.Constant)
            yield Link(Kind.FAULT, str(node.value.value), Place(path, node.value.lineno, name))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _function_at(tree: ast.AST, line: int) -> str:
    """The outermost function that has the line, its decorators included, or nothing."""
    for function in _functions(tree):
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        if first <= line <= (function.end_lineno or first):
            return function.name
    return ""
