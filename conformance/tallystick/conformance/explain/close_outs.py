"""What liquidation and bankruptcy do to wealth, legs and loans, from events (chapter 09).

A close-out ends contracts without an event for each (LIQ-031): what they were is read from the
state before the command, and what is paid for them is paid by the events that follow.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from tallystick.conformance.explain.perp_views import BASE_ASSET, PerpMarket, signed
from tallystick.conformance.explain.touches import Role, Touch
from tallystick.reference.types.dump import DebtDump, LoanDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
    RewardHeld,
    RewardPaid,
    RewardReversed,
    SwappedForTarget,
)
from tallystick.reference.types.perp_events import DebtOpened, SettlementPaid
from tallystick.reference.types.units import AccountId, Atoms, LoanId

Change = tuple[AccountId, str, int]
"""An account, a term of a sum that begins with its sign, and the number of the term."""


def wealth_changes(
    markets: Sequence[PerpMarket], debts: Sequence[DebtDump], event: Event, *, is_close_out: bool
) -> Iterator[Change]:
    """By how much an event of chapter 09 changes wealth; of any other event nothing.

    `is_close_out` says that the command declares a bankruptcy, whose debtors pay as an event of
    settlement says, without a leg. Rewards in escrow are nobody's wealth (LIQ-022).
    """
    match event:
        case BankruptcyDeclared():
            yield from _ended_contracts(markets, debts, event.target)
        case CloseOutPaid():
            yield from _passed(event.account, event.target, event.atoms)
        case EstatePaid() if event.asset == BASE_ASSET:
            yield from _passed(event.target, event.account, event.atoms)
        case SettlementPaid() if is_close_out:
            atoms = event.offset_atoms + event.atoms
            yield from _passed(event.account, event.to_account, atoms)
        case DebtOpened() if is_close_out:
            yield from _passed(event.account, event.creditor, event.atoms)
        case RewardHeld():
            yield event.target, f"- {event.atoms}", -event.atoms
        case RewardPaid():
            yield event.account, f"+ {event.atoms}", event.atoms
        case RewardReversed():
            yield event.target, f"+ {event.atoms}", event.atoms
        case SwappedForTarget():
            if event.give_asset == BASE_ASSET:
                yield from _passed(event.account, event.target, event.give_atoms)
            if event.take_asset == BASE_ASSET:
                yield from _passed(event.target, event.account, event.take_atoms)
        case _:
            pass


def loans_closed_out(
    event: BankruptcyDeclared, loans: Mapping[LoanId, LoanDump]
) -> tuple[Touch, ...]:
    """What a bankruptcy does to each loan of the bankrupt, or with a claim of his (LIQ-031)."""
    return tuple(_closed_loans(event, loans))


def _closed_loans(event: BankruptcyDeclared, loans: Mapping[LoanId, LoanDump]) -> Iterator[Touch]:
    target = event.target
    for number, loan in sorted(loans.items()):
        if target in (loan.lender, loan.borrower):
            words = (f"account {target} is closed out: the loan is netted with all else",)
            yield Touch(number, Role.LOAN, event, loan, None, words)
        elif any(claim.account == target and claim.interest_atoms for claim in loan.claims):
            left = (
                evolve(claim, interest_atoms=Atoms(0)) if claim.account == target else claim
                for claim in loan.claims
            )
            claims = tuple(claim for claim in left if claim.interest_atoms + claim.fee_atoms)
            words = (f"account {target} is closed out: its claim is netted, the fee stays",)
            after = evolve(loan, claims=claims)
            yield Touch(number, Role.LOAN, event, loan, after, words)


def _ended_contracts(
    markets: Sequence[PerpMarket], debts: Sequence[DebtDump], target: AccountId
) -> Iterator[Change]:
    """Legs and settlement debts of the bankrupt are gone, with their values."""
    for market in markets:
        for leg in market.legs_of(target):
            value = market.value(leg)
            yield leg.long_account, f"- {signed(value)}", -value
            yield leg.short_account, f"+ {signed(value)}", value
    for debt in debts:
        if target in (debt.debtor, debt.creditor):
            yield from _passed(debt.creditor, debt.debtor, debt.atoms)


def _passed(payer: AccountId, payee: AccountId, atoms: int) -> Iterator[Change]:
    """What one loses the other has; the treasury has no wealth."""
    if atoms:
        yield payer, f"- {atoms}", -atoms
        yield payee, f"+ {atoms}", atoms
