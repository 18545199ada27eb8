"""What is traded, in the units of a venue whose base asset has six decimals (NUM-003, NUM-004).

A lot is so small that a tick of the recorded price is a whole number of base atoms. What is finer
(mark prices, trades of other venues) is rounded down to such a number: by less than 0.1 dollar of a
bitcoin, or 0.01 of an ether.
"""

from attrs import frozen

from tallystick.conformance.scenarios.decimals import UNITS
from tallystick.reference.types.units import Atoms, Lots, Price

LOWEST_PRICE, HIGHEST_PRICE = Price(2_000), Price(20_000_000)
"""Base atoms per lot with which the story can be led: below, the dealers have too few lots for it;
above, 100 units of the base asset are too few lots."""
ATOMS_PER_BASE = 10**6
"""Base atoms in a unit of the base asset: `base_lot_atoms` of preset `world`."""


@frozen
class Instrument:
    """An asset: `lots_per_unit` lots are one of it, each of `lot_atoms` of its atoms."""

    word: str
    name: str
    lots_per_unit: int
    lot_atoms: Atoms

    def price(self, price_e8: int) -> Price:
        """Base atoms per lot, rounded down, of a price in 1/100,000,000 dollar; at least 1."""
        return Price(max(1, price_e8 * ATOMS_PER_BASE // (self.lots_per_unit * UNITS)))

    def can_price(self, price_e8: int) -> bool:
        """Whether the story can be led at such a price, in 1/100,000,000 dollar."""
        return LOWEST_PRICE <= self.price(price_e8) <= HIGHEST_PRICE

    def lots(self, amount_e8: int) -> Lots:
        """Whole lots of an amount in 1/100,000,000 of one of it."""
        return Lots(amount_e8 * self.lots_per_unit // UNITS)

    def dollars(self, price: int) -> str:
        """A price in dollars, for people."""
        hundredths = price * self.lots_per_unit * 100 // ATOMS_PER_BASE
        return f"{hundredths // 100:,}.{hundredths % 100:02}"


BITCOIN = Instrument("btc", "bitcoin", 10**5, Atoms(10**3))
ETHER = Instrument("eth", "ether", 10**4, Atoms(10**4))
INSTRUMENTS = {one.word: one for one in (BITCOIN, ETHER)}


def base_text(atoms: int, places: int = 2) -> str:
    """Base atoms as units of the base asset, rounded half away from zero, for people."""
    return decimal_text(atoms, ATOMS_PER_BASE, places)


def decimal_text(numerator: int, denominator: int, places: int = 2) -> str:
    """A fraction as a decimal number, rounded half away from zero, for people."""
    scaled = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    sign = "-" if numerator < 0 and scaled else ""
    whole, rest = divmod(scaled, 10**places)
    return f"{sign}{whole:,}.{rest:0{places}}" if places else f"{sign}{whole:,}"
