"""What the kernel's source may contain, so that it means the same compiled and interpreted."""

import ast
from pathlib import Path

import pytest

from tallystick.fast.build import kernel_names

OUTSIDE_MODULES = ("__future__", "librt", "mypy_extensions", "typing")
INTEGER_TYPES = ("i64", "i32", "i16", "u8", "int")

Function = ast.FunctionDef | ast.AsyncFunctionDef
SHIFTS = (ast.LShift, ast.RShift)


def kernel_source(root: Path, name: str) -> ast.Module:
    path = root / "fast" / "tallystick" / "fast" / "kernel" / f"{name}.py"
    return ast.parse(path.read_text(encoding="utf-8"))


def foreign_imports(tree: ast.Module, siblings: tuple[str, ...]) -> list[str]:
    """Imports of anything but a sibling, by a relative name, or one of the few outside modules."""
    found: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found += [n.name for n in names if n.name.split(".")[0] not in OUTSIDE_MODULES]
            case ast.ImportFrom(level=0, module=str(module)):
                found += [module] if module.split(".")[0] not in OUTSIDE_MODULES else []
            case ast.ImportFrom(level=1, module=str(module)):
                found += [f".{module}"] if module not in siblings else []
            case ast.ImportFrom(level=level, module=module):
                # `from . import x` would find another `__init__` in the compiled package.
                found.append("." * level + (module or ""))
    return found


def assigned_values(scope: ast.AST) -> dict[str, list[ast.expr | None]]:
    """All that each name is bound to; None stands for a value that is not one expression."""
    values: dict[str, list[ast.expr | None]] = {}
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                values.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name()):
                pass
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                values.setdefault(name, []).append(value)
            case ast.AugAssign(target=ast.Name(id=name)) | ast.arg(arg=name):
                values.setdefault(name, []).append(None)
            case ast.For(target=target):
                for part in ast.walk(target):
                    if isinstance(part, ast.Name):
                        values.setdefault(part.id, []).append(None)
    return values


def is_constant(
    value: ast.expr | None, names: dict[str, list[ast.expr | None]], seen: tuple[str, ...] = ()
) -> bool:
    """Whether mypyc may put the bare number in the place of the expression."""
    match value:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return is_constant(operand, names, seen)
        case ast.BinOp(left=left, right=right):
            return is_constant(left, names, seen) and is_constant(right, names, seen)
        case ast.Call(func=ast.Name(id=function), args=[argument]) if function in INTEGER_TYPES:
            return is_constant(argument, names, seen)
        case ast.Name(id=name) if name not in seen:
            # Bound once, to a constant; bound again it lives in a 64-bit variable.
            match names.get(name, []):
                case [only]:
                    return is_constant(only, names, (*seen, name))
                case []:
                    return name.isupper()  # imported from a sibling
    return False


def constant_shifts(tree: ast.Module) -> list[int]:
    """Lines that shift a constant.

    mypyc 2.4 writes it as a bare C number, so 32 bits wide: `1 << k` is wrong from k = 31 on, also
    behind a name or a local variable that is bound once. A parameter, an element of a vec or a
    variable that is bound again is 64 bits wide. A number shifted by a number is folded exactly.
    """
    module_names = assigned_values(
        ast.Module([s for s in tree.body if not isinstance(s, Function | ast.ClassDef)], [])
    )
    scopes = [node for node in ast.walk(tree) if isinstance(node, Function)]
    found: list[int] = []
    for scope in [tree, *scopes]:
        names = module_names if scope is tree else module_names | assigned_values(scope)
        for node in ast.walk(scope):
            if isinstance(node, ast.BinOp) and isinstance(node.op, SHIFTS):
                folded = isinstance(node.left, ast.Constant) and isinstance(
                    node.right, ast.Constant
                )
                if is_constant(node.left, names) and not folded:
                    found.append(node.lineno)
    return sorted(set(found))


@pytest.mark.parametrize("name", kernel_names())
def test_a_kernel_module_imports_only_its_siblings_and_the_integer_types(
    name: str, root: Path
) -> None:
    assert foreign_imports(kernel_source(root, name), kernel_names()) == []


@pytest.mark.parametrize("name", kernel_names())
def test_a_kernel_module_shifts_no_constant(name: str, root: Path) -> None:
    assert constant_shifts(kernel_source(root, name)) == []


def test_the_kernel_package_is_only_a_docstring(root: Path) -> None:
    body = kernel_source(root, "__init__").body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import tallystick.fast.build",
        "from tallystick.fast.kernel.other import f",
        "from ..build import status",
        "from . import other",
        "from .absent import f",
    ],
)
def test_a_foreign_import_is_found(line: str) -> None:
    assert foreign_imports(ast.parse(line), ("other",)) != []


@pytest.mark.parametrize(
    "line", ["from .other import f", "from librt.vecs import vec", "from typing import Final"]
)
def test_an_import_that_is_allowed_is_not_found(line: str) -> None:
    assert foreign_imports(ast.parse(line), ("other",)) == []


@pytest.mark.parametrize(
    "body",
    [
        "return 1 << k",
        "return 1 >> k",
        "return -1 << k",
        "return (1 + 2) << k",
        "return i64(1) << k",
        "return ONE << k",
        "return IMPORTED << k",
        "one: i64 = 1\n    return one << k",
        "one: i64\n    one = 1\n    return one << k",
        "one = ONE\n    two = one\n    return two << k",
    ],
)
def test_a_constant_shift_is_found(body: str) -> None:
    source = f"ONE: Final = 1\n\ndef f(k: i64) -> i64:\n    {body}\n"
    assert constant_shifts(ast.parse(source)) != []


@pytest.mark.parametrize(
    "body",
    [
        "return 1 << 40",
        "return one << k",
        "return words[k] >> k",
        "return (one + 1) << k",
        "mask: i64 = 1\n    mask <<= k\n    return mask",
        "mask: i64 = 1\n    while mask < k:\n        mask = mask << 1\n    return mask",
    ],
)
def test_a_shift_that_is_64_bits_wide_is_not_found(body: str) -> None:
    source = f"def f(k: i64, one: i64, words: vec[i64]) -> i64:\n    {body}\n"
    assert constant_shifts(ast.parse(source)) == []
