"""What an account has with others, and whether that has become less: told from dumps (LIQ-020)."""

from collections.abc import Iterator

from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import AccountId

Key = tuple[str | int, ...]


def is_overdue(dump: StateDump, account: AccountId) -> bool:
    """Whether an account borrows a loan, or owes a debt, that is overdue (LIQ-001)."""
    dues = [loan.due for loan in dump.loans or () if loan.borrower == account]
    dues += [debt.due for debt in dump.debts or () if debt.debtor == account]
    return any(due < dump.now for due in dues)


def is_freer(
    before: StateDump, after: StateDump, account: AccountId, *, only_overdue: bool = False
) -> bool:
    """Whether a leg, loan or debt of the account ended, shrank, or was extended.

    Or only of what was overdue before.
    """
    left = {key: size for key, _, size in _sizes(after, account)}
    for key, is_late, size in _sizes(before, account):
        if (is_late or not only_overdue) and left.get(key, 0) < size:
            return True
    dues = {loan.loan: loan.due for loan in before.loans or ()}
    for loan in after.loans or ():
        due = dues.get(loan.loan, loan.due)
        is_late = due < before.now
        if loan.borrower == account and loan.due > due and (is_late or not only_overdue):
            return True
    return False


def _sizes(dump: StateDump, account: AccountId) -> Iterator[tuple[Key, bool, int]]:
    """What it has with others, whether that is overdue, and how much it is."""
    now = dump.now
    for market in dump.markets:
        for leg in market.legs or ():
            if account in (leg.long_account, leg.short_account):
                yield ("leg", market.market, leg.leg), False, leg.lots
    for loan in dump.loans or ():
        if account in (loan.lender, loan.borrower):
            yield ("loan", loan.loan), loan.due < now, loan.principal_lots
    for debt in dump.debts or ():
        if account in (debt.debtor, debt.creditor):
            yield ("debt", debt.debtor, debt.creditor, debt.due), debt.due < now, debt.atoms
