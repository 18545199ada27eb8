"""The written arithmetic of valuations: every expression holds, and terms come to the values."""

from fractions import Fraction

import pytest

from tallystick.conformance.arithmetic import evaluate
from tallystick.conformance.explain.margin_curve import Curve, curve_of
from tallystick.conformance.explain.margin_terms import (
    HOLDING_UNITS,
    SCALES,
    Term,
    at_scale,
    decimal,
    floor_sum,
    holding_of,
    holding_terms,
    order_words,
    piece_name,
    rbv,
    total,
    value_of,
    value_terms,
)
from tallystick.reference.types.certificate import AssetCertificate, Certificate
from tallystick.reference.types.choices import MarketKind, Side
from tests.conformance.explain.margin_cases import certificates, margin_vectors

PIECES = ("+++", "++-", "+-+", "+--", "-++", "-+-", "--+", "---")


def parts() -> list[tuple[Certificate, AssetCertificate]]:
    """Every asset of every certificate."""
    return [(one, asset) for _, one in certificates() for asset in one.assets]


def holds(term: Term) -> bool:
    """Whether the expression is the number, by the arithmetic of the spec."""
    return evaluate(term.numerator.expression) == term.numerator.equals


def test_the_vectors_have_all_kinds_of_terms() -> None:
    kinds = {(order.kind, order.side) for _, asset in parts() for order in asset.orders}
    assert kinds == {(kind, side) for kind in MarketKind for side in Side}
    assert any(asset.provisions for _, asset in parts())
    assert any(one.fee_numerator for _, asset in parts() for one in asset.provisions)
    assert any(asset.lent_atoms for _, asset in parts())
    assert any(asset.owed_atoms for _, asset in parts())
    assert any(asset.position_lots and asset.result_atoms for _, asset in parts())
    assert len(margin_vectors()) > 70
    assert len(certificates()) > 180


def test_parts_come_to_the_holding() -> None:
    for certificate, asset in parts():
        terms = tuple(holding_terms(asset, certificate.lent_haircut_permille))
        assert all(map(holds, terms))
        assert total(terms) == holding_of(asset) == Fraction(asset.holding_numerator, HOLDING_UNITS)


@pytest.mark.parametrize("scale", SCALES)
def test_terms_come_to_every_piece_and_to_the_floor(scale: str) -> None:
    for certificate, asset in parts():
        permille, valued = at_scale(certificate, asset, scale)
        assert tuple(map(piece_name, valued.pieces)) == PIECES
        for piece in valued.pieces:
            terms = value_terms(asset, piece, permille, certificate.lent_haircut_permille)
            assert all(map(holds, terms))
            assert total(terms) == value_of(asset, piece)
        floor = floor_sum("value", value_of(asset, valued.pieces[valued.least]))
        assert evaluate(floor.expression) == floor.equals == valued.floor_atoms


def test_a_curve_goes_through_the_mark_and_its_sides_come_to_the_rbv() -> None:
    drawn = 0
    for _, certificate in certificates():
        for asset in certificate.assets[1:]:
            curve = curve_of(certificate, asset.asset)
            check_sides(curve)
            check_lines(curve)
            drawn += 1
    assert drawn > 120


def check_sides(curve: Curve) -> None:
    """What lies between equity and piece adds up, and the least piece is the RBV."""
    for scale in curve.scales:
        names = [point.name for side in scale.sides for point in side.points]
        assert sorted(names) == sorted(PIECES)
        for side in scale.sides:
            parts_of_side = side.equity + side.orders + side.slippage + side.others
            assert parts_of_side == side.least.value
            assert side.slippage <= 0
            assert side.orders <= 0
        least = min(side.least.value for side in scale.sides)
        assert (
            least.numerator // least.denominator == scale.rbv == rbv(curve.certificate, scale.name)
        )


def check_lines(curve: Curve) -> None:
    """Orders only lower the line, which bends where they begin to count."""
    (left, low), (right, high) = curve.equity
    shifts = [shift for shift, _ in curve.with_orders]
    assert shifts == sorted(set(shifts))
    assert (shifts[0], shifts[-1]) == (left, right)
    for shift, value in curve.with_orders:
        plain = low + (high - low) * (shift - left) / (right - left)
        assert value <= plain


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(5), "5"),
        (Fraction(-5), "-5"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-8808, 100), "-88.08"),
        (Fraction(10, 3), "3.3333..."),
        (Fraction(-1, 3), "-0.3333..."),
        (Fraction(1, 16), "0.0625"),
        (Fraction(1, 32), "0.0312..."),
        (Fraction(0), "0"),
    ],
)
def test_a_fraction_has_at_most_four_decimals(value: Fraction, shown: str) -> None:
    assert decimal(value) == shown


def test_orders_are_told_in_words() -> None:
    told = {order_words(order) for _, asset in parts() for order in asset.orders}
    for beginning in ("buys ", "sells ", "borrows ", "offers "):
        assert any(words.startswith(beginning) for words in told)
    assert any(" lot spot at " in words or " lots spot at " in words for words in told)
