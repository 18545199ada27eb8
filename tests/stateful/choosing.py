"""How a move chooses. The source is a `Random`, seeded or drawn (and shrunk) by Hypothesis."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def pick(choose: Random, options: Sequence[T]) -> T:
    """One of the options; one that stands twice is twice as likely. It shrinks to the first."""
    return options[choose.randint(0, len(options) - 1)]


def rarely(choose: Random, one_in: int) -> bool:
    """True once in so many times; shrinking leads to False."""
    # Not an end of the range: Hypothesis draws those more often than the rest.
    return choose.randint(0, one_in - 1) == one_in // 2
