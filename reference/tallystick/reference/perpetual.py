"""Values, funding, due times and the other arithmetic of perpetual futures: pure (chapter 06).

An `assert` before the first statement is a precondition, one after it is a promise.
"""

from attrs import frozen

from tallystick.reference.numbers import PERMILLE, ceil_div, floor_div
from tallystick.reference.types.choices import FundingSource, Side
from tallystick.reference.types.units import (
    Atoms,
    Count,
    FundingIndex,
    FundingRate,
    FundingRemainder,
    Lots,
    Milliseconds,
    Permille,
    Premium,
    Price,
)

PRICE_BOUND_ATOMS = 2**52
"""Highest cost of a position; divided by the longest position, the highest mark (chapter 06)."""
DEBT_BOUND_ATOMS = 2**60
"""Most that an account owes, and most that it is owed, in settlement debts (PRP-038)."""
HOUR_MILLISECONDS = 3_600_000
"""An hour (chapter 06)."""
DEBT_TERM_HOURS = 24
"""Hours from the beginning of a settlement debt to its due time, rounded up (PRP-036)."""
TICK_MILLISECONDS = 8 * HOUR_MILLISECONDS
"""Ticks are the multiples of 8 hours (PRP-016)."""
LAST_TICK_BOUND = 2**42
"""No tick is later (PRP-016)."""
WINDOW_LEAD_MILLISECONDS = 1_800_000
"""So long before its tick a window ends (PRP-019)."""
WINDOW_LOTS_BOUND = 2**35
"""Most lots that a window counts (PRP-019)."""
RATE_UNITS = 10_000_000
"""A rate is in units of 1/10,000,000 of the mark (PRP-015)."""
RATE_BOUND = 30_000
"""A rate is never further from 0 (PRP-018)."""
RATE_CHANGE_BOUND = 500
"""A rate never changes by more at a tick (PRP-018)."""
PREMIUM_UNITS = 2**30
"""A premium is in units of 1/2^30 of the mark (PRP-019)."""


@frozen
class Funding:
    """Rate, index and the two windows of a perpetual market: this and the next (PRP-015)."""

    source: FundingSource
    rate: FundingRate
    published_rate: FundingRate | None
    index: FundingIndex
    remainder: FundingRemainder
    lots: Lots
    premium: Premium
    next_lots: Lots
    next_premium: Premium


def highest_price(max_position_lots: Lots) -> Price:
    """The highest mark, and the highest price on a perpetual market: M (chapter 06)."""
    assert max_position_lots > 0
    highest = floor_div(PRICE_BOUND_ATOMS, max_position_lots)  # [PRP-010] [PRP-011]
    assert highest * max_position_lots <= PRICE_BOUND_ATOMS
    assert (highest + 1) * max_position_lots > PRICE_BOUND_ATOMS
    return Price(highest)


def within(number: int, bound: int) -> int:
    """The number nearest to `number` that is from `-bound` to `bound` (PRP-018)."""
    assert bound >= 0
    nearest = max(-bound, min(bound, number))  # [PRP-018]
    assert -bound <= nearest <= bound
    assert nearest == number or abs(nearest) == bound < abs(number)
    assert nearest * number >= 0
    return nearest


def accrued_funding(lots: Lots, index: FundingIndex, funding_base: Atoms) -> Atoms:
    """What the long of a leg owes its short for funding, opposite if negative (PRP-003)."""
    assert lots > 0
    accrued = lots * index - funding_base  # [PRP-003]
    assert accrued + funding_base == lots * index
    return Atoms(accrued)


def leg_value(
    lots: Lots, price: Price, cost: Atoms, index: FundingIndex, funding_base: Atoms
) -> Atoms:
    """The value of a leg to its long at a price; to its short it is the opposite (PRP-003)."""
    assert lots > 0
    assert price > 0
    value = lots * price - cost - accrued_funding(lots, index, funding_base)  # [PRP-003]
    # Settled at this price and index it would be worth nothing (PRP-006).
    assert value == (lots * price - cost) - (lots * index - funding_base)
    return Atoms(value)


def deliverable_position(side: Side, reduce_only: bool, position: int, most: Lots) -> Lots:
    """Lots that an order of an account with that position can trade (PRP-013)."""
    assert most > 0
    assert -most <= position <= most
    held = position if side is Side.SELL else -position
    lots = max(0, held) if reduce_only else most + held  # [PRP-013]
    assert 0 <= lots <= 2 * most
    assert -most <= (position - lots if side is Side.SELL else position + lots) <= most
    # A position that is only reduced never turns.
    assert not reduce_only or lots <= abs(position)
    return Lots(lots)


def ticks_up_to(now: Milliseconds) -> Count:
    """How many ticks there are from the first one, at 8 hours, to a time (PRP-016)."""
    assert now >= 0
    ticks = floor_div(min(now, LAST_TICK_BOUND), TICK_MILLISECONDS)  # [PRP-016]
    assert 0 <= ticks * TICK_MILLISECONDS <= now
    assert now >= LAST_TICK_BOUND or (ticks + 1) * TICK_MILLISECONDS > now
    return Count(ticks)


