"""Whether a tagged line matters: without it, a vector linked to it must fail.

The statement on the line is left out of a private copy of the reference. Where that leaves no
engine that answers, which shows only that the line is reached, the mutants of the line are tried,
until a vector sees a wrong answer.
"""

import ast
import random
from collections.abc import Iterator, Sequence
from enum import StrEnum, unique
from functools import cache, partial
from pathlib import Path

from attrs import frozen

from tallystick.conformance.faults.mutants import Fate, mutants_of, try_mutants
from tallystick.conformance.faults.private_copy import PrivateEngine, changed_copy, parse
from tallystick.conformance.faults.strength import sound_vectors
from tallystick.conformance.runner import Limits
from tallystick.conformance.tracing.clauses import Place
from tallystick.conformance.tracing.links import REFERENCE, Kind
from tallystick.conformance.tracing.matrix import Lack, Matrix
from tallystick.conformance.vectors import Vector, run_vector
from tallystick.conformance.verdicts import Verdict

LIMITS = Limits(step_seconds=0.5)
"""A line left out may leave a walk that never ends."""


@unique
class Sight(StrEnum):
    """What the linked vectors see of a reference without the line."""

    WRONG = "wrong answer"
    NO_ANSWER = "no answer"
    UNSEEN = "unseen"


@frozen
class Trial:
    """One line that was changed, how, and the vector that noticed."""

    clause: str
    place: Place
    change: str
    sight: Sight
    vector: str


def sample_trials(matrix: Matrix, size: int, seed: int) -> Iterator[Trial]:
    """Try one line of each of `size` clauses, or of all that can be tried if those are fewer.

    The vectors linked to a line are those of all clauses that it is tagged with.
    """
    generator = random.Random(seed)
    lines = tagged_lines(matrix)
    clauses = sorted({clause for clause, _place in lines})
    for clause in sorted(generator.sample(clauses, min(size, len(clauses)))):
        place = generator.choice([place for other, place in lines if other == clause])
        tags = {other for other, other_place in lines if other_place == place}
        yield try_line(clause, place, [each for each in sound_vectors() if tags & {*each.clauses}])


def tagged_lines(matrix: Matrix) -> list[tuple[str, Place]]:
    """The tagged lines of the reference that are code, of clauses with vectors, unless exempt.

    A copy shares the types with the live engine, so a line of them cannot be left out.
    """
    return [
        (row.clause.id, place)
        for row in matrix.rows
        if row.places[Kind.VECTOR] and Lack.TRIAL not in row.exempt
        for place in row.places[Kind.LINE]
        if Path(place.path).parent == Path(REFERENCE) and _is_code(place)
    ]


def try_line(clause: str, place: Place, vectors: Sequence[Vector]) -> Trial:
    """Leave a line out, and if nothing answers then, try its mutants.

    A line that can be left out without any vector noticing is unseen, whatever else they notice.
    """
    trial = _leave_out(clause, place, vectors)
    if trial.sight is Sight.NO_ANSWER:
        mutants = (one for one in mutants_of(Path(place.path).stem) if one.line == place.line)
        for tried in try_mutants(mutants, vectors):
            if tried.fate is Fate.KILLED:
                change = f"{tried.mutant.was} -> {tried.mutant.now or 'pass'}"
                return Trial(clause, place, change, Sight.WRONG, tried.vector)
    return trial


def _leave_out(clause: str, place: Place, vectors: Sequence[Vector]) -> Trial:
    module = Path(place.path).stem
    tree = parse(module)
    statement = _statement(tree, place.line)
    change = " ".join(f"{ast.unparse(statement)} -> pass".split())
    _Without(statement).visit(tree)
    sight, seen_by = Sight.UNSEEN, ""
    try:
        opener = partial(PrivateEngine, changed_copy({module: tree}))
    except Exception:
        return Trial(clause, place, change, Sight.NO_ANSWER, "")
    for vector in vectors:
        finding = run_vector(vector, opener, LIMITS)
        if finding is not None:
            is_wrong = finding.verdict is Verdict.DIVERGED
            sight, seen_by = Sight.WRONG if is_wrong else Sight.NO_ANSWER, vector.id
        if sight is Sight.WRONG:
            break
    return Trial(clause, place, change, sight, seen_by)


@cache
def _is_code(place: Place) -> bool:
    """Whether the tag is of a statement that does something, and not of a docstring."""
    return not isinstance(_statement(parse(Path(place.path).stem), place.line), ast.Expr | ast.Pass)


def _statement(tree: ast.Module, line: int) -> ast.stmt:
    """The innermost statement that has the line."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    around = [each for each in statements if each.lineno <= line <= (each.end_lineno or line)]
    return min(around, key=lambda each: (each.end_lineno or line) - each.lineno)


class _Without(ast.NodeTransformer):
    """Puts `pass` in the place of one statement."""

    def __init__(self, statement: ast.stmt) -> None:
        self._statement = statement

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._statement:
            return ast.copy_location(ast.Pass(), node)
        return self.generic_visit(node)
