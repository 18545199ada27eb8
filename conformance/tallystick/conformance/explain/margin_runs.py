"""Runs a case up to one command and certifies an account before and after it."""

from collections.abc import Iterator

from attrs import frozen

from tallystick import reference
from tallystick.conformance import targets
from tallystick.conformance.engine import Engine, ValuingEngine
from tallystick.conformance.explain.cases import ExplainError, named_case
from tallystick.conformance.explain.margin_terms import SCALES, rbv
from tallystick.conformance.explain.perp_runs import DUMPING_LEVEL
from tallystick.conformance.explain.perp_views import account_of
from tallystick.conformance.margin.certificate_check import certificate_faults
from tallystick.conformance.runner import EngineFailedError, Limits, Subject
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.verdicts import Case, Verdict
from tallystick.reference import views
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AccountId, AssetId
from tallystick.reference.types.validity import InvalidDumpError

MOST_STATED = 2**62
"""An RBV beyond is stated as this bound (MGN-032)."""


@frozen
class MarginStory:
    """An account before and after one command; commands are numbered from 1."""

    name: str
    target: str
    number: int
    command: Command
    outcome: Outcome
    account: AccountId
    is_announced: bool
    before: Certificate | None
    """None if the account was not there."""
    after: Certificate
    differences: tuple[str, ...]
    """Where the certificates do not add up, or the engine's event states something else."""


def assets_of(story: MarginStory) -> tuple[AssetId, ...]:
    """The assets of both certificates, ascending."""
    parts = story.after.assets if story.before is None else story.before.assets + story.after.assets
    return tuple(sorted({one.asset for one in parts}))


def find_margin_case(name: str) -> Case:
    """A case of a profile with chapter 08; the errors are those of `named_case`."""
    return named_case(name, lambda profile: profile.has_margin, "margin")


def explain_margin(
    name: str,
    case: Case,
    target: str,
    limits: Limits,
    *,
    step: int | None,
    account: AccountId | None,
    is_announced: bool = False,
) -> MarginStory:
    """Run a case up to one command, by default the last that states the account's RBV.

    ExplainError if there is no such command or account; EngineFailedError if the engine fails;
    UnsupportedTargetError for one that shows no state.
    """
    venue = _Venue(case, target, limits)
    if step is None:
        step, account = _last_valued(name, case, target, limits, account)
    elif step > len(case.commands):
        raise ExplainError(f"{name} has {len(case.commands)} commands, and so no {step}")
    command = case.commands[step - 1]
    owner = account or _account_of_command(command)
    if owner is None:
        text = f"command {step} of {name} is of no account; --account says whose RBV is meant"
        raise ExplainError(text)
    for earlier in case.commands[: step - 1]:
        venue.apply(earlier)
    before = venue.certificate(owner, is_announced=is_announced)
    outcome = venue.apply(command)
    after = venue.certificate(owner, is_announced=is_announced)
    if after is None:
        raise ExplainError(f"{name} has no account {owner} after command {step}")
    problems = [*_stated_otherwise(outcome, owner, None if is_announced else after)]
    for when, certificate in (("before", before), ("after", after)):
        if certificate is not None:
            problems += (f"{when}: {fault}" for fault in certificate_faults(certificate))
    return MarginStory(
        name, target, step, command, outcome, owner, is_announced, before, after,
        tuple(f"command {step}: {problem}" for problem in problems),
    )  # fmt: skip


class _Venue:
    """An engine behind the guard of the runner, and what it says about accounts."""

    def __init__(self, case: Case, target: str, limits: Limits) -> None:
        self._opened: list[Engine] = []

        def opener(profile: Profile, parameters: Parameters) -> Engine:
            self._opened.append(targets.open_engine(target, profile, parameters))
            return self._opened[-1]

        self._subject = Subject(opener, case, limits)
        if self._subject.level < DUMPING_LEVEL:
            raise UnsupportedTargetError(f"{target} gives no dumps, of which this is told")

    def apply(self, command: Command) -> Outcome:
        """Execute one command; EngineFailedError."""
        return self._subject.apply(command)

    def certificate(self, account: AccountId, *, is_announced: bool) -> Certificate | None:
        """None if there is no such account; made by the engine if it can, else from its dump."""
        dump = self._subject.dump()
        if account_of(dump, account) is None:
            return None
        engine = self._opened[-1]
        if is_announced or not isinstance(engine, ValuingEngine):
            return certificate_of(dump, account, is_announced=is_announced)
        try:
            return engine.certificate(account)
        except Exception as error:
            text = f"has no certificate of account {account}: {error!r}"
            raise EngineFailedError(Verdict.CRASHED, text, "MGN-060") from error


def certificate_of(dump: StateDump, account: AccountId, *, is_announced: bool) -> Certificate:
    """What the reference says of an account of a dump; EngineFailedError if it is not valid."""
    try:
        state = reference.restore(dump)
    except InvalidDumpError as error:
        raise EngineFailedError(Verdict.CRASHED, f"an invalid dump: {error}", "STA-025") from error
    return views.certificate(state, account, announced=is_announced)


def _last_valued(
    name: str, case: Case, target: str, limits: Limits, account: AccountId | None
) -> tuple[int, AccountId]:
    """The last command that states an RBV, of the account if one is named, or the last of all."""
    venue, last = _Venue(case, target, limits), 0
    for number, command in enumerate(case.commands, start=1):
        valued = valued_in(venue.apply(command))
        if valued is not None and account in (None, valued.account):
            last, owner = number, valued.account
    if last:
        return last, owner
    if account is None:
        raise ExplainError(f"no command of {name} states an RBV; --account says whose is meant")
    if not case.commands:
        raise ExplainError(f"{name} has no commands")
    return len(case.commands), account


def valued_in(outcome: Outcome) -> AccountValued | None:
    """What an outcome states as the RBV of an account (MGN-032)."""
    last = outcome.events[-1:] if isinstance(outcome, Accepted) else ()
    return next((event for event in last if isinstance(event, AccountValued)), None)


def _account_of_command(command: Command) -> AccountId | None:
    account: AccountId | None = getattr(command, "account", None)
    return account


def _stated_otherwise(
    outcome: Outcome, account: AccountId, certificate: Certificate | None
) -> Iterator[str]:
    """Whether the event states another RBV than the certificate."""
    valued = valued_in(outcome)
    if valued is None or certificate is None or valued.account != account:
        return
    for name, stated in zip(SCALES, (valued.initial_atoms, valued.maintenance_atoms), strict=True):
        summed = rbv(certificate, name)
        if stated != max(-MOST_STATED, min(summed, MOST_STATED)):
            yield f"account_valued states RBV {name} {stated}, the certificate {summed}"
