"""Lives and lists of loans as JSON objects; amounts, times and ids are decimal strings."""

from typing import Any

from tallystick.conformance.explain.lives import History, Moment
from tallystick.conformance.explain.states import Machine, state_of
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.explain.views import Settlement, loans_of, next_due, settlement
from tallystick.conformance.wire import command_object, outcome_object
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, Count, LoanId

FORMAT = "tallystick-explain/1"


def life_object(history: History, loan: LoanId) -> dict[str, Any]:
    """The life of one loan; ExplainError if there never was such a loan."""
    life = history.life(loan)
    left = history.book.loans.get(loan)
    return {
        **_head(history),
        "loan": str(loan),
        "events": [_moment_object(moment) for moment in life],
        "state": state_of(left, history.book.now),
        "end": None if left is None else _standing_object(history, left),
    }


def list_object(history: History, account: AccountId | None) -> dict[str, Any]:
    """The loans that there are in the end, of a party or of all."""
    loans = loans_of(history.book, account)
    due, due_of_all = next_due(loans), next_due(loans_of(history.book, None))
    return {
        **_head(history),
        "account": None if account is None else str(account),
        "loans": [_standing_object(history, loan) for loan in loans],
        "next_due": None if due is None else str(due.loan),
        "next_due_of_venue": None if due_of_all is None else str(due_of_all.loan),
    }


def machine_object(machine: Machine) -> dict[str, Any]:
    """The states, and every transition by itself."""
    return {
        "format": FORMAT,
        "states": [
            {
                "name": state.name,
                "condition": state.condition,
                "meaning": state.meaning,
                "clause": state.clause,
            }
            for state in machine.states
        ],
        "transitions": [
            {
                "from": one.source,
                "to": one.to,
                "command": one.command,
                "event": one.event,
                "role": one.role,
                "condition": row.condition,
                "clauses": list(row.clauses),
            }
            for row in machine.rows
            for one in row.transitions()
        ],
    }


def _head(history: History) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "source": history.name,
        "target": history.target,
        "now": str(history.book.now),
        "differences": list(history.differences),
    }


def _moment_object(moment: Moment) -> dict[str, Any]:
    touch = moment.touch
    return {
        "command_number": moment.number,
        "command": command_object(moment.command),
        "now": str(moment.now),
        "role": str(touch.role),
        "event": event_object(touch.event),
        "state_before": "none" if touch.before is None else state_of(touch.before, moment.now),
        "state_after": state_of(touch.after, moment.now),
        "sums": [sum_object(one) for one in touch.sums],
        "payments": [
            {
                "payer": str(payment.payer),
                "receiver": "treasury" if payment.receiver is None else str(payment.receiver),
                "asset": str(payment.asset),
                "atoms": str(payment.atoms),
                "what": payment.what,
            }
            for payment in touch.payments
        ],
        "problems": list(touch.problems),
    }


def _standing_object(history: History, loan: LoanDump) -> dict[str, Any]:
    now = history.book.now
    return {
        "loan": str(loan.loan),
        "asset": str(loan.asset),
        "lender": str(loan.lender),
        "borrower": str(loan.borrower),
        "principal_lots": str(loan.principal_lots),
        "principal_atoms": str(history.book.atoms_of(loan)),
        "rate": str(loan.rate),
        "return_rate": str(loan.return_rate),
        "start": str(loan.start),
        "due": str(loan.due),
        "hours_paid": str(loan.hours_paid),
        "returnable": loan.returnable,
        "extensible": loan.extensible,
        "auto_renew": loan.auto_renew,
        "state": state_of(loan, now),
        "claims": [
            {
                "account": str(claim.account),
                "interest_atoms": str(claim.interest_atoms),
                "fee_atoms": str(claim.fee_atoms),
            }
            for claim in loan.claims
        ],
        "settle_now": _settlement_object(settlement(history.book, loan, now)),
        "settle_at_due": (
            _settlement_object(settlement(history.book, loan, loan.due)) if loan.due > now else None
        ),
    }


def _settlement_object(cost: Settlement) -> dict[str, Any]:
    return {
        "at": str(cost.at),
        "claims_atoms": str(cost.claims_atoms),
        "interest_atoms": str(cost.interest_atoms),
        "fee_atoms": str(cost.fee_atoms),
        "total_atoms": str(cost.total_atoms),
        "sums": [sum_object(one) for one in cost.sums],
    }


def sum_object(one: Sum) -> dict[str, str]:
    """A sum with its expression."""
    return {"name": one.name, "expression": one.expression, "equals": str(one.equals)}


def event_object(event: Event) -> Any:
    """The wire form of an event (STA-023), which is written inside an outcome only."""
    return outcome_object(Accepted((event,), Count(0)))["events"][0]
