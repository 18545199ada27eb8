"""Histories of `world/1` in which accounts fall below zero, do not pay, and are wound up.

Some are made here, with nine accounts in two circles, so that there are strangers; others are
sequences of the kit's campaigns. A history is made once and looked at by several tests.
"""

from collections.abc import Iterator
from functools import cache, cached_property
from itertools import product

from attrs import frozen

from tallystick.conformance.campaign.sequences import sequence, set_up_commands
from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.spec_files import load_preset
from tallystick.reference import State, dump, open_venue, step
from tallystick.reference.types.choices import MarketKind, Profile, Side
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import AccountId, Atoms, EscrowId, PrincipalId
from tests.theorems.entangled import is_overdue
from tests.theorems.fortunes import net_worth
from tests.theorems.moves import Mover
from tests.theorems.ruins import MOST_WORK, STONE, Ruin, bankruptcy, ruinous
from tests.theorems.worlds import (
    BASE,
    COIN,
    GRAIN,
    OPERATOR,
    hours_later,
    owner_of,
)

SEEDS = range(28)
SEQUENCES = tuple((preset, index) for preset in ("minimal", "world") for index in range(6))
PEACE, AFTERMATH, DEALS = 15, 130, 26
CIRCLES = (tuple(AccountId(n) for n in range(1, 6)), tuple(AccountId(n) for n in range(6, 10)))
WINDING = (Liquidate, SwapForTarget, DeclareBankruptcy)
OF_CHAPTER = (*WINDING, ClaimReward, ReverseReward)


class Moment:
    """A state, and what is told of it without the reference's valuation."""

    def __init__(self, state: State) -> None:
        self.state = state

    @cached_property
    def dump(self) -> StateDump:
        """The state as it is dumped."""
        return dump(self.state)

    @cached_property
    def held(self) -> Portfolios:
        """What everybody has."""
        return Portfolios(self.dump)

    def net_worth(self, account: AccountId) -> int:
        """What it has at the marks less what it owes until now."""
        return net_worth(self.dump, account)

    def is_open(self, account: AccountId) -> bool:
        """Whether an account is below zero or overdue (LIQ-001), by the kit's valuation."""
        is_negative = self.held.values(account).maintenance_atoms < 0
        return is_negative or is_overdue(self.dump, account)

    @cached_property
    def ajar(self) -> tuple[AccountId, ...]:
        """Who is open, ascending."""
        return tuple(account for account in self.state.accounts if self.is_open(account))


@frozen
class Scene:
    """A command of chapter 09 with the states around it."""

    before: Moment
    command: Command
    outcome: Outcome
    after: Moment


@frozen
class History:
    """All commands of chapter 09 of a history, and some of its states."""

    scenes: tuple[Scene, ...]
    moments: tuple[Moment, ...]


@cache
def history(seed: int) -> History:
    """One that is made here."""
    downfall = Downfall(seed)
    return _looked_at(downfall.world.state, downfall.commands(), downfall.world)


@cache
def told(preset: str, index: int) -> History:
    """A sequence of a campaign."""
    profile = Profile.WORLD_1
    state = open_venue(profile, load_preset(preset, profile=profile))
    commands = (*set_up_commands(profile, preset), *sequence(3, profile, preset, index))
    return _looked_at(state, iter(commands), None)


def histories() -> Iterator[History]:
    """All of them."""
    yield from map(history, SEEDS)
    for preset, index in SEQUENCES:
        yield told(preset, index)


def scenes(*kinds: type) -> Iterator[Scene]:
    """Accepted commands of some kinds."""
    for each in histories():
        for scene in each.scenes:
            if isinstance(scene.command, kinds) and isinstance(scene.outcome, Accepted):
                yield scene


def _looked_at(state: State, commands: Iterator[Command], world: Ruin | None) -> History:
    scenes, moments = [], []
    for number, command in enumerate(commands):
        before = world.state if world else state
        state, outcome = step(before, command)
        if world:
            world.state = state
        if isinstance(command, OF_CHAPTER):
            scenes.append(Scene(Moment(before), command, outcome, Moment(state)))
        if number % 12 == 0:
            moments.append(Moment(state))
    return History(tuple(scenes), tuple(moments))


