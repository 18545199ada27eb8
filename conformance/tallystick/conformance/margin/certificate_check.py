"""Adds a certificate up again (MGN-060): without an engine, from its own parts, piece by piece.

What is found wrong is said part by part. The parts themselves (balances, principal, legs) are taken
as they are stated; who has the dump can compare them with it.
"""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from tallystick.conformance.checkers.loan_record import INTEREST_UNIT
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation_parts import ATOM_UNIT, PRICE_UNIT, RATE_UNIT
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

Signs = tuple[int, int, int]
PIECES: tuple[Signs, ...] = (
    *((1, 1, 1), (1, 1, -1), (1, -1, 1), (1, -1, -1)),
    *((-1, 1, 1), (-1, 1, -1), (-1, -1, 1), (-1, -1, -1)),
)
"""h, e and g of MGN-020, in the order in which a certificate has them."""
YEAR_OVER_TERM = 365_000
"""The interest of ten days is this part of principal times basis points (MGN-025)."""
_PERMILLE = 1_000
_HIGHEST_RATE = 50_000


@frozen
class CertificateFault:
    """A part of a certificate that is not what the other parts make of it.

    `asset` is None where it concerns the whole certificate.
    """

    asset: AssetId | None
    part: str
    expected: str
    found: str

    def __str__(self) -> str:
        """One line for a reader."""
        where = "" if self.asset is None else f"asset {self.asset}: "
        return f"{where}{self.part}: expected {self.expected}, found {self.found}"


_Found = tuple[str, object, object]
"""A part, what was expected, and what was found."""


def certificate_faults(certificate: Certificate) -> tuple[CertificateFault, ...]:
    """Everything that is wrong with a certificate, by part; nothing if it adds up."""
    faults = [
        CertificateFault(None, part, str(expected), str(found))
        for part, expected, found in _wrong(_of_whole(certificate))
    ]
    for asset in certificate.assets:
        checks = (*_of_asset(certificate, asset), *_of_values(certificate, asset))
        faults += [
            CertificateFault(asset.asset, part, str(expected), str(found))
            for part, expected, found in _wrong(iter(checks))
        ]
    return (*faults, *_of_sums(certificate))


def _wrong(checks: Iterator[_Found]) -> Iterator[_Found]:
    return (check for check in checks if check[1] != check[2])


def _of_sums(certificate: Certificate) -> Iterator[CertificateFault]:
    """RBV are the sums of the values of the assets (MGN-024)."""
    for name in ("initial", "maintenance"):
        atoms = sum(getattr(asset, name).floor_atoms for asset in certificate.assets)
        found = getattr(certificate, f"{name}_atoms")
        if atoms != found:
            yield CertificateFault(None, f"RBV {name}", str(atoms), str(found))


def _of_whole(certificate: Certificate) -> Iterator[_Found]:
    initial, maintenance = (
        certificate.initial_scale_permille,
        certificate.maintenance_scale_permille,
    )
    yield _at_least("account", 1, certificate.account)
    yield _at_least("now", 0, certificate.now)
    yield _at_least("maintenance scale", 1, maintenance)
    yield _at_most("maintenance scale", initial, maintenance)
    haircut = certificate.lent_haircut_permille
    yield "haircut", max(0, min(haircut, _PERMILLE)), haircut
    assets = [asset.asset for asset in certificate.assets]
    yield "assets", sorted({BASE_ASSET, *assets}), assets


def _of_asset(certificate: Certificate, asset: AssetCertificate) -> Iterator[_Found]:
    """What is stated of an asset before anything is added up."""
    yield _at_least("lot_atoms", 1, asset.lot_atoms)
    risk, slippage = asset.risk_permille, asset.slippage_permille
    yield _at_least("asset", 1, asset.asset)
    for name in ("risk_permille", "slippage_permille", "perp_slippage_permille"):
        yield _within(name, _PERMILLE, getattr(asset, name))
    for name in ("balance_atoms", "borrowed_atoms", "lent_atoms", "receivable_atoms", "owed_atoms"):
        yield _at_least(name, 0, getattr(asset, name))
    if asset.asset == BASE_ASSET:
        yield "mark of the base asset", asset.lot_atoms, asset.mark
        yield "risk of the base asset", [0, 0, 0], [risk, slippage, asset.perp_slippage_permille]
        yield "position in the base asset", 0, asset.position_lots
        yield "result in the base asset", 0, asset.result_atoms
    else:
        yield "mark", "at least 1", "at least 1" if (asset.mark or 0) >= 1 else asset.mark
        stress = (risk + slippage) * certificate.initial_scale_permille
        yield _at_most("risk and slippage at the initial scale", PRICE_UNIT, stress)
        yield "settlement debts", [0, 0], [asset.receivable_atoms, asset.owed_atoms]
    yield from _of_loans(asset)
    yield from _of_orders(asset)


