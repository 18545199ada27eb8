"""The whole portfolio of one account, from dump and certificate (LIQ-045)."""

from fractions import Fraction

from attrs import frozen

from tallystick.conformance.explain.contracts import (
    ClaimBetween,
    DebtBetween,
    LegBetween,
    LoanBetween,
    contracts_of,
)
from tallystick.conformance.explain.margin_terms import PERMILLE, holding_of, part_of
from tallystick.conformance.explain.sums import FEE_UNITS, INTEREST_UNITS
from tallystick.conformance.explain.world_runs import Moment, owner_of
from tallystick.conformance.explain.world_standing import (
    Standing,
    free_atoms,
    part_equity,
    standing_of,
)
from tallystick.reference import views
from tallystick.reference.types.certificate import Certificate, LoanProvision
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.dump import EscrowDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)


@frozen
class Balance:
    """Atoms of an asset, reserved by orders, and free to withdraw but for the margin (SPT-004)."""

    asset: AssetId
    atoms: Atoms
    reserved_atoms: Atoms
    free_atoms: Atoms


@frozen
class RestingOrder:
    """An order that rests, expired or not."""

    market: MarketId
    asset: AssetId
    kind: MarketKind
    order_id: OrderId
    side: Side
    price: Price
    open_lots: Lots
    reduce_only: bool
    expires_at: Milliseconds | None
    is_expired: bool


@frozen
class LoanHeld:
    """A loan of the account: borrowed with what it still costs (MGN-002), or lent with its haircut.

    Of a loan that it lent `provision` is 0, of one that it borrowed `haircut`; both are in atoms of
    the asset.
    """

    loan: LoanBetween
    is_lent: bool
    provision: Fraction
    haircut: Fraction


@frozen
class AssetTotal:
    """What all in one asset is worth, in base atoms: at the mark, and at both scales (MGN-023)."""

    asset: AssetId
    mark: Price | None
    holding: Fraction
    position_lots: int
    result_atoms: Atoms
    equity_atoms: Atoms
    initial_atoms: Atoms
    maintenance_atoms: Atoms


@frozen
class Portfolio:
    """All that an account has, owes and has ordered.

    `rewards` are escrows that it has earned, `held_rewards` those that left its balance (LIQ-021).
    """

    owner: PrincipalId
    delegates: tuple[PrincipalId, ...]
    is_fee_exempt: bool
    standing: Standing
    balances: tuple[Balance, ...]
    orders: tuple[RestingOrder, ...]
    legs: tuple[LegBetween, ...]
    loans: tuple[LoanHeld, ...]
    claims: tuple[ClaimBetween, ...]
    debts: tuple[DebtBetween, ...]
    rewards: tuple[EscrowDump, ...]
    held_rewards: tuple[EscrowDump, ...]
    assets: tuple[AssetTotal, ...]


def portfolio_of(moment: Moment, account: AccountId) -> Portfolio:
    """Everything of an account; ExplainError if there is none of that id."""
    owner, dump = owner_of(moment, account), moment.dump
    contracts = contracts_of(dump, account)
    certificate = views.certificate(moment.state, account)
    loans = (one for one in contracts if isinstance(one, LoanBetween))
    return Portfolio(
        owner=owner.owner,
        delegates=owner.delegates,
        is_fee_exempt=owner.fee_exempt,
        standing=standing_of(moment, account),
        balances=tuple(
            Balance(
                one.asset, one.atoms, one.reserved_atoms, free_atoms(moment, account, one.asset)
            )
            for one in owner.balances
        ),
        orders=_orders(moment, account),
        legs=tuple(one for one in contracts if isinstance(one, LegBetween)),
        loans=tuple(_loan_held(loan, account, certificate) for loan in loans),
        claims=tuple(one for one in contracts if isinstance(one, ClaimBetween)),
        debts=tuple(one for one in contracts if isinstance(one, DebtBetween)),
        rewards=tuple(one for one in dump.escrows or () if one.account == account),
        held_rewards=tuple(one for one in dump.escrows or () if one.target == account),
        assets=_totals(certificate),
    )


def _orders(moment: Moment, account: AccountId) -> tuple[RestingOrder, ...]:
    now = moment.dump.now
    found = [
        RestingOrder(
            market.market,
            market.asset,
            market.kind,
            order.order_id,
            side,
            order.price,
            order.open_lots,
            order.reduce_only,
            order.expires_at,
            order.expires_at is not None and order.expires_at <= now,
        )
        for market in moment.dump.markets
        for side, orders in ((Side.BUY, market.bids), (Side.SELL, market.asks))
        for order in orders
        if order.account == account
    ]
    return tuple(sorted(found, key=lambda one: (one.market, one.order_id)))


def _loan_held(loan: LoanBetween, account: AccountId, certificate: Certificate) -> LoanHeld:
    part = part_of(certificate, loan.asset)
    provisions = () if part is None else part.provisions
    is_lent = loan.lender == account
    cost = (provision_atoms(one) for one in provisions if one.loan == loan.loan)
    permille: Permille = certificate.lent_haircut_permille
    haircut = Fraction(loan.principal_atoms * permille, PERMILLE) if is_lent else Fraction(0)
    return LoanHeld(loan, is_lent, next(cost, Fraction(0)), haircut)


def provision_atoms(provision: LoanProvision) -> Fraction:
    """What a borrower will have to pay beside the principal, in atoms of the asset (MGN-002)."""
    fee = Fraction(provision.fee_numerator, INTEREST_UNITS * FEE_UNITS)
    return Fraction(provision.interest_numerator, INTEREST_UNITS) + fee + provision.claims_atoms


def _totals(certificate: Certificate) -> tuple[AssetTotal, ...]:
    return tuple(
        AssetTotal(
            part.asset,
            part.mark,
            holding_of(part),
            part.position_lots,
            part.result_atoms,
            Atoms(part_equity(part)),
            part.initial.floor_atoms,
            part.maintenance.floor_atoms,
        )
        for part in certificate.assets
    )
