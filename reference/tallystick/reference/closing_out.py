"""What a close-out ends, and what is left owing of claims on loans that it ends (LIQ-031)."""

from attrs import evolve, frozen

from tallystick.reference.counterparties import at_mark
from tallystick.reference.debts import TREASURY
from tallystick.reference.sharing import debt_of
from tallystick.reference.state import Claim, Loan, Market, State, with_market
from tallystick.reference.types.units import AccountId, Atoms


@frozen
class ClaimLeft:
    """What the borrower of a loan that ended owes, in base atoms, to somebody else (LIQ-031)."""

    borrower: AccountId
    receiver: AccountId
    atoms: Atoms


def claims_left(state: State, target: AccountId) -> tuple[ClaimLeft, ...]:
    """Claims on loans that the target has lent, but its own, by loan, in their order (LIQ-031)."""
    found: list[ClaimLeft] = []
    for _, loan in sorted(state.loans.items()):  # [LIQ-032]
        if loan.lender != target:
            continue
        for claim in loan.claims:  # [LIQ-032]
            if claim.account != target:
                found.append(_claim_left(state, loan, claim.account, claim.interest_atoms))
            found.append(_claim_left(state, loan, TREASURY, claim.fee_atoms))  # [LIQ-031]
    return tuple(each for each in found if each.atoms > 0)


def _claim_left(state: State, loan: Loan, receiver: AccountId, atoms: Atoms) -> ClaimLeft:
    """An amount of a claim, in base at the mark, rounded up (LIQ-031)."""
    return ClaimLeft(
        loan.borrower, receiver, debt_of(*at_mark(state, loan.asset, atoms))
    )  # [LIQ-031]


def without_contracts(state: State, target: AccountId) -> State:
    """The state without the legs, debts, loans and claims of an account (LIQ-031).

    Nothing of anybody is touched who has none with it [LIQ-050].
    """
    for market in state.markets.values():
        state = with_market(state, _without_legs(market, target))  # [LIQ-031]
    debts = {
        key: atoms
        for key, atoms in state.debts.items()
        if target not in (key.debtor, key.creditor)  # [LIQ-031]
    }
    loans = {
        number: evolve(loan, claims=_without_claims(loan.claims, target))  # [LIQ-031]
        for number, loan in state.loans.items()
        if target not in (loan.lender, loan.borrower)  # [LIQ-031]
    }
    return evolve(state, debts=debts, loans=loans)


def _without_legs(market: Market, target: AccountId) -> Market:
    legs = {
        number: leg
        for number, leg in market.legs.items()
        if target not in (leg.long_account, leg.short_account)
    }
    return evolve(market, legs=legs)


def _without_claims(claims: tuple[Claim, ...], target: AccountId) -> tuple[Claim, ...]:
    """Claims without the interest of a former lender; his fee stays (LIQ-031, LND-041)."""
    left = (
        evolve(claim, interest_atoms=Atoms(0)) if claim.account == target else claim
        for claim in claims
    )
    return tuple(claim for claim in left if claim.interest_atoms + claim.fee_atoms > 0)  # [LND-041]
