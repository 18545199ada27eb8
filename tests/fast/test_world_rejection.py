"""What a liquidation or a bankruptcy takes back leaves nothing behind."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fast import Build, FastEngine
from tallystick.fast.kernel import bankruptcy, codes, perp_walk
from tallystick.fast.kernel.settlement import pay_trade
from tallystick.reference.types.choices import Profile, Side
from tallystick.reference.types.commands import Command
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import RewardHeld
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    EscrowId,
    Permille,
    PrincipalId,
)
from tests.fast.streams import OPERATOR, owner_of
from tests.fast.test_rejection import check_rows
from tests.fast.venues import Venue
from tests.fast.world_stream import WIDE_WORLD, WorldStream
from tests.fast.world_venue import PERP, WorldVenue, against_many

ONE, TWO = AccountId(1), AccountId(2)
OWNER = owner_of(ONE)


def test_a_rejection_changes_neither_state_nor_values(build: Build) -> None:
    deep: Counter[str] = Counter()
    for seed in range(12):
        venue = Venue(build, Profile.WORLD_1, **WIDE_WORLD)
        stream = WorldStream(seed)
        for _ in range(260):
            before = venue.engine.dump()
            stream.seen(before)
            accounts = 1, len(before.accounts)
            values = venue.engine.risk_based_values(*accounts)
            command = stream.command()
            outcome = venue.engine.apply(command)
            if isinstance(outcome, Rejected):
                assert venue.engine.dump() == before, command
                assert venue.engine.risk_based_values(*accounts) == values, command
                if isinstance(command, Liquidate | DeclareBankruptcy | SwapForTarget):
                    deep[f"{type(command).__name__} {outcome.reason}"] += 1
            else:
                # Then what is kept of values is what is found anew
                anew = venue.engine.restored(venue.engine.dump())
                assert venue.engine.risk_based_values(*accounts) == anew.risk_based_values(
                    *accounts
                ), command
        check_rows(venue)
    # The stream reaches rejections behind all steps
    assert deep["Liquidate no_progress"] > 1
    assert deep["DeclareBankruptcy not_bankrupt"] > 3


class Fault:
    """Lets the n-th call of a part of the kernel say a reason, as if a cap were reached there."""

    def __init__(self, call: Callable[..., Any], turn: int) -> None:
        self.call = call
        self.turn = turn
        self.calls = 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        answer = self.call(*arguments)
        return codes.TOO_MANY_DEBTS if self.calls == self.turn else answer


def test_a_liquidation_that_is_refused_deep_in_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a target that is closed at one price after the other
    venue = WorldVenue(Build.INTERPRETED)
    for price in (80, 85):
        venue.accept(venue.order(3, PERP, Side.BUY, price, 20))
    venue.go_under(40)
    command = Liquidate(owner_of(AccountId(3)), AccountId(3), ONE, Count(3))
    # When what is owed in one of its trades cannot be, then nothing of any step is left
    for turn in (1, 2):
        with monkeypatch.context() as patch:
            patch.setattr(perp_walk, "pay_trade", Fault(pay_trade, turn))
            venue.take_back_whole(command, Reason.TOO_MANY_DEBTS)
    assert any(isinstance(event, RewardHeld) for event in venue.accept(command))
    check_rows(venue)


def test_a_bankruptcy_that_is_refused_deep_in_its_payments(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a target with many debtors who cannot pay
    venue = against_many(Build.INTERPRETED)
    command = DeclareBankruptcy(OPERATOR, ONE, Permille(1000))
    for turn in (1, 700, 1_900):
        with monkeypatch.context() as patch:
            patch.setattr(bankruptcy, "_pay", Fault(bankruptcy._pay, turn))
            # When one of the debts cannot be opened, then all contracts are there again
            venue.reject(command, Reason.TOO_MANY_DEBTS)
        check_rows(venue)
    venue.accept(command)
    check_rows(venue)


RANGES = {
    "signer": (0, 2**31 - 1),
    "account": (1, 2**31 - 1),
    "target": (1, 2**31 - 1),
    "work": (1, 2**31 - 1),
    "escrow": (1, 2**61 - 1),
    "give_asset": (1, 2**31 - 1),
    "give_atoms": (1, 2**56),
    "take_asset": (1, 2**31 - 1),
    "take_atoms": (1, 2**56),
    "max_loss_permille": (0, 1_000),
}
"""Copied from the table of NUM-010."""
COMMANDS: tuple[tuple[type[Command], dict[str, int]], ...] = (
    (Liquidate, {"signer": 11, "account": 1, "target": 2, "work": 1}),
    (ClaimReward, {"signer": 11, "escrow": 1}),
    (ReverseReward, {"signer": 0, "escrow": 1}),
    (
        SwapForTarget,
        {
            "signer": 11,
            "account": 1,
            "target": 2,
            "give_asset": 1,
            "give_atoms": 1,
            "take_asset": 2,
            "take_atoms": 1,
        },
    ),
    (DeclareBankruptcy, {"signer": 0, "target": 1, "max_loss_permille": 0}),
)


def test_every_field_has_its_range(build: Build) -> None:
    venue = Venue(build, Profile.WORLD_1)
    for kind, fields in COMMANDS:
        make: Any = kind
        for name, number in fields.items():
            lowest, highest = RANGES[name]
            assert lowest <= number <= highest
            for outside in (lowest - 1, highest + 1, 2**63, -(2**63) - 1, 10**40):
                venue.reject(make(**{**fields, name: outside}), Reason.OUT_OF_RANGE)
            for inside in (lowest, highest):
                outcome = venue.engine.apply(make(**{**fields, name: inside}))
                assert isinstance(outcome, Rejected)
                assert outcome.reason is not Reason.OUT_OF_RANGE


def test_another_profile_looks_at_no_open_account(build: Build) -> None:
    engine: FastEngine = Venue(build, Profile.MARGIN_1).engine
    with pytest.raises(ValueError, match="liquidates no accounts"):
        engine.open_accounts()


def test_reasons_come_in_their_order(build: Build) -> None:
    # Given accounts that are all sound
    venue = Venue(build, Profile.WORLD_1)
    nobody, work = AccountId(9), Count(1)
    venue.reject(Liquidate(OWNER, ONE, nobody, work), Reason.UNKNOWN_ACCOUNT)
    venue.reject(Liquidate(OPERATOR, ONE, TWO, work), Reason.NOT_AUTHORIZED)
    venue.reject(Liquidate(OWNER, ONE, ONE, Count(99)), Reason.SAME_ACCOUNT)
    venue.reject(Liquidate(OWNER, ONE, TWO, Count(99)), Reason.ACCOUNT_SOUND)
    venue.reject(ClaimReward(PrincipalId(77), EscrowId(1)), Reason.UNKNOWN_ESCROW)
    some = Permille(0)
    venue.reject(DeclareBankruptcy(OPERATOR, nobody, some), Reason.UNKNOWN_ACCOUNT)
    venue.reject(DeclareBankruptcy(OWNER, ONE, some), Reason.NOT_AUTHORIZED)
    venue.reject(DeclareBankruptcy(OPERATOR, ONE, some), Reason.ACCOUNT_SOUND)
    base, stock, other, atom = AssetId(1), AssetId(2), AssetId(7), Atoms(1)
    for account, target, give, take, reason in (
        (ONE, nobody, base, other, Reason.UNKNOWN_ACCOUNT),
        (ONE, ONE, base, other, Reason.UNKNOWN_ASSET),
        (ONE, ONE, base, base, Reason.SAME_ACCOUNT),
        (ONE, TWO, base, base, Reason.SAME_ASSET),
        (ONE, TWO, base, stock, Reason.ACCOUNT_SOUND),
    ):
        venue.reject(SwapForTarget(OWNER, account, target, give, atom, take, atom), reason)
