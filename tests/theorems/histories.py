"""Random histories of `margin/1` on the reference, and what everybody has before and after a step.

A history is made once and looked at by several tests.
"""

from collections.abc import Iterator
from functools import cache

from attrs import field, frozen

from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_judge import own_account
from tallystick.reference import State
from tallystick.reference.types.commands import AdvanceTime, Command, SetMark
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.loan_commands import RenewLoan, RollLoan
from tallystick.reference.types.loan_events import InterestClaimed
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId
from tests.theorems.moves import Mover
from tests.theorems.worlds import ACCOUNTS, HOUR, Climate, World

STEPS = 250
SEEDS = range(24)
OF_THE_VENUE = (SetMark, SetRisk, AdvanceTime)
"""Commands that may change what anybody has (INV-018)."""


@frozen
class Scene:
    """An accepted command with the states around it, and what everybody holds in them."""

    seed: int
    before: StateDump
    command: Command
    outcome: Accepted
    after: StateDump
    state: State = field(repr=False)
    held_before: Portfolios = field(repr=False)
    held_after: Portfolios = field(repr=False)

    @property
    def spared(self) -> set[AccountId]:
        """The accounts whose RBV the command may lower at any scale (INV-018)."""
        own = own_account(self.command)
        spared = set() if own is None else {own}
        if isinstance(self.command, RenewLoan | RollLoan):
            loans = self.before.loans or ()
            spared |= {one.borrower for one in loans if one.loan == self.command.loan}
        return spared

    def slack_atoms(self, account: AccountId) -> int:
        """Base atoms that a swap may cost an account whose loan it brings to the cap of its fee.

        Less than two atoms of the asset, a lot of which is worth at most twice its mark (MGN-073).
        """
        claimed = {one.loan for one in self.outcome.events if isinstance(one, InterestClaimed)}
        left = {one.loan: one.fee_left_atoms for one in self.after.loans or ()}
        capped = [
            self.before.assets[one.asset - 1]
            for one in self.before.loans or ()
            if one.borrower == account and one.loan in claimed
            if one.fee_left_atoms and not left[one.loan]
        ]
        return sum(1 + 4 * (one.mark or one.lot_atoms) // one.lot_atoms for one in capped)

    @property
    def makers(self) -> set[AccountId]:
        """Accounts whose resting orders traded or were removed."""
        events = self.outcome.events
        traded = {one.maker_account for one in events if isinstance(one, Traded)}
        return traded | {one.account for one in events if isinstance(one, OrderRemoved)}


def climate_of(seed: int) -> Climate:
    """Fees or none, tight caps or wide, rich and poor, timid and bold, fresh and stale marks."""
    has_fees = seed % 6 != 0
    more = {
        "mark_valid_ms": (2_000, 20, 2_000)[seed % 3] * HOUR,
        "initial_scale_permille": (1_200, 1_000)[seed % 2],
    }
    if has_fees:
        more["lend_fee_rate"] = (13_331, 49_999)[seed % 2]
        more["spot_maker_fee_rate"] = (7_777, 50_000)[seed // 2 % 2]
    return Climate(
        has_fees=has_fees,
        fee_cap_atoms=(1, 10_000, 40)[seed % 3],
        riches=(6_000, 1_500, 400)[seed // 3 % 3],
        boldness=(1, 3, 10)[seed // 2 % 3],
        more=tuple(more.items()),
    )


@cache
def history(seed: int) -> tuple[Scene, ...]:
    """The accepted commands of one history."""
    return tuple(_scenes(seed))


def scenes(*kinds: type) -> Iterator[Scene]:
    """All scenes of all histories, or those of some kinds of command."""
    for seed in SEEDS:
        for scene in history(seed):
            if not kinds or isinstance(scene.command, kinds):
                yield scene


def all_values(portfolios: Portfolios, scale_permille: int) -> dict[AccountId, int]:
    """RBV of all accounts at a scale."""
    return {account: portfolios.value(account, scale_permille) for account in ACCOUNTS}


def _scenes(seed: int) -> Iterator[Scene]:
    world = World(seed, climate_of(seed))
    mover, before = Mover(world), world.dump()
    held_before = Portfolios(before)
    for _ in range(STEPS):
        command = mover.command()
        outcome = world.apply(command)
        if isinstance(outcome, Accepted):
            after = world.dump()
            held_after = Portfolios(after)
            dumps = (before, command, outcome, after)
            yield Scene(seed, *dumps, world.state, held_before, held_after)
            before, held_before = after, held_after
