"""The terms of resting orders, added up for all pieces at once (MGN-025)."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import LOAN_BID, NONE, PERP_BUY, SPOT_BUY, SPOT_SELL
from .holdings import HIGHEST_ORDER, bid_for_loan
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_WIDTH,
    CHAIN_EARLIER,
    CHAIN_FEE_RATE,
    CHAIN_KIND,
    CHAIN_LOTS,
    CHAIN_PRICE,
    CHAIN_WIDTH,
    STRESS_BUY_ATOMS,
    STRESS_PERP_ATOMS,
    STRESS_ROWS,
    STRESS_SPOT_ATOMS,
    STRESS_WIDTH,
)
from .margin import STRESS_SUMS
from .provisions import ATOM, HIGHEST_PART, PERMILLE
from .venue import Venue

# Sums over the orders of an account, for each row of `stress`: lots at the whole price of a spot
# lot, lots at that of one bought with a fee, what is paid for them, the same of perpetual lots.
SUM_LOTS: Final = 0
SUM_BOUGHT: Final = 1
SUM_PAID: Final = 2
SUM_PERP_LOTS: Final = 3
SUM_PERP_PAID: Final = 4

HIGHEST_PAID: Final = 2**60
"""Sums of what orders are worth up to this do not wrap, and neither does what is added to them."""


def clear_sums(sums: vec[i64], rows: i64) -> None:
    """Begin with sums of nothing."""
    cell: i64 = 0
    while cell < rows * STRESS_SUMS:
        sums[cell] = 0
        cell += 1


def sum_orders(venue: Venue, order: i64, asset: i64, rows: i64) -> bool:
    """Add up the terms of all orders from one on in a list (MGN-025); False if that may wrap.

    Those on a lending market are linear in the price: they are taken from the holding at once.
    """
    margin = venue.margin
    chain = margin.chain
    stress = margin.stress
    sums = margin.sums
    first = asset * STRESS_ROWS * STRESS_WIDTH
    paid: i64 = 0
    spot_lots: i64 = 0
    perp_lots: i64 = 0
    while order != NONE:
        cell = order * CHAIN_WIDTH
        kind = chain[cell + CHAIN_KIND]
        lots = chain[cell + CHAIN_LOTS]
        price = chain[cell + CHAIN_PRICE]
        if kind >= LOAN_BID:
            if not _take_lending(venue, asset, kind, lots, price, chain[cell + CHAIN_FEE_RATE]):
                return False
        else:
            paid += lots * price
            if kind >= PERP_BUY:
                perp_lots += lots
                if kind == PERP_BUY:
                    _add_perp_buy(stress, sums, first, rows, lots, price)
                else:
                    _add_perp_sell(stress, sums, first, rows, lots, price)
            else:
                spot_lots += lots
                if kind == SPOT_BUY:
                    _add_buy(stress, sums, first, rows, lots, price)
                elif kind == SPOT_SELL:
                    _add_sell(stress, sums, first, rows, lots, price)
                else:
                    _add_free_buy(stress, sums, first, rows, lots, price)
            if paid > HIGHEST_PAID:
                return False
        order = chain[cell + CHAIN_EARLIER]
    margin.spot_lots = spot_lots
    margin.perp_lots = perp_lots
    return True


def _take_lending(venue: Venue, asset: i64, kind: i64, lots: i64, rate: i64, fee_rate: i64) -> bool:
    """The term of a borrow order or an offer; False if it takes more than 63 bits."""
    margin = venue.margin
    atoms = lots * venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    if kind == LOAN_BID:
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
