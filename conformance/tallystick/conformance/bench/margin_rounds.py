"""Measures streams of checked orders, with few and with many accounts, beside plain Python.

The baseline values what the engine checks: it is told what each command did to its account and
knows nothing else, so that its time is that of valuations alone.
"""

from collections.abc import Callable, Iterator, Sequence
from time import thread_time_ns

from attrs import define, field, frozen

from tallystick.conformance.bench.beside import (
    OpenedBeside,
    TimingsBeside,
    disagreements_beside,
    growth_beside,
    nanoseconds_per_command,
    timings_beside,
)
from tallystick.conformance.bench.figures import Figure, ratios
from tallystick.conformance.bench.margin_book import MarginBook, Risk, Step
from tallystick.conformance.bench.margin_steps import Follower, Values
from tallystick.conformance.bench.margin_streams import (
    ASSETS,
    MIDDLE,
    PERP_SLIPPAGE,
    RISK,
    SLIPPAGE,
    MarginLoad,
    MarginStream,
    write_down_margin,
)
from tallystick.conformance.bench.margin_sweeps import Sweep, measure_sweep
from tallystick.conformance.bench.rounds import Tell, builds, without_collection
from tallystick.conformance.bench.streams import LOT_ATOMS
from tallystick.conformance.bench.subjects import (
    ApplyAllSubject,
    KernelSubject,
    ReferenceSubject,
    Subject,
)
from tallystick.conformance.targets import ReferenceEngine, profiles_of
from tallystick.fast import FastEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Outcome

Answer = Callable[[Sequence[Command]], list[Outcome]]


@frozen
class MarginResult:
    """All rounds of one stream, by the number of accounts and the subject."""

    stream: MarginStream
    baseline: tuple[float, ...]
    """Nanoseconds a check, of every round."""
    baseline_sweep: tuple[float, ...]
    """Nanoseconds a valuation where it values all accounts, of every round."""
    wrong_values: int
    """Checks of which baseline and engine say something else."""
    sweeps: tuple[Sweep, ...]
    timings: TimingsBeside = field(factory=dict)

    def nanoseconds_per_command(self, accounts: int, subject: str) -> list[float]:
        """Of every round."""
        return nanoseconds_per_command(self.timings[accounts, subject])

    def times_baseline(self, subject: str) -> Figure | None:
        """How many times as fast as the baseline of the same round, with few accounts."""
        few = self.stream.accounts
        if (few, subject) not in self.timings:
            return None
        return ratios(self.baseline, self.nanoseconds_per_command(few, subject))

    def growth(self, subject: str) -> Figure | None:
        """How many times as much a command costs with many accounts as with few, if both ran."""
        few, many = self.stream.accounts, self.stream.many_accounts
        return growth_beside(self.timings, few, many, subject)

    def disagreements(self) -> Iterator[str]:
        """Where subjects did not do the same, in words."""
        yield from disagreements_beside(self.timings, self.stream.name, "accounts")
        if self.wrong_values:
            yield (
                f"{self.stream.name}: engine and baseline state different RBV after"
                f" {self.wrong_values} commands"
            )


def measure_margin(
    streams: Sequence[MarginStream], seed: int, rounds: int, tell: Tell
) -> Iterator[MarginResult]:
    """Measure streams one after another."""
    for stream in streams:
        with without_collection():
            yield _measured(stream, seed, rounds, tell)


def is_fast_measured() -> bool:
    """Whether the fast engine has margin."""
    return Profile.MARGIN_1 in profiles_of("fast")


