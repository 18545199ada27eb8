"""Reference and fast engine decide alike: CrossHair looks for arguments on which twins differ.

It goes through all paths of both, for all integers in their ranges. For every pair there is a wrong
twin, on which it must find a difference; and examples at the ends of the ranges show that the pairs
answer and do not only refuse.
"""

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fast import kernel_twins, wrong_twins
from tests.fast.stand_in import (
    FEE_UNITS,
    HIGHEST,
    HIGHEST_ATOMS,
    HIGHEST_NUMBER,
    HIGHEST_RATE,
    HIGHEST_RESERVED,
    HIGHEST_TIME,
    MULTIPLES,
    OutOfRangeError,
)
from tests.fast.word import Word

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "crosshair", "diffbehavior")
SECONDS = 5
SECONDS_OF_RETRY = 3 * SECONDS
NO_DIFFERENCE, DIFFERENCE = 0, 1
ALL_PATHS = "All paths exhausted"
PAIRS = (
    *("rounding", "fee", "free_balance", "reservation", "reservation_limit", "too_large"),
    *("deliverable", "fill", "crossing", "standing", "live", "price", "minimum"),
)
RANGES = {
    "dividend": (-HIGHEST_NUMBER, HIGHEST_NUMBER),
    "divisor": (1, HIGHEST_NUMBER),
    "rate": (0, HIGHEST_RATE),
    "amount": (0, HIGHEST_ATOMS),
    "cap": (0, HIGHEST_ATOMS),
    "paid": (0, HIGHEST_ATOMS),
    "credit": (0, FEE_UNITS - 1),
    "balance": (0, HIGHEST_ATOMS),
    "reserved": (0, HIGHEST_RESERVED),
    "former": (0, HIGHEST_RESERVED),
    "own": (1, HIGHEST_ATOMS),
    "multiple": MULTIPLES,
    "maker_atoms": (0, HIGHEST_ATOMS),
    "taker_atoms": (0, HIGHEST_ATOMS),
    "expires_at": (0, HIGHEST_TIME),
    "now": (0, HIGHEST_TIME),
    "kind": (0, 2),
}
"""Of the arguments that are no price, lots or lot_atoms."""
EDGES = sorted(
    {
        abs(edge + beside)
        for edge in (0, 10, 15, 40, 50_000, 99_999, 100_000, *(2**n for n in (16, 32, 40)))
        for beside in (-1, 0, 1)
    }
    | {2**n + beside for n in (53, 54, 56, 58) for beside in (-1, 0, 1)}
)


def compare(seconds: int, *functions: str) -> tuple[int, str]:
    """The exit code of CrossHair and what it says of two functions below `tests.fast`."""
    finished = subprocess.run(
        [
            *COMMAND,
            f"--per_condition_timeout={seconds}",
            *(f"tests.fast.{name}" for name in functions),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=20 * seconds,
    )
    assert finished.returncode in (NO_DIFFERENCE, DIFFERENCE), finished.stderr
    return finished.returncode, finished.stdout


def names(module: object, prefix: str) -> list[str]:
    """The functions of a module with this prefix, without it, sorted."""
    found = [name for name, _ in inspect.getmembers(module, inspect.isfunction)]
    return sorted(name.removeprefix(prefix) for name in found if name.startswith(prefix))


def test_all_twins_are_compared() -> None:
    assert names(kernel_twins, "reference_") == sorted(PAIRS)
    assert names(kernel_twins, "fast_") == sorted(PAIRS)
    assert names(wrong_twins, "wrong_") == sorted(PAIRS)


@pytest.mark.parametrize("name", PAIRS)
def test_a_wrong_twin_is_found(name: str) -> None:
    twins = (f"kernel_twins.fast_{name}", f"wrong_twins.wrong_{name}")
    code, text = compare(SECONDS, *twins)
    if code == NO_DIFFERENCE and ALL_PATHS not in text:
        code, text = compare(SECONDS_OF_RETRY, *twins)
    assert code == DIFFERENCE, text
    # Then the difference is in what they return: a wrong twin refuses what the others refuse
    assert text.count(": returns ") >= 2
    assert " raises " not in text


@pytest.mark.parametrize("name", PAIRS)
def test_twins_behave_alike_on_all_paths(name: str) -> None:
    twins = (f"kernel_twins.reference_{name}", f"kernel_twins.fast_{name}")
    code, text = compare(SECONDS, *twins)
    if code == NO_DIFFERENCE and ALL_PATHS not in text:
        code, text = compare(SECONDS_OF_RETRY, *twins)
    assert code == NO_DIFFERENCE, text
    assert ALL_PATHS in text


def twins_of(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Both functions of a pair."""
    return getattr(kernel_twins, f"reference_{name}"), getattr(kernel_twins, f"fast_{name}")


def numbers(low: int, high: int) -> st.SearchStrategy[int]:
    """Numbers of a range, many of them at its ends or at those of another one."""
    edges = [edge for edge in EDGES if low <= edge <= high]
    return st.one_of(
        st.sampled_from([low, high, *edges]),
        st.integers(low, min(high, low + 40)),
        st.integers(low, high),
    )


def arguments_of(name: str) -> st.SearchStrategy[tuple[int, ...]]:
    """Arguments for a pair, nearly all in their ranges."""
    parameters = inspect.signature(twins_of(name)[0]).parameters.values()
    return st.tuples(
        *(
            st.booleans()
            if parameter.annotation is bool
            else numbers(*RANGES.get(parameter.name, (1, HIGHEST)))
            for parameter in parameters
        )
    )


@pytest.mark.parametrize("name", PAIRS)
def test_twins_answer_alike_at_the_bounds_and_no_number_wraps(name: str) -> None:
    reference, fast = twins_of(name)

    @given(arguments_of(name))
    def answer_alike(arguments: tuple[int, ...]) -> None:
        try:
            expected = reference(*arguments)
        except OutOfRangeError:
            with pytest.raises(OutOfRangeError):
                fast(*arguments)
        else:
            words = (each if isinstance(each, bool) else Word(each) for each in arguments)
            assert fast(*words) == expected

    answer_alike()


def test_a_word_wraps_nowhere() -> None:
    with pytest.raises(OverflowError):
        Word(50_000) * 2**56
    with pytest.raises(OverflowError):
        2**62 + Word(2**62)
    assert -7 - Word(2) * 3 // 4 == -8
