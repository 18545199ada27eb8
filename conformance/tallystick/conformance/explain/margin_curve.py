"""What an account is worth at other prices of one asset, and where the pieces of its RBV lie.

Prices are told as their shift from the mark, in permille of it. All values are exact.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.margin_terms import (
    PERMILLE,
    SCALES,
    TEN_DAYS_UNITS,
    at_scale,
    fee_sum,
    holding_of,
    part_of,
    piece_name,
    rbv,
    value_of,
)
from tallystick.conformance.explain.perp_views import BASE_ASSET
from tallystick.conformance.explain.sums import FEE_UNITS
from tallystick.reference.types.certificate import (
    AssetCertificate,
    Certificate,
    OrderTerm,
)
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import AssetId

LEAST_RANGE_PERMILLE, MOST_RANGE_PERMILLE = 300, 1_000


@frozen
class Point:
    """The account in one piece of the asset: the others as they are valued at the scale."""

    name: str
    value: Fraction


@frozen
class SideCharge:
    """What lies between the equity and the least piece on one side of the mark."""

    shift: Fraction
    equity: Fraction
    orders: Fraction
    slippage: Fraction
    """Of holdings, position and orders."""
    others: Fraction
    """What the other assets are charged; as all of these, negative if it lowers the value."""
    points: tuple[Point, ...]
    """All four of the side, in the order of the certificate."""

    @property
    def least(self) -> Point:
        """The first that is least."""
        return min(self.points, key=lambda point: point.value)


@frozen
class ScaleCharge:
    """A scale: both sides of the mark, and the RBV."""

    name: str
    permille: int
    sides: tuple[SideCharge, SideCharge]
    """The price rises, the price falls."""
    rbv: int


@frozen
class Curve:
    """All that is drawn of one account and one asset."""

    certificate: Certificate
    asset: AssetCertificate
    range_permille: int
    equity: tuple[tuple[Fraction, Fraction], ...]
    """Shifts and values, without orders; straight between them."""
    with_orders: tuple[tuple[Fraction, Fraction], ...]
    """The same, each order filled wholly or not at all, whichever is worse at that price."""
    scales: tuple[ScaleCharge, ...]


def curve_of(
    certificate: Certificate, asset: AssetId | None = None, range_permille: int | None = None
) -> Curve:
    """By default of the asset that is charged most, as far as all pieces lie, at least 30 %.

    ExplainError if the certificate has no such asset or a piece lies beyond the range.
    """
    part = _chosen(certificate, asset)
    scales = tuple(_scale_charge(certificate, part, name) for name in SCALES)
    farthest = max(abs(side.shift) for scale in scales for side in scale.sides)
    if range_permille is None:
        # A step of 5 % beyond the pieces: they are not drawn on the frame.
        range_permille = max(LEAST_RANGE_PERMILLE, (int(farthest) // 50 + 2) * 50)
    elif range_permille < farthest:
        reach = -(-farthest.numerator // farthest.denominator)
        text = f"a piece lies {reach} permille from the mark; --range {range_permille} is nearer"
        raise ExplainError(text)
    ends = (Fraction(-min(range_permille, PERMILLE)), Fraction(range_permille))
    kinks = {shift for shift in _kinks(part) if ends[0] < shift < ends[1]}
    shifts = sorted({*ends, *kinks})
    others = _equity_of(tuple(_others(certificate, part)))
    haircut = certificate.lent_haircut_permille
    plain = tuple((shift, others + _equity_at(part, shift)) for shift in ends)
    ordered = tuple(
        (shift, others + _equity_at(part, shift) + _orders_at(part, shift, haircut))
        for shift in shifts
    )
    return Curve(certificate, part, range_permille, plain, ordered, scales)


def charge_of(asset: AssetCertificate) -> Fraction:
    """How much less an asset counts at the initial scale than at its mark."""
    return _equity_at(asset, Fraction(0)) - asset.initial.floor_atoms


def _chosen(certificate: Certificate, asset: AssetId | None) -> AssetCertificate:
    stressed = [one for one in certificate.assets if one.asset != BASE_ASSET]
    if asset is not None:
        part = part_of(certificate, asset)
        if part is None or part not in stressed:
            known = ", ".join(str(one.asset) for one in stressed) or "none"
            text = f"account {certificate.account} is charged for no asset {asset}; known: {known}"
            raise ExplainError(text)
        return part
    if not stressed:
        text = f"account {certificate.account} has nothing but base atoms: nothing to draw"
        raise ExplainError(text)
    return max(stressed, key=lambda one: (charge_of(one), -one.asset))


def _others(certificate: Certificate, part: AssetCertificate) -> Iterator[AssetCertificate]:
    return (one for one in certificate.assets if one.asset != part.asset)


def _scale_charge(certificate: Certificate, part: AssetCertificate, name: str) -> ScaleCharge:
    scale, valued = at_scale(certificate, part, name)
    others = tuple(_others(certificate, part))
    floors = sum(at_scale(certificate, one, name)[1].floor_atoms for one in others)
    equity = _equity_of(others)

    def side(sign: int) -> SideCharge:
        shift = Fraction(sign * part.risk_permille * scale, PERMILLE)
        points = tuple(
            Point(piece_name(one), floors + value_of(part, one))
            for one in valued.pieces
            if one.price_sign == sign
        )
        here = equity + _equity_at(part, shift)
        orders = _orders_at(part, shift, certificate.lent_haircut_permille)
        least = min(point.value for point in points)
        charged = floors - equity
        return SideCharge(shift, here, orders, least - here - orders - charged, charged, points)

    return ScaleCharge(name, scale, (side(1), side(-1)), rbv(certificate, name))


def _equity_of(parts: Sequence[AssetCertificate]) -> Fraction:
    """What assets are worth at their marks."""
    return sum((_equity_at(one, Fraction(0)) for one in parts), Fraction(0))


def _equity_at(part: AssetCertificate, shift: Fraction) -> Fraction:
    """Spot and perpetual future at a shifted price, without slippage and orders, in base atoms."""
    assert part.mark is not None
    spot = holding_of(part) * part.mark * (1 + shift / PERMILLE) / part.lot_atoms
    return spot + part.result_atoms + part.position_lots * part.mark * shift / PERMILLE


def _orders_at(part: AssetCertificate, shift: Fraction, haircut_permille: int) -> Fraction:
    """The terms of the orders at a shifted price without slippage, in base atoms (MGN-025)."""
    assert part.mark is not None
    price = part.mark * (1 + shift / PERMILLE)
    return sum((_order_at(part, one, price, haircut_permille) for one in part.orders), Fraction(0))


def _order_at(
    part: AssetCertificate, order: OrderTerm, price: Fraction, haircut_permille: int
) -> Fraction:
    if order.kind is MarketKind.LEND and order.side is Side.BUY:
        owed = order.price * (FEE_UNITS + order.fee_rate)
        return -order.open_lots * price * Fraction(owed, TEN_DAYS_UNITS * FEE_UNITS)
    if order.kind is MarketKind.LEND:
        return -order.open_lots * price * Fraction(haircut_permille, PERMILLE)
    slope, constant = _gain_of_lot(part, order)
    return order.open_lots * min(Fraction(0), slope * price + constant)


def _gain_of_lot(part: AssetCertificate, order: OrderTerm) -> tuple[Fraction, int]:
    """What a lot that is filled gains: so much times the price, and so much besides."""
    fee = fee_sum(part, order).equals
    if order.side is Side.SELL:
        return Fraction(-1), order.price - fee
    if order.kind is MarketKind.SPOT:
        return Fraction(part.lot_atoms - fee, part.lot_atoms), -order.price
    return Fraction(1), -order.price - fee


def _kinks(part: AssetCertificate) -> Iterator[Fraction]:
    """Where the term of an order begins to count."""
    assert part.mark is not None
    for order in part.orders:
        if order.kind is not MarketKind.LEND:
            slope, constant = _gain_of_lot(part, order)
            if slope:
                yield PERMILLE * (-constant / slope / part.mark - 1)
