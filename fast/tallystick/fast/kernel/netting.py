"""A trade on a perpetual market rewires who faces whom, step by step (section 4 of chapter 06)."""

from mypy_extensions import i64

from .codes import LEG_EXTENDED, LEG_LIMIT, LEG_REDUCED, NONE, WORK_EXHAUSTED
from .layout import (
    FUNDING_INDEX,
    FUNDING_LAST_LEG,
    LEG_COST,
    LEG_FUNDING_BASE,
    LEG_LONG,
    LEG_LOTS,
    LEG_NUMBER,
    LEG_SHORT,
    LEG_WIDTH,
)
from .perps import Perps
from .venue import Venue


def accrued_funding(perps: Perps, leg: i64, index: i64) -> i64:
    """PRP-003."""
    cell = leg * LEG_WIDTH
    rows = perps.legs.rows
    return rows[cell + LEG_LOTS] * index - rows[cell + LEG_FUNDING_BASE]


def value_of(perps: Perps, leg: i64, mark: i64, index: i64) -> i64:
    """What a leg is worth to its long at the mark (PRP-003)."""
    cell = leg * LEG_WIDTH
    rows = perps.legs.rows
    profit = rows[cell + LEG_LOTS] * mark - rows[cell + LEG_COST]
    return profit - accrued_funding(perps, leg, index)


def net(venue: Venue, market: i64, buyer: i64, seller: i64, price: i64, lots: i64) -> i64:
    """Carry out the steps of a trade (PRP-030, PRP-031); return the lots that were traded.

    If these are fewer, `refusal` says why. What is then owed is in `flows` and `owed`.
    """
    perps = venue.perps
    perps.flow_count = 0
    perps.owed = 0
    mark = venue.mark_of(market)
    index = perps.of_market(market, FUNDING_INDEX)
    left = lots
    while left > 0:
        buyer_leg: i64 = NONE
        seller_leg: i64 = NONE
        if perps.legs.position(buyer, market) < 0:
            buyer_leg = perps.legs.newest(buyer, market)
        if perps.legs.position(seller, market) > 0:
            seller_leg = perps.legs.newest(seller, market)
        if buyer_leg == NONE and seller_leg == NONE:
            done = _face_anew(venue, market, buyer, seller, price, left, index)
        else:
            done = _rewire(venue, market, buyer, seller, buyer_leg, seller_leg, left, mark, index)
            perps.owed += (price - mark) * done
        if done == 0:
            break
        perps.legs.shift(buyer, market, done)
        perps.legs.shift(seller, market, -done)
        left -= done
    return lots - left


def _face_anew(
    venue: Venue, market: i64, buyer: i64, seller: i64, price: i64, lots: i64, index: i64
) -> i64:
    """Part 4."""
    perps = venue.perps
    gained = perps.legs.find(market, buyer, seller)
    begun: i64 = 1 if gained == NONE else 0
    if not _may_begin(perps, 1, begun):
        return 0
    _gain(venue, gained, market, buyer, seller, lots, price, index)
    return lots


def _rewire(
    venue: Venue,
    market: i64,
    buyer: i64,
    seller: i64,
    buyer_leg: i64,
    seller_leg: i64,
    most: i64,
    mark: i64,
    index: i64,
) -> i64:
    """A step of part 1, 2 or 3; return its lots, or 0 if it is not begun."""
    perps = venue.perps
    rows = perps.legs.rows
    long_account = seller
    short_account = buyer
    lots = most
    count: i64 = 1
    if seller_leg != NONE:
        short_account = rows[seller_leg * LEG_WIDTH + LEG_SHORT]
        lots = min(lots, rows[seller_leg * LEG_WIDTH + LEG_LOTS])
        count += 1
    else:
        short_account = seller
    if buyer_leg != NONE:
        long_account = rows[buyer_leg * LEG_WIDTH + LEG_LONG]
        if long_account == seller or short_account == buyer:
            leg = buyer_leg if long_account == seller else seller_leg
            return _face_less(venue, market, leg, most, mark, index)
        lots = min(lots, rows[buyer_leg * LEG_WIDTH + LEG_LOTS])
        count += 1
    else:
        long_account = buyer
    gained = perps.legs.find(market, long_account, short_account)
    begun: i64 = 1 if gained == NONE else 0
    begun -= _ended(perps, buyer_leg, lots) + _ended(perps, seller_leg, lots)
    if not _may_begin(perps, count, begun):
        return 0
    if buyer_leg != NONE:
        perps.note_flow(long_account, buyer, -_lose(venue, market, buyer_leg, lots, mark, index))
    if seller_leg != NONE:
        perps.note_flow(short_account, seller, _lose(venue, market, seller_leg, lots, mark, index))
    _gain(venue, gained, market, long_account, short_account, lots, mark, index)
    return lots


