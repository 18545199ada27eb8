"""Settlement debts in a state: what is owed, how a debt begins and shrinks (PRP-036 to PRP-038)."""

from attrs import evolve

from tallystick.reference.perpetual import DEBT_BOUND_ATOMS, due_of_debt, is_debt_overdue
from tallystick.reference.state import DebtKey, State, perpetual_parameters
from tallystick.reference.types.perp_events import DebtOpened
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Milliseconds
from tallystick.reference.verdict import Applied, Verdict

TREASURY = AccountId(0)
"""The creditor that is no account (PRP-035)."""


def debts_of(state: State, debtor: AccountId) -> tuple[DebtKey, ...]:
    """The debts of an account as it pays them: by due time, then creditor (PRP-039)."""
    own = (key for key in state.debts if key.debtor == debtor)
    return tuple(sorted(own, key=lambda key: (key.due, key.creditor)))  # [PRP-039]


def debts_between(state: State, debtor: AccountId, creditor: AccountId) -> tuple[DebtKey, ...]:
    """What one owes another, the earliest due first (PRP-034)."""
    return tuple(key for key in debts_of(state, debtor) if key.creditor == creditor)


def is_overdue_now(state: State, debt: DebtKey) -> bool:
    """Whether a debt is overdue at the present time (PRP-036)."""
    return is_debt_overdue(debt.due, state.now)  # [PRP-036]


def sum_of(state: State, debts: tuple[DebtKey, ...]) -> Atoms:
    """What some debts come to."""
    return Atoms(sum(state.debts[key] for key in debts))


def owed_by(state: State, account: AccountId) -> Atoms:
    """What an account owes in settlement debts."""
    return sum_of(state, debts_of(state, account))


def owed_to(state: State, creditor: AccountId) -> Atoms:
    """What an account, or the treasury, is owed in settlement debts."""
    return sum_of(state, tuple(key for key in state.debts if key.creditor == creditor))


def with_debt(state: State, debt: DebtKey, atoms: Atoms) -> State:
    """The state in which a debt is of so many atoms; one of none is gone (PRP-036)."""
    debts = {**state.debts, debt: atoms}
    if atoms == 0:
        del debts[debt]  # [PRP-036]
    return evolve(state, debts=debts)


def with_less_debt(state: State, debt: DebtKey, atoms: Atoms) -> State:
    """The state in which a debt is less by so many atoms."""
    return with_debt(state, debt, Atoms(state.debts[debt] - atoms))


def open_debt(so_far: Applied, debtor: AccountId, creditor: AccountId, atoms: Atoms) -> Verdict:
    """A debt begins or grows, behind what has happened so far (PRP-036 to PRP-038)."""
    state = _with_overdue_joined(so_far.state, debtor, creditor)  # [PRP-037]
    debt = DebtKey(debtor, creditor, due_of_debt(state.now))  # [PRP-036]
    limits = perpetual_parameters(state)
    begins = debt not in state.debts  # [PRP-036]
    if begins and len(debts_of(state, debtor)) >= limits.max_debts_per_account:
        return Reason.TOO_MANY_DEBTS_OF_ACCOUNT  # [PRP-038] [STA-012]
    if begins and len(state.debts) >= limits.max_debts:
        return Reason.TOO_MANY_DEBTS  # [PRP-038] [STA-012]
    state = with_debt(state, debt, Atoms(state.debts.get(debt, Atoms(0)) + atoms))  # [PRP-036]
    if owed_by(state, debtor) > DEBT_BOUND_ATOMS:  # [PRP-038]
        return Reason.DEBT_TOO_LARGE
    if creditor != TREASURY and owed_to(state, creditor) > DEBT_BOUND_ATOMS:  # [PRP-038]
        return Reason.DEBT_TOO_LARGE
    event = DebtOpened(debtor, creditor, debt.due, atoms)
    return evolve(so_far, state=state, events=(*so_far.events, event))  # [PRP-034]


def _with_overdue_joined(state: State, debtor: AccountId, creditor: AccountId) -> State:
    """The debts between two that are overdue become one, due when the earliest was (PRP-037)."""
    overdue = tuple(
        key for key in debts_between(state, debtor, creditor) if is_overdue_now(state, key)
    )
    if not overdue:
        return state
    earliest: Milliseconds = overdue[0].due  # [PRP-037]
    atoms = sum_of(state, overdue)
    for key in overdue:
        state = with_debt(state, key, Atoms(0))  # [PRP-037]
    return with_debt(state, DebtKey(debtor, creditor, earliest), atoms)  # [PRP-037]
