"""Events of loans (spec chapter 07)."""

from attrs import frozen

from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeRate,
    Hours,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    Price,
)


@frozen
class LoanOpened:
    """A trade, or a roll without cash, opened a loan; the cap is its `fee_left_atoms`."""

    loan: LoanId
    asset: AssetId
    lender: AccountId
    borrower: AccountId
    lots: Lots
    rate: Price
    due: Milliseconds
    returnable: bool
    extensible: bool
    auto_renew: bool
    fee_rate: FeeRate
    fee_cap_atoms: Atoms
    keeper_fee_atoms: Atoms


@frozen
class ClaimPaid:
    """A borrower paid of the claim of a former lender, and of its fee to the treasury."""

    loan: LoanId
    account: AccountId
    interest_atoms: Atoms
    fee_atoms: Atoms


@frozen
class InterestPaid:
    """A loan is paid up to hour `hours_paid`: interest to the lender, the fee to the treasury."""

    loan: LoanId
    hours_paid: Hours
    interest_atoms: Atoms
    fee_atoms: Atoms


@frozen
class InterestClaimed:
    """A leaving lender's completed hours became a claim on the loan; nobody has paid."""

    loan: LoanId
    account: AccountId
    hours_paid: Hours
    interest_atoms: Atoms
    fee_atoms: Atoms


@frozen
class LoanRepaid:
    """Principal went back to the lender in cash."""

    loan: LoanId
    lots: Lots


@frozen
class LoanExtended:
    """A loan has a new due time."""

    loan: LoanId
    due: Milliseconds


@frozen
class LoanTermsSet:
    """The terms of a loan that its parties may set, as they now are."""

    loan: LoanId
    returnable: bool
    extensible: bool
    auto_renew: bool


@frozen
class LoanSplit:
    """A part of a loan became a loan of its own."""

    loan: LoanId
    part: LoanId
    lots: Lots


@frozen
class LoanHandedOver:
    """A loan passed to the lender of an own loan of its lender, who paid `atoms` of cash for it."""

    loan: LoanId
    own_loan: LoanId
    lender: AccountId
    lots: Lots
    atoms: Atoms


@frozen
class LoanRolled:
    """Principal of an overdue loan becomes a new loan of the same lender, without cash."""

    loan: LoanId
    lots: Lots


@frozen
class KeeperFeePaid:
    """The borrower of a renewed loan paid the account that renewed it."""

    loan: LoanId
    payer: AccountId
    account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class ReturnKept:
    """Returned principal could not be offered and stays in the lender's balance."""

    account: AccountId
    market: MarketId
    lots: Lots


LendingEvent = (
    LoanOpened
    | ClaimPaid
    | InterestPaid
    | InterestClaimed
    | LoanRepaid
    | LoanExtended
    | LoanTermsSet
    | LoanSplit
    | LoanHandedOver
    | LoanRolled
    | KeeperFeePaid
    | ReturnKept
)
"""What happens to loans (chapter 07)."""
