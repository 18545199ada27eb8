"""A change of the reference's source: one expression, or some statements, become others."""

import ast
import copy
import textwrap
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from tallystick.conformance.faults.private_copy import SERVER, module_names, parse


class ChangeError(ValueError):
    """A change that does not fit the reference: says where and what was looked for."""


def _dedented(text: str) -> str:
    return textwrap.dedent(text).strip()


@frozen
class Change:
    """Replace `old` by `new` at `where`: a module, or a function or class in it (`walk._trade`).

    The modules are those of the reference, or those of the server behind a pipe (`serve.Server`).

    Both are source text. `old` is compared as syntax, so that neither layout nor comments matter,
    and must occur exactly once. If it is an expression, so must be `new`; if it is statements,
    `new` may be any statements, or none.
    """

    where: str
    old: str = field(converter=_dedented)
    new: str = field(converter=_dedented)


def apply_changes(changes: Iterable[Change]) -> dict[str, ast.Module]:
    """The trees of the modules that are changed, by name; ChangeError if a change does not fit."""
    trees: dict[str, ast.Module] = {}
    for change in changes:
        module, *names = change.where.split(".")
        if module not in (*module_names(), *SERVER):
            raise ChangeError(f"{change.where}: the reference has no module {module}")
        tree = trees.setdefault(module, parse(module))
        _apply(_scope(tree, names, change.where), change)
        ast.fix_missing_locations(tree)
    return trees


def _apply(scope: ast.AST, change: Change) -> None:
    old, new = _parsed(change.old), _parsed(change.new)
    if isinstance(old, ast.expr):
        if not isinstance(new, ast.expr):
            raise ChangeError(f"{change.where}: an expression must replace {change.old!r}")
        swap = _Swap(old, new)
        swap.visit(scope)
        count = swap.count
    else:
        statements = [ast.Expr(new)] if isinstance(new, ast.expr) else new
        places = [(body, start) for body in _bodies(scope) for start in _runs(body, old)]
        count = len(places)
        for body, start in places:
            body[start : start + len(old)] = statements or [ast.Pass()]
    if count != 1:
        raise ChangeError(f"{change.where}: {count} places, not 1, read {change.old!r}")


def _parsed(text: str) -> ast.expr | list[ast.stmt]:
    body = ast.parse(text).body
    if len(body) == 1 and isinstance(body[0], ast.Expr):
        return body[0].value
    return body


def _scope(tree: ast.Module, names: Iterable[str], where: str) -> ast.AST:
    """The function or class of those names, one inside the other."""
    scope: ast.AST = tree
    for name in names:
        inner = [
            node
            for node in ast.iter_child_nodes(scope)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        ]
        if len(inner) != 1:
            raise ChangeError(f"{where}: there is no {name} there")
        scope = inner[0]
    return scope


class _Swap(ast.NodeTransformer):
    """Puts one expression in the place of every equal one, and counts them."""

    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self._old, self._new = ast.dump(old), new
        self.count = 0

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and ast.dump(node) == self._old:
            self.count += 1
            return copy.deepcopy(self._new)
        return self.generic_visit(node)


def _bodies(scope: ast.AST) -> Iterator[list[ast.stmt]]:
    """Every list of statements in a scope."""
    for node in ast.walk(scope):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list):
                yield body


def _runs(body: list[ast.stmt], old: list[ast.stmt]) -> Iterator[int]:
    """Where in a body the statements stand one after another."""
    wanted = [ast.dump(statement) for statement in old]
    dumped = [ast.dump(statement) for statement in body]
    for start in range(len(body) - len(old) + 1):
        if dumped[start : start + len(old)] == wanted:
            yield start