def _of_loans(asset: AssetCertificate) -> Iterator[_Found]:
    lot_atoms = max(1, asset.lot_atoms)
    yield "borrowed_atoms of whole lots", 0, asset.borrowed_atoms % lot_atoms
    yield "lent_atoms of whole lots", 0, asset.lent_atoms % lot_atoms
    loans = [provision.loan for provision in asset.provisions]
    yield "loans of the provisions", sorted(set(loans)), loans
    if not loans:
        yield "borrowed_atoms without a provision", 0, asset.borrowed_atoms
    yield _at_least("borrowed_atoms", len(loans) * lot_atoms, asset.borrowed_atoms)
    for provision in asset.provisions:
        name = f"provision of loan {provision.loan}"
        yield _at_least(f"{name}, id", 1, provision.loan)
        yield _at_least(f"{name}, interest", 1 - INTEREST_UNIT, provision.interest_numerator)
        # What a credit prepays is below an atom of fee and its share of an atom of interest.
        yield _at_least(f"{name}, fee", 1 - 2 * ATOM_UNIT, provision.fee_numerator)
        yield _at_least(f"{name}, claims", 0, provision.claims_atoms)


def _of_orders(asset: AssetCertificate) -> Iterator[_Found]:
    keys = [(order.market, order.order_id) for order in asset.orders]
    yield "orders", sorted(set(keys)), keys
    markets = {(order.kind, order.market) for order in asset.orders}
    yield "markets of each kind", len({kind for kind, _ in markets}), len(markets)
    for order in asset.orders:
        name = f"order {order.order_id} on market {order.market}"
        if asset.asset == BASE_ASSET:
            yield f"{name}, kind", MarketKind.LEND, order.kind
        yield _at_least(f"{name}, order id", 1, order.order_id)
        yield _at_least(f"{name}, market", 1, order.market)
        yield _at_least(f"{name}, price", 1, order.price)
        yield _at_least(f"{name}, open lots", 1, order.open_lots)
        is_offer = order.kind is MarketKind.LEND and order.side is Side.SELL
        highest = 0 if is_offer else _HIGHEST_RATE
        yield f"{name}, fee rate", max(0, min(order.fee_rate, highest)), order.fee_rate


def _of_values(certificate: Certificate, asset: AssetCertificate) -> Iterator[_Found]:
    """Holding, pieces, least and floor (MGN-001, MGN-021, MGN-023)."""
    holding = holding_atoms(certificate, asset)
    yield "holding_numerator", holding * ATOM_UNIT, Fraction(asset.holding_numerator)
    if asset.lot_atoms < 1 or asset.mark is None:
        return
    for name in ("initial", "maintenance"):
        scale_permille: int = getattr(certificate, f"{name}_scale_permille")
        yield from _of_scale(certificate, asset, name, scale_permille)


def _of_scale(
    certificate: Certificate, asset: AssetCertificate, name: str, scale_permille: int
) -> Iterator[_Found]:
    stated: ScaleValue = getattr(asset, name)
    signs = [(one.price_sign, one.spot_sign, one.perp_sign) for one in stated.pieces]
    yield f"{name}, signs of the pieces", list(PIECES), signs
    for piece in stated.pieces:
        worth = piece_value(certificate, asset, piece, scale_permille)
        part = f"{name}, piece {_signs_text(piece)}, numerator"
        yield part, worth * asset.lot_atoms * PRICE_UNIT * ATOM_UNIT, Fraction(piece.numerator)
    numerators = [piece.numerator for piece in stated.pieces]
    if numerators:
        least = min(numerators)
        yield f"{name}, least", numerators.index(least), stated.least
        floor = least // (asset.lot_atoms * PRICE_UNIT * ATOM_UNIT)
        yield f"{name}, floor_atoms", floor, stated.floor_atoms


