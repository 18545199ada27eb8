"""The random numbers of campaigns and flows."""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

WORD_MASK = 2**64 - 1
INCREMENT = 0x9E3779B97F4A7C15


class SplitMix64:
    """A stream of 64-bit words and the draws that are made from it (CNF-020, CNF-021)."""

    def __init__(self, seed: int) -> None:
        self._state = seed & WORD_MASK

    def word(self) -> int:
        """The next 64 bits."""
        self._state = (self._state + INCREMENT) & WORD_MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & WORD_MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & WORD_MASK
        return mixed ^ (mixed >> 31)

    def draw(self, bound: int) -> int:
        """A whole number from 0 to `bound - 1`, for a bound of at most 2^31."""
        return ((self.word() >> 32) * bound) >> 32

    def pick(self, *weights: int) -> int:
        """The position of one of the weights, each as likely as it is heavy."""
        totals = _totals(weights)
        return bisect_right(totals, self.draw(totals[-1]))


@lru_cache(maxsize=256)
def _totals(weights: tuple[int, ...]) -> tuple[int, ...]:
    """The sums up to and including each weight; a campaign uses few lists of weights."""
    return tuple(accumulate(weights))
