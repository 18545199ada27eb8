"""The command that closes an account out and shares what it has (chapter 09, section 3)."""

from collections.abc import Mapping

from attrs import evolve, frozen

from tallystick.reference.closing_out import claims_left, without_contracts
from tallystick.reference.counterparties import at_mark
from tallystick.reference.debts import TREASURY
from tallystick.reference.ledger import balance_of, change_balance, change_treasury, move_atoms
from tallystick.reference.liquidation import orders_removed, wind_up
from tallystick.reference.margin import STATED_BOUND
from tallystick.reference.net_worth import balances_of_estate, estate_of, net_worth_of, standing_of
from tallystick.reference.settlement import pay_anyone
from tallystick.reference.sharing import (
    NOTHING,
    Ratio,
    claim_of,
    in_proportion,
    is_loss_too_large,
    shared_of_part,
    sum_of_ratios,
)
from tallystick.reference.soundness import is_sound, is_valued_by_stale_mark
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
    LossRecorded,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, AssetId, Atoms
from tallystick.reference.verdict import Applied, Verdict


@frozen
class CloseOut:
    """A close-out as far as it has come: creditors with claims, debtors with what they still owe.

    Both ascend by account, the treasury being 0. `estate` is E of LIQ-032.
    """

    applied: Applied
    target: AccountId
    claims: Mapping[AccountId, Atoms]
    owing: Mapping[AccountId, Atoms]
    estate: Ratio


def declare_bankruptcy(state: State, command: DeclareBankruptcy) -> Verdict:
    """Close an account out at the present marks (LIQ-030)."""
    target = command.target
    if is_sound(state, target):  # [LIQ-002]
        return Reason.ACCOUNT_SOUND
    close_out = _estate_gathered(state, target)
    if isinstance(close_out, Reason):
        return close_out  # [PRP-038] [CMD-005]
    shared = _shared(close_out)
    if isinstance(shared, Reason):
        return shared  # [PRP-038] [CMD-005]
    if not is_bankrupt(state, target):  # [LIQ-030]
        return Reason.NOT_BANKRUPT
    claims = Atoms(sum(close_out.claims.values()))
    if is_loss_too_large(claims, *close_out.estate, command.max_loss_permille):  # [LIQ-032]
        return Reason.LOSS_TOO_LARGE
    if is_valued_by_stale_mark(state, target):  # [LIQ-002]
        return Reason.VALUATION_STALE
    return shared


def is_bankrupt(state: State, target: AccountId) -> bool:
    """Whether an account that is open owes more than it has, or cannot be liquidated (LIQ-030)."""
    if net_worth_of(state, target) < 0:  # [LIQ-030]
        return True
    return isinstance(wind_up(state, target, state.parameters.max_touches), Reason)  # [LIQ-030]


def _estate_gathered(state: State, target: AccountId) -> CloseOut | Reason:
    """End all contracts, let debtors pay, find what is there for creditors (LIQ-031, LIQ-032)."""
    cancelled, standing = orders_removed(state, target), standing_of(state, target)  # [LIQ-031]
    paid = Applied(without_contracts(cancelled.state, target), ())
    for left in claims_left(state, target):  # [LIQ-032]
        verdict = pay_anyone(paid, left.borrower, left.receiver, left.atoms)  # [LIQ-032]
        if isinstance(verdict, Reason):
            return verdict  # [PRP-038]
        paid = verdict
    paid, owing = _debtors_paid(paid, target, standing.owing)  # [LIQ-032]
    estate = estate_of(paid.state, target, owing)
    declared = BankruptcyDeclared(  # [LIQ-034]
        target, _stated(claim_of(*estate)), _stated(sum(standing.claims.values()))
    )
    events = (*cancelled.events, declared, *paid.events)  # [LIQ-034]
    return CloseOut(evolve(paid, events=events), target, standing.claims, owing, estate)


def _stated(atoms: int) -> Atoms:
    """An amount as its event states it (LIQ-034)."""
    return Atoms(min(STATED_BOUND, atoms))  # [LIQ-034]


