"""Arithmetic of spec examples and vectors: small integer expressions, evaluated by no engine.

The grammar is whole numbers, powers such as `2^30`, `+`, `-`, `*`, a leading minus, and the four
functions of spec chapter 00: `floor_div` and `ceil_div` (NUM-020), `min` and `max`. Everything else
is refused.
"""

import ast
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

MAX_CHARACTERS = 500
"""Longest expression."""
MAX_DEPTH = 30
"""Deepest nesting of operators and calls."""
MAX_BITS = 512
"""Widest number, also on the way; the widest of the spec has 80 bits (NUM-011)."""

_POWER = re.compile(r"(?<![\w^.])2\^([0-9]{1,3})(?![\w^.])")


class ArithmeticProblem(ValueError):  # noqa: N818 - it is the text that has a problem
    """The text is not an expression of this grammar, or leaves its bounds; the message says how."""


def evaluate(expression: str) -> int:
    """The whole number that an expression such as `ceil_div(13331 * 30, 100000)` stands for.

    Raises ArithmeticProblem if the text is malformed, too large, or divides by less than 1.
    """
    return _number(_parse(expression), MAX_DEPTH)


def holds(statement: str) -> bool:
    """Whether both sides of a statement `expression == expression` are the same number.

    Raises ArithmeticProblem if the text is no such statement.
    """
    match _parse(statement):
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _number(left, MAX_DEPTH) == _number(right, MAX_DEPTH)
        case _:
            raise ArithmeticProblem(f"expected one `==` between two expressions: {statement!r}")


def _parse(text: str) -> ast.expr:
    if len(text) > MAX_CHARACTERS:
        raise ArithmeticProblem(f"longer than {MAX_CHARACTERS} characters")
    try:
        return ast.parse(_POWER.sub(_power_of_two, text.strip()), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ArithmeticProblem(f"not an expression: {text!r}") from error


def _power_of_two(match: re.Match[str]) -> str:
    """The number that a power stands for; one too wide is refused when it is met."""
    return str(2 ** int(match[1]))


def _number(node: ast.expr, depth: int) -> int:
    if depth == 0:
        raise ArithmeticProblem(f"nested deeper than {MAX_DEPTH}")
    number = _combine(node, depth - 1)
    if number.bit_length() > MAX_BITS:
        raise ArithmeticProblem(f"a number wider than {MAX_BITS} bits")
    return number


def _combine(node: ast.expr, depth: int) -> int:
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand, depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _number(left, depth) + _number(right, depth)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _number(left, depth) - _number(right, depth)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _number(left, depth) * _number(right, depth)
        case ast.Call(func=ast.Name(id=name), args=[first, second], keywords=[]):
            if name in FUNCTIONS:
                return FUNCTIONS[name](_number(first, depth), _number(second, depth))
    raise ArithmeticProblem(
        "expected whole numbers, + - *, and "
        f"{', '.join(FUNCTIONS)} of two arguments: {ast.unparse(node)!r}"
    )


def _floor_div(dividend: int, divisor: int) -> int:
    if divisor < 1:
        raise ArithmeticProblem(f"divisor {divisor}: expected at least 1")
    return dividend // divisor


def _ceil_div(dividend: int, divisor: int) -> int:
    return -_floor_div(-dividend, divisor)


FUNCTIONS: Mapping[str, Callable[[int, int], int]] = MappingProxyType(
    {"floor_div": _floor_div, "ceil_div": _ceil_div, "min": min, "max": max}
)
"""What an expression may call, each with two arguments."""
