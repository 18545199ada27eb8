"""What an account is worth, and why it is open to liquidation, from dump and certificate."""

from fractions import Fraction
from math import floor

from attrs import frozen

from tallystick.conformance.checkers.close_out import net_worth_of
from tallystick.conformance.explain.contracts import (
    ClaimBetween,
    contracts_of,
)
from tallystick.conformance.explain.margin_terms import holding_of
from tallystick.conformance.explain.perp_views import BASE_ASSET, asset_of, debts_of
from tallystick.conformance.explain.world_runs import Moment, overdue_ms, owner_of
from tallystick.reference import views
from tallystick.reference.types.certificate import AssetCertificate, Certificate
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import AccountId, AssetId, Atoms, LoanId, Milliseconds

TENTHS = 10


@frozen
class OverdueLoan:
    """A loan that its borrower has not paid in time (LND-024); `principal_atoms` of the asset."""

    loan: LoanId
    lender: AccountId
    asset: AssetId
    principal_atoms: Atoms
    due: Milliseconds
    overdue_ms: Milliseconds


@frozen
class OverdueDebt:
    """A settlement debt that was not paid in time (PRP-036); `creditor` 0 is the treasury."""

    creditor: AccountId
    atoms: Atoms
    due: Milliseconds
    overdue_ms: Milliseconds


@frozen
class Standing:
    """The values of an account in base atoms, and whether it is sound (LIQ-001).

    `equity_atoms` is its RBV at scale 0 without its orders (MGN-070), `net_worth_atoms` what it has
    at the marks less what it owes until now (chapter 09), `free_atoms` its free balance of base.
    `stale_assets` are those with an old mark by which it is judged (LIQ-002).
    """

    account: AccountId
    is_sound: bool
    initial_atoms: Atoms
    maintenance_atoms: Atoms
    equity_atoms: Atoms
    net_worth_atoms: Atoms
    base_atoms: Atoms
    free_atoms: Atoms
    overdue_loans: tuple[OverdueLoan, ...]
    overdue_debts: tuple[OverdueDebt, ...]
    stale_assets: tuple[AssetId, ...]


def standing_of(moment: Moment, account: AccountId) -> Standing:
    """How an account stands; ExplainError if there is none of that id."""
    owner_of(moment, account)
    dump = moment.dump
    certificate = views.certificate(moment.state, account)
    loans, debts = _overdue_loans(dump, account), _overdue_debts(dump, account)
    contracts = contracts_of(dump, account)
    claims = (one.asset for one in contracts if isinstance(one, ClaimBetween))
    assets = {*(part.asset for part in certificate.assets), *claims}
    is_sound = certificate.maintenance_atoms >= 0 and not loans and not debts
    return Standing(
        account=account,
        is_sound=is_sound,
        initial_atoms=certificate.initial_atoms,
        maintenance_atoms=certificate.maintenance_atoms,
        equity_atoms=equity_of(certificate),
        net_worth_atoms=Atoms(net_worth_of(dump, account)),
        base_atoms=balance_of(moment, account, BASE_ASSET)[0],
        free_atoms=free_atoms(moment, account, BASE_ASSET),
        overdue_loans=loans,
        overdue_debts=debts,
        stale_assets=tuple(asset for asset in sorted(assets) if is_stale(dump, asset)),
    )


def is_stale(dump: StateDump, asset: AssetId) -> bool:
    """Whether the mark of an asset is too old (MGN-050)."""
    mark_time = asset_of(dump, asset).mark_time
    assert dump.parameters.margin is not None
    return mark_time is not None and dump.now - mark_time > dump.parameters.margin.mark_valid_ms


def equity_of(certificate: Certificate) -> Atoms:
    """The sum over the assets of what is held and faced at the marks, each rounded down."""
    return Atoms(sum(map(part_equity, certificate.assets)))


def part_equity(part: AssetCertificate) -> int:
    """The part in one asset at its mark, without orders, in base atoms, rounded down."""
    mark = part.mark
    assert mark is not None
    return floor(holding_of(part) * Fraction(mark, part.lot_atoms) + part.result_atoms)


def balance_of(moment: Moment, account: AccountId, asset: AssetId) -> tuple[Atoms, Atoms]:
    """Atoms of an asset that an account has, and that its orders reserve of them."""
    held = owner_of(moment, account).balances
    found = ((one.atoms, one.reserved_atoms) for one in held if one.asset == asset)
    return next(found, (Atoms(0), Atoms(0)))


def free_atoms(moment: Moment, account: AccountId, asset: AssetId) -> Atoms:
    """What could be withdrawn of a balance, were there no margin (SPT-004, PRP-042)."""
    atoms, reserved = balance_of(moment, account, asset)
    multiple = moment.dump.parameters.reservation_multiple_tenths
    free = max(0, atoms + (-reserved * TENTHS) // multiple)
    if asset == BASE_ASSET:
        owed = sum(debt.atoms for debt in debts_of(moment.dump) if debt.debtor == account)
        free = max(0, free - owed)
    return Atoms(free)


def _overdue_loans(dump: StateDump, account: AccountId) -> tuple[OverdueLoan, ...]:
    found = (
        OverdueLoan(
            loan.loan,
            loan.lender,
            loan.asset,
            Atoms(loan.principal_lots * asset_of(dump, loan.asset).lot_atoms),
            loan.due,
            overdue_ms(dump, loan.due),
        )
        for loan in dump.loans or ()
        if loan.borrower == account and overdue_ms(dump, loan.due)
    )
    return tuple(sorted(found, key=lambda one: (one.due, one.loan)))


def _overdue_debts(dump: StateDump, account: AccountId) -> tuple[OverdueDebt, ...]:
    found = (
        OverdueDebt(debt.creditor, debt.atoms, debt.due, overdue_ms(dump, debt.due))
        for debt in debts_of(dump)
        if debt.debtor == account and overdue_ms(dump, debt.due)
    )
    return tuple(sorted(found, key=lambda one: (one.due, one.creditor)))
