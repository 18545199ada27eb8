"""Payments between accounts, and settlement debts (section 5 of chapter 06)."""

from typing import Final

from mypy_extensions import i64

from .codes import ACCEPTED, DEBT_OPENED, DEBT_PAID, NONE, SETTLEMENT_PAID
from .debts import TREASURY
from .fees import ceil_div
from .layout import (
    DEBT_ATOMS,
    DEBT_CREDITOR,
    DEBT_DEBTOR,
    DEBT_DUE,
    DEBT_WIDTH,
    FLOW_ATOMS,
    FLOW_PARTY,
    FLOW_THIRD,
    FLOW_WIDTH,
)
from .venue import BASE, Venue

HOUR: Final = 3_600_000
DEBT_TERM: Final = 86_400_000


def owe(venue: Venue, debtor: i64, creditor: i64, atoms: i64) -> i64:
    """Open a settlement debt (PRP-036 to PRP-038); a reason, or ACCEPTED."""
    due = ceil_div(venue.now + DEBT_TERM, HOUR) * HOUR
    reason = venue.perps.debts.open(debtor, creditor, venue.now, due, atoms)
    if reason == ACCEPTED:
        venue.events.note(DEBT_OPENED, debtor, creditor, due, atoms)
    return reason


def pay(venue: Venue, payer: i64, payee: i64, atoms: i64) -> i64:
    """Pay an amount of at least 1 (PRP-034); a reason, or ACCEPTED."""
    offset = venue.perps.debts.offset(payee, payer, atoms)
    cash = min(atoms - offset, venue.balance(payer, BASE))
    if cash > 0:
        venue.add_balance(payer, BASE, -cash)
        venue.add_balance(payee, BASE, cash)
    venue.events.note(SETTLEMENT_PAID, payer, payee, offset, cash)
    rest = atoms - offset - cash
    if rest == 0:
        return ACCEPTED
    return owe(venue, payer, payee, rest)


def pay_fee(venue: Venue, account: i64, order_id: i64, fee: i64) -> i64:
    """Bring a fee to the treasury, or owe it (PRP-035); a reason, or ACCEPTED."""
    if fee == 0:
        return ACCEPTED
    cash = min(fee, venue.balance(account, BASE))
    if cash > 0:
        venue.add_balance(account, BASE, -cash)
        venue.add_treasury(BASE, cash)
    venue.events.fee_paid(account, order_id, BASE, fee)
    if cash == fee:
        return ACCEPTED
    return owe(venue, account, TREASURY, fee - cash)


def pay_trade(venue: Venue, buyer: i64, seller: i64) -> i64:
    """Pay what is owed in the trade in hand (PRP-033); a reason, or ACCEPTED."""
    perps = venue.perps
    owed = perps.owed
    one = buyer if owed >= 0 else seller
    other = seller if owed >= 0 else buyer
    reason: i64 = ACCEPTED
    if perps.flow_count > 0:
        reason = _receive_flows(venue)
        if reason == ACCEPTED:
            reason = _pay_flows(venue, one)
    if reason == ACCEPTED and owed != 0:
        reason = pay(venue, one, other, max(owed, -owed))
    if reason == ACCEPTED and perps.flow_count > 0:
        reason = _pay_flows(venue, other)
    return reason


def _receive_flows(venue: Venue) -> i64:
    """Each third party that owes pays."""
    perps = venue.perps
    flows = perps.flows
    end = perps.flow_count * FLOW_WIDTH
    cell: i64 = 0
    reason: i64 = ACCEPTED
    while cell < end and reason == ACCEPTED:
        atoms = flows[cell + FLOW_ATOMS]
        if atoms > 0:
            reason = pay(venue, flows[cell + FLOW_THIRD], flows[cell + FLOW_PARTY], atoms)
        cell += FLOW_WIDTH
    return reason


def _pay_flows(venue: Venue, party: i64) -> i64:
    """A party of the trade pays each third party that it owes."""
    perps = venue.perps
    flows = perps.flows
    end = perps.flow_count * FLOW_WIDTH
    cell: i64 = 0
    reason: i64 = ACCEPTED
    while cell < end and reason == ACCEPTED:
        atoms = flows[cell + FLOW_ATOMS]
        if atoms < 0 and flows[cell + FLOW_PARTY] == party:
            reason = pay(venue, party, flows[cell + FLOW_THIRD], -atoms)
        cell += FLOW_WIDTH
    return reason


def pay_debt(venue: Venue, debt: i64) -> None:
    """Let a debtor who has a balance pay a debt as far as it goes (PRP-039, PRP-041)."""
    debts = venue.perps.debts
    cell = debt * DEBT_WIDTH
    rows = debts.rows
    debtor = rows[cell + DEBT_DEBTOR]
    creditor = rows[cell + DEBT_CREDITOR]
    atoms = min(rows[cell + DEBT_ATOMS], venue.balance(debtor, BASE))
    venue.add_balance(debtor, BASE, -atoms)
    if creditor == TREASURY:
        venue.add_treasury(BASE, atoms)
    else:
        venue.add_balance(creditor, BASE, atoms)
    venue.events.note(DEBT_PAID, debtor, creditor, rows[cell + DEBT_DUE], atoms)
    debts.lower(debt, atoms)


def pay_own_debts(venue: Venue, account: i64) -> None:
    """What an account does last in an accepted command of its own (PRP-039)."""
    if not venue.margin.is_checked:
        venue.journal.stop()
    debts = venue.perps.debts
    debt = debts.first(account)
    while debt != NONE and venue.balance(account, BASE) > 0:
        following = debts.behind(debt)
        pay_debt(venue, debt)
        debt = following
