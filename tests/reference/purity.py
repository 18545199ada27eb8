"""Finds in a module's source what a pure function of integers does not do."""

import ast
from collections.abc import Iterator

ALLOWED_IMPORTS = (
    *("attrs", "bisect", "collections.abc", "enum"),
    *("hashlib", "json", "types", "typing"),
)
BANNED_NAMES = (
    *("breakpoint", "compile", "eval", "exec", "input", "open", "print", "__import__"),
    *("complex", "float", "round", "frozenset", "set", "hash", "id"),
    *("delattr", "setattr", "globals", "locals", "vars"),
)
MUTATORS = (
    *("append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "sort"),
    *("add", "discard", "setdefault", "update"),
    *("__delitem__", "__setattr__", "__setitem__"),
)
FRESH_CALLS = ("dict", "list")
MAX_FUNCTION_LINES = 70


def violations(source: str) -> list[str]:
    """Every violation, as `line: what`, in the order of the lines."""
    tree = ast.parse(source)
    found = [(node.lineno, text) for node, text in _everywhere(tree)]
    found += [(node.lineno, text) for node, text in _in_functions(tree)]
    found += [(node.lineno, text) for node, text in _at_module_level(tree)]
    return [f"{line}: {text}" for line, text in sorted(found)]


def imported_modules(source: str) -> list[tuple[int, str]]:
    """Line and name of everything a module imports, at any depth; `.` before relative names."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            if module == "tallystick":
                found += [(node.lineno, f"tallystick.{alias.name}") for alias in node.names]
            else:
                found.append((node.lineno, module))
    return found


def _everywhere(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield node, "floating-point number"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node, "true division"
            case ast.BinOp(op=ast.Pow()) if not _is_constant(node):
                yield node, "power of a variable"
            case ast.Set() | ast.SetComp():
                yield node, "a set has no order"
            case ast.Name(id=name) if name in BANNED_NAMES:
                yield node, f"name {name}"
            case ast.Global() | ast.Nonlocal():
                yield node, "state outside of the function"
            case ast.Await() | ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith():
                yield node, "not synchronous"
            case ast.With() | ast.Try():
                yield node, "neither resources nor caught errors belong here"
            case ast.Import(names=names):
                for alias in names:
                    if not _is_allowed(alias.name):
                        yield node, f"import of {alias.name}"
            case ast.ImportFrom(module=module, level=level):
                if level or not _is_allowed(module or ""):
                    yield node, f"import of {module}"


def _is_allowed(module: str) -> bool:
    return (
        module in ALLOWED_IMPORTS
        or f"{module}.".startswith("tallystick.reference.")
        or (module == "tallystick.reference")
    )


def _is_constant(node: ast.AST) -> bool:
    return not any(isinstance(part, ast.Name | ast.Call | ast.Attribute) for part in ast.walk(node))


def _in_functions(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Functions that are too long or change something they did not make themselves."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        if (function.end_lineno or 0) - function.lineno + 1 >= MAX_FUNCTION_LINES:
            yield function, f"{function.name} is {MAX_FUNCTION_LINES} lines long or longer"
        own = _own_names(function)
        for node in ast.walk(function):
            for target in _changed_by(node):
                if not (isinstance(target, ast.Name) and target.id in own):
                    yield target, f"{function.name} changes {ast.unparse(target)}"


def _changed_by(node: ast.AST) -> list[ast.expr]:
    """The objects that a statement or a call changes in place."""
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            parts = [part for target in targets for part in ast.walk(target)]
            return [
                part.value
                for part in parts
                if isinstance(part, ast.Attribute | ast.Subscript)
                and isinstance(part.ctx, ast.Store | ast.Del)
            ]
        case ast.AnnAssign(target=ast.Attribute() | ast.Subscript() as target):
            return [target.value]
        case ast.AugAssign(target=ast.Attribute() | ast.Subscript() as target):
            return [target.value]
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in MUTATORS:
            return [value]
    return []


def _own_names(function: ast.FunctionDef) -> frozenset[str]:
    """Local names that are only ever bound to a dict or list made on the spot."""
    fresh: set[str] = set()
    other = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_fresh(value):
                fresh.add(name)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if _is_fresh(
                value
            ):
                fresh.add(name)
            case ast.Assign(targets=targets):
                other |= {part.id for target in targets for part in _names(target)}
            case ast.AnnAssign(target=target) | ast.For(target=target):
                other |= {part.id for part in _names(target)}
    return frozenset(fresh - other)


def _names(target: ast.expr) -> list[ast.Name]:
    return [
        part
        for part in ast.walk(target)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    ]


def _is_fresh(value: ast.expr) -> bool:
    match value:
        case ast.Dict() | ast.List() | ast.DictComp() | ast.ListComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in FRESH_CALLS
    return False


def _at_module_level(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Module variables that can be changed: lists and dicts not behind a `MappingProxyType`."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            value = statement.value
            if ast.unparse(statement).startswith("__all__ ="):
                continue
            if isinstance(value, ast.List | ast.Dict | ast.ListComp | ast.DictComp):
                yield statement, "module variable that can be changed"
            if isinstance(value, ast.Call) and ast.unparse(value.func) in FRESH_CALLS:
                yield statement, "module variable that can be changed"
