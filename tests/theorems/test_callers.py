"""What the caller of a liquidation gains: the reward, and the band on what he takes (LIQ-012).

The bound for a command: of each market, the lots that he takes from or gives to the target times
the distance of the worse edge of the band from the mark, and nothing for positions of who has a
negative net worth; of each loan that he makes, 249 hours at the rate cap, rounded up twice.
`rationale/liquidation.md` states it; here it is tried out.
"""

from collections import Counter
from fractions import Fraction
from itertools import product

from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.reference.legs import position_of
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.events import Event, Traded
from tallystick.reference.types.liquidation_events import RewardHeld
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AssetId, MarketId
from tests.theorems.doomed import ALOOF, CALLER, LEND, MAKER, PERP, SPOT, TARGET, Doomed
from tests.theorems.downfalls import Moment
from tests.theorems.fortunes import fortunes, price_of
from tests.theorems.ruins import ruinous
from tests.theorems.webs import slice_of
from tests.theorems.worlds import BASE, COIN, GRAIN, MARKETS, market_of

EXAMPLES = 90
RATE_CAP = 700
INTEREST_UNIT = 87_600_000


@frozen
class Gain:
    """What a caller gained at the marks by one command, beside the reward, and the bound of it."""

    gained: Fraction
    bound: Fraction
    took: int
    lent: int


def width_of(world: Doomed, market: MarketId) -> int:
    """How far the worse edge of the band is from the mark, in base atoms a lot."""
    asset = MARKETS[market - 1][0]
    band, mark = world.band(asset), world.mark(asset)
    return max(mark - max(1, band.lowest), band.highest - mark)


def bound_of(
    world: Doomed, events: tuple[Event, ...], *, is_lost: bool
) -> tuple[Fraction, int, int]:
    """The lemma, with the lots traded and lent.

    Positions are closed at the mark if the net worth was negative (LIQ-012).
    """
    took, lent = Counter[MarketId](), Counter[AssetId]()
    loans = 0
    for event in events:
        if isinstance(event, Traded) and event.maker_account == CALLER:
            asset, kind = MARKETS[event.market - 1]
            if kind is LEND:
                lent[asset] += event.lots
                loans += 1
            elif event.taker_account == TARGET:
                took[event.market] += event.lots
    bound = Fraction(0)
    for market, lots in took.items():
        is_at_mark = is_lost and MARKETS[market - 1][1] is PERP
        bound += 0 if is_at_mark else lots * width_of(world, market)
    dump = Moment(world.state).dump
    for asset, lots in lent.items():
        atoms = lots * dump.assets[asset - 1].lot_atoms
        bound += (Fraction(atoms * 249 * RATE_CAP, INTEREST_UNIT) + 2 * loans) * price_of(
            dump, asset
        )
    return bound, took.total(), loans


def gain_of(world: Doomed, work: int) -> Gain | None:
    """One call of an account that has no contract with anybody; None if it is rejected."""
    before, is_lost = world.dump(), world.net_worth < 0
    outcome = world.apply(world.liquidate(CALLER, TARGET, work))
    if not isinstance(outcome, Accepted):
        return None
    bound, took, loans = bound_of(world, outcome.events, is_lost=is_lost)
    gained = fortunes(world.dump())[CALLER] - fortunes(before)[CALLER]
    return Gain(gained, bound, took, loans)


SEEN: list[Gain] = []


def doomed(seed: int, *, has_loans: bool, has_fees: bool = False) -> Doomed:
    """A world in which the caller faces nobody; fees only lower what he gains."""
    climate = evolve(ruinous(rate_cap_bps=RATE_CAP), has_fees=has_fees)
    return Doomed(seed, has_loans=has_loans, climate=climate)