def _debtors_paid(
    so_far: Applied, target: AccountId, debts: Mapping[AccountId, Atoms]
) -> tuple[Applied, dict[AccountId, Atoms]]:
    """Each debtor pays what his base balance holds; what each still owes (LIQ-032)."""
    owing: dict[AccountId, Atoms] = {}
    for debtor, debt in debts.items():  # [LIQ-032]
        atoms = min(debt, balance_of(so_far.state, debtor, BASE_ASSET))  # [LIQ-032]
        if atoms > 0:
            moved = move_atoms(so_far.state, debtor, target, BASE_ASSET, atoms)  # [LIQ-032]
            event = CloseOutPaid(debtor, target, atoms)  # [LIQ-034]
            so_far = evolve(so_far, state=moved, events=(*so_far.events, event))
        if debt > atoms:
            owing[debtor] = Atoms(debt - atoms)  # [LIQ-032]
    return so_far, owing


def _shared(close_out: CloseOut) -> Verdict:
    """Share the estate among the creditors, part by part, until they are paid (LIQ-033)."""
    so_far, target = close_out.applied, close_out.target
    missing = Ratio(sum(close_out.claims.values()), 1)  # [LIQ-033]
    paid: dict[AccountId, Ratio] = {}
    for asset, part in balances_of_estate(so_far.state, target):  # [LIQ-033]
        shares = _shares_of(close_out, part, at_mark(so_far.state, asset, 1), missing)
        for creditor, atoms in shares.items():
            state = _paid_in_kind(so_far.state, target, creditor, asset, atoms)  # [LIQ-033]
            event = EstatePaid(target, creditor, asset, atoms)  # [LIQ-034]
            so_far = evolve(so_far, state=state, events=(*so_far.events, event))
            value = at_mark(state, asset, atoms)  # [LIQ-034]
            paid[creditor] = sum_of_ratios(*paid.get(creditor, NOTHING), *value)
        less = at_mark(so_far.state, asset, -sum(shares.values()))  # [LIQ-033]
        missing = sum_of_ratios(*missing, *less)
    for debtor, part in close_out.owing.items():  # [LIQ-033]
        shares = _shares_of(close_out, part, Ratio(1, 1), missing)
        rest = Atoms(part - sum(shares.values()))  # [LIQ-033]
        to_target = {target: rest} if rest > 0 else {}
        for receiver, atoms in {**shares, **to_target}.items():  # [LIQ-033]
            verdict = pay_anyone(so_far, debtor, receiver, atoms)  # [LIQ-033] [PRP-034]
            if isinstance(verdict, Reason):
                return verdict  # [PRP-038]
            so_far = verdict
        for creditor, atoms in shares.items():
            paid[creditor] = sum_of_ratios(*paid.get(creditor, NOTHING), atoms, 1)
        missing = sum_of_ratios(*missing, -sum(shares.values()), 1)  # [LIQ-033]
    losses = tuple(  # [LIQ-034]
        LossRecorded(
            target, creditor, _stated(claim), _stated(claim_of(*paid.get(creditor, NOTHING)))
        )
        for creditor, claim in close_out.claims.items()
    )
    return evolve(so_far, events=(*so_far.events, *losses))


def _shares_of(
    close_out: CloseOut, part: Atoms, price: Ratio, missing: Ratio
) -> dict[AccountId, Atoms]:
    """Creditors who get something of a part of the estate, ascending, and how much (LIQ-033)."""
    if not close_out.claims:
        return {}
    shared = shared_of_part(part, *price, *missing)  # [LIQ-033]
    each = in_proportion(shared, tuple(close_out.claims.values()))  # [LIQ-033]
    shares = zip(close_out.claims, each, strict=True)
    return {creditor: atoms for creditor, atoms in shares if atoms > 0}


def _paid_in_kind(
    state: State, target: AccountId, creditor: AccountId, asset: AssetId, atoms: Atoms
) -> State:
    """Atoms of a balance of the target go to a creditor or to the treasury (LIQ-033)."""
    if creditor != TREASURY:
        return move_atoms(state, target, creditor, asset, atoms)  # [LIQ-033]
    state = change_balance(state, target, asset, -atoms)  # [LIQ-033]
    return change_treasury(state, asset, atoms)  # [LIQ-033]
