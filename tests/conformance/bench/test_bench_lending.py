"""The streams about loans do what they say, whatever others have, and growth is told."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest
from attrs import evolve

from tallystick.conformance.bench import lending_rounds
from tallystick.conformance.bench.floors import floors
from tallystick.conformance.bench.lending_rounds import LendResult, measure_lending
from tallystick.conformance.bench.lending_streams import (
    CHAINS,
    FEW_LOANS,
    LEND_STREAMS,
    MANY_LOANS,
    LendLoad,
    LendStream,
    selected_lending,
    write_down_lending,
)
from tallystick.conformance.bench.subjects import Timing
from tallystick.conformance.targets import ReferenceEngine
from tallystick.fast import Build
from tallystick.reference.types.commands import Command, OpenAccount
from tallystick.reference.types.loan_commands import PayInterest, SwapLoan
from tallystick.reference.types.loan_events import (
    InterestPaid,
    LoanExtended,
    LoanHandedOver,
    LoanOpened,
    LoanRepaid,
    LoanSplit,
)
from tallystick.reference.types.outcome import Accepted

ROUNDS = 2
OTHERS = 40


@cache
def small(name: str) -> LendLoad:
    """A stream beside few loans, short."""
    stream = LEND_STREAMS[name].beside(OTHERS)
    return write_down_lending(evolve(stream, units=30), 3, ROUNDS)


class Venue:
    """The reference after a whole load: everything was accepted."""

    def __init__(self, load: LendLoad) -> None:
        self.engine = ReferenceEngine(load.stream.profile, load.stream.parameters())
        self.events: Counter[type] = Counter()
        self._run(load.opening)
        for segment in load.segments:
            self._run(segment.prepare)
            self.events.update(self._run(segment.timed))

    def _run(self, commands: Sequence[Command]) -> list[type]:
        kinds: list[type] = []
        for command in commands:
            outcome = self.engine.apply(command)
            assert isinstance(outcome, Accepted), (command, outcome)
            kinds += [type(event) for event in outcome.events]
        return kinds


@cache
def venue(name: str) -> Venue:
    """After the whole of a short stream."""
    return Venue(small(name))


@pytest.mark.parametrize("name", LEND_STREAMS)
def test_every_command_is_accepted_and_the_others_keep_their_loans(name: str) -> None:
    loans = venue(name).engine.dump().loans
    assert loans is not None
    of_others = [loan for loan in loans if loan.lender > 3 * CHAINS]
    assert len(of_others) == OTHERS
    assert all(loan.borrower > 3 * CHAINS for loan in of_others)
    # What is left besides is of the last round.
    units = small(name).stream.units
    assert len(loans) - OTHERS <= 2 * units


@pytest.mark.parametrize("name", LEND_STREAMS)
def test_a_stream_is_the_same_for_the_same_seed_and_beside_more_loans(name: str) -> None:
    stream = evolve(LEND_STREAMS[name], units=12)
    few, same = (write_down_lending(stream.beside(5), 3, 1) for _ in range(2))
    assert few == same
    many = write_down_lending(stream.beside(6), 3, 1)
    assert len(many.opening) == len(few.opening) + 2
    (one,), (other,) = few.segments, many.segments
    assert len(one.prepare) == len(other.prepare)
    assert [type(command) for command in one.timed] == [type(command) for command in other.timed]
    if name == "lend-originate":
        assert one.timed == other.timed
    assert write_down_lending(stream.beside(5), 4, 1) != few


def test_an_origination_is_a_loan_of_two_commands() -> None:
    events = venue("lend-originate").events
    assert events[LoanOpened] == ROUNDS * 30
    assert sum(len(segment.timed) for segment in small("lend-originate").segments) == ROUNDS * 60


def test_repayments_pay_extend_reduce_and_repay() -> None:
    events = venue("lend-repay").events
    assert events[InterestPaid] == ROUNDS * 30
    assert events[LoanExtended] == ROUNDS * 15
    assert events[LoanRepaid] == ROUNDS * 60
    for segment in small("lend-repay").segments:
        assert {type(command) for command in segment.timed} == {PayInterest}


def test_swaps_are_of_three_kinds() -> None:
    events = venue("lend-swap").events
    for segment in small("lend-swap").segments:
        assert {type(command) for command in segment.timed} == {SwapLoan}
    assert events[LoanSplit] == ROUNDS * 10
    # One step each, and two where there are two own loans.
    assert events[LoanHandedOver] == ROUNDS * 40


def test_the_streams_are_as_large_as_they_say() -> None:
    assert (FEW_LOANS, MANY_LOANS) == (1_000, 100_000)
    for stream in LEND_STREAMS.values():
        parameters = stream.parameters()
        assert parameters.lending is not None
        assert parameters.lending.max_loans >= MANY_LOANS + 5 * stream.units
    opening = write_down_lending(LEND_STREAMS["lend-swap"].beside(MANY_LOANS), 1, 0).opening
    accounts = sum(isinstance(command, OpenAccount) for command in opening)
    assert len(opening) == 2 + 2 * accounts + 2 * MANY_LOANS


def test_all_streams_about_loans_are_chosen_where_none_is_named() -> None:
    assert [one.name for one in selected_lending((), is_quick=False)] == list(LEND_STREAMS)
    (swap,) = selected_lending(("lend-swap", "deep"), is_quick=True)
    assert (swap.name, swap.units, swap.many_loans) == ("lend-swap", CHAINS // 10, 10_000)
    assert selected_lending(("deep",), is_quick=False) == ()


def test_the_reference_is_measured_beside_few_loans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending_rounds, "FEW_LOANS", OTHERS)
    monkeypatch.setattr(lending_rounds, "is_fast_measured", lambda: False)
    stream = evolve(LEND_STREAMS["lend-swap"], units=6)
    told: list[str] = []
    (result,) = measure_lending((stream,), 1, ROUNDS, told.append)
    assert set(result.timings) == {(OTHERS, "reference")}
    assert len(result.timings[OTHERS, "reference"]) == ROUNDS
    assert list(result.disagreements()) == []
    assert result.growth("reference") is None
    assert f"lend-swap: round {ROUNDS} of {ROUNDS}" in told


def result_of(few: int, many: int, digest: str = "a") -> LendResult:
    """One round of 10 commands beside few loans and beside many."""
    timings = {
        (FEW_LOANS, str(Build.COMPILED)): [Timing(few, 10, 0, "", "a")],
        (MANY_LOANS, str(Build.COMPILED)): [Timing(many, 10, 0, "", "a")],
        (FEW_LOANS, "reference"): [Timing(9_000, 10, 0, "", digest)],
    }
    return LendResult(LendStream("lend-swap", "", 10), timings)


@pytest.mark.parametrize(("many", "is_met"), [(2_500, True), (3_000, False)])
def test_growth_is_a_floor(many: int, is_met: bool) -> None:
    found = {
        one.name.partition(":")[0]: one for one in floors({}, {"lend-swap": result_of(1_000, many)})
    }
    swap, repay = found["lend-swap"], found["lend-repay"]
    assert (swap.measured, swap.is_met, swap.wanted) == (many / 1_000, is_met, "below 3")
    assert (repay.measured, repay.is_met) == (None, False)


def test_engines_that_differ_are_told() -> None:
    assert list(result_of(1, 1).disagreements()) == []
    (text,) = result_of(1, 1, digest="b").disagreements()
    assert text == "lend-swap beside 1,000 loans, round 1: the engines wrote different events"