def _measured(stream: MarginStream, seed: int, rounds: int, tell: Tell) -> MarginResult:
    opened: list[OpenedBeside] = []
    baseline: Baseline | None = None
    sweeps: list[Sweep] = []
    for accounts in _sizes(stream):
        tell(f"{stream.name}: writing down the commands of {accounts:,} accounts")
        load = write_down_margin(stream.beside(accounts), seed, rounds)
        if baseline is None:
            tell(f"{stream.name}: following the portfolios")
            baseline = followed(load)
        for subject in _subjects(load.stream, is_few=accounts == stream.accounts):
            tell(f"{stream.name}: setting up {subject.name} with {accounts:,} accounts")
            for block in load.opening():
                subject.run(block)
            opened.append(OpenedBeside(accounts, subject, load.segments))
    assert baseline is not None
    baseline.run(tell)
    timings = timings_beside(stream.name, opened, rounds, tell)
    for one in opened:
        if isinstance(one.subject, ApplyAllSubject):
            tell(f"{stream.name}: valuing all of {one.others:,} accounts")
            sweeps.append(measure_sweep(one.subject.engine, one.others, stream.takers, rounds))
    return MarginResult(
        stream, tuple(baseline.checks), tuple(baseline.valuations), baseline.wrong_values,
        tuple(sweeps), timings,
    )  # fmt: skip


@define
class Baseline:
    """The plain portfolios at the beginning of the first round, and what happens to them."""

    book: MarginBook
    rounds: list[tuple[list[int], list[Step], list[Values]]]
    """Of each round the marks, the steps, and what an engine states."""
    checks: list[float] = field(factory=list)
    """Nanoseconds each, of every round; and where all accounts are valued."""
    valuations: list[float] = field(factory=list)
    wrong_values: int = 0

    def run(self, tell: Tell) -> None:
        """Measure every round."""
        for number, (marks, steps, stated) in enumerate(self.rounds, start=1):
            tell(f"baseline: round {number} of {len(self.rounds)}")
            for asset, mark in enumerate(marks):
                self.book.set_mark(asset, mark)
            began = thread_time_ns()
            values = self.book.check_all(steps)
            checked = thread_time_ns()
            self.book.all_values(self.book.portfolios)
            ended = thread_time_ns()
            self.wrong_values += sum(
                one != other for one, other in zip(values, stated, strict=True)
            )
            self.checks.append((checked - began) / len(steps))
            self.valuations.append((ended - checked) / len(self.book.portfolios))


def followed(load: MarginLoad) -> Baseline:
    """What an engine answers to a load, as the baseline reads it."""
    answer = _answering(load.stream)
    follower = Follower(new_book(load.stream), [MIDDLE] * ASSETS)
    for block in load.opening():
        follower.follow(answer(block))
    rounds = []
    for segment in load.segments:
        follower.take_marks(answer(segment.prepare))
        steps, stated = follower.timed(answer(segment.timed))
        rounds.append((list(follower.marks), steps, stated))
    return Baseline(follower.book, rounds)


def new_book(stream: MarginStream) -> MarginBook:
    """Without accounts, with the first marks of a stream."""
    margin = stream.parameters().margin
    assert margin is not None
    scales = margin.initial_scale_permille, margin.maintenance_scale_permille
    risk = Risk(LOT_ATOMS, MIDDLE, RISK, SLIPPAGE, PERP_SLIPPAGE)
    return MarginBook(scales, [risk] * ASSETS)


def _answering(stream: MarginStream) -> Answer:
    if is_fast_measured():
        return FastEngine(stream.profile, stream.parameters(), builds()[0]).apply_all
    engine = ReferenceEngine(stream.profile, stream.parameters())
    return lambda commands: [engine.apply(command) for command in commands]


def _subjects(stream: MarginStream, *, is_few: bool) -> Iterator[Subject]:
    """With many accounts only the fast engine runs; the slower build of it nowhere."""
    if is_fast_measured():
        yield KernelSubject(stream, builds()[0])
        yield ApplyAllSubject(stream, builds()[0])
    if is_few:
        yield ReferenceSubject(stream)


def _sizes(stream: MarginStream) -> tuple[int, ...]:
    few, many = stream.accounts, stream.many_accounts
    return (few, many) if is_fast_measured() else (few,)
