"""Ticks, windows and samples of funding (section 3 of chapter 06)."""

from typing import Final

from mypy_extensions import i64

from .codes import BOOK, FUNDING_TICKED, PERP
from .funding_math import moved_index, premium_of, renewed_rate
from .layout import (
    FUNDING_INDEX,
    FUNDING_LOTS,
    FUNDING_NEXT_LOTS,
    FUNDING_NEXT_PREMIUM,
    FUNDING_PREMIUM,
    FUNDING_PUBLISHED,
    FUNDING_RATE,
    FUNDING_REMAINDER,
    FUNDING_SOURCE,
    FUNDING_WIDTH,
    MARKET_ASSET,
    MARKET_KIND,
    MARKET_WIDTH,
    NO_RATE,
)
from .venue import Venue

TICK: Final = 28_800_000
"""Time from one tick to the next, in milliseconds (PRP-016)."""
WINDOW_CLOSED: Final = 1_800_000
"""How long before its tick a window ends (PRP-019)."""
LAST_TICK: Final = 2**42
MOST_LOTS: Final = 2**35
"""Lots that a window counts."""


def tick_markets(venue: Venue, before: i64, now: i64) -> None:
    """Make all ticks after one time and not after another, in every market (PRP-016)."""
    ticks_made = min(before, LAST_TICK) // TICK
    ticks = min(now, LAST_TICK) // TICK - ticks_made
    if ticks == 0:
        return
    market: i64 = 1
    while market <= venue.market_count:
        if venue.markets[market * MARKET_WIDTH + MARKET_KIND] == PERP:
            _tick(venue, market, 1, ticks_made + 1)
            if ticks > 1:
                _tick(venue, market, 1, ticks_made + 2)
            if ticks > 2:
                _tick(venue, market, ticks - 2, ticks_made + ticks)
        market += 1


def _tick(venue: Venue, market: i64, ticks: i64, last: i64) -> None:
    """So many ticks, of which but the first have empty windows; `last` counts from time 0."""
    funding = venue.perps.funding
    cell = market * FUNDING_WIDTH
    rate = funding[cell + FUNDING_RATE]
    if funding[cell + FUNDING_SOURCE] == BOOK:
        lots = funding[cell + FUNDING_LOTS]
        if lots != 0:
            rate = renewed_rate(rate, funding[cell + FUNDING_PREMIUM], lots)
    elif funding[cell + FUNDING_PUBLISHED] != NO_RATE:
        rate = funding[cell + FUNDING_PUBLISHED]
    mark = venue.mark_of(market)
    if mark != 0:
        index, remainder = moved_index(
            funding[cell + FUNDING_INDEX], funding[cell + FUNDING_REMAINDER], rate, mark, ticks
        )
        funding[cell + FUNDING_INDEX] = index
        if venue.has_margin:
            venue.margin.renew_version(venue.markets[market * MARKET_WIDTH + MARKET_ASSET])
        funding[cell + FUNDING_REMAINDER] = remainder
    funding[cell + FUNDING_RATE] = rate
    funding[cell + FUNDING_LOTS] = funding[cell + FUNDING_NEXT_LOTS]
    funding[cell + FUNDING_PREMIUM] = funding[cell + FUNDING_NEXT_PREMIUM]
    funding[cell + FUNDING_NEXT_LOTS] = 0
    funding[cell + FUNDING_NEXT_PREMIUM] = 0
    venue.events.note(
        FUNDING_TICKED, market, last * TICK, ticks, rate, funding[cell + FUNDING_INDEX]
    )


def sample(venue: Venue, market: i64, lots: i64) -> None:
    """Let a trade count in a window, if there were best prices when its walk began (PRP-019)."""
    perps = venue.perps
    if perps.bid == 0 or perps.offer == 0:
        return
    next_tick = (venue.now // TICK + 1) * TICK
    lots_field: i64 = FUNDING_LOTS
    premium_field: i64 = FUNDING_PREMIUM
    if venue.now >= next_tick - WINDOW_CLOSED:
        lots_field = FUNDING_NEXT_LOTS
        premium_field = FUNDING_NEXT_PREMIUM
    counted = perps.of_market(market, lots_field) + lots
    if counted > MOST_LOTS:
        return
    mark = venue.mark_of(market)
    premium = premium_of(perps.bid, perps.offer, mark, perps.limits.highest_premium)
    perps.set_of_market(market, lots_field, counted)
    before = perps.of_market(market, premium_field)
    perps.set_of_market(market, premium_field, before + lots * premium)
