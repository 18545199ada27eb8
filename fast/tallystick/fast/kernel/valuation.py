"""What an account is worth: RBV initial and maintenance (sections 3 and 4 of chapter 08).

Numbers are whole base atoms with millionths. What is left of a millionth is rounded down, and
counted: only where so much could make another whole atom, or where a number would need more than
63 bits, an asset is valued by `exact_value`, with the same result in every other case.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import BUY, LEND, NONE, PERP
from .exact_value import exact_account, exact_asset
from .fees import FEE_UNIT, ceil_div
from .holdings import HIGHEST_ORDER, bid_for_loan, hold, position_of, result_of
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_WIDTH,
    CHAIN_EARLIER,
    CHAIN_WIDTH,
    MARKET_KIND,
    MARKET_WIDTH,
    ORDER_BOOK,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_RATES,
    ORDER_WIDTH,
    PART_LOAN_UNTIL,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    RATES_SPAN,
    RISK_IS_WIDE,
    RISK_VERSION,
    RISK_WIDTH,
    STRESS_ATOM_REST,
    STRESS_ATOM_WHOLE,
    STRESS_BUY_ATOMS,
    STRESS_BUY_MILLIONTHS,
    STRESS_BUY_REST,
    STRESS_PERP_ATOMS,
    STRESS_PERP_CHANGE,
    STRESS_PERP_MILLIONTHS,
    STRESS_ROWS,
    STRESS_SPOT_ATOMS,
    STRESS_SPOT_MILLIONTHS,
    STRESS_WIDTH,
    VALUE_INITIAL,
    VALUE_MAINTENANCE,
    VALUE_UNTIL,
    VALUE_VERSION,
    VALUE_WIDTH,
)
from .margin import STRESS_SUMS, Margin
from .provisions import ATOM, FOR_EVER, HIGHEST_PART, PERMILLE
from .stress import MILLION, is_priced
from .venue import BASE, Venue

# Sums over the orders of an account, for each row of `stress`: lots at the whole price of a spot
# lot, lots at that of one bought with a fee, what is paid for them, the same of perpetual lots.
SUM_LOTS: Final = 0
SUM_BOUGHT: Final = 1
SUM_PAID: Final = 2
SUM_PERP_LOTS: Final = 3
SUM_PERP_PAID: Final = 4

HIGHEST_LOTS: Final = 2**40
HIGHEST_BOUGHT: Final = 2**31
HIGHEST_PAID: Final = 2**60
"""Sums of orders up to these do not wrap, and neither does what they are multiplied with."""
WIDEST_FACTOR: Final = 13
"""A price factor of a perpetual future is below so many wholes."""
UNKNOWN: Final = -(2**62)
"""Less than the value of any piece that is taken in 63 bits."""


def value_account(venue: Venue, account: i64) -> bool:
    """Let `initial` and `maintenance` of the margin be both RBV of an account (MGN-024).

    False if they may need more than 63 bits: then `exact_account` knows them.
    """
    margin = venue.margin
    values = margin.values
    risks = margin.risks
    now = venue.now
    place = margin.place_of(account, BASE)
    initial: i64 = 0
    maintenance: i64 = 0
    asset: i64 = BASE
    while asset <= venue.asset_count:
        cell = place * VALUE_WIDTH
        if (
            values[cell + VALUE_VERSION] != risks[asset * RISK_WIDTH + RISK_VERSION]
            or now > values[cell + VALUE_UNTIL]
        ) and not _renew(venue, account, asset, place):
            return False
        initial += values[cell + VALUE_INITIAL]
        maintenance += values[cell + VALUE_MAINTENANCE]
        place += 1
        asset += 1
    margin.initial = initial
    margin.maintenance = maintenance
    return True


def both_values(venue: Venue, account: i64) -> tuple[int, int]:
    """RBV initial and maintenance of an account, however large they are."""
    if value_account(venue, account):
        return int(venue.margin.initial), int(venue.margin.maintenance)
    return exact_account(venue, account)


def values_of(venue: Venue, first: i64, last: i64) -> list[tuple[int, int]]:
    """Both RBV of accounts, ascending, from one to another, both included (MGN-060)."""
    found: list[tuple[int, int]] = []
    account = first
    while account <= last:
        found.append(both_values(venue, account))
        account += 1
    return found


def _renew(venue: Venue, account: i64, asset: i64, place: i64) -> bool:
    """Value an account's part in an asset anew, and keep that; False if it takes too many bits."""
    margin = venue.margin
    if not _value(venue, account, asset, place) and not exact_asset(venue, account, asset):
        return False
    margin.note(place)
    cell = place * VALUE_WIDTH
    values = margin.values
    values[cell + VALUE_INITIAL] = margin.initial
    values[cell + VALUE_MAINTENANCE] = margin.maintenance
    values[cell + VALUE_VERSION] = margin.risks[asset * RISK_WIDTH + RISK_VERSION]
    # Where the loans could not be counted together, nothing is known of a later time.
    values[cell + VALUE_UNTIL] = max(venue.now, margin.parts[place * PART_WIDTH + PART_LOAN_UNTIL])
    return True


