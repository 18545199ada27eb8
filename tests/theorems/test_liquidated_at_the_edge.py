"""MGN-012 and LIQ-012 by real calls: just below zero, and a book at the edges of the band."""

from random import Random

import pytest
from attrs import evolve

from tallystick.reference import wealth
from tallystick.reference.debts import with_debt
from tallystick.reference.perpetual import due_of_debt
from tallystick.reference.state import DebtKey
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import SetMark
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Atoms, Price
from tests.theorems.doomed import CALLER, FACED, MAKER, OTHER, PERP, SPOT, TARGET
from tests.theorems.downfalls import Moment
from tests.theorems.fortunes import fortunes
from tests.theorems.ruins import STONE, Ruin, bankruptcy, ruinous
from tests.theorems.worlds import BASE, COIN, GRAIN, OPERATOR

MARK = 100_000
LOTS = 10
WORLD = (("maintenance_scale_permille", 1_000), ("band_multiple", 4))
HARDENED = (("maintenance_scale_permille", 600), ("band_multiple", 1))


class Edge(Ruin):
    """The target has spot and a position taken at the mark, and owes what makes its RBV -1.

    A thousand atoms are 1; who buys and sells is at the edges of the band, with lots for all.
    """

    def __init__(
        self,
        preset: tuple[tuple[str, int], ...],
        risk: tuple[int, int, int],
        spot_lots: int,
        perp_lots: int,
        mark: int = MARK,
    ) -> None:
        climate = ruinous(**dict(preset))
        super().__init__(0, evolve(climate, has_fees=False, coin_risk=risk, riches=240))
        self.accept(SetMark(OPERATOR, COIN, Price(mark)))
        for account in (TARGET, FACED, OTHER, MAKER, CALLER):
            self.give(account, BASE, 10**9)
            self.give(account, COIN, 10**6)
        if perp_lots:
            parties = (TARGET, FACED) if perp_lots > 0 else (FACED, TARGET)
            assert self.deal(*parties, COIN, PERP, mark, abs(perp_lots))
        for asset in (GRAIN, STONE, BASE, COIN):
            self.lose(TARGET, asset, self.balance(TARGET, asset))
        if spot_lots:
            self.give(TARGET, COIN, spot_lots * 10)
        self._owe()
        band = self.band(COIN)
        for kind in (SPOT, PERP):
            for side, price in ((Side.BUY, band.lowest), (Side.SELL, band.highest)):
                assert isinstance(self.place(MAKER, COIN, kind, side, price, 10**3), Accepted)

    def _owe(self) -> None:
        """The target has a debt, or cash, so that its RBV maintenance is -1."""
        worth = Moment(self.state).held.values(TARGET).maintenance_atoms
        if worth < -1:
            self.give(TARGET, BASE, -worth - 1)
        elif worth >= 0:
            key = DebtKey(TARGET, OTHER, due_of_debt(self.state.now))
            self.state = with_debt(self.state, key, Atoms(worth + 1))

    @property
    def net_worth(self) -> int:
        """What the target has at the marks less what it owes."""
        return Moment(self.state).net_worth(TARGET)

    def loss_at_the_edge(self, spot_lots: int, perp_lots: int) -> int:
        """What closing everything takes."""
        band, mark = self.band(COIN), self.mark(COIN)
        prices = [band.lowest if lots > 0 else band.highest for lots in (spot_lots, perp_lots)]
        rows = zip((spot_lots, perp_lots), prices, strict=True)
        return sum(lots * (mark - price) for lots, price in rows)


@pytest.mark.parametrize(
    ("hedge", "worth", "left"),
    [(0, 110_000, 71_000), (5, 60_000, 1_500), (8, 30_000, -40_200), (10, 10_000, -68_000)],
)
def test_ten_lots_of_spot_hedged_in_part(hedge: int, worth: int, left: int) -> None:
    """`world`, r = 10 %, s = 1 %, an atom below zero: who ends above zero is wound up, at 3.9 %.

    The others are rejected, though their net worth is positive; so LIQ-030 lets the operator close
    them out, and everybody is paid whole, but for an atom of each balance.
    """
    world = Edge(WORLD, (100, 10, 0), LOTS, -hedge)
    assert Moment(world.state).held.values(TARGET).maintenance_atoms == -1
    assert world.net_worth == worth - 1
    assert world.net_worth - world.loss_at_the_edge(LOTS, -hedge) == left - 1
    before = world.state
    outcome = world.apply(world.liquidate(CALLER, TARGET))
    if left >= 0:
        assert isinstance(outcome, Accepted)
        reward = sum(one.atoms for one in world.state.escrows.values())
        assert wealth(world.state, TARGET) + reward == world.balance(TARGET) + reward == left - 1
        assert reward == min(left - 1, (left - 1) * 33 // 1_000)
        return
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.NO_PROGRESS
    assert world.state is before
    then = fortunes(world.dump())
    world.accept(bankruptcy(TARGET, 0))
    now = fortunes(world.dump())
    # The proportion of each balance is rounded down: an atom of coin is worth 10,000.
    assert 0 <= now[TARGET] - (worth - 1) < 10_000 + 1
    assert then[OTHER] - now[OTHER] == now[TARGET] - then[TARGET]
    assert all(now[one] == then[one] for one in then.keys() - {TARGET, OTHER})


def test_hardened_values_close_above_zero() -> None:
    """Three rays hold: every mix of spot and position ends where it began, or above."""
    random, lowest = Random(3), 10**9
    for _ in range(25):
        spot = random.choice((0, 1, 50, random.randint(1, 200)))
        perp = random.choice((0, -spot, -spot, random.randint(-200, 200)))
        if not spot and not perp:
            continue
        mark = random.choice((MARK, random.randint(50, 3_000)))
        world = Edge(HARDENED, (100, 10, 7), spot, perp, mark)
        world.accept(world.liquidate(CALLER, TARGET))
        reward = sum(one.atoms for one in world.state.escrows.values())
        left = wealth(world.state, TARGET) + reward
        assert left >= -1, (spot, perp, mark)
        assert world.balance(TARGET, COIN) == 0
        lowest = min(lowest, left)
    assert lowest < 1_000


def test_values_one_step_softer_do_not() -> None:
    """With sp = 6 the third ray is missed, 2 * 5,000 > 16 * 600: fully hedged, it ends below."""
    for sp, is_above in ((6, False), (7, True)):
        world = Edge(HARDENED, (100, 10, sp), 100, -100)
        left = world.net_worth - world.loss_at_the_edge(100, -100)
        assert (left >= -1) == is_above
        outcome = world.apply(world.liquidate(CALLER, TARGET))
        assert isinstance(outcome, Accepted) == is_above
