"""LIQ-053: several small calls and then a large one leave an account as the large one alone.

For accounts without loans and debts: with the same positions, balances and debts.
"""

from collections import Counter

from attrs import frozen

from tallystick.reference import State, wealth
from tallystick.reference.ledger import balance_of
from tallystick.reference.legs import position_of
from tallystick.reference.types.choices import RemovalCause, Side
from tallystick.reference.types.commands import SetMark
from tallystick.reference.types.events import OrderAccepted, OrderRemoved
from tallystick.reference.types.loan_commands import SetLoanTerms
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import Price
from tests.theorems.doomed import CALLER, FACED, LEND, MAKER, OTHER, PERP, SPOT, TARGET, Doomed
from tests.theorems.downfalls import Moment
from tests.theorems.ruins import MOST_WORK, STONE
from tests.theorems.worlds import (
    BASE,
    COIN,
    GRAIN,
    MARKETS,
    OPERATOR,
    hours_later,
    market_of,
    owner_of,
)


@frozen
class Left:
    """What the target is left with; a reward is counted as if it were not paid."""

    positions: tuple[int, ...]
    assets: tuple[int, ...]
    wealth_atoms: int
    base_atoms: int
    owed: tuple[tuple[int, int], ...]

    @classmethod
    def of_target(cls, state: State) -> "Left":
        """As it is now."""
        reward = sum(one.atoms for one in state.escrows.values() if one.target == TARGET)
        debts = [(key.creditor, atoms) for key, atoms in state.debts.items() if key[0] == TARGET]
        return cls(
            tuple(position_of(market, TARGET) for market in state.markets.values()),
            tuple(balance_of(state, TARGET, asset) for asset in (COIN, GRAIN, STONE)),
            wealth(state, TARGET) + reward,
            balance_of(state, TARGET, BASE) + reward,
            tuple(sorted(debts)),
        )


@frozen
class Called:
    """What calls have left; how many were slices; whether no step began with net worth below 0."""

    left: Left
    slices: int
    is_solvent: bool


def ends_for_want_of_work(outcome: Accepted, work: int) -> bool:
    """Whether a call used up its work, so that its steps may have ended for that."""
    causes = {one.cause for one in outcome.events if isinstance(one, OrderRemoved)}
    return outcome.touched_orders == work or RemovalCause.WORK_LIMIT in causes


def stays_solvent(world: Doomed, outcome: Accepted) -> bool:
    """Whether no step of a call began with a negative net worth: none was priced at the mark.

    Paying debts changes no net worth, so that LIQ-019 began with what there is now.
    """
    forced = [
        (event.price, world.mark(MARKETS[event.market - 1][0]))
        for event in outcome.events
        if isinstance(event, OrderAccepted) and event.account == TARGET
    ]
    return world.net_worth >= 0 and all(price != mark for price, mark in forced)


def called(world: Doomed, works: list[int]) -> Called | None:
    """Small calls, of which those that are rejected change nothing, then a large one.

    None if the large one is not accepted, or a small one came to its end.
    """
    slices, is_solvent = 0, True
    for work in [*works, MOST_WORK]:
        is_solvent_now = world.net_worth >= 0
        outcome = world.apply(world.liquidate(CALLER, TARGET, work))
        if not isinstance(outcome, Accepted):
            if work == MOST_WORK:
                return None
            continue
        is_solvent = is_solvent and is_solvent_now and stays_solvent(world, outcome)
        if work < MOST_WORK:
            if not ends_for_want_of_work(outcome, work):
                return None
            slices += 1
    return Called(Left.of_target(world.state), slices, is_solvent)


WORKS = ([1], [2], [3], [4], [5], [7], [1, 1], [2, 1], [1, 3], [1, 1, 1], [3, 2, 1], [2, 2, 2, 2])


def test_slices_are_one_call() -> None:
    """As long as no step begins with a negative net worth."""
    seen = Counter[bool]()
    for seed in range(80):
        world = Doomed(seed, has_loans=False)
        world.rest()
        if seed % 3:
            slumped(world)
        world.quote(MAKER, 1 + seed % 4, 12, worst=False)
        start = world.state
        if start.debts:
            continue
        alone = called(world, [])
        for works in WORKS:
            world.state = start
            sliced = called(world, works)
            if sliced is not None and sliced.slices:
                seen[sliced.is_solvent] += 1
                if sliced.is_solvent:
                    assert alone is not None
                    assert sliced.left == alone.left, (seed, works)
    assert seen[True] > 30


def slumped(world: Doomed) -> None:
    """Marks move against the positions of the target until little is left, or nothing."""
    for asset in (COIN, GRAIN):
        position = position_of(world.state.markets[market_of(asset, PERP)], TARGET)
        fall = world.draws.randint(0, 60)
        world.move_mark(asset, 1_000 + (fall if position < 0 else -fall))


