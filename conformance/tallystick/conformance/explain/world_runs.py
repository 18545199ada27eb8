"""Runs a case up to one command, and holds the state that it leaves (LIQ-045)."""

from collections.abc import Callable
from functools import partial

from attrs import evolve, frozen

from tallystick import reference
from tallystick.conformance import targets
from tallystick.conformance.explain.cases import ExplainError, named_case
from tallystick.conformance.explain.perp_runs import DUMPING_LEVEL
from tallystick.conformance.explain.perp_views import account_of
from tallystick.conformance.runner import EngineFailedError, Limits, Subject
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.verdicts import Case, Verdict
from tallystick.reference.state import State
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import AccountDump, StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.units import AccountId, Milliseconds
from tallystick.reference.types.validity import InvalidDumpError

Wanted = Callable[[State], bool]
"""Whether a state has what is to be shown."""


@frozen
class Moment:
    """The state of a venue behind one command; commands are numbered from 1.

    `state` is what the reference makes of the dump: to try commands on it changes nothing.
    """

    name: str
    target: str
    number: int
    command: Command
    outcome: Outcome
    dump: StateDump
    state: State
    differences: tuple[str, ...]
    """Says so if the engine's state is not that of the reference."""


def find_valued_case(name: str) -> Case:
    """A case of a profile with chapter 08; the errors are those of `named_case`."""
    return named_case(name, lambda profile: profile.has_margin, "margin")


def find_liquidated_case(name: str) -> Case:
    """A case of a profile with chapter 09; the errors are those of `named_case`."""
    return named_case(name, lambda profile: profile.has_liquidation, "liquidation")


def moment_of(
    name: str, case: Case, target: str, limits: Limits, step: int | None, wanted: Wanted
) -> Moment:
    """The state behind a command, by default the last that leaves what is wanted, or the last.

    ExplainError if there is no such command; EngineFailedError if the engine fails;
    UnsupportedTargetError for one that shows no state.
    """
    if not case.commands:
        raise ExplainError(f"{name} has no commands")
    if step is None:
        step = _last_wanted(case, wanted)
    elif step > len(case.commands):
        raise ExplainError(f"{name} has {len(case.commands)} commands, and so no {step}")
    some = evolve(case, commands=case.commands[:step])
    subject = Subject(partial(targets.open_engine, target), some, limits)
    if subject.level < DUMPING_LEVEL:
        raise UnsupportedTargetError(f"{target} gives no dumps, of which this is told")
    outcomes = [subject.apply(command) for command in some.commands]
    dump = subject.dump()
    try:
        state = reference.restore(dump)
    except InvalidDumpError as error:
        raise EngineFailedError(Verdict.CRASHED, f"an invalid dump: {error}", "STA-025") from error
    differences: tuple[str, ...] = ()
    if target != "reference" and dump != reference.dump(_state_behind(some)):
        differences = (f"the state behind command {step} is not that of the reference",)
    command = some.commands[-1]
    return Moment(name, target, step, command, outcomes[-1], dump, state, differences)


def owner_of(moment: Moment, account: AccountId) -> AccountDump:
    """The account of that id; ExplainError if there is none."""
    found = account_of(moment.dump, account)
    if found is None:
        count = len(moment.dump.accounts)
        known = (
            f"accounts 1 to {count} are" if count > 1 else "account 1 is" if count else "none is"
        )
        text = f"there is no account {account} in {moment.name} behind command {moment.number}:"
        raise ExplainError(f"{text} {known} there")
    return found


def overdue_ms(dump: StateDump, due: Milliseconds) -> Milliseconds:
    """For how long something is overdue, 0 if it is not: at its due time it is not yet."""
    return Milliseconds(max(0, dump.now - due))


def has_contract(state: State, account: AccountId) -> bool:
    """Whether anybody has a leg, a loan, a claim or a settlement debt with an account."""
    return (
        any(
            account in (leg.long_account, leg.short_account)
            for market in state.markets.values()
            for leg in market.legs.values()
        )
        or any(account in (debt.debtor, debt.creditor) for debt in state.debts)
        or any(
            account in (loan.lender, loan.borrower, *(claim.account for claim in loan.claims))
            for loan in state.loans.values()
        )
    )


def _state_behind(case: Case) -> State:
    state = reference.open_venue(case.profile, case.parameters)
    for command in case.commands:
        state, _ = reference.step(state, command)
    return state


def _last_wanted(case: Case, wanted: Wanted) -> int:
    """The number of the last command behind which the reference has what is wanted."""
    state, last = reference.open_venue(case.profile, case.parameters), 0
    was_wanted = False
    for number, command in enumerate(case.commands, start=1):
        before = state
        state, _ = reference.step(state, command)
        was_wanted = was_wanted if state is before else wanted(state)
        last = number if was_wanted else last
    return last or len(case.commands)
