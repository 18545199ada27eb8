"""What a borrower pays: claims, interest and fee, principal; and what he gets for it: time.

Every function but the first three is given what has happened so far in a command, and a borrower
whose balance covers the payment.
"""

from attrs import evolve, frozen

from tallystick.reference.fees import fee_of_trade
from tallystick.reference.interest import due_after, hours_owed, interest_of, paid_of_claim
from tallystick.reference.ledger import change_balance, change_treasury, move_atoms
from tallystick.reference.loans import principal_atoms, with_loan
from tallystick.reference.numbers import atoms_of_lots
from tallystick.reference.state import Claim, Loan, State
from tallystick.reference.types.loan_events import (
    ClaimPaid,
    InterestPaid,
    LendingEvent,
    LoanExtended,
    LoanRepaid,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Hours,
    LoanId,
    Lots,
    Milliseconds,
)
from tallystick.reference.verdict import Applied


@frozen
class SettlementCost:
    """What it costs to settle a loan, in its parts (LND-023)."""

    claims_atoms: Atoms
    interest_atoms: Atoms
    fee_atoms: Atoms
    total_atoms: Atoms


def paid_up_to(state: State, loan: Loan, hour: Hours) -> tuple[Loan, Atoms, Atoms]:
    """A loan after payment up to an hour, the interest and the fee beside it (LND-021, LND-022)."""
    hours = Hours(hour - loan.hours_paid)  # [LND-021]
    interest, credit = interest_of(
        principal_atoms(state, loan), loan.rate, hours, loan.interest_credit
    )
    fee, _, fee_credit = fee_of_trade(  # [LND-022]
        loan.fee_rate, interest, loan.fee_left_atoms, Atoms(0), loan.fee_credit
    )
    paid = evolve(
        loan,
        hours_paid=hour,  # [LND-021]
        interest_credit=credit,  # [LND-021]
        fee_left_atoms=Atoms(loan.fee_left_atoms - fee),  # [LND-022]
        fee_credit=fee_credit,  # [LND-022]
    )
    return paid, interest, fee


def claims_atoms(loan: Loan) -> Atoms:
    """All claims on a loan together (LND-041)."""
    return Atoms(sum(claim.interest_atoms + claim.fee_atoms for claim in loan.claims))  # [LND-041]


def cost_of_settling(state: State, loan: Loan, at: Milliseconds) -> SettlementCost:
    """What it costs the borrower to settle a loan at a time (LND-023)."""
    claims, interest, fee = claims_atoms(loan), Atoms(0), Atoms(0)  # [LND-023]
    owed = hours_owed(loan.start, at)
    if owed > loan.hours_paid:  # [LND-023]
        _, interest, fee = paid_up_to(state, loan, owed)
    return SettlementCost(claims, interest, fee, Atoms(claims + interest + fee))


def settle_loan(so_far: Applied, loan_id: LoanId) -> Applied:
    """Pay all claims and all hours that are owed now (LND-023)."""
    so_far = pay_claims_of(so_far, loan_id, claims_atoms(so_far.state.loans[loan_id]))  # [LND-023]
    state = so_far.state
    loan = state.loans[loan_id]
    owed = hours_owed(loan.start, state.now)
    if owed <= loan.hours_paid:  # [LND-023]
        return so_far
    paid, interest, fee = paid_up_to(state, loan, owed)  # [LND-023]
    state = _pay_two(state, loan, loan.lender, interest, fee)  # [LND-023]
    event = InterestPaid(loan_id, owed, interest, fee)  # [LND-023]
    return _then(so_far, with_loan(state, paid), event)


def pay_claims_of(so_far: Applied, loan_id: LoanId, atoms: Atoms) -> Applied:
    """Pay that much of the claims, oldest first (LND-034)."""
    loan = so_far.state.loans[loan_id]
    left = atoms
    standing: list[Claim] = []
    for claim in loan.claims:  # [LND-034]
        interest, fee = paid_of_claim(left, claim.interest_atoms, claim.fee_atoms)
        left = Atoms(left - interest - fee)
        rest = Claim(
            claim.account, Atoms(claim.interest_atoms - interest), Atoms(claim.fee_atoms - fee)
        )
        if rest.interest_atoms + rest.fee_atoms > 0:
            standing.append(rest)  # [LND-041]
        if interest + fee > 0:
            state = _pay_two(so_far.state, loan, claim.account, interest, fee)  # [LND-041]
            event = ClaimPaid(loan_id, claim.account, interest, fee)
            so_far = _then(so_far, state, event)  # [LND-034] [LND-023]
    state = with_loan(so_far.state, evolve(loan, claims=tuple(standing)))
    return evolve(so_far, state=state)


def repay(so_far: Applied, loan_id: LoanId, lots: Lots) -> Applied:
    """Give principal back to the lender in cash (LND-030)."""
    if lots == 0:
        return so_far  # [LND-030]
    state = so_far.state
    loan = state.loans[loan_id]
    atoms = atoms_of_lots(lots, state.assets[loan.asset].lot_atoms)
    state = move_atoms(state, loan.borrower, loan.lender, loan.asset, atoms)  # [LND-030]
    return _then(so_far, with_less_principal(state, loan, lots), LoanRepaid(loan_id, lots))


def with_less_principal(state: State, loan: Loan, lots: Lots) -> State:
    """The state with the principal of a loan lower by that much (LND-033)."""
    left = Lots(loan.principal_lots - lots)
    return with_loan(state, evolve(loan, principal_lots=left))


def extend_loan(so_far: Applied, loan_id: LoanId) -> Applied:
    """Let a loan be due 240 hours from now; its start stays (LND-030, LND-020)."""
    extended = evolve(so_far.state.loans[loan_id], due=due_after(so_far.state.now))  # [LND-030]
    event = LoanExtended(loan_id, extended.due)
    return _then(so_far, with_loan(so_far.state, extended), event)


def pay_treasury(state: State, payer: AccountId, asset: AssetId, atoms: Atoms) -> State:
    """The state with atoms moved from an account, which has them, to the treasury."""
    return change_treasury(change_balance(state, payer, asset, -atoms), asset, atoms)


def _pay_two(state: State, loan: Loan, receiver: AccountId, interest: Atoms, fee: Atoms) -> State:
    """The borrower pays interest to an account and a fee to the treasury."""
    state = move_atoms(state, loan.borrower, receiver, loan.asset, interest)
    return pay_treasury(state, loan.borrower, loan.asset, fee)


def _then(so_far: Applied, state: State, event: LendingEvent) -> Applied:
    return evolve(so_far, state=state, events=(*so_far.events, event))
