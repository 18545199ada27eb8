"""The loans of a kernel as a dump and back: no row number leaks into it."""

from types import ModuleType

from librt.vecs import vec
from mypy_extensions import i64

from tallystick.fast.kernel import layout
from tallystick.fast.kernel.codes import NONE
from tallystick.fast.kernel.venue import Venue
from tallystick.fast.loan_event_rows import loan_flags
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import ClaimDump, LoanDump, StateDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LoanId,
    Lots,
    Milliseconds,
    Price,
)


def dump_loans(venue: Venue) -> tuple[LoanDump, ...]:
    """All loans, ascending by id."""
    found = []
    for account in range(1, venue.account_count + 1):
        loan = venue.loans.newest_borrowed(account)
        while loan != NONE:
            found.append(_loan(venue, loan))
            loan = venue.loans.rows[loan * layout.LOAN_WIDTH + layout.LOAN_OLDER]
    return tuple(sorted(found, key=lambda each: each.loan))


def _loan(venue: Venue, loan: int) -> LoanDump:
    cell = loan * layout.LOAN_WIDTH
    row = venue.loans.rows[cell : cell + layout.LOAN_WIDTH]
    market_cell = row[layout.LOAN_MARKET] * layout.MARKET_WIDTH
    returnable, extensible, auto_renew = loan_flags(row[layout.LOAN_FLAGS])
    return LoanDump(
        loan=LoanId(row[layout.LOAN_ID]),
        asset=AssetId(venue.markets[market_cell + layout.MARKET_ASSET]),
        lender=AccountId(row[layout.LOAN_LENDER]),
        borrower=AccountId(row[layout.LOAN_BORROWER]),
        principal_lots=Lots(row[layout.LOAN_PRINCIPAL]),
        rate=Price(row[layout.LOAN_RATE]),
        return_rate=Price(row[layout.LOAN_RETURN_RATE]),
        start=Milliseconds(row[layout.LOAN_START]),
        due=Milliseconds(row[layout.LOAN_DUE]),
        hours_paid=Hours(row[layout.LOAN_HOURS_PAID]),
        interest_credit=InterestCredit(row[layout.LOAN_INTEREST_CREDIT]),
        fee_rate=FeeRate(row[layout.LOAN_FEE_RATE]),
        fee_left_atoms=Atoms(row[layout.LOAN_FEE_LEFT]),
        fee_credit=FeeCredit(row[layout.LOAN_FEE_CREDIT]),
        keeper_fee_atoms=Atoms(row[layout.LOAN_KEEPER_FEE]),
        returnable=returnable,
        extensible=extensible,
        auto_renew=auto_renew,
        claims=_claims(venue, row[layout.LOAN_FIRST_CLAIM]),
    )


def _claims(venue: Venue, claim: int) -> tuple[ClaimDump, ...]:
    found = []
    while claim != NONE:
        cell = claim * layout.CLAIM_WIDTH
        row = venue.loans.claims[cell : cell + layout.CLAIM_WIDTH]
        account, interest, fee = (
            row[layout.CLAIM_ACCOUNT],
            row[layout.CLAIM_INTEREST],
            row[layout.CLAIM_FEE],
        )
        found.append(ClaimDump(AccountId(account), Atoms(interest), Atoms(fee)))
        claim = row[layout.CLAIM_NEXT]
    return tuple(found)


def fill_loans(dump: StateDump, venue: Venue, restoring: ModuleType) -> None:
    """Bring the loans of a valid dump into a venue that has everything else of it."""
    loans = dump.loans or ()
    venue.loans.last_loan = dump.last_loan or 0
    markets = {
        market.asset: market.market for market in dump.markets if market.kind is MarketKind.LEND
    }
    # The lists of borrowers are sorted like this: each loan then joins at their end.
    for loan in sorted(loans, key=lambda each: (each.start, each.loan)):
        restoring.restore_loan(venue, vec[i64](_fields(loan, markets[loan.asset])))
        for claim in loan.claims:
            restoring.restore_claim(
                venue, loan.loan, claim.account, claim.interest_atoms, claim.fee_atoms
            )


def _fields(loan: LoanDump, market: int) -> list[int]:
    """The fields of a row in the order of the kernel's layout, as far as they are no links."""
    flags = (
        layout.RETURNABLE * loan.returnable
        + layout.EXTENSIBLE * loan.extensible
        + layout.AUTO_RENEW * loan.auto_renew
    )
    return [
        0,
        loan.loan,
        market,
        loan.lender,
        loan.borrower,
        loan.principal_lots,
        loan.rate,
        loan.return_rate,
        loan.start,
        loan.due,
        loan.hours_paid,
        loan.interest_credit,
        loan.fee_rate,
        loan.fee_left_atoms,
        loan.fee_credit,
        loan.keeper_fee_atoms,
        flags,
    ]
