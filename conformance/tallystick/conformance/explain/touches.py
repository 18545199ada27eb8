"""What an event does to one loan."""

from enum import StrEnum, unique

from attrs import frozen

from tallystick.conformance.explain.sums import Sum
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.units import AccountId, AssetId, Atoms, LoanId


@unique
class Role(StrEnum):
    """As what an event names a loan."""

    LOAN = "loan"
    PART = "part"
    OWN_LOAN = "own_loan"


@frozen
class Payment:
    """Atoms that one account pays; without a receiver they go to the treasury."""

    payer: AccountId
    receiver: AccountId | None
    asset: AssetId
    atoms: Atoms
    what: str


@frozen
class Touch:
    """One event as one loan sees it: the loan before and after, absent where it is not there.

    `problems` says where the event is not what the rules give; there are none of a right engine.
    """

    loan: LoanId
    role: Role
    event: Event
    before: LoanDump | None
    after: LoanDump | None
    words: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    payments: tuple[Payment, ...] = ()
    problems: tuple[str, ...] = ()
