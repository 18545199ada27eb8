"""Who has a contract with an account, and what each owes or is owed (LIQ-031, LIQ-045)."""

from collections.abc import Mapping

from attrs import evolve, frozen

from tallystick.reference.debts import TREASURY
from tallystick.reference.interest import INTEREST_UNITS, hours_owed
from tallystick.reference.legs import mark_of, value_at
from tallystick.reference.loans import principal_atoms
from tallystick.reference.numbers import FEE_RATE_UNITS
from tallystick.reference.pricing import margin_parameters, pricing_of
from tallystick.reference.risk import price_factors
from tallystick.reference.sharing import NOTHING, Ratio, sum_of_ratios
from tallystick.reference.state import BASE_ASSET, Loan, State
from tallystick.reference.stress import position_numerator, spot_numerator, whole_atoms
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Price
from tallystick.reference.valuation import SIGNS


@frozen
class Between:
    """What a counterparty owes an account in one asset, itself if negative.

    `held_numerator` are debts, principal, interest and claims, in units of 1/87,600,000 atom of
    the asset; `position_lots` and `result_atoms` are those of the account's leg with it.
    """

    held_numerator: int
    position_lots: int
    result_atoms: Atoms


Contracts = Mapping[AccountId, Mapping[AssetId, Between]]
"""By counterparty, the treasury being 0, and asset."""
EMPTY = Between(0, 0, Atoms(0))


def contracts_of(state: State, account: AccountId) -> Contracts:
    """Everything that an account and each of its counterparties owe each other (LIQ-031)."""
    contracts: Contracts = {}
    for market in state.markets.values():
        for leg in market.legs.values():
            if account not in (leg.long_account, leg.short_account):
                continue
            sign = 1 if leg.long_account == account else -1
            other = leg.short_account if sign > 0 else leg.long_account
            value = sign * value_at(market, leg, mark_of(state, market.market))  # [LIQ-031]
            more = Between(0, sign * leg.lots, Atoms(value))
            contracts = _with(contracts, other, market.asset, more)
    for debt, atoms in state.debts.items():
        if account in (debt.debtor, debt.creditor):
            is_owed = debt.creditor == account
            other = debt.debtor if is_owed else debt.creditor
            held = (atoms if is_owed else -atoms) * INTEREST_UNITS  # [LIQ-031]
            contracts = _with(contracts, other, BASE_ASSET, evolve(EMPTY, held_numerator=held))
    for loan in state.loans.values():
        for other, held in _of_loan(state, loan, account):
            contracts = _with(contracts, other, loan.asset, evolve(EMPTY, held_numerator=held))
    return {other: contracts[other] for other in sorted(contracts)}


def value_between(state: State, contracts: Mapping[AssetId, Between]) -> Ratio:
    """What a counterparty owes in all assets, exactly, at the marks (LIQ-031)."""
    value = NOTHING
    for asset, between in contracts.items():
        held = at_mark(state, asset, between.held_numerator, INTEREST_UNITS)
        value = sum_of_ratios(*value, *held)
        value = sum_of_ratios(*value, between.result_atoms, 1)
    return value


def at_mark(state: State, asset: AssetId, amount: int, units: int = 1) -> Ratio:
    """The value at the mark of an amount of a priced asset, in units of a part of an atom."""
    pricing = pricing_of(state.assets[asset])
    assert pricing is not None
    mark: Price = pricing[0]  # [LIQ-031]
    return Ratio(amount * mark, state.assets[asset].lot_atoms * units)


def _of_loan(state: State, loan: Loan, account: AccountId) -> list[tuple[AccountId, int]]:
    """Who owes how much to an account, itself if negative, because of a loan (LIQ-031)."""
    found: list[tuple[AccountId, int]] = []
    if loan.lender == account:
        found.append((loan.borrower, _loan_numerator(state, loan)))  # [LIQ-031]
    if loan.borrower == account:
        found.append((loan.lender, -_loan_numerator(state, loan)))  # [LIQ-031]
        for claim in loan.claims:
            found.append((claim.account, -claim.interest_atoms * INTEREST_UNITS))  # [LIQ-031]
            found.append((TREASURY, -claim.fee_atoms * INTEREST_UNITS))  # [LIQ-031]
    found.extend(  # [LIQ-031]
        (loan.borrower, claim.interest_atoms * INTEREST_UNITS)
        for claim in loan.claims
        if claim.account == account
    )
    return [(other, numerator) for other, numerator in found if numerator != 0]


def _loan_numerator(state: State, loan: Loan) -> int:
    """Principal, and interest on hours that are owed and not paid, without a fee (LIQ-031)."""
    principal = principal_atoms(state, loan)
    hours = hours_owed(loan.start, state.now) - loan.hours_paid
    owed = principal * INTEREST_UNITS  # [LIQ-031]
    if hours > 0:
        owed += principal * loan.rate * hours - loan.interest_credit  # [LIQ-031]
    return owed


def _with(contracts: Contracts, other: AccountId, asset: AssetId, more: Between) -> Contracts:
    """The contracts with more of one counterparty in one asset."""
    of_other = contracts.get(other, {})
    before = of_other.get(asset, EMPTY)
    between = Between(
        before.held_numerator + more.held_numerator,
        before.position_lots + more.position_lots,
        Atoms(before.result_atoms + more.result_atoms),
    )
    return {**contracts, other: {**of_other, asset: between}}


def worst_between(state: State, contracts: Mapping[AssetId, Between]) -> Atoms:
    """The same in the worst piece of each asset at the maintenance scale, floored (LIQ-045)."""
    scale = margin_parameters(state).maintenance_scale_permille
    worst = 0
    for asset, between in contracts.items():
        pricing = pricing_of(state.assets[asset])
        assert pricing is not None
        (mark, risk), lot_atoms = pricing, state.assets[asset].lot_atoms
        held = between.held_numerator * FEE_RATE_UNITS
        values = (risk.risk_permille, risk.slippage_permille, risk.perp_slippage_permille, scale)
        position = (between.result_atoms, between.position_lots, mark)
        pieces = (price_factors(h, e, g, *values) for h in SIGNS for e in SIGNS for g in SIGNS)
        least = min(  # [LIQ-045]
            spot_numerator(held, mark, v) + position_numerator(*position, w, lot_atoms)
            for _, v, w in pieces
        )
        worst += whole_atoms(least, lot_atoms)  # [LIQ-045]
    return Atoms(worst)
