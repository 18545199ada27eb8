"""Who can be wound up, what a command without progress leaves, and who is a stranger to it all.

On random histories and on sequences of the kit's campaigns; everything is told from dumps, with the
kit's own valuation.
"""

from collections import Counter
from random import Random

from tallystick.reference import encode_dump, step
from tallystick.reference.types.commands import Command
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import RewardPaid, RewardReversed
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Count
from tests.theorems.downfalls import WINDING, Moment, histories, scenes
from tests.theorems.entangled import is_freer, is_overdue
from tests.theorems.ruins import bankruptcy
from tests.theorems.webs import slice_of, strangers, touchable

NEAR_ENDS = (Reason.NO_PROGRESS, Reason.NOT_BANKRUPT, Reason.LOSS_TOO_LARGE)


def signed(moment: Moment, caller: AccountId, target: AccountId) -> tuple[Command, ...]:
    """Every command that winds an account up, each with nothing else against it."""
    owner = moment.state.accounts[caller].owner
    most = moment.state.parameters.max_touches
    swap = (AssetId(1), Atoms(1), AssetId(len(moment.state.assets)), Atoms(1))
    return (
        Liquidate(owner, caller, target, most),
        Liquidate(owner, caller, target, Count(1)),
        SwapForTarget(owner, caller, target, *swap),
        bankruptcy(target),
    )


def test_a_sound_account_is_never_open() -> None:
    """LIQ-001, LIQ-002: whoever asks, and only because the account is sound."""
    random, found, overdue = Random(1), Counter[bool](), 0
    for moment in (each for one in histories() for each in one.moments):
        accounts = list(moment.state.accounts)
        for target in accounts if len(accounts) > 1 else ():
            is_open = moment.is_open(target)
            caller = random.choice([one for one in accounts if one != target])
            for command in signed(moment, caller, target):
                _, outcome = step(moment.state, command)
                reason = outcome.reason if isinstance(outcome, Rejected) else None
                assert (reason is Reason.ACCOUNT_SOUND) == (not is_open), (command, outcome)
            found[is_open] += 1
            overdue += is_open and moment.held.values(target).maintenance_atoms >= 0
    assert found[True] > 150
    assert found[False] > 2_000
    assert overdue > 15


def test_what_is_rejected_changes_nothing() -> None:
    """LIQ-020 and INV-003: without progress the state is the same value, byte for byte."""
    seen = Counter[Reason]()
    for one in histories():
        for scene in one.scenes:
            if isinstance(scene.outcome, Rejected):
                assert scene.after.state is scene.before.state
                seen[scene.outcome.reason] += 1
    assert all(seen[reason] > 5 for reason in NEAR_ENDS), seen
    for one in histories():
        for scene in one.scenes[::5]:
            if isinstance(scene.outcome, Rejected):
                assert encode_dump(scene.after.dump) == encode_dump(scene.before.dump)


def test_what_is_accepted_was_progress() -> None:
    """LIQ-020: sound afterwards; or worth no less, and worth more or less entangled.

    Of who was only overdue, less is overdue. Who was both is compared with what LIQ-013 had left,
    which no dump shows: left out here.
    """
    sound = smaller = late = 0
    for scene in scenes(Liquidate):
        command = scene.command
        assert isinstance(command, Liquidate)
        target, before, after = command.target, scene.before, scene.after
        assert before.is_open(target)
        if not after.is_open(target):
            sound += 1
            continue
        if before.held.values(target).maintenance_atoms >= 0:
            assert is_freer(before.dump, after.dump, target, only_overdue=True), command
            late += 1
            continue
        if is_overdue(before.dump, target) and before.net_worth(target) >= 0:
            continue
        values = before.held.values(target), after.held.values(target)
        risen = [now - then for then, now in zip(*values, strict=True)]
        assert min(risen) >= 0, command
        assert max(risen) > 0 or is_freer(before.dump, after.dump, target), command
        smaller += 1
    assert sound > 12
    assert smaller > 35
    assert late > 0


def test_strangers_keep_everything() -> None:
    """LIQ-050: no balance, order, leg, loan or debt of theirs changes, nor any RBV."""
    spared, touched = Counter[type](), Counter[type]()
    for scene in scenes(*WINDING):
        command, outcome = scene.command, scene.outcome
        assert isinstance(command, WINDING)
        assert isinstance(outcome, Accepted)
        before, after = scene.before, scene.after
        for account in strangers(before.dump, command, outcome.events):
            assert slice_of(before.dump, account) == slice_of(after.dump, account), command
            assert before.held.values(account) == after.held.values(account), command
            spared[type(command)] += 1
        touched[type(command)] += sum(
            slice_of(before.dump, account) != slice_of(after.dump, account)
            for account in touchable(before.dump, command, outcome.events)
        )
    assert all(spared[kind] > 15 for kind in WINDING), spared
    assert all(touched[kind] > 15 for kind in WINDING), touched


def test_a_reward_concerns_who_gets_it() -> None:
    """INV-018 and LIQ-022: claimed or reversed, one balance grows, and nothing else changes."""
    seen = Counter[type]()
    for scene in scenes(ClaimReward, ReverseReward):
        assert isinstance(scene.outcome, Accepted)
        (event,) = scene.outcome.events
        assert isinstance(event, RewardPaid | RewardReversed)
        receiver = event.account if isinstance(event, RewardPaid) else event.target
        before, after = scene.before, scene.after
        for account in before.state.accounts:
            then, now = before.held.values(account), after.held.values(account)
            if account == receiver:
                gained = [new - old for old, new in zip(then, now, strict=True)]
                assert gained == [event.atoms] * 2
                continue
            assert then == now
            if account not in (event.account, event.target):
                assert slice_of(before.dump, account) == slice_of(after.dump, account)
        seen[type(event)] += 1
    assert all(seen[kind] > 5 for kind in (RewardPaid, RewardReversed)), seen


def test_a_bankruptcy_is_declared_of_who_is_open_only() -> None:
    """LIQ-030: of a negative net worth, or who cannot be liquidated with all the work there is."""
    without = stuck = 0
    for scene in scenes(DeclareBankruptcy):
        command, state = scene.command, scene.before.state
        assert isinstance(command, DeclareBankruptcy)
        if scene.before.net_worth(command.target) < 0:
            without += 1
            continue
        caller = next(one for one in state.accounts if one != command.target)
        owner, most = state.accounts[caller].owner, state.parameters.max_touches
        _, outcome = step(state, Liquidate(owner, caller, command.target, most))
        assert isinstance(outcome, Rejected), command
        stuck += 1
    assert without > 20
    assert stuck > 5
