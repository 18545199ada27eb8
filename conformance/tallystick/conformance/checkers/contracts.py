"""Who has what with whom, told from a dump alone (LIQ-050)."""

from collections.abc import Iterator

from attrs import frozen

from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, OrderRemoved, OrdersDecremented, Traded
from tallystick.reference.types.units import AccountId


def contracts_of(dump: StateDump, account: AccountId) -> set[AccountId]:
    """Accounts with a leg, a loan, a claim or a debt with this one."""
    found: set[AccountId] = set()
    for debt in dump.debts or ():
        if account in (debt.debtor, debt.creditor):
            found |= {debt.debtor, debt.creditor}
    for loan in dump.loans or ():
        claimants = {claim.account for claim in loan.claims}
        if account in (loan.lender, loan.borrower):
            found |= {loan.lender, loan.borrower, *claimants}
        elif account in claimants:
            found |= {loan.lender, loan.borrower}
    found |= _neighbours(dump, {account})
    return found - {account, AccountId(0)}


def _neighbours(dump: StateDump, accounts: set[AccountId]) -> set[AccountId]:
    """Accounts with a leg, a loan or a claim with one of these."""
    pairs = [
        *((leg.long_account, leg.short_account) for one in dump.markets for leg in one.legs or ()),
        *((loan.lender, loan.borrower) for loan in dump.loans or ()),
        *((loan.borrower, claim.account) for loan in dump.loans or () for claim in loan.claims),
    ]
    return {party for pair in pairs if accounts & {*pair} for party in pair}


def met_in(events: tuple[Event, ...]) -> set[AccountId]:
    """Accounts whose orders were met in walks, or walked, or were removed."""
    found: set[AccountId] = set()
    for event in events:
        match event:
            case Traded():
                found |= {event.maker_account, event.taker_account}
            case OrderRemoved() | OrdersDecremented():
                found.add(event.account)
            case _:
                pass
    return found


def strangers_to(dump: StateDump, target: AccountId, known: set[AccountId]) -> Iterator[AccountId]:
    """Accounts that a command about the target, in which these were met, must not touch."""
    near = {target, *known, *contracts_of(dump, target)}
    near |= _neighbours(dump, near)
    for account in dump.accounts:
        if account.account not in near:
            yield account.account


@frozen
class Slice:
    """All that a dump says of one account."""

    parts: tuple[object, ...]

    @classmethod
    def of_dump(cls, dump: StateDump, account: AccountId) -> "Slice":
        """Its balances, orders, legs, loans and debts."""
        markets = tuple(
            (
                market.market,
                tuple(one for one in (*market.bids, *market.asks) if one.account == account),
                tuple(
                    leg
                    for leg in market.legs or ()
                    if account in (leg.long_account, leg.short_account)
                ),
            )
            for market in dump.markets
        )
        loans = tuple(
            loan
            for loan in dump.loans or ()
            if account in (loan.lender, loan.borrower)
            or any(claim.account == account for claim in loan.claims)
        )
        debts = tuple(one for one in dump.debts or () if account in (one.debtor, one.creditor))
        return cls((dump.accounts[account - 1], markets, loans, debts))
