"""What an account has with others, and whether it has become less (LIQ-001, LIQ-002, LIQ-020)."""

from collections.abc import Iterator, Mapping

from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation import margin_of
from tallystick.conformance.checkers.valuation_parts import Part
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import AccountId, AssetId


def is_overdue(dump: StateDump, account: AccountId) -> bool:
    """Whether it borrows a loan that is overdue, or owes such a debt (LIQ-001)."""
    loans = (loan.due for loan in dump.loans or () if loan.borrower == account)
    debts = (debt.due for debt in dump.debts or () if debt.debtor == account)
    return any(dump.now > due for due in (*loans, *debts))


def stale_assets(
    dump: StateDump, account: AccountId, parts: Mapping[AssetId, Part]
) -> Iterator[AssetId]:
    """Priced assets with an old mark in which it has something (LIQ-002)."""
    valid_ms = margin_of(dump).mark_valid_ms
    lent = {
        loan.asset
        for loan in dump.loans or ()
        if account in (loan.lender, loan.borrower, *(claim.account for claim in loan.claims))
    }
    for asset in sorted({*parts, *lent} - {BASE_ASSET}):
        dumped = dump.assets[asset - 1]
        if dumped.mark_time is None or dumped.risk is None:
            continue
        if dump.now - dumped.mark_time > valid_ms:
            yield asset


Key = tuple[object, ...]


def _holdings(
    dump: StateDump, account: AccountId, *, is_overdue: bool
) -> Iterator[tuple[Key, int]]:
    """Every leg, loan and debt of which the account is a party, or what is overdue of these."""
    for market in () if is_overdue else dump.markets:
        for leg in market.legs or ():
            if account in (leg.long_account, leg.short_account):
                yield ("leg", market.market, leg.leg), leg.lots
    for loan in dump.loans or ():
        if account in (loan.lender, loan.borrower) and (dump.now > loan.due or not is_overdue):
            yield ("loan", loan.loan), loan.principal_lots
    for debt in dump.debts or ():
        if account in (debt.debtor, debt.creditor) and (dump.now > debt.due or not is_overdue):
            yield ("debt", debt.debtor, debt.creditor, debt.due), debt.atoms


def has_progress(
    before: StateDump, after: StateDump, account: AccountId, *, of_overdue: bool = False
) -> bool:
    """Whether at least one of these ended or became smaller, or a loan is due later (LIQ-020).

    If told so, only what was overdue before counts.
    """
    left = dict(_holdings(after, account, is_overdue=False))
    held = _holdings(before, account, is_overdue=of_overdue)
    if any(left.get(key, 0) < size for key, size in held):
        return True
    dues = {
        loan.loan: loan.due
        for loan in before.loans or ()
        if loan.borrower == account and (before.now > loan.due or not of_overdue)
    }
    return any(loan.due > dues.get(loan.loan, loan.due) for loan in after.loans or ())
