"""Several rounds told as one number: the median, with the smallest and the largest beside it."""

from collections.abc import Iterable, Sequence
from statistics import median

from attrs import frozen


@frozen
class Figure:
    """The median of the rounds, and how far they spread."""

    median: float
    low: float
    high: float
    rounds: int


def figure_of(numbers: Iterable[float]) -> Figure:
    """Of at least one number."""
    listed = list(numbers)
    return Figure(median(listed), min(listed), max(listed), len(listed))


def ratios(dividends: Sequence[float], divisors: Sequence[float]) -> Figure:
    """Round by round; a divisor is not 0."""
    pairs = zip(dividends, divisors, strict=True)
    return figure_of(dividend / divisor for dividend, divisor in pairs)
