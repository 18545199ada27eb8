"""The streams of checked orders do what they say; plain Python values them as the engines do."""

from collections.abc import Sequence
from functools import cache

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance.bench import margin_rounds
from tallystick.conformance.bench.margin_book import (
    MILLION,
    MarginBook,
    Risk,
    Step,
    order_line,
)
from tallystick.conformance.bench.margin_floors import margin_floors
from tallystick.conformance.bench.margin_rounds import MarginResult, followed, measure_margin
from tallystick.conformance.bench.margin_streams import (
    ASSETS,
    FEW_ACCOUNTS,
    MAKERS,
    MANY_ACCOUNTS,
    MARGIN_STREAMS,
    MARKETS,
    MAX_ACCOUNTS,
    MAX_ORDERS,
    TAKERS,
    MarginLoad,
    MarginStream,
    selected_margin,
    write_down_margin,
)
from tallystick.conformance.bench.margin_sweeps import Sweep
from tallystick.conformance.bench.results import StreamResult
from tallystick.conformance.bench.streams import STREAMS
from tallystick.conformance.bench.subjects import Timing
from tallystick.conformance.targets import ReferenceEngine
from tallystick.fast import Build
from tallystick.reference import views
from tallystick.reference.types.commands import Command, OpenAccount, ReplaceOrder
from tallystick.reference.types.events import Traded
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId

ROUNDS = 2
TAKING, ACCOUNTS, UNITS = 4, 18, 40


def smaller(name: str) -> MarginStream:
    """With a few accounts, short."""
    return evolve(
        MARGIN_STREAMS[name], units=UNITS, takers=TAKING, accounts=ACCOUNTS, many_accounts=24
    )


@cache
def small(name: str) -> MarginLoad:
    return write_down_margin(smaller(name), 3, ROUNDS)


class Venue:
    """The reference after a whole load: everything was accepted."""

    def __init__(self, load: MarginLoad) -> None:
        self.engine = ReferenceEngine(load.stream.profile, load.stream.parameters())
        for block in load.opening():
            self._run(block)
        self.orders_before = self.orders()
        self.timed: list[Accepted] = []
        for segment in load.segments:
            self._run(segment.prepare)
            self.timed += self._run(segment.timed)

    def orders(self) -> dict[int, int]:
        """How many open orders each account has."""
        counted: dict[int, int] = {}
        for market in self.engine.dump().markets:
            for order in (*market.bids, *market.asks):
                counted[order.account] = counted.get(order.account, 0) + 1
        return counted

    def _run(self, commands: Sequence[Command]) -> list[Accepted]:
        told: list[Accepted] = []
        for command in commands:
            outcome = self.engine.apply(command)
            assert isinstance(outcome, Accepted), (command, outcome)
            told.append(outcome)
        return told


@cache
def venue(name: str) -> Venue:
    """After the whole of a short stream."""
    return Venue(small(name))


@pytest.mark.parametrize("name", MARGIN_STREAMS)
def test_every_command_is_checked_and_open_orders_stay_as_many(name: str) -> None:
    timed = venue(name).timed
    assert len(timed) == ROUNDS * UNITS
    assert all(isinstance(outcome.events[-1], AccountValued) for outcome in timed)
    trades = sum(any(isinstance(one, Traded) for one in outcome.events) for outcome in timed)
    assert UNITS // 2 < trades < ROUNDS * UNITS - UNITS // 2
    assert venue(name).orders() == venue(name).orders_before
    orders = venue(name).orders_before
    for taker in range(MAKERS + 1, MAKERS + TAKING + 1):
        assert orders.get(taker, 0) == MARGIN_STREAMS[name].orders
    for maker in range(1, MAKERS + 1):
        assert orders[maker] == 2 * MARKETS


@pytest.mark.parametrize("name", MARGIN_STREAMS)
def test_plain_python_values_as_the_engines_do(name: str) -> None:
    baseline = followed(small(name))
    baseline.run(lambda _text: None)
    assert baseline.wrong_values == 0
    assert sum(len(steps) for _, steps, _ in baseline.rounds) == ROUNDS * UNITS
    assert len(baseline.checks) == len(baseline.valuations) == ROUNDS
    marks = [marks for marks, _, _ in baseline.rounds]
    assert marks[0] != marks[1]
    # The others too: all values at the end, by the reference.
    engine, book = venue(name).engine, baseline.book
    for account in range(MAKERS + 1, ACCOUNTS + 1):
        certificate = views.certificate(reference.restore(engine.dump()), AccountId(account))
        stated = certificate.initial_atoms, certificate.maintenance_atoms
        assert book.values(account) == stated


