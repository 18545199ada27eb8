"""The commands with which a borrower pays and both parties set terms (LND-030 to LND-038).

Every function is given a command that is in range, in the profile, of an open account and
authorized, and tests what is left in the order of `reasons.toml` (CMD-005). `budget` is what the
command has left of `max_touches` (MAT-021).
"""

from attrs import evolve

from tallystick.reference.engine_orders import return_principal
from tallystick.reference.interest import is_in_last_hours, is_overdue
from tallystick.reference.ledger import balance_of
from tallystick.reference.loans import lending_market, loan_between, with_loan
from tallystick.reference.numbers import atoms_of_lots
from tallystick.reference.payments import (
    claims_atoms,
    cost_of_settling,
    extend_loan,
    pay_claims_of,
    repay,
    settle_loan,
)
from tallystick.reference.state import State
from tallystick.reference.types.loan_commands import PayClaims, PayInterest, SetLoanTerms
from tallystick.reference.types.loan_events import LoanTermsSet
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count
from tallystick.reference.verdict import Applied, Verdict


def pay_interest(state: State, command: PayInterest, budget: Count) -> Verdict:
    """Settle a loan, repay principal, extend it; what is repaid returns (LND-030)."""
    loan = loan_between(state, command.loan, borrower=command.account)
    if loan is None:  # [LND-032]
        return Reason.UNKNOWN_LOAN
    if command.extend and is_overdue(loan.due, state.now):  # [LND-032] [LND-024]
        return Reason.LOAN_OVERDUE
    if command.extend and not (loan.extensible and loan.returnable):  # [LND-032]
        return Reason.NOT_EXTENSIBLE
    if command.reduce_lots % lending_market(state, loan.asset).minimum_lots != 0:  # [LND-032]
        return Reason.NOT_MULTIPLE_OF_MINIMUM
    most = loan.principal_lots - 1 if command.extend else loan.principal_lots
    if command.reduce_lots > most:  # [LND-032]
        return Reason.REPAYMENT_TOO_LARGE
    lots = command.reduce_lots
    if not command.extend and is_in_last_hours(loan.due, 1, state.now):  # [LND-031]
        lots = loan.principal_lots  # [LND-031]
    cost = cost_of_settling(state, loan, state.now).total_atoms
    cost_with_principal = cost + atoms_of_lots(lots, state.assets[loan.asset].lot_atoms)
    if cost_with_principal > balance_of(state, loan.borrower, loan.asset):  # [LND-032]
        return Reason.INSUFFICIENT_BALANCE
    so_far = settle_loan(Applied(state, ()), loan.loan)  # [LND-030]
    so_far = repay(so_far, loan.loan, lots)  # [LND-030]
    if command.extend:
        so_far = extend_loan(so_far, loan.loan)  # [LND-030]
    return return_principal(state, so_far, loan, lots, budget)  # [LND-035]


def pay_claims(state: State, command: PayClaims) -> Verdict:
    """Pay some of the claims on a loan, and no interest (LND-034)."""
    loan = loan_between(state, command.loan, borrower=command.account)
    if loan is None:  # [LND-034]
        return Reason.UNKNOWN_LOAN
    if command.atoms > claims_atoms(loan):  # [LND-034]
        return Reason.REPAYMENT_TOO_LARGE
    if command.atoms > balance_of(state, loan.borrower, loan.asset):  # [LND-034]
        return Reason.INSUFFICIENT_BALANCE
    return pay_claims_of(Applied(state, ()), loan.loan, command.atoms)  # [LND-034]


def set_loan_terms(state: State, command: SetLoanTerms) -> Verdict:
    """Change the terms that are the party's to set; what is absent stays (LND-038)."""
    loan = state.loans.get(command.loan)
    if loan is None or command.account not in (loan.lender, loan.borrower):  # [LND-038]
        return Reason.UNKNOWN_LOAN
    of_lender = (command.returnable, command.extensible) != (None, None)
    of_borrower = command.auto_renew is not None
    foreign = of_borrower if command.account == loan.lender else of_lender
    if foreign:  # [LND-038]
        return Reason.TERMS_OF_OTHER_PARTY
    if command.extensible is True and not loan.extensible:  # [LND-038]
        return Reason.EXTENSIBLE_IS_FINAL
    terms = evolve(
        loan,
        returnable=loan.returnable if command.returnable is None else command.returnable,
        extensible=loan.extensible if command.extensible is None else command.extensible,
        auto_renew=loan.auto_renew if command.auto_renew is None else command.auto_renew,
    )
    if terms == loan:  # [LND-038]
        return Applied(state, ())
    event = LoanTermsSet(loan.loan, terms.returnable, terms.extensible, terms.auto_renew)
    return Applied(with_loan(state, terms), (event,))  # [LND-038]
