"""Two bankruptcies that share neither contract nor counterparty: the order does not matter."""

from random import Random

from tallystick.reference import State
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.commands import AdvanceTime
from tallystick.reference.types.events import Event
from tallystick.reference.types.liquidation_events import EstatePaid, LossRecorded
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Milliseconds
from tests.theorems.downfalls import CIRCLES, Moment
from tests.theorems.ruins import STONE, Ruin, bankruptcy, ruinous
from tests.theorems.webs import with_contract
from tests.theorems.worlds import BASE, COIN, GRAIN, HOUR, OPERATOR

SEEDS = range(120)
PERP, SPOT, LEND = MarketKind.PERP, MarketKind.SPOT, MarketKind.LEND
ONE, OTHER, FRIEND, BUYER = (AccountId(number) for number in (1, 6, 2, 7))


class Circles(Ruin):
    """Nobody of one circle deals with anybody of the other; the first of each is ruined."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, ruinous(lend_fee_rate=(0, 13_331)[seed % 2]))
        draws = Random(seed)
        for circle in CIRCLES:
            first = circle[0]
            for account in circle:
                self.give(account, BASE, 3_000)
            for other in (*circle[1:], *circle[1:]):
                parties = draws.choice(((first, other), (other, first)))
                kind = draws.choice((PERP, PERP, LEND, SPOT))
                asset = draws.choice((COIN, GRAIN, BASE) if kind is LEND else (COIN, GRAIN))
                price = 5 * draws.randint(1, 60) if kind is LEND else self.mark(asset)
                self.deal(*parties, asset, kind, price, draws.randint(2, 40))
            self.place(first, COIN, SPOT, Side.SELL, 200, 1)
        later = Milliseconds(self.state.now + draws.randint(0, 30) * HOUR)
        self.accept(AdvanceTime(OPERATOR, later))
        for circle in CIRCLES:
            # One of the others cannot pay all either.
            for account in (circle[0], draws.choice(circle[1:])):
                for asset in (BASE, COIN, GRAIN, STONE):
                    share = draws.choice((39, 40) if account == circle[0] else (20, 40))
                    self.lose(account, asset, self.balance(account, asset) * share // 40)
        for asset in (COIN, GRAIN):
            self.move_mark(asset, draws.choice((800, 930, 1_060, 1_300)))

    def share_nobody(self) -> bool:
        """Whether no account has a contract with both."""
        dump = Moment(self.state).dump
        webs = [{one} | with_contract(dump, one) for one in (ONE, OTHER)]
        return not webs[0] & webs[1]

    def declared(self, start: State, *targets: AccountId) -> list[tuple[Event, ...] | Reason]:
        """What each bankruptcy says, one after another."""
        self.state = start
        found: list[tuple[Event, ...] | Reason] = []
        for target in targets:
            outcome = self.apply(bankruptcy(target))
            found.append(outcome.reason if isinstance(outcome, Rejected) else outcome.events)
        return found


def test_bankruptcies_of_strangers_commute() -> None:
    """Events and states are equal, whichever is declared first; both net worths are negative."""
    count = creditors = parts = 0
    for seed in SEEDS:
        world = Circles(seed)
        start, moment = world.state, Moment(world.state)
        if any(moment.net_worth(one) >= 0 for one in (ONE, OTHER)):
            continue
        assert world.share_nobody()
        first = world.declared(start, ONE, OTHER)
        left = world.dump()
        second = world.declared(start, OTHER, ONE)
        assert first == second[::-1]
        assert world.dump() == left
        events = [event for each in first if not isinstance(each, Reason) for event in each]
        creditors += sum(isinstance(event, LossRecorded) for event in events)
        parts += sum(isinstance(event, EstatePaid) for event in events)
        count += all(not isinstance(each, Reason) for each in first)
    assert count > 15
    assert creditors > 40
    assert parts > 40


def test_solvent_and_stuck_is_another_matter() -> None:
    """Whether LIQ-030 applies to who is solvent depends on books, so on orders of the other.

    One has a bid, to which the other could sell his coins; the bid goes with its owner.
    """
    world = Circles(0)
    for account in world.accounts:
        world.clear(account)
    start = _with_a_bid(world)
    moment = Moment(start)
    assert moment.net_worth(ONE) < 0 <= moment.net_worth(OTHER)
    assert moment.ajar == (ONE, OTHER)
    assert world.share_nobody()
    first, second = world.declared(start, ONE, OTHER)
    assert not isinstance(first, Reason)
    assert not isinstance(second, Reason)
    later, earlier = world.declared(start, OTHER, ONE)
    assert later is Reason.NOT_BANKRUPT
    assert earlier == first


def _with_a_bid(world: Ruin) -> State:
    """One owes far too much, has a little cash and bids; the other owes base and has coins."""
    world.state = Ruin(0, ruinous()).state
    for account in (ONE, OTHER):
        world.give(account, BASE, 30_000)
    for account in (FRIEND, BUYER):
        world.give(account, BASE, 10**5)
        world.give(account, COIN, 10**4)
    assert world.deal(ONE, FRIEND, COIN, LEND, 20, 100)
    assert world.deal(OTHER, BUYER, BASE, LEND, 20, 10)
    world.place(ONE, COIN, SPOT, Side.BUY, 100, 50)
    for account in (ONE, OTHER):
        for asset in (COIN, GRAIN, STONE):
            world.lose(account, asset, world.balance(account, asset))
    world.lose(OTHER, BASE, world.balance(OTHER))
    world.give(OTHER, COIN, 75)
    world.lose(ONE, BASE, world.balance(ONE) - 6_000)
    return world.state