def test_a_baseline_that_values_otherwise_is_told() -> None:
    baseline = followed(small("margin-0"))
    _, _, stated = baseline.rounds[0]
    stated[3] = (stated[3][0] + 1, stated[3][1])
    baseline.run(lambda _text: None)
    assert baseline.wrong_values == 1


@pytest.mark.parametrize("name", MARGIN_STREAMS)
def test_a_stream_is_the_same_for_the_same_seed_and_with_more_accounts(name: str) -> None:
    again = write_down_margin(smaller(name), 3, ROUNDS)
    assert again == small(name)
    more = write_down_margin(smaller(name).beside(ACCOUNTS + 2), 3, ROUNDS)
    assert more.segments == small(name).segments
    assert write_down_margin(smaller(name), 4, ROUNDS).segments != again.segments
    opened = [one for block in more.opening() for one in block if isinstance(one, OpenAccount)]
    assert len(opened) == ACCOUNTS + 2
    replaced = [one for one in more.segments[0].timed if isinstance(one, ReplaceOrder)]
    assert bool(replaced) == (MARGIN_STREAMS[name].orders > 0)


def test_the_streams_are_as_large_as_they_say() -> None:
    assert (FEW_ACCOUNTS, MANY_ACCOUNTS) == (1_000, 100_000)
    assert [stream.orders for stream in MARGIN_STREAMS.values()] == [0, 16, 64]
    assert MANY_ACCOUNTS <= MAX_ACCOUNTS
    most = max(stream.orders for stream in MARGIN_STREAMS.values())
    assert MANY_ACCOUNTS + TAKERS * most + MAKERS * 2 * MARKETS <= MAX_ORDERS
    for stream in MARGIN_STREAMS.values():
        parameters = stream.parameters()
        assert parameters.max_markets == MARKETS == 2 * ASSETS
        assert parameters.margin is not None


def test_all_streams_about_margin_are_chosen_where_none_is_named() -> None:
    assert [one.name for one in selected_margin((), is_quick=False)] == list(MARGIN_STREAMS)
    (one,) = selected_margin(("margin-16", "deep"), is_quick=True)
    assert (one.name, one.units, one.accounts, one.many_accounts) == (
        ("margin-16", 500, 1_000, 10_000)
    )
    assert selected_margin(("deep",), is_quick=False) == ()


RISK = Risk(lot_atoms=10, mark=100, risk=100, slippage=30, perp_slippage=20)


def valued(*steps: Step) -> tuple[int, int]:
    """RBV of an account of the example venue, at the scales 1,200 and 700."""
    book = MarginBook((1_200, 700), [RISK])
    book.open(1)
    for step in steps:
        book.apply(step)
    return book.values(1)


def test_the_baseline_values_the_example_of_the_chapter() -> None:
    held: Step = (1, 1_000, 0, False, 500, 0, 0, 0, (0, 0))
    assert valued(held) == (5_220, 5_545)
    bid = order_line(10, 2, 120, 7_777, is_perp=False, is_buy=True)
    assert bid == (2 * 9, -2 * 120 * 10 * MILLION)
    assert valued(held, (1, 0, 0, False, 0, 0, 0, 2, bid)) == (5_131, 5_468)


def test_the_baseline_values_futures_by_the_closed_form_and_by_pieces() -> None:
    """Long 3 lots: 300 * (0.12 + 0.024) = 43.2 and 300 * (0.07 + 0.014) = 25.2."""
    long: Step = (1, 1_000, 0, True, 0, 3, 0, 0, (0, 0))
    assert valued(long) == (1_000 - 44, 1_000 - 26)
    far = order_line(10, 1, 1_000, 0, is_perp=True, is_buy=False)
    assert valued(long, (1, 0, 0, True, 0, 0, 0, 9, far)) == (1_000 - 44, 1_000 - 26)
    # A sell of 5 lots at 90, fee 1: in the risen piece the account is short 2 lots that cost it.
    sell = order_line(10, 5, 90, 100, is_perp=True, is_buy=False)
    assert sell == (-50, 50 * 89 * MILLION)
    # c = 1.12: 3 * 12 lots gained, and with slippage 114.4: 3 * 14.4 - 5 * (114.4 - 89) = -83.8
    # against w = 109.6: 3 * 9.6 - 5 * 20.6 = -74.2; and at 700: 108.4: 25.2 - 97 = -71.8
    assert valued(long, (1, 0, 0, True, 0, 0, 0, 1, sell)) == (1_000 - 84, 1_000 - 72)
    gone: Step = (1, 0, 0, True, 0, 0, 1, 0, (0, 0))
    assert valued(long, (1, 0, 0, True, 0, 0, 0, 1, sell), gone) == (1_000 - 44, 1_000 - 26)


