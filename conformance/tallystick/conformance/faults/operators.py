"""Small changes of a syntax tree, each of which makes another program of it.

The operators: a comparison is moved by one or turned round; `and` and `or`, `min` and `max`, `+`
and `-`, rounding up and down change places; a product becomes a sum; a `not` is dropped, or put
before a condition; an integer is one higher or lower, a flag the other, a choice or reason the next
of its kind; a statement is left out; a function returns at once. Assertions and annotations are
left alone, and so are assignments without which a name would be unknown.
"""

import ast
import copy
from collections.abc import Callable, Iterator

from attrs import frozen

from tallystick.reference.types import choices, reasons

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
}
PARTNERS = {"min": "max", "max": "min"}
CHOICES = {
    kind.__name__: [member.name for member in kind]
    for kind in (
        choices.FundingSource,
        choices.MarketKind,
        choices.OrderType,
        choices.Profile,
        choices.RemovalCause,
        choices.SelfTrade,
        choices.Side,
        reasons.Reason,
    )
}

EARLY_ANSWERS = {
    "bool": ("True", "False"),
    "None": ("None",),
    "State": ("state",),
    "Verdict": ("Applied(state, ())",),
}
"""What a function with such a return type can answer without looking."""


@frozen
class Edit:
    """One possible change: where, the statement before and after, and how to make it.

    `was` and `now` are the statement without what is indented below it; `now` is empty if it is
    left out. `apply` changes the tree from which the edit was made, and can be called once.
    """

    scope: str
    line: int
    was: str
    now: str
    apply: Callable[[], None]


def edits(tree: ast.Module) -> Iterator[Edit]:
    """Every edit of a module, in the order of its lines."""
    imported = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    names = {alias.name for node in imported for alias in node.names}
    yield from _edits_of_body(tree.body, "", frozenset(names))


def _edits_of_body(body: list[ast.stmt], scope: str, known: frozenset[str]) -> Iterator[Edit]:
    """`known` are the names that are bound before the body begins."""
    for index, statement in enumerate(body):
        match statement:
            case ast.FunctionDef():
                name = f"{scope}.{statement.name}".lstrip(".")
                inside = known | {argument.arg for argument in statement.args.args}
                yield from _early_returns(statement, name, inside)
                yield from _edits_of_body(statement.body, name, inside)
                continue
            case ast.ClassDef() | ast.Import() | ast.ImportFrom() | ast.Assert():
                continue
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                continue
        yield from _edits_of_expressions(statement, scope)
        if scope and _may_be_left_out(statement, known):
            yield Edit(scope, statement.lineno, _head(statement), "", _removal(body, index))
        for inner in _inner_bodies(statement):
            yield from _edits_of_body(inner, scope, known)
        known |= _bound_names(statement)


def _edits_of_expressions(statement: ast.stmt, scope: str) -> Iterator[Edit]:
    """Edits of a statement's own expressions, not of the statements inside it."""
    for holder, field, index in _slots(statement):
        items = getattr(holder, field)
        old = items if index is None else items[index]
        for new in _alternatives(old, is_condition=field == "test"):
            apply = _setter(holder, field, index, new)
            was = _head(statement)
            apply()
            ast.fix_missing_locations(statement)
            now = _head(statement)
            _setter(holder, field, index, old)()
            yield Edit(scope, old.lineno, was, now, apply)


