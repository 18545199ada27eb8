"""What a command of an account below zero must not do (MGN-040)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation import margin_of
from tallystick.conformance.checkers.valuation_orders import Walked, resting_orders
from tallystick.conformance.checkers.valuation_parts import (
    ATOM_UNIT,
    PRICE_UNIT,
    Part,
    mark_of,
    risk_of,
)
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.dump import AssetDump, StateDump
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AccountId, AssetId

BAND_ALLOWANCE = 1_000


class Band(NamedTuple):
    """The lowest and the highest price that are inside (MGN-041)."""

    lowest: int
    highest: int

    @classmethod
    def of_asset(cls, asset: AssetDump, margin: MarginParameters) -> "Band":
        """The band around the mark of a priced asset."""
        width, mark = width_of(asset, margin), mark_of(asset)
        below = Fraction(mark * max(0, PRICE_UNIT - width), PRICE_UNIT)
        above = Fraction(mark * (PRICE_UNIT + width), PRICE_UNIT)
        return cls(below.__ceil__(), above.__floor__())

    def allows(self, side: Side, price: int) -> bool:
        """Whether a buy is not above it, a sell not below it."""
        return price <= self.highest if side is Side.BUY else price >= self.lowest


def width_of(asset: AssetDump, margin: MarginParameters) -> int:
    """How far from the mark the band of a priced asset reaches, in millionths (MGN-041)."""
    slippage = risk_of(asset).slippage_permille * margin.maintenance_scale_permille
    return max(0, margin.band_multiple * slippage - BAND_ALLOWANCE)


def size_atoms(part: Part | None) -> Fraction:
    """How much of an asset an account has, spot and perpetual together."""
    if part is None:
        return Fraction(0)
    spot = Fraction(part.holding, ATOM_UNIT)
    return abs(spot + part.position_lots * part.asset.lot_atoms)


def below_zero_faults(
    after: StateDump,
    account: AccountId,
    walked: Walked,
    parts_before: Mapping[AssetId, Part],
    parts_after: Mapping[AssetId, Part],
) -> Iterator[str]:
    """What a command that leaves its account below zero has done in spite of MGN-040.

    Both RBV have been compared already.
    """
    for asset in sorted({*parts_before, *parts_after} - {BASE_ASSET}):
        sizes = [size_atoms(parts.get(asset)) for parts in (parts_before, parts_after)]
        if sizes[1] > sizes[0]:
            yield f"it has {sizes[1]} atoms of asset {asset}, before {sizes[0]}"
    for order_id in sorted(walked.lent):
        yield f"order {order_id} is on a lending market"
    yield from _far_prices(after, account, walked)


def _far_prices(after: StateDump, account: AccountId, walked: Walked) -> Iterator[str]:
    margin = margin_of(after)
    assets = {asset.asset: asset for asset in after.assets}
    bands = {
        market.market: Band.of_asset(assets[market.asset], margin)
        for market in after.markets
        if market.kind is not MarketKind.LEND and assets[market.asset].mark is not None
    }
    for trade in walked.trades:
        band = bands.get(trade.market)
        if band is not None and not band.allows(trade.taker_side, trade.price):
            yield f"order {trade.taker_order_id} traded at {trade.price}, the band is {band}"
    for market, side, order_id, price in resting_orders(after, account):
        band = bands.get(market)
        if order_id in walked.entered and band is not None and not band.allows(side, price):
            yield f"order {order_id} rests at {price}, the band is {band}"
