"""The value of an account's part in an asset, term by term, written out with its arithmetic.

Every numerator is an expression of the grammar of `conformance.arithmetic`, so that anybody can
check it; a value is that numerator over a denominator, and exact.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from tallystick.conformance.explain.sums import FEE_UNITS, INTEREST_UNITS, Sum, sum_of
from tallystick.reference.types.certificate import (
    AssetCertificate,
    Certificate,
    LoanProvision,
    OrderTerm,
    PieceValue,
    ScaleValue,
)
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import AssetId

MILLION = 1_000_000
HOLDING_UNITS = INTEREST_UNITS * FEE_UNITS
"""A holding is in units of one such part of an atom (MGN-002)."""
TEN_DAYS_UNITS = 365_000
"""Interest of ten days is rate times principal over this (MGN-025)."""
PERMILLE = 1_000
SCALES = ("initial", "maintenance")
MOST_DECIMALS = 4


@frozen
class Term:
    """`numerator` is a sum; the term is worth that over `denominator`.

    Over another denominator than 1 the expression is a product, so that it needs no parentheses.
    """

    name: str
    numerator: Sum
    denominator: int

    @property
    def value(self) -> Fraction:
        """Exact, in atoms."""
        return Fraction(self.numerator.equals, self.denominator)

    @property
    def words(self) -> str:
        """The arithmetic on one line."""
        shown = decimal(self.value)
        expression = self.numerator.expression
        if self.denominator == 1:
            return expression if expression == shown else f"{expression} = {shown}"
        return f"{expression} / {self.denominator} = {shown}"


@frozen
class Factors:
    """The price factors of a piece, in millionths (MGN-020)."""

    price: Sum
    spot: Sum
    perpetual: Sum


def term(name: str, expression: str, denominator: int = 1) -> Term:
    """A term with the number of its expression."""
    return Term(name, sum_of(name, expression), denominator)


def factors(asset: AssetCertificate, piece: PieceValue, scale: int) -> Factors:
    """c, v and w of a piece at a scale."""
    price = _moved("c", MILLION, piece.price_sign, asset.risk_permille, scale)
    return Factors(
        price,
        _moved("v", price.equals, -piece.spot_sign, asset.slippage_permille, scale),
        _moved("w", price.equals, -piece.perp_sign, asset.perp_slippage_permille, scale),
    )


def piece_name(piece: PieceValue) -> str:
    """Its signs h, e and g."""
    signs = (piece.price_sign, piece.spot_sign, piece.perp_sign)
    return "".join("+" if sign > 0 else "-" for sign in signs)


def holding_terms(asset: AssetCertificate, haircut_permille: int) -> Iterator[Term]:
    """What the holding is made of, in atoms of the asset (MGN-001); what there is none of is left
    out, but for the balance.
    """
    yield term("balance", str(asset.balance_atoms))
    if asset.borrowed_atoms:
        yield term("borrowed", f"-{asset.borrowed_atoms}")
    for provision in asset.provisions:
        yield _provision_term(provision)
    if asset.lent_atoms:
        yield term("lent", f"{asset.lent_atoms} * ({PERMILLE} - {haircut_permille})", PERMILLE)
    if asset.receivable_atoms:
        yield term("is owed", str(asset.receivable_atoms))
    if asset.owed_atoms:
        yield term("owes", f"-{asset.owed_atoms}")


def holding_of(asset: AssetCertificate) -> Fraction:
    """The holding that the certificate states, in atoms."""
    return Fraction(asset.holding_numerator, HOLDING_UNITS)


def part_of(certificate: Certificate, asset: AssetId) -> AssetCertificate | None:
    """What a certificate says of an asset, if anything."""
    return next((one for one in certificate.assets if one.asset == asset), None)


def at_scale(
    certificate: Certificate, asset: AssetCertificate, name: str
) -> tuple[int, ScaleValue]:
    """The permille of one of `SCALES`, and the value of an asset at it."""
    if name == SCALES[0]:
        return certificate.initial_scale_permille, asset.initial
    return certificate.maintenance_scale_permille, asset.maintenance


def rbv(certificate: Certificate, name: str) -> int:
    """RBV at one of `SCALES`, as the certificate states it."""
    at_first = name == SCALES[0]
    return certificate.initial_atoms if at_first else certificate.maintenance_atoms


def value_of(asset: AssetCertificate, piece: PieceValue) -> Fraction:
    """The value in one piece that the certificate states, in base atoms."""
    return Fraction(piece.numerator, asset.lot_atoms * MILLION * HOLDING_UNITS)


def value_terms(
    asset: AssetCertificate, piece: PieceValue, scale: int, haircut_permille: int
) -> tuple[Term, ...]:
    """What the value in one piece is made of, in base atoms (MGN-021); nothing is left out."""
    moved = factors(asset, piece, scale)
    return (
        _holding_value(asset, moved),
        *_position_values(asset, moved),
        *(_order_value(asset, order, moved, haircut_permille) for order in asset.orders),
    )


def order_name(order: OrderTerm) -> str:
    """Which order it is; ids are the account's own."""
    return f"order {order.order_id}"


