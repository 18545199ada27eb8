"""The streams about perpetual futures do what they say, beside however many, and growth is told."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest
from attrs import evolve

from tallystick.conformance.bench import perp_rounds
from tallystick.conformance.bench.floors import floors
from tallystick.conformance.bench.perp_rounds import PerpResult, TouchedLegs, measure_perp
from tallystick.conformance.bench.perp_streams import (
    ACTING,
    COUNTERPARTIES,
    FEW_OTHERS,
    LEGS_OF_AN_OTHER,
    MAKERS,
    MANY_OTHERS,
    MAX_ACCOUNTS,
    MOST_CLOSING,
    PERP_STREAMS,
    TRUED_UP,
    PerpLoad,
    PerpStream,
    selected_perp,
    write_down_perp,
)
from tallystick.conformance.bench.subjects import Timing
from tallystick.conformance.targets import ReferenceEngine
from tallystick.fast import Build
from tallystick.reference.types.commands import Command, OpenAccount, PlaceOrder
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.perp_events import FundingTicked, LegExtended, LegReduced
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count

ROUNDS = 2
OTHERS = 40
UNITS = {"perp-makers": 300, "perp-close": 3}


def smaller(name: str) -> PerpStream:
    """Beside a few others, short."""
    return evolve(PERP_STREAMS[name], units=UNITS[name], others=OTHERS, trued_up=8)


@cache
def small(name: str) -> PerpLoad:
    return write_down_perp(smaller(name), 3, ROUNDS)


class Venue:
    """The reference after a whole load: everything was accepted."""

    def __init__(self, load: PerpLoad) -> None:
        self.engine = ReferenceEngine(load.stream.profile, load.stream.parameters())
        self.events: Counter[type] = Counter()
        self._run(load.opening)
        self.legs_before = self.legs()
        self.timed: list[Accepted] = []
        for segment in load.segments:
            self._run(segment.prepare)
            self.timed += self._run(segment.timed)

    def legs(self) -> dict[tuple[int, int], int]:
        """Lots by the accounts of a leg."""
        (market,) = self.engine.dump().markets
        assert market.legs is not None
        return {(leg.long_account, leg.short_account): leg.lots for leg in market.legs}

    def _run(self, commands: Sequence[Command]) -> list[Accepted]:
        told: list[Accepted] = []
        for command in commands:
            outcome = self.engine.apply(command)
            assert isinstance(outcome, Accepted), (command, outcome)
            self.events.update(type(event) for event in outcome.events)
            told.append(outcome)
        return told


@cache
def venue(name: str) -> Venue:
    """After the whole of a short stream."""
    return Venue(small(name))


@pytest.mark.parametrize("name", PERP_STREAMS)
def test_every_command_is_accepted_and_the_others_keep_their_legs(name: str) -> None:
    assert len(venue(name).legs_before) == OTHERS // 2 * LEGS_OF_AN_OTHER
    after = venue(name).legs()
    for pair, lots in venue(name).legs_before.items():
        assert min(pair) > ACTING
        assert after[pair] == lots
    assert venue(name).engine.dump().debts == ()


@pytest.mark.parametrize("name", PERP_STREAMS)
def test_a_stream_is_the_same_for_the_same_seed_and_beside_more_accounts(name: str) -> None:
    again = write_down_perp(smaller(name), 3, ROUNDS)
    assert again == small(name)
    more = write_down_perp(smaller(name).beside(OTHERS + 2), 3, ROUNDS)
    assert more.segments == small(name).segments
    assert len(more.opening) == len(again.opening) + 2 * 2 + 2 * LEGS_OF_AN_OTHER
    assert write_down_perp(smaller(name), 4, ROUNDS).segments != again.segments


def test_makers_are_met_by_orders_of_all_kinds_and_true_ups() -> None:
    timed = [command for segment in small("perp-makers").segments for command in segment.timed]
    assert len(timed) == ROUNDS * UNITS["perp-makers"]
    orders = [one for one in timed if isinstance(one, PlaceOrder)]
    true_ups = [one for one in timed if isinstance(one, TrueUp)]
    assert len(orders) + len(true_ups) == len(timed)
    assert {one.account > MAKERS for one in orders} == {True}
    assert 20 < sum(one.order.reduce_only for one in orders) < 100
    assert 10 < len(true_ups) < 60
    events = venue("perp-makers").events
    assert events[LegReduced] > 20 < events[LegExtended]


def test_who_closes_touches_two_legs_of_everybody_he_faces() -> None:
    told = venue("perp-close").timed
    assert [outcome.touched_legs for outcome in told] == [2 * COUNTERPARTIES] * len(told)
    closing = {MAKERS + 1 + number for number in range(UNITS["perp-close"])}
    assert {account for pair in venue("perp-close").legs() for account in pair} & closing == set()


def test_time_goes_on_so_that_ticks_come() -> None:
    load = write_down_perp(smaller("perp-close"), 3, 9)
    assert Venue(load).events[FundingTicked] == 1


def test_the_streams_are_as_large_as_they_say() -> None:
    assert (ACTING, MAKERS, FEW_OTHERS, MANY_OTHERS) == (1_000, 50, 1_000, 10_000)
    assert ACTING + MANY_OTHERS <= MAX_ACCOUNTS
    assert TRUED_UP + LEGS_OF_AN_OTHER < FEW_OTHERS // 2
    assert PERP_STREAMS["perp-close"].units <= MOST_CLOSING
    assert MAKERS + MOST_CLOSING + PERP_STREAMS["perp-close"].units + COUNTERPARTIES < ACTING
    for stream in PERP_STREAMS.values():
        perpetual = stream.parameters().perpetual
        assert perpetual is not None
        assert perpetual.max_legs_per_command >= 2 * COUNTERPARTIES
    opening = write_down_perp(PERP_STREAMS["perp-close"].beside(MANY_OTHERS), 1, 0).opening
    accounts = sum(isinstance(command, OpenAccount) for command in opening)
    assert accounts == ACTING + MANY_OTHERS
    assert len(opening) == 3 + 2 * accounts + MANY_OTHERS * LEGS_OF_AN_OTHER


def test_all_streams_about_perpetual_futures_are_chosen_where_none_is_named() -> None:
    assert [one.name for one in selected_perp((), is_quick=False)] == list(PERP_STREAMS)
    (close,) = selected_perp(("perp-close", "deep"), is_quick=True)
    assert (close.name, close.units, close.others, close.many_others) == (
        ("perp-close", 2, 1_000, 2_000)
    )
    assert selected_perp(("deep",), is_quick=False) == ()


def test_the_distribution_of_touched_legs() -> None:
    outcomes: list[Outcome] = [Accepted((), Count(0), Count(legs)) for legs in range(200)]
    outcomes.append(Rejected(Reason.NO_MARK, Count(0)))
    assert TouchedLegs.of(outcomes) == TouchedLegs(201, 1, 199 * 100, 99, 197, 199)
    assert TouchedLegs.of(outcomes[7:8]) == TouchedLegs(1, 0, 7, 7, 7, 7)


def test_without_the_fast_engine_the_reference_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(perp_rounds, "is_fast_measured", lambda: False)
    told: list[str] = []
    (result,) = measure_perp((evolve(smaller("perp-close"), units=1),), 1, ROUNDS, told.append)
    assert set(result.timings) == {(OTHERS, "reference")}
    assert result.touched == TouchedLegs(2, 0, 400, 200, 200, 200)
    assert result.touched_in_rounds == (200, 200)
    assert list(result.disagreements()) == []
    assert result.growth("reference") is None
    assert f"perp-close: round {ROUNDS} of {ROUNDS}" in told


def result_of(few: int, many: int, digest: str = "a") -> PerpResult:
    """One round of 10 commands of 40 legs beside few others and beside many."""
    timings = {
        (FEW_OTHERS, str(Build.COMPILED)): [Timing(few, 10, 0, "", "a")],
        (MANY_OTHERS, str(Build.COMPILED)): [Timing(many, 10, 0, "", "a")],
        (FEW_OTHERS, "reference"): [Timing(9_000, 10, 0, "", digest)],
    }
    touched = TouchedLegs(10, 0, 40, 4, 4, 4)
    return PerpResult(PERP_STREAMS["perp-makers"], touched, (40,), timings)


@pytest.mark.parametrize(("many", "is_met"), [(2_500, True), (3_000, False)])
def test_growth_is_a_floor(many: int, is_met: bool) -> None:
    results = {"perp-makers": result_of(1_000, many)}
    found = {one.name.partition(":")[0]: one for one in floors({}, {}, results)}
    makers, close = found["perp-makers"], found["perp-close"]
    assert (makers.measured, makers.is_met, makers.wanted) == (many / 1_000, is_met, "below 3")
    assert (close.measured, close.is_met) == (None, False)


def test_a_figure_is_of_a_command_and_of_a_leg() -> None:
    result = result_of(1_000, 1_000)
    assert result.nanoseconds_per_command(FEW_OTHERS, Build.COMPILED) == [100]
    assert result.nanoseconds_per_leg(FEW_OTHERS, Build.COMPILED) == [25]


def test_engines_that_differ_are_told() -> None:
    assert list(result_of(1, 1).disagreements()) == []
    (text,) = result_of(1, 1, digest="b").disagreements()
    assert text == "perp-makers beside 1,000 accounts, round 1: the engines wrote different events"
