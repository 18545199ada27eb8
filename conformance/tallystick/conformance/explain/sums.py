"""The arithmetic of loans written out: each sum by its name, as an expression and its number.

The expressions are of the grammar of `conformance.arithmetic`, so that anybody can check them.
"""

from collections.abc import Sequence

from attrs import evolve, frozen

from tallystick.conformance.arithmetic import evaluate
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.units import (
    Atoms,
    FeeCredit,
    Hours,
    InterestCredit,
    Lots,
    Milliseconds,
    Price,
)

HOUR_MILLISECONDS = 3_600_000
INTEREST_UNITS = 87_600_000
"""D of chapter 07."""
FEE_UNITS = 100_000
TERM_HOURS = 240


@frozen
class Sum:
    """`expression` has the value `equals`; where it is only that number, it is one from before."""

    name: str
    expression: str
    equals: int


@frozen
class Paid:
    """A loan after payment up to an hour, and what that costs."""

    loan: LoanDump
    interest_atoms: Atoms
    fee_atoms: Atoms
    sums: tuple[Sum, ...]


def sum_of(name: str, expression: str) -> Sum:
    """A sum with its number."""
    return Sum(name, expression, evaluate(expression))


def hours_owed(loan: LoanDump, at: Milliseconds) -> Sum:
    """The hours of a loan that are owed at a time (LND-020)."""
    return sum_of("hours owed", f"max(8, ceil_div({at} - {loan.start}, {HOUR_MILLISECONDS}))")


def hours_completed(loan: LoanDump, at: Milliseconds) -> Sum:
    """The hours of a loan that have ended at a time (LND-045)."""
    return sum_of("hours completed", f"floor_div({at} - {loan.start}, {HOUR_MILLISECONDS})")


def paid_up_to(loan: LoanDump, lot_atoms: Atoms, hour: Hours) -> Paid:
    """Payment of a loan up to an hour, which is after those that are paid (LND-021, LND-022)."""
    principal = loan.principal_lots * lot_atoms
    owed = sum_of("n", f"{principal} * {loan.rate} * ({hour} - {loan.hours_paid})")
    credit = loan.interest_credit
    interest = sum_of("interest", f"ceil_div({owed.equals} - {credit}, {INTEREST_UNITS})")
    after = sum_of(
        "credit after", f"{credit} + {interest.equals} * {INTEREST_UNITS} - {owed.equals}"
    )
    before = Sum("credit before", str(credit), credit)
    fee, fee_credit = _fee_of(loan, interest.equals)
    paid = evolve(
        loan,
        hours_paid=hour,
        interest_credit=InterestCredit(after.equals),
        fee_left_atoms=Atoms(loan.fee_left_atoms - fee.equals),
        fee_credit=FeeCredit(fee_credit.equals),
    )
    sums = (owed, before, interest, after, fee, fee_credit)
    return Paid(paid, Atoms(interest.equals), Atoms(fee.equals), sums)


def cash_of_swap(
    loan: LoanDump, own: LoanDump, part_atoms: int, at: Milliseconds
) -> tuple[Sum, ...]:
    """What handing a loan over costs its lender, last of the sums (LND-046).

    `loan` is what passes, just before it does; `own` the loan that it is given for.
    """
    completed = hours_completed(loan, at)
    done = completed.equals
    to_run = sum_of(
        "hours to run", f"ceil_div({loan.due} - {loan.start}, {HOUR_MILLISECONDS}) - {done}"
    )
    prepaid = sum_of("hours prepaid", f"{loan.hours_paid} - {done}")
    credit = Sum("credit", str(loan.interest_credit), loan.interest_credit)
    lost = f"max(0, {own.rate} - {loan.rate}) * {to_run.equals} + {loan.rate} * {prepaid.equals}"
    cash = sum_of("cash", f"ceil_div({part_atoms} * ({lost}) + {credit.equals}, {INTEREST_UNITS})")
    return completed, to_run, prepaid, credit, cash


def shares_of_part(loan: LoanDump, lots: Lots) -> tuple[Sum, Sum]:
    """Fee cap and keeper fee that pass with a part of a loan (LND-047)."""
    principal = loan.principal_lots
    return (
        sum_of("fee cap that passes", f"floor_div({loan.fee_left_atoms} * {lots}, {principal})"),
        sum_of(
            "keeper fee that passes", f"floor_div({loan.keeper_fee_atoms} * {lots}, {principal})"
        ),
    )


def keeper_fee(loan: LoanDump, terms: Sequence[tuple[Atoms, Price]]) -> Sum:
    """What a renewal pays its caller, for terms of so many atoms at a rate (LND-053)."""
    owed = " + ".join(f"{atoms} * {rate} * {TERM_HOURS}" for atoms, rate in terms)
    text = f"min({loan.keeper_fee_atoms}, floor_div({owed}, {INTEREST_UNITS}))"
    return sum_of("keeper fee", text)


def _fee_of(loan: LoanDump, interest: int) -> tuple[Sum, Sum]:
    """Fee beside interest, and the credit after it (LND-022)."""
    if loan.fee_rate == 0 < loan.fee_left_atoms:
        return Sum("fee", "0", 0), Sum("fee credit after", str(loan.fee_credit), loan.fee_credit)
    owed, credit = f"{loan.fee_rate} * {interest}", loan.fee_credit
    due = sum_of("fee due", f"ceil_div({owed} - {credit}, {FEE_UNITS})")
    fee = sum_of("fee", f"min({due.expression}, {loan.fee_left_atoms})")
    if due.equals >= loan.fee_left_atoms:
        return fee, Sum("fee credit after", "0", 0)
    return fee, sum_of("fee credit after", f"{credit} + {FEE_UNITS} * {fee.equals} - {owed}")