def _value(venue: Venue, account: i64, asset: i64, place: i64) -> bool:
    """Let `initial` and `maintenance` be the values of an account's part in an asset (MGN-023).

    False if 63 bits do not tell them.
    """
    margin = venue.margin
    margin.initial = 0
    margin.maintenance = 0
    if asset != BASE and not is_priced(venue, asset):
        margin.parts[place * PART_WIDTH + PART_LOAN_UNTIL] = FOR_EVER
        return True
    if not hold(venue, account, asset, place):
        return False
    order = margin.parts[place * PART_WIDTH + PART_NEWEST_ORDER]
    if asset == BASE:
        if order != NONE and not _sum_orders(venue, order, 0, 1):
            return False
        margin.initial = margin.whole
        margin.maintenance = margin.whole
        return -margin.highest_value <= margin.whole <= margin.highest_value
    lots = position_of(venue, account, asset)
    if margin.whole == 0 and margin.fraction == 0 and lots == 0 and order == NONE:
        return True
    if margin.risks[asset * RISK_WIDTH + RISK_IS_WIDE] != 0:
        return False
    rows: i64 = STRESS_ROWS // 2
    if margin.has_two_scales:
        rows = STRESS_ROWS
    if order != NONE:
        _clear(margin.sums, rows)
        if not _sum_orders(venue, order, asset, rows):
            return False
    return _value_pieces(venue, account, asset, lots, order != NONE)


def _clear(sums: vec[i64], rows: i64) -> None:
    cell: i64 = 0
    while cell < rows * STRESS_SUMS:
        sums[cell] = 0
        cell += 1


def _sum_orders(venue: Venue, order: i64, asset: i64, rows: i64) -> bool:
    """Add up the terms of all orders from one on in a list (MGN-025); False if that may wrap.

    Those on a lending market are linear in the price: they are taken from the holding at once.
    """
    margin = venue.margin
    cells = venue.orders.rows
    chain = margin.chain
    first = asset * STRESS_ROWS * STRESS_WIDTH
    paid: i64 = 0
    margin.spot_lots = 0
    margin.perp_lots = 0
    while order != NONE:
        cell = order * ORDER_WIDTH
        book = cells[cell + ORDER_BOOK]
        lots = cells[cell + ORDER_OPEN_LOTS]
        price = cells[cell + ORDER_PRICE]
        rate = cells[cell + ORDER_RATES] // RATES_SPAN
        kind = venue.markets[(book >> 1) * MARKET_WIDTH + MARKET_KIND]
        if kind == LEND:
            if not _take_lending(venue, book, lots, price, rate):
                return False
        elif kind == PERP:
            fee = ceil_div(price * rate, FEE_UNIT)
            margin.perp_lots += lots
            paid += lots * (price + fee)
            if book & 1 == BUY:
                _add_perp_buy(margin.stress, margin.sums, first, rows, lots, price + fee)
            else:
                _add_perp_sell(margin.stress, margin.sums, first, rows, lots, price - fee)
        else:
            margin.spot_lots += lots
            paid += lots * price
            if book & 1 != BUY:
                fee = ceil_div(price * rate, FEE_UNIT)
                _add_sell(margin.stress, margin.sums, first, rows, lots, price - fee)
            elif rate == 0:
                _add_free_buy(margin.stress, margin.sums, first, rows, lots, price)
            else:
                _add_buy(margin.stress, margin.sums, first, rows, lots, price)
        if paid > HIGHEST_PAID:
            return False
        order = chain[order * CHAIN_WIDTH + CHAIN_EARLIER]
    return True


