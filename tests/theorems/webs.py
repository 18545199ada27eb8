"""Whom a command of chapter 09 may touch (LIQ-050), told from the dump before it and its events.

Written from the clause, word by word; the kit's auditor has a telling of its own.
"""

from attrs import evolve

from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, OrderRemoved, OrdersDecremented, Traded
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    SwapForTarget,
)
from tallystick.reference.types.perp_events import DebtPaid
from tallystick.reference.types.units import AccountId

WindingCommand = Liquidate | SwapForTarget | DeclareBankruptcy
TREASURY = AccountId(0)


def legs_loans_and_claims(dump: StateDump) -> list[tuple[AccountId, AccountId]]:
    """The two parties of each leg, of each loan and of each claim."""
    pairs = [
        (leg.long_account, leg.short_account)
        for market in dump.markets
        for leg in market.legs or ()
    ]
    for loan in dump.loans or ():
        pairs.append((loan.lender, loan.borrower))
        pairs += [(loan.borrower, claim.account) for claim in loan.claims]
    return pairs


def with_contract(dump: StateDump, target: AccountId) -> set[AccountId]:
    """Who has a leg, a loan, a claim or a debt with an account."""
    debts = [(debt.debtor, debt.creditor) for debt in dump.debts or ()]
    return partners([*legs_loans_and_claims(dump), *debts], {target})


def partners(pairs: list[tuple[AccountId, AccountId]], accounts: set[AccountId]) -> set[AccountId]:
    """The other parties of all pairs in which one of the accounts is."""
    found: set[AccountId] = set()
    for one, other in pairs:
        if one in accounts:
            found.add(other)
        if other in accounts:
            found.add(one)
    return found - {TREASURY}


def met(events: tuple[Event, ...]) -> set[AccountId]:
    """Whose orders were met in walks, or removed there, and whose walked."""
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


def touchable(
    dump: StateDump, command: WindingCommand, events: tuple[Event, ...]
) -> set[AccountId]:
    """Everybody of whom something may change."""
    near = {command.target} | with_contract(dump, command.target)
    if isinstance(command, Liquidate):
        near |= met(events)
    near |= partners(legs_loans_and_claims(dump), near - {command.target})
    if not isinstance(command, DeclareBankruptcy):
        near.add(command.account)
        paid = (one for one in events if isinstance(one, DebtPaid))
        near |= {one.creditor for one in paid if one.account == command.account}
    return near


def strangers(
    dump: StateDump, command: WindingCommand, events: tuple[Event, ...]
) -> list[AccountId]:
    """Everybody else."""
    near = touchable(dump, command, events)
    return [each.account for each in dump.accounts if each.account not in near]


def slice_of(dump: StateDump, account: AccountId) -> StateDump:
    """A dump of one account: its balances, orders, legs, loans, debts and rewards, no others."""

    def own(*parties: AccountId) -> bool:
        return account in parties

    markets = tuple(
        evolve(
            market,
            bids=tuple(one for one in market.bids if own(one.account)),
            asks=tuple(one for one in market.asks if own(one.account)),
            legs=None
            if market.legs is None
            else tuple(one for one in market.legs if own(one.long_account, one.short_account)),
            last_leg=None,
            # Windows tell of trades, not of accounts.
            funding=None,
        )
        for market in dump.markets
    )
    loans = tuple(
        one
        for one in dump.loans or ()
        if own(one.lender, one.borrower, *(claim.account for claim in one.claims))
    )
    return evolve(
        dump,
        accounts=tuple(one for one in dump.accounts if own(one.account)),
        assets=(),
        markets=markets,
        loans=loans,
        debts=tuple(one for one in dump.debts or () if own(one.debtor, one.creditor)),
        escrows=tuple(one for one in dump.escrows or () if own(one.account)),
        last_loan=None,
        last_escrow=None,
    )
