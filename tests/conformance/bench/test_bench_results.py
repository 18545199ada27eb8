"""What a report says follows from its rounds, and engines that differ are named."""

from collections.abc import Sequence

import pytest

from tallystick.conformance.bench.figures import Figure, figure_of, ratios
from tallystick.conformance.bench.floors import Floor, floors
from tallystick.conformance.bench.machine import Machine, this_machine
from tallystick.conformance.bench.results import StreamResult
from tallystick.conformance.bench.single_steps import StepTiming, percentile
from tallystick.conformance.bench.streams import STREAMS
from tallystick.conformance.bench.subjects import Timing
from tallystick.fast import describe


def timing(
    nanoseconds: int, trades: int = 10, trades_digest: str = "t", events: str = ""
) -> Timing:
    """A round of 90 commands, so that work is 100 units with the trades."""
    return Timing(nanoseconds, 90, trades, trades_digest, events)


def step(p50: int, p99: int = 900, empty: int = 100, trades: int = 10) -> StepTiming:
    """A round of single steps."""
    return StepTiming(90, trades, p50, p99, empty, empty + 50)


def result(
    name: str,
    baseline: Sequence[int] = (90_000,),
    compiled: Sequence[int] = (9_000,),
    steps: Sequence[StepTiming] = (),
    **others: Sequence[int],
) -> StreamResult:
    """Of these nanoseconds, round by round."""
    subjects = {"baseline": baseline, "compiled": compiled, **others}
    timings = {one: [timing(each) for each in each_round] for one, each_round in subjects.items()}
    return StreamResult(STREAMS[name], 0, timings, list(steps))


def floor_of(results: Sequence[StreamResult], beginning: str) -> Floor:
    """The one floor whose name begins so."""
    by_name = {one.stream.name: one for one in results}
    (found,) = [one for one in floors(by_name) if one.name.startswith(beginning)]
    return found


def test_a_figure_is_the_median_and_the_spread() -> None:
    assert figure_of([5, 1, 9]) == Figure(5, 1, 9, 3)
    assert ratios([10, 20, 90], [5, 5, 9]) == Figure(4, 2, 10, 3)
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        ratios([1, 2], [1])


def test_a_percentile_is_one_of_the_numbers() -> None:
    numbers = list(range(1, 101))
    assert [percentile(numbers, percent) for percent in (1, 50, 99, 100)] == [1, 50, 99, 100]
    assert percentile([7], 50) == percentile([7], 99) == 7
    assert percentile([9, 1], 50) == 1
    assert percentile([1, 2, 3], 99) == 3


def test_costs_are_of_a_command_and_of_a_unit_of_work() -> None:
    one = result("steady", baseline=(90_000, 180_000), compiled=(9_000, 9_000))
    assert one.nanoseconds_per_command("baseline") == [1_000, 2_000]
    assert one.nanoseconds_per_unit("baseline") == [900, 1_800]
    # Round by round: 10 times and 20 times, not the ratio of two medians.
    assert one.times_baseline("compiled") == Figure(15, 10, 20, 2)


def test_a_ratio_is_met_or_missed() -> None:
    met = floor_of([result("steady", (90_000,), (9_000,))], "steady: compiled batch")
    assert (met.measured, met.is_met) == (10, True)
    missed = floor_of([result("deep", (90_000,), (9_001,))], "deep: compiled batch")
    assert not missed.is_met
    settling = floor_of([result("spot-deep", (45_000,), (9_000,))], "spot-deep: compiled batch")
    assert (settling.measured, settling.is_met) == (5, True)
    assert floor_of([], "steady: compiled batch").measured is None


def test_growth_is_of_the_same_round() -> None:
    few = result("steady", (1, 1, 1), (1_000, 9_000, 1_000))
    many = result("steady-200000", (1, 1, 1), (2_000, 18_000, 9_000))
    growth = floor_of([few, many], "cost of a command with 200,000")
    assert (growth.measured, growth.is_met) == (2, True)
    many = result("steady-200000", (1, 1, 1), (4_000, 36_000, 9_000))
    growth = floor_of([few, many], "cost of a command with 200,000")
    assert growth.measured == pytest.approx(4)
    assert not growth.is_met
    assert floor_of([few], "cost of a command with 200,000").measured is None


def test_a_stream_may_cost_eight_times_as_much() -> None:
    steady = result("steady", compiled=(1_000,))
    sweep = floor_of([steady, result("sweep", compiled=(8_000,))], "sweep: cost")
    assert (sweep.measured, sweep.is_met) == (8, True)
    sweep = floor_of([steady, result("sweep", compiled=(8_001,))], "sweep: cost")
    assert not sweep.is_met
    assert floor_of([result("sweep")], "every stream: cost").measured is None


def test_single_steps_are_told_beyond_an_empty_call() -> None:
    one = step(p50=1_099)
    assert (one.beyond_p50_nanoseconds, one.beyond_p99_nanoseconds) == (999, 800)
    fast = floor_of([result("steady", steps=[one])], "steady: median single step")
    assert (fast.measured, fast.is_met) == (999, True)
    slow = floor_of([result("steady", steps=[step(p50=1_100)])], "steady: median single step")
    assert not slow.is_met
    assert floor_of([result("steady")], "median single step").measured is None


def test_the_reference_has_a_floor_too() -> None:
    # 90 commands in 45 ms are 2,000 a second.
    quick = floor_of([result("reference", reference=(45_000_000,))], "reference:")
    assert (quick.measured, quick.is_met) == (2_000, True)
    slow = floor_of([result("reference", reference=(45_100_000,))], "reference:")
    assert not slow.is_met
    assert floor_of([], "reference:").measured is None


def test_nothing_of_the_compiled_engine_is_measured_without_it() -> None:
    steady = result("steady", steps=[step(p50=200)])
    del steady.timings["compiled"]
    found = list(floors({"steady": steady, "deep": steady}))
    assert [floor.measured for floor in found] == [None] * len(found)
    assert not any(floor.is_met for floor in found)


def test_equal_engines_do_not_differ() -> None:
    assert list(result("steady", steps=[step(200)]).disagreements()) == []


def test_engines_that_differ_are_named() -> None:
    one = result("steady", steps=[step(200, trades=11)])
    one.timings["compiled"] = [timing(1, trades=9)]
    one.timings["apply_all"] = [timing(1, trades_digest="other")]
    assert list(one.disagreements()) == [
        "steady, round 1: compiled made 9 trades, not 10",
        "steady, round 1: apply_all made other trades than the baseline",
        "steady, round 1: single steps made 11 trades, not 10",
    ]
    one = result("steady")
    one.timings["compiled"] = [timing(1, events="a")]
    one.timings["interpreted"] = [timing(1, events="b")]
    assert list(one.disagreements()) == ["steady, round 1: the engines wrote different events"]
    one.timings["interpreted"] = [timing(1, events="a")]
    assert list(one.disagreements()) == []


def machine(load_average: float | None, fast_engine: str = "compiled (by hand)") -> Machine:
    """Two cores."""
    return Machine("a processor", 2, "a system", "a Python", fast_engine, load_average)


def test_a_busy_machine_is_warned_of() -> None:
    assert machine(0.5).warnings() == ()
    assert machine(None).warnings() == ()
    (warning,) = machine(0.51).warnings()
    assert "load 0.51 on 2 cores" in warning
    (warning,) = machine(0.0, "interpreted (never built)").warnings()
    assert warning == "the fast engine is interpreted (never built)"


def test_this_machine_is_known() -> None:
    found = this_machine()
    assert found.fast_engine == describe()
    assert found.processor
    assert found.cores >= 1
    assert "Python" in found.python