def _take_lending(venue: Venue, book: i64, lots: i64, rate: i64, fee_rate: i64) -> bool:
    """The term of a borrow order or an offer; False if it takes more than 63 bits."""
    margin = venue.margin
    asset = venue.market_asset(book)
    atoms = lots * venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    if book & 1 == BUY:
        if atoms > HIGHEST_ORDER:
            return False
        whole, fraction = bid_for_loan(atoms, rate, fee_rate)
    else:
        thousandth = atoms // PERMILLE
        rest = (atoms - thousandth * PERMILLE) * margin.limits.lent_haircut_permille
        more = rest // PERMILLE
        whole = thousandth * margin.limits.lent_haircut_permille + more
        fraction = (rest - more * PERMILLE) * (ATOM // PERMILLE)
    margin.whole -= whole
    margin.fraction -= fraction
    if margin.fraction < 0:
        margin.fraction += ATOM
        margin.whole -= 1
    return margin.whole >= -HIGHEST_PART


def _add_free_buy(
    stress: vec[i64], sums: vec[i64], first: i64, rows: i64, lots: i64, price: i64
) -> None:
    """A spot buy without a fee, in each row in which it costs."""
    cell = first
    total: i64 = 0
    while total < rows * STRESS_SUMS:
        if price > stress[cell + STRESS_SPOT_ATOMS]:
            sums[total + SUM_LOTS] += lots
            sums[total + SUM_PAID] -= lots * price
        cell += STRESS_WIDTH
        total += STRESS_SUMS


def _add_buy(
    stress: vec[i64], sums: vec[i64], first: i64, rows: i64, lots: i64, price: i64
) -> None:
    """A spot buy with the maker's fee."""
    cell = first
    total: i64 = 0
    while total < rows * STRESS_SUMS:
        if price > stress[cell + STRESS_BUY_ATOMS]:
            sums[total + SUM_BOUGHT] += lots
            sums[total + SUM_PAID] -= lots * price
        cell += STRESS_WIDTH
        total += STRESS_SUMS


def _add_sell(
    stress: vec[i64], sums: vec[i64], first: i64, rows: i64, lots: i64, price: i64
) -> None:
    """A spot sell at a price that is net of the fee."""
    cell = first
    total: i64 = 0
    while total < rows * STRESS_SUMS:
        # At the whole of a price with millionths it costs them, at one without it costs nothing.
        if price <= stress[cell + STRESS_SPOT_ATOMS]:
            sums[total + SUM_LOTS] -= lots
            sums[total + SUM_PAID] += lots * price
        cell += STRESS_WIDTH
        total += STRESS_SUMS


def _add_perp_buy(
    stress: vec[i64], sums: vec[i64], first: i64, rows: i64, lots: i64, price: i64
) -> None:
    """A perpetual buy at a price with the fee."""
    cell = first
    total: i64 = 0
    while total < rows * STRESS_SUMS:
        if price > stress[cell + STRESS_PERP_ATOMS]:
            sums[total + SUM_PERP_LOTS] += lots
            sums[total + SUM_PERP_PAID] -= lots * price
        cell += STRESS_WIDTH
        total += STRESS_SUMS


def _add_perp_sell(
    stress: vec[i64], sums: vec[i64], first: i64, rows: i64, lots: i64, price: i64
) -> None:
    """A perpetual sell at a price that is net of the fee."""
    cell = first
    total: i64 = 0
    while total < rows * STRESS_SUMS:
        if price <= stress[cell + STRESS_PERP_ATOMS]:
            sums[total + SUM_PERP_LOTS] -= lots
            sums[total + SUM_PERP_PAID] += lots * price
        cell += STRESS_WIDTH
        total += STRESS_SUMS


def _value_pieces(venue: Venue, account: i64, asset: i64, lots: i64, has_orders: bool) -> bool:
    """Value holding, position and orders in an asset at both scales; False if in doubt."""
    margin = venue.margin
    mark = venue.assets[asset * ASSET_WIDTH + ASSET_MARK]
    lot_atoms = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    held = margin.whole // lot_atoms
    rest = margin.whole - held * lot_atoms
    result: i64 = 0
    if lots != 0:
        result = result_of(venue, account, asset)
        if result > HIGHEST_PAID or result < -HIGHEST_PAID:
            return False
    spot_lots = max(held, -held)
    perp_lots: i64 = 0
    if has_orders:
        spot_lots += margin.spot_lots
        perp_lots = margin.perp_lots
        if margin.spot_lots >= HIGHEST_BOUGHT or perp_lots > HIGHEST_PAID // WIDEST_FACTOR // mark:
            return False
    if spot_lots >= HIGHEST_LOTS or spot_lots > HIGHEST_PAID // (2 * mark):
        return False
    if perp_lots >= HIGHEST_LOTS:
        return False
    position = lots * mark
    least = _least(margin, asset, 0, held, rest, lot_atoms, position, has_orders)
    if least == UNKNOWN:
        return False
    margin.initial = least + result
    margin.maintenance = margin.initial
    if margin.has_two_scales:
        half: i64 = STRESS_ROWS // 2
        least = _least(margin, asset, half, held, rest, lot_atoms, position, has_orders)
        if least == UNKNOWN:
            return False
        margin.maintenance = least + result
    highest = margin.highest_value
    return -highest <= margin.initial and max(margin.initial, margin.maintenance) <= highest


def _least(
    margin: Margin,
    asset: i64,
    first: i64,
    held: i64,
    rest: i64,
    lot_atoms: i64,
    position: i64,
    has_orders: bool,
) -> i64:
    """The least value over the pieces of a scale, rounded down once (MGN-023), or UNKNOWN.

    The sign of slippage is chosen for spot and for perpetual futures apart.
    """
    stress = margin.stress
    sums = margin.sums
    sure: i64 = HIGHEST_PAID * 4 - 1
    doubtful: i64 = sure
    row = first
    while row < first + STRESS_ROWS // 2:
        cell = (asset * STRESS_ROWS + row) * STRESS_WIDTH
        if row & 1 == 0:
            _choose_perp(margin, stress, sums, cell, row, position, has_orders)
        price = stress[cell + STRESS_SPOT_ATOMS]
        price_rest = stress[cell + STRESS_SPOT_MILLIONTHS]
        atoms = margin.perp_atoms + held * price
        millionths = margin.perp_millionths + held * price_rest
        unsure: i64 = 0
        if rest > 0:
            millionths += rest * stress[cell + STRESS_ATOM_WHOLE]
            product = rest * stress[cell + STRESS_ATOM_REST]
            millionths += product // lot_atoms
            if product % lot_atoms != 0:
                unsure += 1
        if margin.fraction > 0:
            whole = stress[cell + STRESS_ATOM_WHOLE]
            part = margin.fraction * MILLION // ATOM
            upper = whole // MILLION
            millionths += part * upper + part * (whole - upper * MILLION) // MILLION
            unsure += upper + 3
        if has_orders:
            total = row * STRESS_SUMS
            atoms += sums[total + SUM_LOTS] * price + sums[total + SUM_PAID]
            millionths += sums[total + SUM_LOTS] * price_rest
            bought = sums[total + SUM_BOUGHT]
            if bought > 0:
                atoms += bought * stress[cell + STRESS_BUY_ATOMS]
                product = bought * stress[cell + STRESS_BUY_REST]
                millionths += bought * stress[cell + STRESS_BUY_MILLIONTHS] + product // lot_atoms
                if product % lot_atoms != 0:
                    unsure += 1
        more = millionths // MILLION
        atoms += more
        if unsure > 0 and millionths - more * MILLION + unsure >= MILLION:
            doubtful = min(doubtful, atoms)
        else:
            sure = min(sure, atoms)
        row += 1
    # What is in doubt is never less than it was rounded down to.
    return UNKNOWN if doubtful < sure else sure


def _choose_perp(
    margin: Margin,
    stress: vec[i64],
    sums: vec[i64],
    first: i64,
    row: i64,
    position: i64,
    has_orders: bool,
) -> None:
    """What position and perpetual orders are worth at the worse of two sides of slippage."""
    whole = position // MILLION
    rest = position - whole * MILLION
    cell = first
    side: i64 = 0
    while side < 2:
        change = stress[cell + STRESS_PERP_CHANGE]
        atoms = whole * change
        millionths = rest * change
        if has_orders:
            total = (row + side) * STRESS_SUMS
            lots = sums[total + SUM_PERP_LOTS]
            atoms += lots * stress[cell + STRESS_PERP_ATOMS] + sums[total + SUM_PERP_PAID]
            millionths += lots * stress[cell + STRESS_PERP_MILLIONTHS]
        more = millionths // MILLION
        atoms += more
        millionths -= more * MILLION
        if (
            side == 0
            or atoms < margin.perp_atoms
            or (atoms == margin.perp_atoms and millionths < margin.perp_millionths)
        ):
            margin.perp_atoms = atoms
            margin.perp_millionths = millionths
        cell += STRESS_WIDTH
        side += 1