def _slots(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Where expressions stand: the node that holds one, the field, the position in a list."""
    for field, content in ast.iter_fields(node):
        if field in ("annotation", "returns", "targets", "target", "pattern"):
            continue
        for index, part in enumerate(content if isinstance(content, list) else [content]):
            if isinstance(part, ast.stmt | ast.pattern) or not isinstance(part, ast.AST):
                continue
            if isinstance(part, ast.match_case):
                continue
            if isinstance(part, ast.expr):
                yield node, field, index if isinstance(content, list) else None
            yield from _slots(part)


def _alternatives(old: ast.expr, *, is_condition: bool) -> Iterator[ast.expr]:
    match old:
        case ast.Compare(ops=operators):
            for position, operator in enumerate(operators):
                for other in COMPARISONS[type(operator)]:
                    new = copy.deepcopy(old)
                    new.ops[position] = other()
                    yield new
        case ast.BoolOp(op=operator, values=parts):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), parts)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(flag)):
            yield ast.Constant(not flag)
        case ast.Constant(value=int(number)):
            yield ast.Constant(number + 1)
            yield ast.Constant(number - 1)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
            yield ast.BinOp(left, ARITHMETIC[type(operator)](), right)
        case ast.Call(func=ast.Name(id="floor_div"), args=[above, below]):
            rounded_down = ast.BinOp(ast.UnaryOp(ast.USub(), above), ast.FloorDiv(), below)
            yield ast.UnaryOp(ast.USub(), rounded_down)
        case ast.Call(func=ast.Name(id="ceil_div"), args=[above, below]):
            yield ast.BinOp(above, ast.FloorDiv(), below)
        case ast.Name(id=name) if name in PARTNERS:
            yield ast.Name(PARTNERS[name], ast.Load())
        case ast.Attribute(value=ast.Name(id=kind), attr=member) if kind in CHOICES:
            members = CHOICES[kind]
            following = members[(members.index(member) + 1) % len(members)]
            yield ast.Attribute(old.value, following, ast.Load())
    if is_condition and isinstance(old, ast.Name | ast.Attribute | ast.Call):
        yield ast.UnaryOp(ast.Not(), old)


def _may_be_left_out(statement: ast.stmt, known: frozenset[str]) -> bool:
    match statement:
        case ast.Expr() | ast.AugAssign() | ast.Delete() | ast.Continue():
            return not ast.unparse(statement).startswith("assert_never(")
        case ast.If():
            return not statement.orelse
        case ast.Assign():
            return _bound_names(statement) <= known
    return False


def _bound_names(statement: ast.stmt) -> set[str]:
    """Names that the statement or one inside it binds; those of comprehensions stay inside."""
    bound: set[str] = set()
    for node in ast.walk(statement):
        targets: list[ast.expr] = []
        match node:
            case ast.Assign():
                targets = node.targets
            case ast.AnnAssign() | ast.AugAssign() | ast.For():
                targets = [node.target]
        parts = (part for target in targets for part in ast.walk(target))
        bound |= {part.id for part in parts if isinstance(part, ast.Name)}
    return bound


def _early_returns(function: ast.FunctionDef, scope: str, known: frozenset[str]) -> Iterator[Edit]:
    """Answers that a function could give without looking."""
    returns = ast.unparse(function.returns) if function.returns else ""
    answers = EARLY_ANSWERS.get("None" if returns.endswith("| None") else returns, ())
    for answer in answers:
        statement = ast.parse(f"return {answer}").body[0]
        if {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)} <= known:
            apply = _insertion(function.body, statement)
            yield Edit(scope, function.lineno, f"def {function.name}", f"return {answer}", apply)


def _inner_bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    match statement:
        case ast.If() | ast.For() | ast.While():
            yield statement.body
            yield statement.orelse
        case ast.Match(cases=cases):
            for case in cases:
                yield case.body


def _head(statement: ast.stmt) -> str:
    """The statement in one line, without the statements inside it."""
    match statement:
        case ast.If(test=test):
            return f"if {ast.unparse(test)}:"
        case ast.While(test=test):
            return f"while {ast.unparse(test)}:"
        case ast.For(target=target, iter=iterable):
            return f"for {ast.unparse(target)} in {ast.unparse(iterable)}:"
        case ast.Match(subject=subject):
            return f"match {ast.unparse(subject)}:"
    return ast.unparse(statement)


def _setter(holder: ast.AST, field: str, index: int | None, new: ast.expr) -> Callable[[], None]:
    def set_part() -> None:
        if index is None:
            setattr(holder, field, new)
        else:
            getattr(holder, field)[index] = new

    return set_part


def _removal(body: list[ast.stmt], index: int) -> Callable[[], None]:
    def remove() -> None:
        body[index] = ast.copy_location(ast.Pass(), body[index])

    return remove


def _insertion(body: list[ast.stmt], statement: ast.stmt) -> Callable[[], None]:
    return lambda: body.insert(0, statement)