def order_words(order: OrderTerm) -> str:
    """What an order wants, in a few words."""
    lots = f"{order.open_lots} lot{'' if order.open_lots == 1 else 's'}"
    if order.kind is MarketKind.LEND:
        does = "borrows" if order.side is Side.BUY else "offers"
        return f"{does} {lots} at rate {order.price} on market {order.market}"
    does = "buys" if order.side is Side.BUY else "sells"
    what = "perpetual" if order.kind is MarketKind.PERP else "spot"
    return f"{does} {lots} {what} at {order.price} on market {order.market}"


def fee_sum(asset: AssetCertificate, order: OrderTerm) -> Sum:
    """The fee f of a lot of an order on a spot or perpetual market (MGN-025)."""
    buys_spot = order.kind is MarketKind.SPOT and order.side is Side.BUY
    payer = asset.lot_atoms if buys_spot else order.price
    return sum_of("f", f"ceil_div({payer} * {order.fee_rate}, {FEE_UNITS})")


def total(terms: Sequence[Term]) -> Fraction:
    """The sum of terms."""
    return sum((one.value for one in terms), Fraction(0))


def floor_sum(name: str, value: Fraction) -> Sum:
    """A value rounded down to a whole atom (MGN-023), as a sum."""
    if value.denominator == 1:
        return Sum(name, str(value.numerator), value.numerator)
    return sum_of(name, f"floor_div({value.numerator}, {value.denominator})")


def decimal(value: Fraction) -> str:
    """With as many decimals as it has, at most four; dots where it goes on."""
    scaled = abs(value) * 10**MOST_DECIMALS
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    atoms, decimals = divmod(whole, 10**MOST_DECIMALS)
    shown = f"{decimals:0{MOST_DECIMALS}}"
    tail = f".{shown}..." if rest else f".{shown}".rstrip("0").rstrip(".")
    return f"{'-' if value < 0 else ''}{atoms}{tail}"


def _moved(name: str, start: int, sign: int, permille: int, scale: int) -> Sum:
    return sum_of(name, f"{start} {'+' if sign > 0 else '-'} {permille} * {scale}")


def _provision_term(provision: LoanProvision) -> Term:
    """All over the smallest denominator in which it is whole: of interest, or of fees."""
    name = f"loan {provision.loan}"
    interest, claims = provision.interest_numerator, provision.claims_atoms
    if provision.fee_numerator:
        made = f"{interest} * {FEE_UNITS} + {provision.fee_numerator} + {claims} * {HOLDING_UNITS}"
        return term(name, f"-({made})", HOLDING_UNITS)
    return term(name, f"-({interest} + {claims} * {INTEREST_UNITS})", INTEREST_UNITS)


def _holding_value(asset: AssetCertificate, moved: Factors) -> Term:
    holding = holding_of(asset)
    if _mark(asset) == int(asset.lot_atoms) and moved.spot.equals == MILLION:
        return term("holding", str(holding.numerator), holding.denominator)
    denominator = holding.denominator * asset.lot_atoms * MILLION
    spot = f"{_mark(asset)} * {moved.spot.equals}"
    return term("holding", f"{holding.numerator} * {spot}", denominator)


def _position_values(asset: AssetCertificate, moved: Factors) -> Iterator[Term]:
    yield term("result", str(asset.result_atoms))
    moves = f"{_mark(asset)} * ({moved.perpetual.equals} - {MILLION})"
    yield term("position", f"{asset.position_lots} * {moves}", MILLION)


def _order_value(
    asset: AssetCertificate, order: OrderTerm, moved: Factors, haircut_permille: int
) -> Term:
    """A term of the table of MGN-025."""
    name, lots, price = order_name(order), order.open_lots, order.price
    spot = f"{_mark(asset)} * {moved.spot.equals}"
    if order.kind is MarketKind.LEND and order.side is Side.BUY:
        owed = f"{price} * ({FEE_UNITS} + {order.fee_rate})"
        return term(name, f"-{lots} * {spot} * {owed}", MILLION * TEN_DAYS_UNITS * FEE_UNITS)
    if order.kind is MarketKind.LEND:
        return term(name, f"-{lots} * {spot} * {haircut_permille}", MILLION * PERMILLE)
    fee = fee_sum(asset, order).equals
    if order.kind is MarketKind.SPOT and order.side is Side.BUY:
        denominator = asset.lot_atoms * MILLION
        gained = f"{spot} * ({asset.lot_atoms} - {fee}) - {price} * {denominator}"
        return term(name, f"{lots} * min(0, {gained})", denominator)
    traded = spot if order.kind is MarketKind.SPOT else f"{_mark(asset)} * {moved.perpetual.equals}"
    if order.side is Side.BUY:
        return term(name, f"{lots} * min(0, {traded} - ({price} + {fee}) * {MILLION})", MILLION)
    return term(name, f"{lots} * min(0, ({price} - {fee}) * {MILLION} - {traded})", MILLION)


def _mark(asset: AssetCertificate) -> int:
    assert asset.mark is not None
    return int(asset.mark)