@settings(max_examples=EXAMPLES, derandomize=True)
@given(
    seed=st.integers(0, 10**9),
    orders=st.integers(1, 2),
    most_lots=st.sampled_from((2, 9, 50)),
    has_loans=st.booleans(),
    is_worst=st.booleans(),
    work=st.sampled_from((60, 60, 2, 9)),
)
def gains_are_bounded(
    seed: int, orders: int, most_lots: int, has_loans: bool, is_worst: bool, work: int
) -> None:
    """The caller's orders are the whole book, at the edges of the band or inside it."""
    world = doomed(seed, has_loans=has_loans, has_fees=seed % 4 == 0)
    world.quote(CALLER, orders, most_lots, worst=is_worst)
    for asset, kind in product((COIN, GRAIN), (SPOT, PERP)):
        # Behind the band, where no forced order goes.
        below = max(1, world.band(asset).lowest * 97 // 100 - 1)
        world.place(CALLER, asset, kind, Side.BUY, below, 20)
    for asset in (BASE, COIN, GRAIN) if has_loans else ():
        world.place(CALLER, asset, LEND, Side.SELL, RATE_CAP, 30)
    gain = gain_of(world, work)
    if gain is not None:
        SEEN.append(gain)
        assert gain.gained <= gain.bound


def test_the_caller_gains_no_more_than_the_band() -> None:
    """The lemma, and that calls trade with him, lend from him, and gain him something."""
    SEEN.clear()
    gains_are_bounded()
    assert sum(gain.took > 0 for gain in SEEN) > 5
    assert sum(gain.lent > 0 for gain in SEEN) > 2
    assert sum(gain.gained > 0 for gain in SEEN) > 5


def test_without_orders_the_caller_gains_the_reward_and_nothing_else() -> None:
    """All that changes of him is an escrow (LIQ-021); the book is of somebody else."""
    rewarded = plain = 0
    for seed in range(40):
        world = doomed(seed, has_loans=seed % 2 == 0)
        world.quote(MAKER, 2, 30, worst=seed % 3 == 0)
        before, then = world.dump(), fortunes(world.dump())
        outcome = world.apply(world.liquidate(ALOOF, TARGET))
        if not isinstance(outcome, Accepted):
            continue
        held = [event for event in outcome.events if isinstance(event, RewardHeld)]
        after = world.dump()
        assert slice_of(before, ALOOF).accounts == slice_of(after, ALOOF).accounts
        assert fortunes(after)[ALOOF] == then[ALOOF]
        assert [one.account for one in held] in ([], [ALOOF])
        rewarded += len(held)
        plain += not held
    assert min(rewarded, plain) > 3


def test_the_bound_is_met() -> None:
    """Who alone bids and offers at the edges gains the whole width, where there are no fees."""
    whole = Counter[MarketKind]()
    for seed in range(60):
        world = doomed(seed, has_loans=False)
        world.quote(CALLER, 2, 60, worst=True)
        before, state = world.dump(), world.state
        outcome = world.apply(world.liquidate(CALLER, TARGET))
        if not isinstance(outcome, Accepted):
            continue
        bound, took, _ = bound_of(world, outcome.events, is_lost=False)
        gained = fortunes(world.dump())[CALLER] - fortunes(before)[CALLER]
        assert gained <= bound
        edges = 0
        for event in outcome.events:
            if isinstance(event, Traded) and event.taker_account == TARGET:
                distance = world.mark(MARKETS[event.market - 1][0]) - event.price
                edges += event.lots * abs(distance)
                whole[MARKETS[event.market - 1][1]] += abs(distance) == width_of(
                    world, event.market
                )
        assert gained == edges
        assert took
        assert state is not world.state
    assert min(whole[kind] for kind in (MarketKind.SPOT, MarketKind.PERP)) > 3


def test_nothing_is_taken_from_who_cannot_pay() -> None:
    """LIQ-012: with a negative net worth, orders at the edges of the band are not met at all."""
    lost = 0
    for seed in range(30):
        world = doomed(seed, has_loans=False)
        for asset in (COIN, GRAIN):
            # Until the loss is more than all that there is.
            sign = position_of(world.state.markets[market_of(asset, PERP)], TARGET)
            world.move_mark(asset, 850 if sign > 0 else 1_150 if sign < 0 else 1_000)
        if world.net_worth >= 0:
            continue
        world.quote(CALLER, 2, 60, worst=True)
        gain = gain_of(world, 60)
        assert gain is None or gain.took == 0
        lost += 1
    assert lost > 10