class Downfall:
    """Draws the commands of one history; deals and losses change the world beside them."""

    def __init__(self, seed: int) -> None:
        caps = {"max_debts_per_account": (30, 30, 1)[seed % 3]}
        fees = {"lend_fee_rate": (0, 13_331)[seed % 2]}
        self.world = Ruin(seed, ruinous(**caps, **fees))
        self.random = self.world.random
        self.mover = Mover(self.world)

    def commands(self) -> Iterator[Command]:
        """Peace, deals within the circles, then the fall and what comes of it."""
        for _ in range(PEACE):
            yield self.mover.command()
        for account in self.world.accounts:
            self.world.clear(account)
        for circle in CIRCLES:
            self.bind(circle)
        for number in range(AFTERMATH):
            if number % 8 == 0:
                self.fall()
                self.quote()
            yield self.command()

    def bind(self, circle: tuple[AccountId, ...]) -> None:
        """Everybody deals with his neighbours: positions, spot and loans, as large as they may."""
        kinds = (MarketKind.PERP, MarketKind.PERP, MarketKind.LEND, MarketKind.SPOT)
        for account in circle:
            self.world.give(account, BASE, 400)
        for _ in range(DEALS // 2):
            place = self.random.randrange(len(circle))
            buyer, seller = self.random.sample((circle[place - 1], circle[place]), 2)
            kind = self.random.choice(kinds)
            asset = self.random.choice((COIN, GRAIN))
            if kind is MarketKind.LEND and self.random.random() < 0.6:
                asset = BASE
            price = self.world.mark(asset) if kind is not MarketKind.LEND else None
            for lots in (60, 30, 12, 5):
                parts = (buyer, seller, asset, kind)
                if self.world.deal(*parts, price or 5 * self.random.randint(1, 40), lots):
                    break

    def fall(self) -> None:
        """Somebody has lost all but his position, somebody a little too much; marks move."""
        one, other = self.random.sample(self.world.accounts, 2)
        for asset in (BASE, COIN, GRAIN, STONE):
            share = self.random.choice((3, 3, 2, 1, 0))
            self.world.lose(one, asset, self.world.balance(one, asset) * share // 3)
        worth = Moment(self.world.state).held.values(other).maintenance_atoms
        cash = self.world.balance(other)
        if worth >= 0:
            self.world.lose(other, BASE, min(cash, worth + self.random.randint(1, 40)))
        for asset in (COIN, GRAIN):
            if self.world.mark(asset) < 40:
                self.world.move_mark(asset, 2_500)
            self.world.move_mark(asset, self.random.choice((1_000, 960, 930, 1_050)))

    def quote(self) -> None:
        """Two accounts who can pay stand ready around the marks, and lend."""
        for account in (CIRCLES[0][-1], CIRCLES[1][-1]):
            self.world.clear(account)
            for asset in (BASE, COIN, GRAIN):
                self.world.give(account, asset, 1_000)
            kinds = (MarketKind.SPOT, MarketKind.PERP)
            for asset, kind in product((COIN, GRAIN), kinds):
                mark, lots = self.world.mark(asset), self.random.choice((3, 10, 40))
                for side, price in ((Side.BUY, mark - 1), (Side.SELL, mark + 1)):
                    self.world.place(account, asset, kind, side, max(1, price), lots)
            asset = self.random.choice((BASE, COIN, GRAIN))
            self.world.place(account, asset, MarketKind.LEND, Side.SELL, 100, 20)

    def command(self) -> Command:
        """Mostly one of chapter 09 about somebody who is open; or anything."""
        drawn = self.random.random()
        if drawn < 0.05:
            return hours_later(self.world, self.random.choice((1, 3, 30, 241)), 1)
        if drawn < 0.1:
            escrow = EscrowId(1 + self.random.randrange(1 + self.world.state.last_escrow))
            if self.random.random() < 0.4:
                return ReverseReward(OPERATOR, escrow)
            return ClaimReward(PrincipalId(77), escrow)
        if drawn > 0.72:
            return self.mover.command()
        target = self.target()
        caller = self.random.choice([one for one in self.world.accounts if one != target])
        if drawn < 0.45:
            work = self.random.choice((MOST_WORK, MOST_WORK, self.random.randint(0, 12)))
            return self.world.liquidate(caller, target, work)
        if drawn < 0.55:
            return self.swap(caller, target)
        return bankruptcy(target, self.random.choice((1_000, 1_000, self.random.randint(0, 999))))

    def target(self) -> AccountId:
        """Mostly somebody who is open."""
        ajar = Moment(self.world.state).ajar
        if ajar and self.random.random() < 0.9:
            return self.random.choice(ajar)
        return self.random.choice(self.world.accounts)

    def swap(self, caller: AccountId, target: AccountId) -> SwapForTarget:
        """Base or coins for stones of the target, near their worth."""
        atoms = 1 + self.random.randrange(max(1, self.world.balance(target, STONE)))
        given = self.random.choice((BASE, BASE, BASE, COIN))
        lot_atoms, mark = (1, 1) if given == BASE else (10, self.world.mark(COIN))
        permille = self.random.randint(900, 1_100)
        worth = atoms * self.world.mark(STONE) * lot_atoms * permille // (2 * mark * 1_000)
        parts = (given, Atoms(max(1, worth)), STONE, Atoms(atoms))
        return SwapForTarget(owner_of(caller), caller, target, *parts)
