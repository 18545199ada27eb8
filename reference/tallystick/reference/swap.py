"""A lender hands his loan over to his own lenders (chapter 07, section 7).

As in the chapter: the loan handed over is from L, the account, to B at rate a; an own loan of L is
lent by M at rate c.
"""

from collections.abc import Iterator

from attrs import evolve, frozen

from tallystick.reference.interest import (
    INTEREST_UNITS,
    hours_completed,
    hours_of_term,
    is_overdue,
    share_of_part,
    swap_cash,
)
from tallystick.reference.ledger import balance_of, move_atoms
from tallystick.reference.loans import (
    loan_between,
    loan_count,
    newest_first,
    with_loan,
    with_next_id,
)
from tallystick.reference.numbers import FEE_RATE_UNITS, atoms_of_lots
from tallystick.reference.payments import (
    cost_of_settling,
    paid_up_to,
    settle_loan,
    with_less_principal,
)
from tallystick.reference.pricing import has_margin
from tallystick.reference.state import Claim, Loan, State, lending_parameters
from tallystick.reference.types.loan_commands import SwapLoan
from tallystick.reference.types.loan_events import InterestClaimed, LoanHandedOver, LoanSplit
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    FeeCredit,
    Hours,
    InterestCredit,
    LoanId,
    Lots,
)
from tallystick.reference.valuation import valuation_of
from tallystick.reference.verdict import Applied, Verdict, followed_by


@frozen
class HandedOver:
    """What was done to hand a loan over, and whether any of it passed (LND-040).

    `is_cut_short` says whether another own loan was to be looked at when the budget was used up.
    """

    applied: Applied
    is_any: bool
    is_cut_short: bool


def swap_loan(state: State, command: SwapLoan, budget: Count) -> Verdict:
    """Hand a loan over to the lenders of own loans, one after another (LND-040)."""
    loan = loan_between(state, command.loan, lender=command.account)
    if loan is None:  # [LND-042]
        return Reason.UNKNOWN_LOAN
    own_loans = tuple(_own_loans(state, command.account, loan, command.own_loan))
    if command.own_loan is not None and not own_loans:  # [LND-042]
        return Reason.UNKNOWN_LOAN
    if is_overdue(loan.due, state.now):  # [LND-042] [LND-024]
        return Reason.LOAN_OVERDUE
    if any(
        other.borrower == loan.borrower and is_overdue(other.due, state.now)  # [LND-042]
        for other in state.loans.values()
    ):
        return Reason.BORROWER_OVERDUE
    if has_margin(state) and valuation_of(state, loan.borrower).maintenance_atoms < 0:  # [MGN-034]
        return Reason.BORROWER_UNSOUND
    if has_too_many_claims(state, loan):  # [LND-042]
        return Reason.TOO_MANY_CLAIMS
    passed = hand_over(Applied(state, ()), loan, own_loans, budget)
    if not passed.is_any:  # [LND-040]
        return Reason.NOTHING_TO_SWAP
    return passed.applied  # [LND-040]


def has_too_many_claims(state: State, loan: Loan) -> bool:
    """Whether a loan that is handed over now would have more claims than it may (LND-042)."""
    claimed = _claim_interest(state, loan).state.loans[loan.loan]  # [LND-045]
    return len(claimed.claims) > lending_parameters(state).max_claims  # [LND-042] [STA-012]


def hand_over(
    before: Applied, loan: Loan, own_loans: tuple[LoanId, ...], budget: Count
) -> HandedOver:
    """Hand a loan over to the lenders of own loans as far as it goes (LND-043 to LND-047).

    `before` is what has happened so far in the command, whose budget is `budget`.
    """
    so_far = followed_by(before, _claim_interest(before.state, loan))  # [LND-045]
    is_any = is_cut_short = False
    for own_loan in own_loans:
        left = so_far.state.loans[loan.loan]
        if left.lender != loan.lender:  # [LND-040]
            break
        if so_far.touched_orders >= budget:  # [LND-040]
            is_cut_short = True
            break
        stepped = _step(so_far, left, so_far.state.loans[own_loan])
        is_any = is_any or stepped is not None
        touched = Count(so_far.touched_orders + 1)  # [LND-040]
        so_far = evolve(so_far if stepped is None else stepped, touched_orders=touched)
    if not is_any:  # The claim stands before the first step (LND-045).
        so_far = evolve(before, touched_orders=so_far.touched_orders)
    return HandedOver(so_far, is_any, is_cut_short)


def _own_loans(
    state: State, account: AccountId, loan: Loan, named: LoanId | None
) -> Iterator[LoanId]:
    """The loans that L has borrowed in the same asset, newest first, or the one named (LND-040)."""
    for own in newest_first(state.loans.values()):  # [LND-040]
        is_own = own.borrower == account and own.asset == loan.asset  # [LND-040] [LND-042]
        if is_own and named in (None, own.loan):  # [LND-040]
            yield own.loan


