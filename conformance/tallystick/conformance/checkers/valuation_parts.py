"""An account's part in one asset, and what it is worth under stress: two curves.

Chapter 08 takes the least of eight pieces. Here a part is a *curve* over the price of the spot and
another over that of the perpetual future: a straight line, and kinks where orders would be filled.
Both are concave, so each is least at an end of what slippage may do; the two share nothing but the
direction in which the price moves. Without orders the closed form of MGN-070 says the same, and is
used.
"""

from fractions import Fraction

from attrs import Factory, define, frozen

from tallystick.conformance.checkers.loan_record import INTEREST_UNIT, TERM_HOURS
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import AssetDump, OrderDump

RATE_UNIT = 100_000
PRICE_UNIT = 1_000_000
"""Prices under stress are in millionths of a base atom per lot (MGN-020)."""
ATOM_UNIT = INTEREST_UNIT * RATE_UNIT
"""Every holding is a whole number of such parts of an atom: interest has the one, its fee both."""


@define
class Curve:
    """A concave function of a price: `slope * price + constant`, and where it bends.

    A kink adds the lesser of 0 and `slope * price + constant`. Unit: parts of a base atom, of which
    there are `lot_atoms * ATOM_UNIT`; prices in `PRICE_UNIT`, constants not.
    """

    slope: int = 0
    constant: int = 0
    kinks: list[tuple[int, int]] = Factory(list)

    def at(self, price: int) -> int:
        """Its value at a price, times `PRICE_UNIT`."""
        value = self.slope * price + self.constant * PRICE_UNIT
        for slope, constant in self.kinks:
            value += min(0, slope * price + constant * PRICE_UNIT)
        return value


@define
class Part:
    """An account's part in an asset: what it holds, its position, and what its orders may do.

    `holding` is in `ATOM_UNIT` parts of an atom (MGN-001).
    """

    asset: AssetDump
    holding: int = 0
    position_lots: int = 0
    result_atoms: int = 0
    spot_orders: Curve = Factory(Curve)
    perp_orders: Curve = Factory(Curve)
    has_orders: bool = False

    def is_priced(self) -> bool:
        """Whether the asset has a mark and risk values, as the base asset always (MGN-004)."""
        asset = self.asset
        return asset.asset == BASE_ASSET or (asset.mark is not None and asset.risk is not None)

    def exact_value(self, scale_permille: int) -> Fraction:
        """Its value at a scale before rounding, in base atoms; 0 if the asset is not priced."""
        if not self.is_priced():
            return Fraction(0)
        if not self.has_orders:
            return closed_form(self, scale_permille)
        unit = self.asset.lot_atoms * ATOM_UNIT
        spot, perp = self.spot_orders, self.perp_orders
        spot = Curve(spot.slope + self.holding, spot.constant, spot.kinks)
        mark, risk = mark_of(self.asset), risk_of(self.asset)
        perp = Curve(
            perp.slope + self.position_lots * unit,
            perp.constant + (self.result_atoms - self.position_lots * mark) * unit,
            perp.kinks,
        )
        whole, moves = mark * PRICE_UNIT, mark * risk.risk_permille * scale_permille
        spot_costs = mark * risk.slippage_permille * scale_permille
        perp_costs = mark * risk.perp_slippage_permille * scale_permille
        least = min(
            min(spot.at(price - spot_costs), spot.at(price + spot_costs))
            + min(perp.at(price - perp_costs), perp.at(price + perp_costs))
            for price in (whole - moves, whole + moves)
        )
        return Fraction(least, unit * PRICE_UNIT)


@frozen
class Risk:
    """Risk values of an asset, 0 for the base asset (MGN-010)."""

    risk_permille: int = 0
    slippage_permille: int = 0
    perp_slippage_permille: int = 0


def closed_form(part: Part, scale_permille: int) -> Fraction:
    """The value of a priced asset to an account without orders in it (MGN-070)."""
    mark, risk = mark_of(part.asset), risk_of(part.asset)
    spot = Fraction(part.holding * mark, ATOM_UNIT * part.asset.lot_atoms)
    perp = part.position_lots * mark
    charges = (
        risk.slippage_permille * abs(spot)
        + risk.perp_slippage_permille * abs(perp)
        + risk.risk_permille * abs(spot + perp)
    )
    return spot + part.result_atoms - charges * Fraction(scale_permille, PRICE_UNIT)


def mark_of(asset: AssetDump) -> int:
    """Base atoms per lot of a priced asset (MGN-022)."""
    if asset.asset == BASE_ASSET:
        return asset.lot_atoms
    assert asset.mark is not None
    return asset.mark


def risk_of(asset: AssetDump) -> Risk:
    """The risk values in force of a priced asset."""
    if asset.risk is None:
        return Risk()
    risk = asset.risk
    return Risk(risk.risk_permille, risk.slippage_permille, risk.perp_slippage_permille)


def bend(
    part: Part, kind: MarketKind, order: OrderDump, *, is_buy: bool, haircut_permille: int
) -> None:
    """Put a resting order on the curve that it belongs to (MGN-025)."""
    lot_atoms, lots, price = part.asset.lot_atoms, order.open_lots, order.price
    unit = lots * ATOM_UNIT
    if kind is MarketKind.LEND and is_buy:
        # Ten days of interest and their fee; of a basis point an hour is 1/INTEREST_UNIT.
        with_fee = price * TERM_HOURS * (RATE_UNIT + order.maker_fee_rate)
        part.spot_orders.slope -= lots * lot_atoms * with_fee
    elif kind is MarketKind.LEND:
        lost = Fraction(unit * lot_atoms * haircut_permille, 1_000)
        part.spot_orders.slope -= whole_number(lost)
    elif kind is MarketKind.SPOT and is_buy:
        received = lot_atoms - _fee(order, lot_atoms)
        part.spot_orders.kinks.append((unit * received, -unit * lot_atoms * price))
    else:
        curve = part.spot_orders if kind is MarketKind.SPOT else part.perp_orders
        gained, sign = (-price, 1) if is_buy else (price, -1)
        gained -= _fee(order, price)
        curve.kinks.append((sign * unit * lot_atoms, unit * lot_atoms * gained))


def _fee(order: OrderDump, received: int) -> int:
    """What a maker pays of what it receives for a lot, rounded up (MGN-025)."""
    return -(-order.maker_fee_rate * received // RATE_UNIT)


def whole_number(number: Fraction) -> int:
    """A number that is known to have no fraction."""
    assert number.denominator == 1, number
    return number.numerator
