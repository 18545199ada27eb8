"""The value of an account under stress: the least over the pieces, asset by asset (chapter 08)."""

from attrs import frozen

from tallystick.reference.exposure import Exposure, exposures
from tallystick.reference.pricing import margin_parameters
from tallystick.reference.risk import price_factors
from tallystick.reference.state import State
from tallystick.reference.stress import (
    borrow_term,
    index_of_least,
    offer_term,
    perp_buy_term,
    position_numerator,
    sell_term,
    spot_buy_term,
    spot_numerator,
    whole_atoms,
)
from tallystick.reference.types.certificate import (
    AssetCertificate,
    Certificate,
    PieceValue,
    ScaleValue,
)
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AccountId, Atoms, Permille

SIGNS = (1, -1)
"""The choices of each of the three signs of a piece (MGN-020)."""


@frozen
class Valuation:
    """RBV initial and maintenance of an account, and the parts that they come from (MGN-024)."""

    initial_atoms: Atoms
    maintenance_atoms: Atoms
    parts: tuple[Exposure, ...]


def valuation_of(state: State, account: AccountId) -> Valuation:
    """What an account is worth at both scales, under the risk values in force (MGN-024)."""
    margin, parts = margin_parameters(state), exposures(state, account)
    scales = (margin.initial_scale_permille, margin.maintenance_scale_permille)
    initial, maintenance = (_value_at(parts, scale, margin) for scale in scales)  # [MGN-024]
    return Valuation(initial, maintenance, parts)


def _value_at(parts: tuple[Exposure, ...], scale: Permille, margin: MarginParameters) -> Atoms:
    """The sum of the values of all assets at a scale (MGN-024)."""
    haircut, total = margin.lent_haircut_permille, 0
    for part in parts:
        least = min(piece_numerators(part, scale, haircut))  # [MGN-023]
        total += whole_atoms(least, part.lot_atoms)  # [MGN-024]
    return Atoms(total)


def certificate_of(state: State, account: AccountId, announced: bool) -> Certificate:
    """The certificate of an account, also under announced risk values (MGN-060)."""
    margin = margin_parameters(state)
    scales = (margin.initial_scale_permille, margin.maintenance_scale_permille)
    haircut = margin.lent_haircut_permille
    assets = tuple(
        _asset_certificate(part, scales, haircut) for part in exposures(state, account, announced)
    )
    return Certificate(  # [MGN-060]
        account=account,
        now=state.now,
        initial_scale_permille=scales[0],
        maintenance_scale_permille=scales[1],
        lent_haircut_permille=haircut,
        assets=assets,
        initial_atoms=Atoms(sum(each.initial.floor_atoms for each in assets)),  # [MGN-024]
        maintenance_atoms=Atoms(sum(each.maintenance.floor_atoms for each in assets)),  # [MGN-024]
    )


def piece_numerators(part: Exposure, scale: Permille, haircut: Permille) -> tuple[int, ...]:
    """The values of the eight pieces, in the order of a certificate (MGN-020, MGN-021)."""
    risk = part.risk
    values = (risk.risk_permille, risk.slippage_permille, risk.perp_slippage_permille, scale)
    found: list[int] = []
    for h in SIGNS:  # [MGN-020]
        factors = [price_factors(h, sign, sign, *values) for sign in SIGNS]  # [MGN-020]
        perp = [_perp_value(part, w) for _, _, w in factors]
        for _, v, _ in factors:
            of_spot = _spot_value(part, v, haircut)
            found.extend(of_spot + of_perp for of_perp in perp)  # [MGN-021]
    return tuple(found)


def _spot_value(part: Exposure, factor: int, haircut: Permille) -> int:
    """What depends on v: the holding, and the orders on spot and lending markets (MGN-021)."""
    mark, lot_atoms = part.mark, part.lot_atoms
    value = spot_numerator(part.holding_numerator, mark, factor)  # [MGN-021]
    for order in part.orders:  # [MGN-021] [MGN-025]
        is_buy, lots, rate = order.side is Side.BUY, order.open_lots, order.fee_rate
        if order.kind is MarketKind.SPOT:
            term = spot_buy_term if is_buy else sell_term  # [MGN-025]
            value += term(mark, factor, order.price, lots, rate, lot_atoms)
        elif order.kind is MarketKind.LEND and is_buy:
            value += borrow_term(mark, factor, order.price, lots, rate, lot_atoms)  # [MGN-025]
        elif order.kind is MarketKind.LEND:
            value += offer_term(mark, factor, lots, haircut, lot_atoms)  # [MGN-025]
    return value


def _perp_value(part: Exposure, factor: int) -> int:
    """What depends on w: the position, its result, the orders on perpetual markets (MGN-021)."""
    mark, lot_atoms = part.mark, part.lot_atoms
    value = position_numerator(part.result_atoms, part.position_lots, mark, factor, lot_atoms)
    for order in part.orders:  # [MGN-021] [MGN-025]
        if order.kind is MarketKind.PERP:
            term = perp_buy_term if order.side is Side.BUY else sell_term  # [MGN-025]
            value += term(mark, factor, order.price, order.open_lots, order.fee_rate, lot_atoms)
    return value


def _asset_certificate(
    part: Exposure, scales: tuple[Permille, Permille], haircut: Permille
) -> AssetCertificate:
    initial, maintenance = (_scale_value(part, scale, haircut) for scale in scales)
    return AssetCertificate(
        asset=part.asset,
        lot_atoms=part.lot_atoms,
        mark=part.mark,
        risk_permille=part.risk.risk_permille,
        slippage_permille=part.risk.slippage_permille,
        perp_slippage_permille=part.risk.perp_slippage_permille,
        balance_atoms=part.balance_atoms,
        borrowed_atoms=part.borrowed_atoms,
        lent_atoms=part.lent_atoms,
        receivable_atoms=part.receivable_atoms,
        owed_atoms=part.owed_atoms,
        provisions=part.provisions,
        holding_numerator=part.holding_numerator,
        position_lots=part.position_lots,
        result_atoms=part.result_atoms,
        orders=part.orders,
        initial=initial,
        maintenance=maintenance,
    )


def _scale_value(part: Exposure, scale: Permille, haircut: Permille) -> ScaleValue:
    """The values of all pieces at one scale, with the least and its floor (MGN-023)."""
    numerators = piece_numerators(part, scale, haircut)
    signs = [(h, e, g) for h in SIGNS for e in SIGNS for g in SIGNS]  # [MGN-020]
    pieces = tuple(
        PieceValue(*signs_of, numerator)
        for signs_of, numerator in zip(signs, numerators, strict=True)
    )
    least = index_of_least(numerators)  # [MGN-023]
    return ScaleValue(pieces, least, whole_atoms(numerators[least], part.lot_atoms))  # [MGN-023]