def holding_atoms(certificate: Certificate, asset: AssetCertificate) -> Fraction:
    """The holding of an account in an asset, from its parts (MGN-001), in atoms."""
    counted = Fraction(_PERMILLE - certificate.lent_haircut_permille, _PERMILLE)
    own = asset.balance_atoms - asset.borrowed_atoms + asset.receivable_atoms - asset.owed_atoms
    provisions = sum((provision_atoms(one) for one in asset.provisions), Fraction(0))
    return own + asset.lent_atoms * counted - provisions


def provision_atoms(provision: LoanProvision) -> Fraction:
    """The provision of a loan, from its parts (MGN-002), in atoms."""
    interest = Fraction(provision.interest_numerator, INTEREST_UNIT)
    return interest + Fraction(provision.fee_numerator, ATOM_UNIT) + provision.claims_atoms


def piece_value(
    certificate: Certificate, asset: AssetCertificate, piece: PieceValue, scale_permille: int
) -> Fraction:
    """What an account's part in an asset is worth in a piece (MGN-020, MGN-021), in base atoms.

    The asset has a mark. The holding is the stated one, so that a wrong one is said once.
    """
    assert asset.mark is not None
    moved = 1 + Fraction(piece.price_sign * asset.risk_permille * scale_permille, PRICE_UNIT)
    spot_cost = Fraction(piece.spot_sign * asset.slippage_permille * scale_permille, PRICE_UNIT)
    perp_cost = Fraction(
        piece.perp_sign * asset.perp_slippage_permille * scale_permille, PRICE_UNIT
    )
    spot_price, perp_price = asset.mark * (moved - spot_cost), asset.mark * (moved - perp_cost)
    holding = Fraction(asset.holding_numerator, ATOM_UNIT)
    value = holding * spot_price / asset.lot_atoms + asset.result_atoms
    value += asset.position_lots * (perp_price - asset.mark)
    for order in asset.orders:
        price = perp_price if order.kind is MarketKind.PERP else spot_price
        haircut = certificate.lent_haircut_permille
        value += order.open_lots * lot_term(order, price, asset.lot_atoms, haircut)
    return value


def lot_term(order: OrderTerm, worth: Fraction, lot_atoms: int, haircut_permille: int) -> Fraction:
    """The term of one lot of an order where a lot is worth so much (MGN-025), in base atoms."""
    if order.kind is MarketKind.LEND and order.side is Side.BUY:
        interest = Fraction(order.price, YEAR_OVER_TERM)
        return -worth * interest * (1 + Fraction(order.fee_rate, RATE_UNIT))
    if order.kind is MarketKind.LEND:
        return -worth * Fraction(haircut_permille, _PERMILLE)
    is_buy = order.side is Side.BUY
    received = lot_atoms if order.kind is MarketKind.SPOT and is_buy else order.price
    fee_atoms = Fraction(received * order.fee_rate, RATE_UNIT).__ceil__()
    if order.kind is MarketKind.SPOT and is_buy:
        gain = worth * Fraction(lot_atoms - fee_atoms, lot_atoms) - order.price
    elif is_buy:
        gain = worth - order.price - fee_atoms
    else:
        gain = order.price - fee_atoms - worth
    return min(Fraction(0), gain)


def _at_least(name: str, bound: int, found: int) -> _Found:
    return (name, found, found) if found >= bound else (name, f"at least {bound}", found)


def _at_most(name: str, bound: int, found: int) -> _Found:
    return (name, found, found) if found <= bound else (name, f"at most {bound}", found)


def _within(name: str, bound: int, found: int) -> _Found:
    """From 0 to the bound."""
    return (name, found, found) if 0 <= found <= bound else (name, f"0 to {bound}", found)


def _signs_text(piece: PieceValue) -> str:
    signs = (piece.price_sign, piece.spot_sign, piece.perp_sign)
    return "".join("+" if sign > 0 else "-" for sign in signs)
