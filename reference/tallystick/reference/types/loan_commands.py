"""Commands of loans (spec chapter 07). Every command names its signer."""

from attrs import frozen

from tallystick.reference.types.units import AccountId, Atoms, LoanId, Lots, PrincipalId


@frozen
class PayInterest:
    """Settle a loan, repay some of its principal, extend it (LND-030)."""

    signer: PrincipalId
    account: AccountId
    loan: LoanId
    reduce_lots: Lots
    extend: bool


@frozen
class PayClaims:
    """Pay some of the claims on a loan, and no interest (LND-034)."""

    signer: PrincipalId
    account: AccountId
    loan: LoanId
    atoms: Atoms


@frozen
class SetLoanTerms:
    """Change terms of a loan; what is absent stays (LND-038)."""

    signer: PrincipalId
    account: AccountId
    loan: LoanId
    returnable: bool | None = None
    extensible: bool | None = None
    auto_renew: bool | None = None


@frozen
class SwapLoan:
    """Hand a loan over to the lenders of one's own loans, of one or of all (LND-040)."""

    signer: PrincipalId
    account: AccountId
    loan: LoanId
    own_loan: LoanId | None = None


@frozen
class RenewLoan:
    """Let a loan go on shortly before it is due, for a keeper fee (LND-050)."""

    signer: PrincipalId
    account: AccountId
    loan: LoanId


@frozen
class RollLoan:
    """Turn an overdue loan into a new term (LND-054)."""

    signer: PrincipalId
    loan: LoanId