def counts_in_this_window(now: Milliseconds) -> bool:
    """Whether a trade counts in the window of the next tick, not of the one after it (PRP-019)."""
    assert now >= 0
    tick = (floor_div(now, TICK_MILLISECONDS) + 1) * TICK_MILLISECONDS  # [PRP-019]
    counts = now < tick - WINDOW_LEAD_MILLISECONDS  # [PRP-019]
    assert 0 < tick - now <= TICK_MILLISECONDS
    assert counts == (now % TICK_MILLISECONDS < TICK_MILLISECONDS - WINDOW_LEAD_MILLISECONDS)
    return counts


def premium_bound(permille: Permille) -> Premium:
    """The most that a trade's premium counts, for one lot (PRP-019)."""
    assert 0 < permille <= PERMILLE
    bound = floor_div(PREMIUM_UNITS * permille, PERMILLE)  # [PRP-019]
    assert bound * PERMILLE <= PREMIUM_UNITS * permille < (bound + 1) * PERMILLE
    assert 0 < bound <= PREMIUM_UNITS
    return Premium(bound)


def premium_of(bid: Price, offer: Price, mark: Price, bound: Premium) -> Premium:
    """The premium of the middle of the best prices over the mark, for one lot (PRP-019)."""
    assert bid > 0
    assert offer > 0
    assert mark > 0
    assert bound > 0
    half = PREMIUM_UNITS // 2
    premium = floor_div((bid + offer) * half, mark) - PREMIUM_UNITS  # [PRP-019]
    bounded = within(premium, bound)  # [PRP-019]
    assert -bound <= bounded <= bound
    assert (bounded < 0) == (bid + offer < 2 * mark)
    return Premium(bounded)


def change_of_rate(premium: Premium, lots: Lots) -> int:
    """By how much a window would change the rate, rounded toward zero (PRP-018)."""
    assert lots > 0
    size = floor_div(abs(premium) * RATE_UNITS, lots * 2 * PREMIUM_UNITS)  # [PRP-018]
    change = size if premium >= 0 else -size  # [PRP-018]
    assert size * lots * 2 * PREMIUM_UNITS <= abs(premium) * RATE_UNITS
    assert (size + 1) * lots * 2 * PREMIUM_UNITS > abs(premium) * RATE_UNITS
    assert change * premium >= 0
    return change


def rate_after(rate: FundingRate, premium: Premium, lots: Lots) -> FundingRate:
    """The rate of a market after a window of its trades (PRP-018)."""
    assert -RATE_BOUND <= rate <= RATE_BOUND
    assert lots >= 0
    step = 0 if lots == 0 else within(change_of_rate(premium, lots), RATE_CHANGE_BOUND)  # [PRP-018]
    after = within(rate + step, RATE_BOUND)  # [PRP-018]
    assert -RATE_BOUND <= after <= RATE_BOUND
    assert abs(after - rate) <= RATE_CHANGE_BOUND
    return FundingRate(after)


def index_after(
    index: FundingIndex, remainder: FundingRemainder, rate: FundingRate, mark: Price, ticks: Count
) -> tuple[FundingIndex, FundingRemainder]:
    """Index and remainder after some ticks at one rate and one mark (PRP-017)."""
    assert 0 <= remainder < RATE_UNITS
    assert mark > 0
    assert ticks > 0
    total = ticks * rate * mark + remainder  # [PRP-017]
    step = floor_div(total, RATE_UNITS)  # [PRP-017]
    left = total - RATE_UNITS * step  # [PRP-017]
    assert 0 <= left < RATE_UNITS
    # Nothing is lost: so many ticks at once are as one after another.
    assert RATE_UNITS * step + left == ticks * rate * mark + remainder
    return FundingIndex(index + step), FundingRemainder(left)


def due_of_debt(now: Milliseconds) -> Milliseconds:
    """When a settlement debt that arises now is due (PRP-036)."""
    assert now >= 0
    term = DEBT_TERM_HOURS * HOUR_MILLISECONDS
    due = ceil_div(now + term, HOUR_MILLISECONDS) * HOUR_MILLISECONDS  # [PRP-036]
    assert now + term <= due < now + term + HOUR_MILLISECONDS
    assert due % HOUR_MILLISECONDS == 0
    return Milliseconds(due)


def is_debt_overdue(due: Milliseconds, at: Milliseconds) -> bool:
    """Whether a settlement debt is overdue: not yet at its due time (PRP-036)."""
    assert due >= 0
    overdue = at > due  # [PRP-036]
    assert overdue == (due < at)
    return overdue


def parts_of_payment(atoms: Atoms, owed_back: Atoms, balance: Atoms) -> tuple[Atoms, Atoms, Atoms]:
    """What of a payment is taken off the payee's debts, comes from the balance, stays owed."""
    assert atoms > 0
    assert owed_back >= 0
    assert balance >= 0
    offset = min(atoms, owed_back)  # [PRP-034]
    paid = min(atoms - offset, balance)  # [PRP-034]
    rest = atoms - offset - paid  # [PRP-034]
    assert offset + paid + rest == atoms
    assert rest == 0 or paid == balance
    # Never debts in both directions (INV-016).
    assert rest == 0 or offset == owed_back
    return Atoms(offset), Atoms(paid), Atoms(rest)