def _face_less(venue: Venue, market: i64, leg: i64, most: i64, mark: i64, index: i64) -> i64:
    """A step of part 1 in which buyer and seller face each other."""
    perps = venue.perps
    lots = min(most, perps.legs.rows[leg * LEG_WIDTH + LEG_LOTS])
    if not _may_begin(perps, 1, 0):
        return 0
    perps.owed += _lose(venue, market, leg, lots, mark, index)
    return lots


def _ended(perps: Perps, leg: i64, lots: i64) -> i64:
    """1 if a leg is there and has no more lots than these, otherwise 0."""
    if leg == NONE:
        return 0
    return 1 if perps.legs.rows[leg * LEG_WIDTH + LEG_LOTS] == lots else 0


def _may_begin(perps: Perps, count: i64, begun: i64) -> bool:
    """Count the legs of a step, after which there are `begun` more, or refuse it (PRP-031)."""
    if perps.step_legs + count > perps.limits.max_legs_per_command:
        perps.refusal = WORK_EXHAUSTED
        return False
    if perps.legs.count + begun > perps.limits.max_legs:
        perps.refusal = LEG_LIMIT
        return False
    perps.step_legs += count
    return True


def _lose(venue: Venue, market: i64, leg: i64, lots: i64, mark: i64, index: i64) -> i64:
    """Settle a leg and take lots from it (PRP-006); return what its short owed its long."""
    perps = venue.perps
    rows = perps.legs.rows
    cell = leg * LEG_WIDTH
    funding = accrued_funding(perps, leg, index)
    value = value_of(perps, leg, mark, index)
    left = rows[cell + LEG_LOTS] - lots
    venue.events.leg_changed(
        LEG_REDUCED, market, rows[cell + LEG_LONG], rows[cell + LEG_SHORT], lots, value, funding
    )
    if left == 0:
        perps.legs.drop(leg)
    else:
        perps.legs.set_money(leg, left, left * mark, left * index)
    return value


def _gain(
    venue: Venue,
    leg: i64,
    market: i64,
    long_account: i64,
    short_account: i64,
    lots: i64,
    price: i64,
    index: i64,
) -> None:
    """Give lots to a leg, or, if it is NONE, let it begin (PRP-005)."""
    perps = venue.perps
    cost = lots * price
    funding_base = lots * index
    if leg == NONE:
        number = perps.of_market(market, FUNDING_LAST_LEG) + 1
        perps.set_of_market(market, FUNDING_LAST_LEG, number)
        perps.legs.enter(market, number, long_account, short_account, lots, cost, funding_base)
    else:
        rows = perps.legs.rows
        cell = leg * LEG_WIDTH
        number = rows[cell + LEG_NUMBER]
        perps.legs.set_money(
            leg,
            rows[cell + LEG_LOTS] + lots,
            rows[cell + LEG_COST] + cost,
            rows[cell + LEG_FUNDING_BASE] + funding_base,
        )
    venue.events.leg_changed(LEG_EXTENDED, market, long_account, short_account, lots, price, number)