def _claim_interest(state: State, loan: Loan) -> Applied:
    """Let the completed hours that nobody has paid become a claim of L (LND-045)."""
    completed = hours_completed(loan.start, state.now)
    if completed <= loan.hours_paid:  # [LND-045]
        return Applied(state, ())
    paid, interest, fee = paid_up_to(state, loan, completed)  # [LND-045]
    event = InterestClaimed(loan.loan, loan.lender, completed, interest, fee)
    if interest + fee > 0:  # [LND-045]
        claim = Claim(loan.lender, interest, fee)  # [LND-045] [LND-041]
        paid = evolve(paid, claims=(*paid.claims, claim))
    return Applied(with_loan(state, paid), (event,))  # [LND-045]


def _step(so_far: Applied, loan: Loan, own: Loan) -> Applied | None:
    """Hand over to the lender of one own loan, or None if that is skipped (LND-043)."""
    state = so_far.state
    if own.lender == loan.borrower:  # [LND-043]
        return None
    if is_overdue(own.due, state.now):  # [LND-043]
        return None
    if own.due < loan.due and not (own.returnable and own.extensible):  # [LND-043]
        return None
    lots = min(loan.principal_lots, own.principal_lots)  # [LND-043]
    cash = _cash(state, loan, own, lots)
    cost = cost_of_settling(state, own, state.now).total_atoms + cash
    if cost > balance_of(state, loan.lender, loan.asset):  # [LND-043]
        return None
    stepped = _hand_over(so_far, loan, own, lots, cash)
    most = lending_parameters(state).max_loans_per_account
    parties = (loan.lender, loan.borrower, own.lender)
    if any(loan_count(stepped.state, account) > most for account in parties):  # [LND-043] [STA-012]
        return None
    return stepped


def _cash(state: State, loan: Loan, own: Loan, lots: Lots) -> Atoms:
    """What L pays M (LND-046)."""
    completed = hours_completed(loan.start, state.now)
    return swap_cash(
        atoms_of_lots(lots, state.assets[loan.asset].lot_atoms),
        loan.rate,
        own.rate,
        Hours(hours_of_term(loan.start, loan.due) - completed),  # [LND-046]
        Hours(loan.hours_paid - completed),  # [LND-046]
        _passing_credit(loan, lots),
    )


def _passing_credit(loan: Loan, lots: Lots) -> InterestCredit:
    """The credit of what passes: its own of a whole loan, the largest of a part (LND-047)."""
    if lots == loan.principal_lots:
        return loan.interest_credit  # [LND-047]
    return InterestCredit(INTEREST_UNITS - 1)  # [LND-047]


def _hand_over(so_far: Applied, loan: Loan, own: Loan, lots: Lots, cash: Atoms) -> Applied:
    """The step: settle the own loan, pay the cash, split if need be, pass it on (LND-047)."""
    so_far = settle_loan(so_far, own.loan)  # [LND-044]
    state = move_atoms(so_far.state, loan.lender, own.lender, loan.asset, cash)  # [LND-046]
    state, passing, split = _split(state, loan, lots)
    passed = evolve(
        passing,
        lender=own.lender,  # [LND-047]
        return_rate=own.return_rate,  # [LND-047]
        returnable=own.returnable,  # [LND-047]
        extensible=own.extensible and own.rate <= loan.rate,  # [LND-047]
    )
    state = with_loan(state, passed)
    state = with_less_principal(state, state.loans[own.loan], lots)  # [LND-047] [LND-033]
    event = LoanHandedOver(passed.loan, own.loan, own.lender, lots, cash)
    return evolve(so_far, state=state, events=(*so_far.events, *split, event))  # [LND-047]


def _split(state: State, loan: Loan, lots: Lots) -> tuple[State, Loan, tuple[LoanSplit, ...]]:
    """What passes of a loan: itself, or a part that is split off it (LND-047)."""
    if lots == loan.principal_lots:
        return state, loan, ()  # [LND-047]
    state, part_id = with_next_id(state)  # [LND-047] [LND-012]
    part = evolve(
        loan,
        loan=part_id,
        principal_lots=lots,  # [LND-047]
        interest_credit=_passing_credit(loan, lots),  # [LND-047]
        fee_credit=FeeCredit(FEE_RATE_UNITS - 1),  # [LND-047]
        claims=(),  # [LND-047]
        fee_left_atoms=share_of_part(loan.fee_left_atoms, lots, loan.principal_lots),
        keeper_fee_atoms=share_of_part(loan.keeper_fee_atoms, lots, loan.principal_lots),
    )
    rest = evolve(
        loan,
        principal_lots=Lots(loan.principal_lots - lots),  # [LND-047]
        fee_left_atoms=Atoms(loan.fee_left_atoms - part.fee_left_atoms),  # [LND-047]
        keeper_fee_atoms=Atoms(loan.keeper_fee_atoms - part.keeper_fee_atoms),  # [LND-047]
    )
    return with_loan(state, rest), part, (LoanSplit(loan.loan, part_id, lots),)
