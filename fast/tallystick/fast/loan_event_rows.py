"""From the rows of the kernel's log back to the events of loans."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tallystick.fast.kernel import codes
from tallystick.fast.kernel.layout import (
    AUTO_RENEW,
    EXTENSIBLE,
    OPENED_FLAGS,
    RATES_SPAN,
    RETURNABLE,
)
from tallystick.reference.types import loan_events
from tallystick.reference.types.loan_events import LendingEvent
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

Cells = Sequence[int]


def loan_flags(flags: int) -> tuple[bool, bool, bool]:
    """Returnable, extensible and auto_renew of a loan."""
    return flags & RETURNABLE != 0, flags & EXTENSIBLE != 0, flags & AUTO_RENEW != 0


def _loan_opened(cells: Cells) -> LendingEvent:
    loan, asset, lender, borrower, lots, due, packed, fee_cap_atoms, keeper_fee_atoms = cells
    rates = packed // OPENED_FLAGS
    returnable, extensible, auto_renew = loan_flags(packed % OPENED_FLAGS)
    return loan_events.LoanOpened(
        loan=LoanId(loan),
        asset=AssetId(asset),
        lender=AccountId(lender),
        borrower=AccountId(borrower),
        lots=Lots(lots),
        rate=Price(rates // RATES_SPAN),
        due=Milliseconds(due),
        returnable=returnable,
        extensible=extensible,
        auto_renew=auto_renew,
        fee_rate=FeeRate(rates % RATES_SPAN),
        fee_cap_atoms=Atoms(fee_cap_atoms),
        keeper_fee_atoms=Atoms(keeper_fee_atoms),
    )


def _claim_paid(cells: Cells) -> LendingEvent:
    return loan_events.ClaimPaid(
        LoanId(cells[0]), AccountId(cells[1]), Atoms(cells[2]), Atoms(cells[3])
    )


def _interest_paid(cells: Cells) -> LendingEvent:
    return loan_events.InterestPaid(
        LoanId(cells[0]), Hours(cells[1]), Atoms(cells[2]), Atoms(cells[3])
    )


def _interest_claimed(cells: Cells) -> LendingEvent:
    return loan_events.InterestClaimed(
        LoanId(cells[0]), AccountId(cells[1]), Hours(cells[2]), Atoms(cells[3]), Atoms(cells[4])
    )


def _loan_repaid(cells: Cells) -> LendingEvent:
    return loan_events.LoanRepaid(LoanId(cells[0]), Lots(cells[1]))


def _loan_extended(cells: Cells) -> LendingEvent:
    return loan_events.LoanExtended(LoanId(cells[0]), Milliseconds(cells[1]))


def _loan_terms_set(cells: Cells) -> LendingEvent:
    return loan_events.LoanTermsSet(LoanId(cells[0]), *loan_flags(cells[1]))


def _loan_split(cells: Cells) -> LendingEvent:
    return loan_events.LoanSplit(LoanId(cells[0]), LoanId(cells[1]), Lots(cells[2]))


def _loan_handed_over(cells: Cells) -> LendingEvent:
    return loan_events.LoanHandedOver(
        LoanId(cells[0]), LoanId(cells[1]), AccountId(cells[2]), Lots(cells[3]), Atoms(cells[4])
    )


def _loan_rolled(cells: Cells) -> LendingEvent:
    return loan_events.LoanRolled(LoanId(cells[0]), Lots(cells[1]))


def _keeper_fee_paid(cells: Cells) -> LendingEvent:
    return loan_events.KeeperFeePaid(
        LoanId(cells[0]),
        AccountId(cells[1]),
        AccountId(cells[2]),
        AssetId(cells[3]),
        Atoms(cells[4]),
    )


def _return_kept(cells: Cells) -> LendingEvent:
    return loan_events.ReturnKept(AccountId(cells[0]), MarketId(cells[1]), Lots(cells[2]))


LOAN_DECODERS: Mapping[int, Callable[[Cells], LendingEvent]] = MappingProxyType(
    {
        codes.LOAN_OPENED: _loan_opened,
        codes.CLAIM_PAID: _claim_paid,
        codes.INTEREST_PAID: _interest_paid,
        codes.INTEREST_CLAIMED: _interest_claimed,
        codes.LOAN_REPAID: _loan_repaid,
        codes.LOAN_EXTENDED: _loan_extended,
        codes.LOAN_TERMS_SET: _loan_terms_set,
        codes.LOAN_SPLIT: _loan_split,
        codes.LOAN_HANDED_OVER: _loan_handed_over,
        codes.LOAN_ROLLED: _loan_rolled,
        codes.KEEPER_FEE_PAID: _keeper_fee_paid,
        codes.RETURN_KEPT: _return_kept,
    }
)
