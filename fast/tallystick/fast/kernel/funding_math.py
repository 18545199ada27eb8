"""Premiums, rates and index of funding, without a product of more than 63 bits (NUM-011)."""

from typing import Final

from mypy_extensions import i64

RATE_UNIT: Final = 10_000_000
"""A rate is in units of 1/10,000,000 of the mark for each tick (PRP-015)."""
HIGHEST_RATE: Final = 30_000
HIGHEST_CHANGE: Final = 500
SAMPLE_UNIT: Final = 2**30
HALF_UNIT: Final = 2**29
UPPER_PART: Final = 2**20
LOWER_PART: Final = 2**9
CHANGE_UNIT: Final = 2**31
FAR_ABOVE: Final = 3
"""Bid and offer together of so many marks are a premium above every bound."""


def within(number: i64, bound: i64) -> i64:
    """PRP-018."""
    return max(-bound, min(bound, number))


def premium_of(bid: i64, offer: i64, mark: i64, bound: i64) -> i64:
    """The premium of a sample, for each lot; all prices are at most 2^40 (PRP-019)."""
    both = bid + offer
    whole = both // mark
    if whole >= FAR_ABOVE:
        return bound
    # (bid + offer) * 2^29 may need 71 bits: the rest of a division takes 20 of the 29, then 9.
    rest = (both - whole * mark) * UPPER_PART
    upper = rest // mark
    lower = (rest - upper * mark) * LOWER_PART // mark
    return within(whole * HALF_UNIT + upper * LOWER_PART + lower - SAMPLE_UNIT, bound)


def change_of(premium: i64, lots: i64) -> i64:
    """`trunc(premium * 10000000 / (lots * 2^31))`, within 2^27 a lot and 2^35 lots (PRP-018)."""
    size = max(premium, -premium)
    whole = size // lots
    rest = size - whole * lots
    change = (whole * RATE_UNIT + rest * RATE_UNIT // lots) // CHANGE_UNIT
    return change if premium >= 0 else -change


def renewed_rate(rate: i64, premium: i64, lots: i64) -> i64:
    """The rate of a market whose source is `book`, after a window that is not empty (PRP-018)."""
    return within(rate + within(change_of(premium, lots), HIGHEST_CHANGE), HIGHEST_RATE)


def moved_index(index: i64, remainder: i64, rate: i64, mark: i64, ticks: i64) -> tuple[i64, i64]:
    """Index and remainder after so many ticks at one rate and mark (PRP-017)."""
    total = rate * mark
    whole = total // RATE_UNIT
    # What all ticks together carry is what one after another would.
    carried = ticks * (total - whole * RATE_UNIT) + remainder
    more = carried // RATE_UNIT
    return index + ticks * whole + more, carried - more * RATE_UNIT
