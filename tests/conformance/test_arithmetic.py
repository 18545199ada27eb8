"""The evaluator of example blocks and of the arithmetic of vectors."""

import pytest

from tallystick.conformance.arithmetic import (
    MAX_BITS,
    MAX_CHARACTERS,
    MAX_DEPTH,
    ArithmeticProblem,
    evaluate,
    holds,
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("7", 7),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("-3 - -4", 1),
        (" 72057594037927936 * 50000 ", 3_602_879_701_896_396_800_000),
        ("floor_div(7, 2)", 3),
        ("floor_div(-7, 2)", -4),
        ("floor_div(-1, 10)", -1),
        ("floor_div(0, 1)", 0),
        ("ceil_div(7, 2)", 4),
        ("ceil_div(6, 2)", 3),
        ("ceil_div(-9, 10)", 0),
        ("ceil_div(-10, 10)", -1),
        ("ceil_div(-11, 10)", -1),
        ("ceil_div(1, 100000)", 1),
        ("min(24, 3)", 3),
        ("max(0, 5 - ceil_div(20 * 10, 15))", 0),
        ("2^30", 1_073_741_824),
        ("3 * 2^2 - 2^0", 11),
        ("-2^2", -4),
    ],
)
def test_evaluates_whole_numbers_exactly(expression: str, expected: int) -> None:
    assert evaluate(expression) == expected


@pytest.mark.parametrize("dividend", range(-12, 13))
@pytest.mark.parametrize("divisor", range(1, 6))
def test_quotients_meet_their_definition(dividend: int, divisor: int) -> None:
    floor = evaluate(f"floor_div({dividend}, {divisor})")
    ceiling = evaluate(f"ceil_div({dividend}, {divisor})")
    assert floor * divisor <= dividend < (floor + 1) * divisor
    assert (ceiling - 1) * divisor < dividend <= ceiling * divisor


def test_a_statement_holds_or_not() -> None:
    assert holds("600 + 900 == floor_div(1000 * 15, 10)")
    assert not holds("600 + 901 == floor_div(1000 * 15, 10)")


@pytest.mark.parametrize("statement", ["1", "1 == 1 == 1", "1 <= 2", "1 != 2", "x == 1", ""])
def test_what_is_no_statement_is_refused(statement: str) -> None:
    with pytest.raises(ArithmeticProblem):
        holds(statement)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "1 +",
        "1 +\n2",
        "\x00",
        "7 // 2",
        "7 / 2",
        "7 % 2",
        "2 ** 9",
        "3^2",
        "2^x",
        "2^-1",
        "2^3^2",
        "12^2",
        "2^1.5",
        "(1 + 1)^2",
        "2^1000",
        "1 << 9",
        "+1",
        "~1",
        "1.0",
        "True",
        "'1'",
        "None",
        "x",
        "1 == 1",
        "1 if 1 else 2",
        "[1]",
        "min",
        "min(1)",
        "min(1, 2, 3)",
        "min(*[1, 2])",
        "max(1, b=2)",
        "abs(1)",
        "pow(2, 3)",
        "__import__('os')",
        "int.bit_count(5)",
        "(n := 3)",
        "(lambda: 1)()",
    ],
)
def test_what_is_outside_the_grammar_is_refused(expression: str) -> None:
    with pytest.raises(ArithmeticProblem):
        evaluate(expression)


@pytest.mark.parametrize("call", ["floor_div(1, 0)", "ceil_div(1, 0)", "floor_div(1, -2)"])
def test_a_divisor_is_at_least_1(call: str) -> None:
    with pytest.raises(ArithmeticProblem, match="divisor"):
        evaluate(call)


def test_the_text_is_bounded() -> None:
    longest = "1" + " " * (MAX_CHARACTERS - 2) + "1"
    assert evaluate("1" + " " * (MAX_CHARACTERS - 1)) == 1
    with pytest.raises(ArithmeticProblem, match="not an expression"):
        evaluate(longest)
    with pytest.raises(ArithmeticProblem, match="characters"):
        evaluate("1" + " " * MAX_CHARACTERS)


def test_the_nesting_is_bounded() -> None:
    assert evaluate("-" * (MAX_DEPTH - 1) + "1") == -1
    with pytest.raises(ArithmeticProblem, match="nested"):
        evaluate("-" * MAX_DEPTH + "1")
    with pytest.raises(ArithmeticProblem):
        evaluate("(" * 240 + "1" + ")" * 240)


def test_the_numbers_are_bounded() -> None:
    half = str(2 ** (MAX_BITS // 2))
    widest = str(2**MAX_BITS - 1)
    assert evaluate(widest) == 2**MAX_BITS - 1
    with pytest.raises(ArithmeticProblem, match="bits"):
        evaluate(f"{widest} + 1")
    with pytest.raises(ArithmeticProblem, match="bits"):
        evaluate(f"{half} * {half}")
