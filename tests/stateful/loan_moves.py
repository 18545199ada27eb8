"""Moves of loans: each looks at the loans there are and proposes what may become of one."""

from collections.abc import Callable

from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.commands import AdvanceTime, Command
from tallystick.reference.types.dump import AccountDump, LoanDump
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    LoanId,
    Lots,
    Milliseconds,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.orders import PRINCIPALS, Context
from tests.stateful.trading_moves import Move, batch, cross, place

HOUR = 3_600_000


def _loans(context: Context) -> tuple[LoanDump, ...]:
    return context.view.loans or ()


def _one(context: Context, wanted: Callable[[LoanDump], bool]) -> LoanDump | None:
    """A loan that is wanted, rarely another; None if there is none at all."""
    loans = _loans(context)
    fit = [loan for loan in loans if wanted(loan)]
    return pick(context.choose, fit if fit and not rarely(context.choose, 8) else loans or (None,))


def _actor(context: Context, party: AccountId) -> AccountDump:
    """The account of the batch, or mostly the party."""
    if context.only is not None:
        return context.only
    account = context.account() if rarely(context.choose, 12) else None
    return account or context.view.accounts[party - 1]


def _id(context: Context, loan: LoanDump) -> LoanId:
    if rarely(context.choose, 30):
        return LoanId(1 + (context.view.last_loan or 0))
    return loan.loan


def _own(context: Context, loan: LoanDump) -> list[LoanDump]:
    """What the lender of a loan has borrowed of the same asset from others than its borrower."""
    return [
        own
        for own in _loans(context)
        if (own.borrower, own.asset) == (loan.lender, loan.asset) and own.lender != loan.borrower
    ]


def _overdue(context: Context, loan: LoanDump) -> bool:
    return context.view.now > loan.due


def _is_borrower(context: Context, loan: LoanDump) -> bool:
    return context.only is None or loan.borrower == context.only.account


def pay_interest(context: Context) -> Command:
    """What is owed, with some, all or too much of the principal, and sometimes for another term."""
    loan = _one(context, lambda loan: _is_borrower(context, loan))
    if loan is None:
        return cross(context)
    account = _actor(context, loan.borrower)
    minimum = next(
        market.minimum_lots
        for market in context.view.markets
        if (market.asset, market.kind) == (loan.asset, MarketKind.LEND)
    )
    sizes = (0, 0, minimum, loan.principal_lots)
    lots = pick(context.choose, sizes)
    if rarely(context.choose, 12):
        lots = pick(context.choose, (minimum + 1, loan.principal_lots + minimum))
    extend = rarely(context.choose, 3)
    signer = context.signer(account)
    return PayInterest(signer, account.account, _id(context, loan), Lots(lots), extend)


def pay_claims(context: Context) -> Command:
    """Some, all or more of the claims on a loan."""
    loan = _one(context, lambda loan: bool(loan.claims) and _is_borrower(context, loan))
    if loan is None or not (loan.claims or rarely(context.choose, 3)):
        return swap_loan(context)
    account = _actor(context, loan.borrower)
    owed = sum(claim.interest_atoms + claim.fee_atoms for claim in loan.claims)
    first = loan.claims[0].interest_atoms if loan.claims else 1
    atoms = max(1, pick(context.choose, (owed, first, 1, owed + 1, owed - 1)))
    return PayClaims(context.signer(account), account.account, _id(context, loan), Atoms(atoms))


def set_terms(context: Context) -> Command:
    """A term of one's own, rarely of the other party."""
    loan = _one(context, lambda _: True)
    if loan is None:
        return cross(context)
    of_lender = rarely(context.choose, 2)
    account = _actor(context, loan.lender if of_lender else loan.borrower)
    signer = context.signer(account)
    number, value = _id(context, loan), rarely(context.choose, 3)
    if of_lender == rarely(context.choose, 12):
        return SetLoanTerms(signer, account.account, number, auto_renew=value)
    if rarely(context.choose, 2):
        return SetLoanTerms(signer, account.account, number, returnable=value)
    return SetLoanTerms(signer, account.account, number, extensible=value)


def swap_loan(context: Context) -> Command:
    """A loan handed over by who has borrowed himself, rather one with claims on it."""

    def fits(loan: LoanDump) -> bool:
        mine = context.only is None or loan.lender == context.only.account
        return mine and bool(_own(context, loan)) and not _overdue(context, loan)

    claimed = max((len(loan.claims) for loan in _loans(context) if fits(loan)), default=0)
    loan = _one(context, lambda loan: fits(loan) and len(loan.claims) == claimed)
    if loan is None or not (fits(loan) or rarely(context.choose, 3)):
        return cross(context)
    account = _actor(context, loan.lender)
    own = _own(context, loan)
    named = pick(context.choose, own).loan if own and rarely(context.choose, 3) else None
    if rarely(context.choose, 20):
        named = loan.loan
    return SwapLoan(context.signer(account), account.account, _id(context, loan), named)


def renew_loan(context: Context) -> Command:
    """A loan shortly before it is due, by anybody; or first the time moves there."""

    def is_open(loan: LoanDump) -> bool:
        return loan.due - 6 * HOUR <= context.view.now <= loan.due

    loan = _one(context, is_open)
    if loan is None:
        return cross(context)
    if not is_open(loan) and not rarely(context.choose, 4):
        return pass_hours(context)
    account = _actor(context, pick(context.choose, context.view.accounts).account)
    return RenewLoan(context.signer(account), account.account, _id(context, loan))


def roll_loan(context: Context) -> Command:
    """A loan that is overdue, by any principal; or first the time moves there."""
    loan = _one(context, lambda loan: _overdue(context, loan))
    if loan is None:
        return cross(context)
    if not _overdue(context, loan) and not rarely(context.choose, 4):
        return pass_hours(context)
    return RollLoan(pick(context.choose, (*PRINCIPALS, PrincipalId(0))), _id(context, loan))


def pass_hours(context: Context) -> Command:
    """To the end of an hour of a loan, a millisecond on, or where something becomes of it."""
    loan = _one(context, lambda loan: not _overdue(context, loan))
    if loan is None:
        return place(context)
    choose, now = context.choose, context.view.now
    hour_end = now + HOUR - (now - loan.start) % HOUR
    times = [hour_end, hour_end + 2 * HOUR, hour_end + 9 * HOUR]
    times += [loan.due - hours * HOUR for hours in (6, 1, 0)]
    time = pick(choose, times) + pick(choose, (0, 0, 1, 1, -1))
    return AdvanceTime(context.operator(), Milliseconds(max(time, now)))


BORROWING: tuple[Move, ...] = (pay_interest, pay_claims, swap_loan)
"""Moves that may stand in a batch."""


def batch_of_loans(context: Context) -> Command:
    """A batch in which a borrower also pays, or a lender hands over."""
    return batch(context, BORROWING)


LOANS: tuple[Move, ...] = (
    *(cross, cross, pay_interest, pay_claims, set_terms, swap_loan, swap_loan),
    *(batch_of_loans, renew_loan, roll_loan, pass_hours, pass_hours),
)