def test_a_mark_that_moves_is_gained_by_every_leg() -> None:
    book = MarginBook((1_200, 700), [RISK])
    book.open(1)
    book.apply((1, 1_000, 0, True, 0, 3, 0, 0, (0, 0)))
    book.set_mark(0, 110)
    # 1,000 + 3 * 10, less 330 * 0.144 = 47.52 and 330 * 0.084 = 27.72.
    assert book.values(1) == (1_030 - 48, 1_030 - 28)
    assert book.all_values([1]) == [book.values(1)]


def test_without_the_fast_engine_the_reference_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(margin_rounds, "is_fast_measured", lambda: False)
    told: list[str] = []
    (result,) = measure_margin((evolve(smaller("margin-0"), units=5),), 1, ROUNDS, told.append)
    assert set(result.timings) == {(ACCOUNTS, "reference")}
    assert result.sweeps == ()
    assert list(result.disagreements()) == []
    assert result.growth("reference") is None
    assert f"margin-0: round {ROUNDS} of {ROUNDS}" in told


def test_the_fast_engine_is_measured_with_few_and_many_accounts() -> None:
    (result,) = measure_margin((evolve(smaller("margin-16"), units=5),), 1, 1, lambda _text: None)
    assert list(result.disagreements()) == []
    assert [sweep.accounts for sweep in result.sweeps] == [ACCOUNTS, 24]
    assert {accounts for accounts, _ in result.timings} == {ACCOUNTS, 24}


def result_of(
    name: str, few: int, many: int, *, wrong_values: int = 0, digest: str = "a"
) -> MarginResult:
    """One round of 10 commands with few accounts and with many; the baseline takes 1,000 each."""
    timings = {
        (FEW_ACCOUNTS, str(Build.COMPILED)): [Timing(few, 10, 0, "", "a")],
        (MANY_ACCOUNTS, str(Build.COMPILED)): [Timing(many, 10, 0, "", "a")],
        (FEW_ACCOUNTS, "reference"): [Timing(9_000, 10, 0, "", digest)],
    }
    sweeps = (Sweep(FEW_ACCOUNTS, (50.0,), (70.0,)),)
    return MarginResult(MARGIN_STREAMS[name], (1_000.0,), (900.0,), wrong_values, sweeps, timings)


def test_floors_are_judged() -> None:
    steady = StreamResult(STREAMS["steady"], 0, {str(Build.COMPILED): [Timing(50, 10, 0)]})
    results = {
        "margin-16": result_of("margin-16", 1_000, 2_900),
        "margin-64": result_of("margin-64", 4_010, 12_030),
    }
    found = {one.name: one for one in margin_floors({"steady": steady}, results)}
    judged = {name: (one.measured, one.is_met) for name, one in found.items()}
    beside = "cost of a checked order with 100,000 accounts, times that with 1,000"
    plain = "compiled batch, times as fast as valuations in plain Python"
    assert judged == {
        f"margin-0: {plain}": (None, False),
        f"margin-16: {plain}": (10.0, True),
        f"margin-64: {plain}": (1_000 / 401, False),
        "margin-16: cost of a checked order, times that of a command of steady": (20.0, False),
        "cost of a checked order with 64 open orders of the account, times that with 16": (
            (4.01, False)
        ),
        f"margin-0: {beside}": (None, False),
        f"margin-16: {beside}": (2.9, True),
        f"margin-64: {beside}": (3.0, False),
    }


def test_what_differs_is_told() -> None:
    assert list(result_of("margin-0", 1, 1).disagreements()) == []
    (text,) = result_of("margin-0", 1, 1, digest="b").disagreements()
    assert text == "margin-0 beside 1,000 accounts, round 1: the engines wrote different events"
    (text,) = result_of("margin-0", 1, 1, wrong_values=7).disagreements()
    assert text == "margin-0: engine and baseline state different RBV after 7 commands"
