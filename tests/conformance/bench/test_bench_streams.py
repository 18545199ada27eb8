"""The streams are what their titles say, and the same for the same seed."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from attrs import evolve

from tallystick.conformance.bench.shapes import ACCOUNTS
from tallystick.conformance.bench.streams import (
    FILLS_OF_A_SWEEP,
    GROWTH,
    STREAMS,
    Load,
    Stream,
    quick,
    selected,
    write_down,
)
from tallystick.conformance.targets import open_engine
from tallystick.fast import FastEngine, status
from tallystick.fast.build import Build
from tallystick.reference.types.choices import OrderType, Profile
from tallystick.reference.types.commands import (
    AmendOrder,
    CancelOrder,
    Command,
    Deposit,
    OpenAccount,
    PlaceOrder,
)
from tallystick.reference.types.events import FeePaid, Traded
from tallystick.reference.types.outcome import Accepted, Outcome

ROUNDS = 2


def small(name: str) -> Stream:
    """A stream with a tenth of the orders and 500 commands, or one sweep, a round."""
    stream = quick(STREAMS[name])
    return evolve(stream, commands_per_round=min(500, stream.commands_per_round))


def share_percent(commands: Sequence[Command], kind: type) -> float:
    """How many of them are of this kind."""
    return 100 * sum(isinstance(command, kind) for command in commands) / len(commands)


def timed(load: Load) -> list[Command]:
    """All commands that are timed."""
    return [command for segment in load.segments for command in segment.timed]


class Venue:
    """The fast engine after a whole load."""

    def __init__(self, load: Load) -> None:
        stream = load.stream
        build = Build.COMPILED if status() is Build.COMPILED else Build.INTERPRETED
        self.engine = FastEngine(stream.profile, stream.parameters(), build)
        self.run((*load.opening, *load.filling))
        self.outcomes: list[Outcome] = []
        for segment in load.segments:
            self.run(segment.prepare)
            self.outcomes += self.engine.apply_all(segment.timed)

    def run(self, commands: Sequence[Command]) -> None:
        """Whatever is not timed is accepted."""
        assert all(isinstance(outcome, Accepted) for outcome in self.engine.apply_all(commands))

    def accepted_percent(self) -> float:
        """Of the timed commands."""
        accepted = sum(isinstance(outcome, Accepted) for outcome in self.outcomes)
        return 100 * accepted / len(self.outcomes)

    def count_events(self, kind: type) -> int:
        """Events of that kind of the timed commands."""
        return sum(
            isinstance(event, kind)
            for outcome in self.outcomes
            if isinstance(outcome, Accepted)
            for event in outcome.events
        )


@pytest.mark.parametrize("name", STREAMS)
def test_a_seed_is_a_stream(name: str) -> None:
    stream = small(name)
    again, other = write_down(stream, 1, 1), write_down(stream, 2, 1)
    assert write_down(stream, 1, 1) == again
    assert (again.filling, again.segments) != (other.filling, other.segments)


@pytest.mark.parametrize("name", STREAMS)
def test_more_rounds_are_the_same_ones_and_others(name: str) -> None:
    stream = small(name)
    assert write_down(stream, 1, 2).segments[:1] == write_down(stream, 1, 1).segments


@pytest.mark.parametrize("name", STREAMS)
def test_commands_are_accepted_at_the_stated_rate(name: str) -> None:
    load = write_down(small(name), 3, ROUNDS)
    venue = Venue(load)
    assert venue.accepted_percent() >= load.stream.fewest_accepted_percent
    if load.stream.fewest_accepted_percent == 100:
        assert load.rejected == 0
    assert venue.count_events(Traded) > 0


@pytest.mark.parametrize("name", [name for name in STREAMS if name != "sweep"])
def test_live_orders_stay_where_the_shape_wants_them(name: str) -> None:
    load = write_down(small(name), 3, ROUNDS)
    wanted = load.stream.shape.live_orders
    assert len(load.filling) >= wanted
    (market,) = Venue(load).engine.dump().markets
    live = len(market.bids) + len(market.asks)
    assert wanted * 0.8 - 5 <= live <= wanted


@pytest.mark.parametrize("name", [name for name in STREAMS if name != "sweep"])
def test_cancels_and_amends_have_their_share(name: str) -> None:
    load = write_down(evolve(small(name), commands_per_round=2_000), 3, 1)
    shape = load.stream.shape
    assert share_percent(timed(load), CancelOrder) == pytest.approx(shape.cancels_percent, abs=4)
    assert share_percent(timed(load), AmendOrder) == pytest.approx(shape.amends_percent, abs=4)


def test_the_streams_are_as_large_as_they_say() -> None:
    shapes = {name: stream.shape for name, stream in STREAMS.items()}
    assert [shapes[name].live_orders for name in GROWTH] == [2_000, 20_000, 200_000]
    steady = shapes["steady"]
    for name in GROWTH:
        shape = shapes[name]
        assert shape.live_orders / shape.levels == steady.live_orders / steady.levels
        assert shape.cancels_percent == steady.cancels_percent == 45
    assert shapes["deep"].live_orders == shapes["spot-deep"].live_orders == 150_000
    assert shapes["spot-steady"] == shapes["reference"] == steady
    load = write_down(STREAMS["deep"], 1, 0)
    assert len(load.filling) == 150_000
    prices = {command.order.price for command in load.filling if isinstance(command, PlaceOrder)}
    assert 15_000 < len(prices) <= 20_000


def test_a_thin_book_is_thin() -> None:
    load = write_down(STREAMS["thin"], 1, 1)
    assert load.stream.shape.live_orders == 10
    orders = [command.order for command in timed(load) if isinstance(command, PlaceOrder)]
    takers = sum(order.order_type is OrderType.IOC for order in orders)
    assert 15 < 100 * takers / len(timed(load)) < 25


def test_one_level_is_one_level_and_cancels_are_anywhere_in_it() -> None:
    assert STREAMS["one-level"].shape.live_orders == 100_000
    load = write_down(small("one-level"), 1, 1)
    (market,) = Venue(load).engine.dump().markets
    assert len({order.price for order in market.asks}) == 1
    assert market.bids == ()
    place_of = {
        (command.account, command.order.order_id): place
        for place, command in enumerate(load.filling)
        if isinstance(command, PlaceOrder)
    }
    places = sorted(
        place_of[command.account, command.order_id]
        for command in timed(load)
        if isinstance(command, CancelOrder) and (command.account, command.order_id) in place_of
    )
    quarter = len(load.filling) // 4
    assert Counter(place // quarter for place in places).keys() == {0, 1, 2, 3}


def test_a_sweep_fills_five_thousand_orders() -> None:
    load = write_down(small("sweep"), 1, ROUNDS)
    venue = Venue(load)
    assert [len(segment.prepare) for segment in load.segments] == [FILLS_OF_A_SWEEP] * ROUNDS
    assert FILLS_OF_A_SWEEP == 5_000
    for outcome in venue.outcomes:
        assert isinstance(outcome, Accepted)
        assert sum(isinstance(event, Traded) for event in outcome.events) == FILLS_OF_A_SWEEP
    (market,) = venue.engine.dump().markets
    assert market.bids == market.asks == ()


def test_sparse_prices_are_a_million_ticks_apart() -> None:
    assert STREAMS["sparse"].shape.live_orders == 150_000
    load = write_down(small("sparse"), 1, 1)
    (market,) = Venue(load).engine.dump().markets
    for side in (market.bids, market.asks):
        prices = sorted({order.price for order in side})
        assert min(b - a for a, b in pairwise(prices)) >= 1_000_000
        assert len(prices) > len(side) * 0.8


def test_order_types_come_in_all_types() -> None:
    load = write_down(small("order-types"), 1, 1)
    orders = [command.order for command in timed(load) if isinstance(command, PlaceOrder)]
    counts = Counter(order.order_type for order in orders)
    assert counts[OrderType.FOK] > len(orders) / 8
    assert counts[OrderType.POST_ONLY] > len(orders) / 5
    assert load.rejected > 0


@pytest.mark.parametrize("name", ["spot-steady", "spot-deep", "reference"])
def test_spot_streams_settle_for_a_thousand_accounts(name: str) -> None:
    load = write_down(small(name), 1, 1)
    assert load.stream.profile is Profile.SPOT_1
    assert sum(isinstance(command, OpenAccount) for command in load.opening) == ACCOUNTS == 1_000
    assert sum(isinstance(command, Deposit) for command in load.opening) == 2 * ACCOUNTS
    assert Venue(load).count_events(FeePaid) > 0


def test_all_streams_are_chosen_where_none_is_named() -> None:
    assert [stream.name for stream in selected((), is_quick=False)] == list(STREAMS)
    chosen = selected(("thin", "deep", "thin"), is_quick=True)
    assert [stream.name for stream in chosen] == ["thin", "deep"]
    assert chosen[1].shape.live_orders == 15_000


@pytest.mark.parametrize("name", STREAMS)
def test_the_reference_too_opens_a_venue_for_it(name: str) -> None:
    stream = STREAMS[name]
    engine = open_engine("reference", stream.profile, stream.parameters())
    assert engine.dump().parameters == stream.parameters()
