"""Prices and quantities of the steps that wind up an account (chapter 09): pure.

An `assert` before the first statement is a precondition, one after it is a promise.
"""

from tallystick.reference.numbers import ceil_div, floor_div
from tallystick.reference.risk import PRICE_UNITS, band_prices
from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import Atoms, Lots, Price

MOST_LOTS = 2**40
"""Most lots of a forced order (LIQ-012)."""
HIGHEST_PRICE = 2**40
"""The highest price of an order, whatever the longest position is (chapter 06)."""


def edge_price(side: Side, mark: Price, band: int, highest: Price) -> Price:
    """The price of a forced order: the worse edge of the band, from 1 to `highest` (LIQ-012)."""
    assert mark > 0
    assert band >= 0
    assert highest > 0
    lower, upper = band_prices(mark, band)  # [LIQ-012]
    edge = upper if side is Side.BUY else lower  # [LIQ-012]
    price = max(1, min(edge, highest, HIGHEST_PRICE))  # [LIQ-012]
    assert 1 <= price <= highest
    assert price <= HIGHEST_PRICE
    assert price in (1, edge, highest, HIGHEST_PRICE)
    return Price(price)


def lots_to_cover(missing: Atoms, lot_atoms: Atoms) -> Lots:
    """The fewest lots that cover what is missing (LIQ-017)."""
    assert missing >= 0
    assert lot_atoms > 0
    lots = ceil_div(missing, lot_atoms)  # [LIQ-017]
    assert lots * lot_atoms >= missing
    assert lots == 0 or (lots - 1) * lot_atoms < missing
    return Lots(lots)


def minima_to_cover(missing: Atoms, minimum_lots: Lots, lot_atoms: Atoms) -> Lots:
    """Lots of the fewest minima that cover what is missing, as far as one order goes (LIQ-013)."""
    assert missing >= 0
    assert minimum_lots > 0
    assert lot_atoms > 0
    wanted = ceil_div(missing, minimum_lots * lot_atoms)  # [LIQ-013]
    most = floor_div(MOST_LOTS, minimum_lots)  # [LIQ-012]
    lots = min(wanted, most) * minimum_lots  # [LIQ-013]
    assert lots % minimum_lots == 0
    assert 0 <= lots <= MOST_LOTS
    assert wanted > most or lots * lot_atoms >= missing
    assert lots == 0 or (lots - minimum_lots) * lot_atoms < missing
    return Lots(lots)


def is_worth_too_little(
    given: int, given_lot_atoms: Atoms, taken: int, taken_lot_atoms: Atoms, band: int
) -> bool:
    """Whether what is given is worth too little beside what is taken (LIQ-023).

    `given` and `taken` are atoms times the mark; `band` is that of the asset that is not base.
    """
    assert given > 0
    assert given_lot_atoms > 0
    assert taken > 0
    assert taken_lot_atoms > 0
    assert band >= 0
    worth_given = given * taken_lot_atoms
    worth_taken = taken * given_lot_atoms
    too_little = worth_given * PRICE_UNITS < worth_taken * (PRICE_UNITS - band)  # [LIQ-023]
    # Whoever gives at least as much as he takes is inside, and a wide band lets everything in.
    assert not too_little or worth_given < worth_taken
    assert not too_little or band < PRICE_UNITS
    return too_little
