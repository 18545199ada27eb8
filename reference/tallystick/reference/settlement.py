"""How settlements, debts and the fees of perpetual futures are paid (PRP-033 to PRP-041)."""

from collections.abc import Mapping

from attrs import evolve, frozen

from tallystick.reference.debts import (
    TREASURY,
    debts_between,
    debts_of,
    open_debt,
    sum_of,
    with_less_debt,
)
from tallystick.reference.fees import fee_of_trade
from tallystick.reference.ledger import balance_of, change_balance, change_treasury, move_atoms
from tallystick.reference.numbers import cost_atoms
from tallystick.reference.perpetual import parts_of_payment
from tallystick.reference.state import BASE_ASSET, DebtKey, Order, State
from tallystick.reference.types.events import FeePaid
from tallystick.reference.types.perp_events import DebtPaid, SettlementPaid
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, FeeRate, Lots, Price
from tallystick.reference.verdict import Applied, Verdict


@frozen
class Owed:
    """What is owed in a trade; every number may be negative and is then owed the other way.

    `thirds` are in the order in which they came up, each with the one of buyer and seller whom it
    faced and what it owes him.
    """

    buyer: AccountId
    seller: AccountId
    buyer_owes: Atoms
    thirds: Mapping[AccountId, tuple[AccountId, Atoms]]


def pay(so_far: Applied, payer: AccountId, payee: AccountId, atoms: Atoms) -> Verdict:
    """Take off what the payee owes, use the payer's balance, owe the rest (PRP-034)."""
    state = so_far.state
    owed_back = debts_between(state, payee, payer)  # [PRP-034]
    balance = balance_of(state, payer, BASE_ASSET)  # [PRP-034]
    offset, paid, rest = parts_of_payment(atoms, sum_of(state, owed_back), balance)
    left = offset
    for debt in owed_back:  # [PRP-034]
        less = min(left, state.debts[debt])
        state, left = with_less_debt(state, debt, less), Atoms(left - less)
    state = move_atoms(state, payer, payee, BASE_ASSET, paid)  # [PRP-034]
    event = SettlementPaid(payer, payee, offset, paid)
    so_far = evolve(so_far, state=state, events=(*so_far.events, event))  # [PRP-034]
    return open_debt(so_far, payer, payee, rest) if rest > 0 else so_far  # [PRP-034]


def pay_anyone(so_far: Applied, payer: AccountId, payee: AccountId, atoms: Atoms) -> Verdict:
    """The same to an account or to the treasury, which owes nobody (PRP-034, PRP-035)."""
    if payee != TREASURY:
        return pay(so_far, payer, payee, atoms)  # [PRP-034]
    paid = min(atoms, balance_of(so_far.state, payer, BASE_ASSET))  # [PRP-034]
    state = _pay_cash(so_far.state, payer, TREASURY, paid)  # [PRP-034]
    event = SettlementPaid(payer, TREASURY, Atoms(0), paid)
    so_far = evolve(so_far, state=state, events=(*so_far.events, event))  # [PRP-034]
    if atoms == paid:
        return so_far
    return open_debt(so_far, payer, TREASURY, Atoms(atoms - paid))  # [PRP-034]


def pay_owed(so_far: Applied, owed: Owed) -> Verdict:
    """Make every payment of a trade, each pair of accounts once (PRP-033)."""
    first, second, between = owed.buyer, owed.seller, owed.buyer_owes
    if between < 0:
        first, second, between = second, first, Atoms(-between)  # [PRP-033]
    payments = [
        *((third, party, atoms) for third, (party, atoms) in owed.thirds.items()),  # [PRP-033]
        *_to_thirds(owed, first),  # [PRP-033]
        (first, second, between),  # [PRP-033]
        *_to_thirds(owed, second),  # [PRP-033]
    ]
    for payer, payee, atoms in payments:
        if atoms <= 0:
            continue
        paid = pay(so_far, payer, payee, atoms)  # [PRP-033]
        if isinstance(paid, Reason):
            return paid
        so_far = paid
    return so_far


def charge_perpetual_fee(
    so_far: Applied, order: Order, rate: FeeRate, price: Price, lots: Lots
) -> tuple[Applied, Order] | Reason:
    """Take the fee of a trade from the balance as far as it goes; the rest is owed (PRP-035)."""
    fee, paid_after, credit = fee_of_trade(  # [PRP-014]
        rate,
        cost_atoms(price, lots),  # [PRP-014]
        order.fee_cap_atoms,
        order.fee_paid_atoms,
        order.fee_credit,
    )
    order = evolve(order, fee_paid_atoms=paid_after, fee_credit=credit)  # [PRP-014]
    if fee == 0:
        return so_far, order
    atoms = min(fee, balance_of(so_far.state, order.account, BASE_ASSET))  # [PRP-035]
    state = _pay_cash(so_far.state, order.account, TREASURY, atoms)  # [PRP-035]
    event = FeePaid(order.account, order.order_id, BASE_ASSET, fee)  # [PRP-035]
    so_far = evolve(so_far, state=state, events=(*so_far.events, event))
    if fee == atoms:
        return so_far, order
    owing = open_debt(so_far, order.account, TREASURY, Atoms(fee - atoms))  # [PRP-035]
    return owing if isinstance(owing, Reason) else (owing, order)


def pay_debts(so_far: Applied, debts: tuple[DebtKey, ...]) -> Applied:
    """The debtor of some debts pays them from his balance as far as it goes, in that order."""
    for debt in debts:
        state = so_far.state
        atoms = min(state.debts[debt], balance_of(state, debt.debtor, BASE_ASSET))  # [PRP-039]
        if atoms == 0:
            break
        state = with_less_debt(state, debt, atoms)  # [PRP-039]
        state = _pay_cash(state, debt.debtor, debt.creditor, atoms)  # [PRP-039]
        event = DebtPaid(debt.debtor, debt.creditor, debt.due, atoms)  # [PRP-039]
        so_far = evolve(so_far, state=state, events=(*so_far.events, event))
    return so_far


def pay_own_debts(so_far: Applied, account: AccountId) -> Applied:
    """What an account does last in each of its commands (PRP-039)."""
    return pay_debts(so_far, debts_of(so_far.state, account))  # [PRP-039]


def _to_thirds(owed: Owed, party: AccountId) -> list[tuple[AccountId, AccountId, Atoms]]:
    """What buyer or seller pays to third parties, in their order (PRP-033)."""
    return [
        (party, third, Atoms(-atoms))
        for third, (faced, atoms) in owed.thirds.items()
        if faced == party
    ]


def _pay_cash(state: State, payer: AccountId, payee: AccountId, atoms: Atoms) -> State:
    """Move base atoms that the payer has to an account or to the treasury (PRP-035)."""
    if payee != TREASURY:
        return move_atoms(state, payer, payee, BASE_ASSET, atoms)
    state = change_balance(state, payer, BASE_ASSET, -atoms)
    return change_treasury(state, BASE_ASSET, atoms)  # [PRP-035]
