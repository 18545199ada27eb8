"""A prover for small claims about unbounded numbers: Z3, which also finds counter-examples."""

import importlib
from typing import Any

z3: Any = importlib.import_module("z3")

MILLISECONDS = 30_000


def is_proved(known: list[Any], claim: Any) -> bool:
    """Whether the claim holds for all numbers of which this is known.

    False only with a counter-example; a claim that is neither proved nor refuted fails the test.
    """
    solver = z3.Solver()
    solver.set("timeout", MILLISECONDS)
    solver.add(*known, z3.Not(claim))
    verdict = solver.check()
    assert verdict != z3.unknown, solver.reason_unknown()
    return bool(verdict == z3.unsat)


def size(number: Any) -> Any:
    """|number|."""
    return z3.If(number >= 0, number, -number)


def least(first: Any, *others: Any) -> Any:
    """The least of some numbers."""
    found = first
    for other in others:
        found = z3.If(other < found, other, found)
    return found


def is_ceiling(quotient: Any, number: Any, unit: int) -> Any:
    """Whether `quotient` is `ceil_div(number, unit)`."""
    return z3.And((quotient - 1) * unit < number, number <= quotient * unit)


def is_floor(quotient: Any, number: Any, unit: int) -> Any:
    """Whether `quotient` is `floor_div(number, unit)`."""
    return z3.And(quotient * unit <= number, number < (quotient + 1) * unit)