def long_and_sinking(mark: int, grain_lots: int, bids: tuple[tuple[int, int], ...]) -> Doomed:
    """Long 20 coins from 100 and a few lots of grain; two bids for coins at the edge."""
    world = Doomed(0, has_loans=False)
    stripped(world)
    world.give(TARGET, BASE, 10_000)
    assert world.deal(TARGET, FACED, COIN, PERP, 100, 20)
    world.lose(TARGET, BASE, world.balance(TARGET))
    world.give(TARGET, GRAIN, 3 * grain_lots)
    world.accept(SetMark(OPERATOR, COIN, Price(mark)))
    for _ in range(2):
        world.place(MAKER, COIN, PERP, Side.BUY, world.band(COIN).lowest, 10)
    for price, lots in bids:
        world.place(MAKER, GRAIN, SPOT, Side.BUY, price, lots)
    return world


def test_net_worth_that_ends_between_slices() -> None:
    """What begins below zero closes at the mark (LIQ-012): 308 less 300, closed at 80 of 85.

    Alone one call closes 20 and loses 100. After a slice the net worth is -42, and the other 10 are
    not closed at 80.
    """
    left = []
    for works in ([], [1]):
        found = called(long_and_sinking(85, 4, ((77, 10),)), works)
        assert found is not None
        assert not found.is_solvent
        left.append(found.left)
    alone, sliced = left
    assert (alone.base_atoms, alone.owed) == (308, ((FACED, 300), (MAKER, 100)))
    assert (sliced.base_atoms, sliced.owed) == (308, ((FACED, 300), (MAKER, 50)))
    assert sum(alone.positions) == 0
    assert sum(sliced.positions) == 10


def test_net_worth_that_comes_back_between_slices() -> None:
    """Both calls begin with a net worth of 7, and LIQ-018 alone with -53: it sells at the mark.

    3 lots of grain at 97 bring back 60. The next call begins LIQ-018 with 7, and sells 8 at 76.
    """
    left = []
    for works in ([], [3]):
        world = long_and_sinking(58, 11, ((97, 3), (76, 10)))
        assert world.net_worth == 7
        found = called(world, works)
        assert found is not None
        assert found.slices == len(works)
        assert not found.is_solvent
        left.append(found.left)
    alone, sliced = left
    assert (alone.assets[1], alone.base_atoms, alone.owed) == (24, 0, ((FACED, 549), (MAKER, 60)))
    assert (sliced.assets[1], sliced.base_atoms) == (0, 899)
    assert sliced.owed == ((FACED, 840), (MAKER, 60))


def stripped(world: Doomed) -> None:
    """The target has nothing and faces nobody; marks are what they were at first."""
    for account in (TARGET, FACED, OTHER, MAKER):
        world.clear(account)
    for asset, mark in ((COIN, 100), (GRAIN, 77)):
        world.accept(SetMark(OPERATOR, asset, Price(mark)))
        position = position_of(world.state.markets[market_of(asset, PERP)], TARGET)
        world.give(TARGET, BASE, 10**5)
        parties = (TARGET, MAKER) if position < 0 else (MAKER, TARGET)
        if position:
            assert world.deal(*parties, asset, PERP, mark, abs(position))
    for asset in (BASE, COIN, GRAIN, STONE):
        world.lose(TARGET, asset, world.balance(TARGET, asset))


def test_with_loans_a_slice_lends_to_the_next_call() -> None:
    """What one call repays returns as an offer (LND-035), by which the next call rolls (LIQ-013).

    The older loan is overdue and does not return. Alone one call buys coins for both, as far as its
    base goes, and repays all but a lot of it; in slices, its lender is repaid by the other's loan.
    """
    loans = []
    for works in ([], [3]):
        world = Doomed(0, has_loans=False)
        stripped(world)
        world.give(TARGET, BASE, 20_000)
        assert world.deal(TARGET, FACED, COIN, LEND, 10, 5)
        (first,) = world.state.loans
        world.accept(SetLoanTerms(owner_of(FACED), FACED, first, False))
        world.accept(hours_later(world, 3))
        assert world.deal(TARGET, OTHER, COIN, LEND, 10, 5)
        world.lose(TARGET, COIN, world.balance(TARGET, COIN) - 9)
        world.accept(hours_later(world, 237, 1))
        world.place(MAKER, COIN, SPOT, Side.SELL, 100, 20)
        world.lose(TARGET, BASE, 1 + Moment(world.state).held.values(TARGET).maintenance_atoms)
        found = called(world, works)
        assert found is not None
        assert found.slices == len(works)
        loans.append([(loan.lender, loan.principal_lots) for loan in world.state.loans.values()])
    assert loans == [[(FACED, 1)], [(OTHER, 5)]]
