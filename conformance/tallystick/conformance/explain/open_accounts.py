"""The accounts that are open to liquidation, and what a call would do now (LIQ-001, LIQ-045)."""

from collections.abc import Sequence
from enum import StrEnum, unique

from attrs import evolve, frozen

from tallystick.conformance.explain.actions import OPERATOR, changed
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.world_runs import Moment, owner_of
from tallystick.conformance.explain.world_standing import Standing, standing_of
from tallystick.conformance.wire import word
from tallystick.reference import views
from tallystick.reference.types.events import Event
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy, Liquidate
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    LossRecorded,
    RewardHeld,
)
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Count, Permille

WHOLE = 1000
"""All of a claim, in permille."""


@unique
class Ending(StrEnum):
    """What a call of `liquidate` would come to (LIQ-020)."""

    SOUND = "sound"
    PROGRESS = "progress"
    NO_PROGRESS = "no_progress"
    REJECTED = "rejected"
    NO_CALLER = "no_caller"


@frozen
class EventCount:
    """How many events of a type there would be."""

    type: str
    count: Count


@frozen
class LiquidateTrial:
    """What `liquidate` by another account would do with `max_touches` as its work.

    `reward_atoms` is 0 if none is held; the RBV and the equity are those that it would leave.
    """

    ending: Ending
    command: Liquidate | None
    reason: Reason | None
    reward_atoms: Atoms
    after: Standing | None
    events: tuple[EventCount, ...]


@frozen
class CreditorLoss:
    """What a creditor would claim, and the value at the marks of what he would get."""

    account: AccountId
    claim_atoms: Atoms
    paid_atoms: Atoms


@frozen
class BankruptcyTrial:
    """Whether `declare_bankruptcy` is possible; the command names the least loss that it brings."""

    is_possible: bool
    command: DeclareBankruptcy
    reason: Reason | None
    estate_atoms: Atoms
    claims_atoms: Atoms
    losses: tuple[CreditorLoss, ...]


@frozen
class OpenAccount:
    """One account that is open, and both trials."""

    standing: Standing
    is_below_zero: bool
    liquidate: LiquidateTrial
    bankruptcy: BankruptcyTrial


@frozen
class OpenView:
    """All that are open, ascending."""

    account_count: Count
    open_accounts: tuple[OpenAccount, ...]


def open_view(moment: Moment, caller: AccountId | None) -> OpenView:
    """Who is open and what a call would do; ExplainError if there is no such caller."""
    if caller is not None:
        owner_of(moment, caller)
    standings = tuple(standing_of(moment, one.account) for one in moment.dump.accounts)
    told = tuple(one for one in standings if not one.is_sound)
    if tuple(one.account for one in told) != views.open_accounts(moment.state):
        raise ExplainError("the reference names other open accounts than its valuations give")
    return OpenView(
        Count(len(standings)),
        tuple(
            OpenAccount(
                one,
                one.maintenance_atoms < 0,
                _liquidated(moment, one.account, _caller(standings, one.account, caller)),
                _declared(moment, one.account),
            )
            for one in told
        ),
    )


def _caller(
    standings: Sequence[Standing], target: AccountId, wanted: AccountId | None
) -> AccountId | None:
    """Who calls: by default the first other account that is sound, or the first other."""
    if wanted is not None:
        return wanted
    others = [one for one in standings if one.account != target]
    return next((one.account for one in (*filter(_is_sound, others), *others)), None)


def _is_sound(standing: Standing) -> bool:
    return standing.is_sound


def _liquidated(moment: Moment, target: AccountId, caller: AccountId | None) -> LiquidateTrial:
    if caller is None:
        return LiquidateTrial(Ending.NO_CALLER, None, None, Atoms(0), None, ())
    signer, work = owner_of(moment, caller).owner, moment.dump.parameters.max_touches
    command = Liquidate(signer, caller, target, work)
    after, outcome = changed(moment, command)
    if isinstance(outcome, Rejected):
        is_stuck = outcome.reason is Reason.NO_PROGRESS
        ending = Ending.NO_PROGRESS if is_stuck else Ending.REJECTED
        return LiquidateTrial(ending, command, outcome.reason, Atoms(0), None, ())
    left = standing_of(after, target)
    rewards = (event.atoms for event in outcome.events if isinstance(event, RewardHeld))
    return LiquidateTrial(
        Ending.SOUND if left.is_sound else Ending.PROGRESS,
        command,
        None,
        next(rewards, Atoms(0)),
        left,
        counted(outcome.events),
    )


def counted(events: Sequence[Event]) -> tuple[EventCount, ...]:
    """How many there are of each type, in the order in which the types come up."""
    names = [word(type(event)) for event in events]
    return tuple(EventCount(name, Count(names.count(name))) for name in dict.fromkeys(names))


def _declared(moment: Moment, target: AccountId) -> BankruptcyTrial:
    command = DeclareBankruptcy(OPERATOR, target, Permille(_least_loss(moment, target)))
    _, outcome = changed(moment, command)
    if isinstance(outcome, Rejected):
        return BankruptcyTrial(False, command, outcome.reason, Atoms(0), Atoms(0), ())
    (declared,) = (one for one in outcome.events if isinstance(one, BankruptcyDeclared))
    losses = tuple(
        CreditorLoss(one.account, one.claim_atoms, one.paid_atoms)
        for one in outcome.events
        if isinstance(one, LossRecorded)
    )
    return BankruptcyTrial(
        True, command, None, declared.estate_atoms, declared.claims_atoms, losses
    )


def _least_loss(moment: Moment, target: AccountId) -> int:
    """The least `max_loss_permille` that is not too little (LIQ-032)."""
    low, high = 0, WHOLE
    command = DeclareBankruptcy(OPERATOR, target, Permille(0))
    while low < high:
        middle = (low + high) // 2
        asked = evolve(command, max_loss_permille=Permille(middle))
        _, outcome = changed(moment, asked)
        is_too_little = isinstance(outcome, Rejected) and outcome.reason is Reason.LOSS_TOO_LARGE
        low, high = (middle + 1, high) if is_too_little else (low, middle)
    return low
