"""Whom an account faces: each counterparty at the marks and at the worst piece (LIQ-045)."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import floor

from attrs import field, frozen

from tallystick.conformance.explain.contracts import (
    ClaimBetween,
    Contract,
    DebtBetween,
    Kind,
    LegBetween,
    LoanBetween,
    asset_held,
    contracts_of,
    counterparties,
    gross_values,
    mark_of,
    net_value,
    of_kind,
    with_counterparty,
)
from tallystick.conformance.explain.margin_terms import MILLION
from tallystick.conformance.explain.perp_views import BASE_ASSET, TREASURY, asset_of
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.explain.world_standing import Standing, standing_of
from tallystick.reference.types.dump import RiskDump, StateDump
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Count, MarketId, Permille

NO_RISK = RiskDump(Permille(0), Permille(0), Permille(0))


@frozen
class KindValues:
    """What the contracts of one kind come to: what the account is owed, what it owes, the net."""

    kind: Kind
    is_owed: Fraction
    owes: Fraction
    net: Fraction


@frozen
class WorstPiece:
    """The contracts in one asset at its mark, and in the piece in which they are worth least.

    `held` are loans, claims and debts in atoms of the asset, `piece` the signs of h, e and g; the
    factors are c, v and w of MGN-020 in millionths, `price` is the mark times c, both in base
    atoms a lot.
    """

    asset: AssetId
    position_lots: int
    held: Fraction
    value: Fraction
    piece: str
    price: Fraction
    spot_factor_millionths: int
    perp_factor_millionths: int
    worst: Fraction
    worst_atoms: Atoms


@frozen
class OpenInterest:
    """Lots that a counterparty has long and short with others, in one market."""

    market: MarketId
    long_lots: int
    short_lots: int


@frozen
class Elsewhere:
    """What a counterparty has with others than the account, at the marks, before netting."""

    counterparty_count: Count
    is_owed: Fraction
    owes: Fraction
    open_interest: tuple[OpenInterest, ...]


@frozen
class Facing:
    """One counterparty; `net_atoms` is what it owes the account, negative if the account owes it.

    Both are rounded down; `worst_atoms` is at the maintenance scale. Of the treasury, which is 0,
    there is no standing and nothing elsewhere.
    """

    counterparty: AccountId
    net_atoms: Atoms
    worst_atoms: Atoms
    net: Fraction
    kinds: tuple[KindValues, ...]
    worst_pieces: tuple[WorstPiece, ...]
    legs: tuple[LegBetween, ...]
    debts: tuple[DebtBetween, ...]
    loans: tuple[LoanBetween, ...]
    claims: tuple[ClaimBetween, ...]
    standing: Standing | None = field(default=None)
    elsewhere: Elsewhere | None = field(default=None)


@frozen
class ExposureView:
    """An account and all whom it faces; the sums are over its counterparties, not netted."""

    standing: Standing
    is_owed_atoms: Atoms
    owes_atoms: Atoms
    facing: tuple[Facing, ...]


def exposure_of(moment: Moment, account: AccountId) -> ExposureView:
    """Whom an account faces; ExplainError if there is none of that id."""
    standing = standing_of(moment, account)
    contracts = contracts_of(moment.dump, account)
    facing = tuple(
        _facing(moment, account, other, with_counterparty(contracts, other))
        for other in counterparties(contracts)
    )
    return ExposureView(
        standing,
        Atoms(sum(one.net_atoms for one in facing if one.net_atoms > 0)),
        Atoms(-sum(one.net_atoms for one in facing if one.net_atoms < 0)),
        facing,
    )


def _facing(
    moment: Moment, account: AccountId, other: AccountId, contracts: Sequence[Contract]
) -> Facing:
    worst = _worst_pieces(moment.dump, contracts)
    net = net_value(contracts)
    is_account = other != TREASURY
    return Facing(
        counterparty=other,
        net_atoms=Atoms(floor(net)),
        worst_atoms=Atoms(sum(piece.worst_atoms for piece in worst)),
        net=net,
        kinds=tuple(
            KindValues(kind, *gross_values(some), net_value(some))
            for kind in Kind
            if (some := of_kind(contracts, kind))
        ),
        worst_pieces=worst,
        legs=tuple(one for one in contracts if isinstance(one, LegBetween)),
        debts=tuple(one for one in contracts if isinstance(one, DebtBetween)),
        loans=tuple(one for one in contracts if isinstance(one, LoanBetween)),
        claims=tuple(one for one in contracts if isinstance(one, ClaimBetween)),
        standing=standing_of(moment, other) if is_account else None,
        elsewhere=_elsewhere(moment.dump, account, other) if is_account else None,
    )


def _elsewhere(dump: StateDump, account: AccountId, other: AccountId) -> Elsewhere:
    contracts = tuple(one for one in contracts_of(dump, other) if one.counterparty != account)
    legs = tuple(one for one in contracts if isinstance(one, LegBetween))
    by_market = {leg.market: [one for one in legs if one.market == leg.market] for leg in legs}
    interest = tuple(
        OpenInterest(
            market,
            sum(leg.position_lots for leg in some if leg.position_lots > 0),
            -sum(leg.position_lots for leg in some if leg.position_lots < 0),
        )
        for market, some in sorted(by_market.items())
    )
    count = Count(len(counterparties(contracts)))
    return Elsewhere(count, *gross_values(contracts), interest)


def _worst_pieces(dump: StateDump, contracts: Sequence[Contract]) -> tuple[WorstPiece, ...]:
    """Asset by asset, ascending."""
    by_asset: dict[AssetId, list[Contract]] = {}
    for one in contracts:
        by_asset.setdefault(asset_held(one)[0], []).append(one)
    return tuple(_worst_piece(dump, asset, some) for asset, some in sorted(by_asset.items()))


def _worst_piece(dump: StateDump, asset: AssetId, contracts: Sequence[Contract]) -> WorstPiece:
    """The first of the least of the eight pieces (MGN-020, MGN-021), at the maintenance scale."""
    margin, listed = dump.parameters.margin, asset_of(dump, asset)
    assert margin is not None
    is_base, scale = asset == BASE_ASSET, margin.maintenance_scale_permille
    risk = NO_RISK if is_base or listed.risk is None else listed.risk
    lot_price = mark_of(dump, asset) * listed.lot_atoms
    held = sum((asset_held(one)[1] for one in contracts), Fraction(0))
    legs = [one for one in contracts if isinstance(one, LegBetween)]
    lots = sum(leg.position_lots for leg in legs)
    found: list[WorstPiece] = []
    for h, e, g in product((1, -1), repeat=3):
        c = MILLION + h * risk.risk_permille * scale
        v = c - e * risk.slippage_permille * scale
        w = c - g * risk.perp_slippage_permille * scale
        worst = (
            held * mark_of(dump, asset) * Fraction(v, MILLION)
            + net_value(legs)
            + lots * lot_price * Fraction(w - MILLION, MILLION)
        )
        signs = "".join("+" if sign > 0 else "-" for sign in (h, e, g))
        price = lot_price * Fraction(c, MILLION)
        value = net_value(contracts)
        piece = WorstPiece(asset, lots, held, value, signs, price, v, w, worst, Atoms(floor(worst)))
        found.append(piece)
    return min(found, key=lambda one: one.worst)
