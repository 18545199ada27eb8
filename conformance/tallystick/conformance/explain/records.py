"""What events make of the record of a loan, one loan at a time."""

from attrs import evolve

from tallystick.conformance.explain.sums import FEE_UNITS, INTEREST_UNITS, Sum, shares_of_part
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.loan_events import LoanOpened, LoanSplit
from tallystick.reference.types.units import (
    Atoms,
    FeeCredit,
    Hours,
    InterestCredit,
    Lots,
    Milliseconds,
)


def opened_loan(event: LoanOpened, now: Milliseconds) -> LoanDump:
    """A new loan (LND-011)."""
    return LoanDump(
        loan=event.loan,
        asset=event.asset,
        lender=event.lender,
        borrower=event.borrower,
        principal_lots=event.lots,
        rate=event.rate,
        return_rate=event.rate,
        start=now,
        due=event.due,
        hours_paid=Hours(0),
        interest_credit=InterestCredit(0),
        fee_rate=event.fee_rate,
        fee_left_atoms=event.fee_cap_atoms,
        fee_credit=FeeCredit(0),
        keeper_fee_atoms=event.keeper_fee_atoms,
        returnable=event.returnable,
        extensible=event.extensible,
        auto_renew=event.auto_renew,
        claims=(),
    )


def split_loan(loan: LoanDump, event: LoanSplit) -> tuple[LoanDump, LoanDump, tuple[Sum, ...]]:
    """What is left of a loan, the part split off it, and their sums (LND-047)."""
    cap, keeper = shares_of_part(loan, event.lots)
    part = evolve(
        loan,
        loan=event.part,
        principal_lots=event.lots,
        interest_credit=InterestCredit(INTEREST_UNITS - 1),
        fee_left_atoms=Atoms(cap.equals),
        fee_credit=FeeCredit(FEE_UNITS - 1),
        keeper_fee_atoms=Atoms(keeper.equals),
        claims=(),
    )
    rest = evolve(
        less(loan, event.lots),
        fee_left_atoms=Atoms(loan.fee_left_atoms - cap.equals),
        keeper_fee_atoms=Atoms(loan.keeper_fee_atoms - keeper.equals),
    )
    return rest, part, (cap, keeper)


def less(loan: LoanDump, lots: Lots) -> LoanDump:
    """A loan of so many lots less."""
    return evolve(loan, principal_lots=Lots(loan.principal_lots - lots))


def differs(name: str, told: int, wanted: int) -> tuple[str, ...]:
    """Says so if an event tells another number than the rules give."""
    return () if told == wanted else (f"{name}: the event says {told}, the rules give {wanted}",)
