"""Measures the streams about perpetual futures, beside few and many accounts with legs.

What a command costs follows from the legs that it touches: their distribution is counted apart, and
a figure is told for a command and for a leg, with its growth as a ratio within a round.
"""

from collections.abc import Iterator, Sequence

from attrs import field, frozen

from tallystick.conformance.bench.beside import (
    OpenedBeside,
    TimingsBeside,
    disagreements_beside,
    growth_beside,
    nanoseconds_per_command,
    subjects_beside,
    timings_beside,
)
from tallystick.conformance.bench.figures import Figure
from tallystick.conformance.bench.perp_streams import (
    PerpLoad,
    PerpStream,
    write_down_perp,
)
from tallystick.conformance.bench.rounds import Tell, builds, without_collection
from tallystick.conformance.targets import ReferenceEngine, profiles_of
from tallystick.fast import FastEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Accepted, Outcome


@frozen
class TouchedLegs:
    """How many legs the timed commands of all rounds touched (PRP-031)."""

    commands: int
    rejected: int
    total: int
    median: int
    p99: int
    most: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "TouchedLegs":
        """Of at least one accepted command."""
        accepted = [outcome for outcome in outcomes if isinstance(outcome, Accepted)]
        touched = sorted(outcome.touched_legs or 0 for outcome in accepted)
        last = len(touched) - 1
        return cls(
            commands=len(outcomes),
            rejected=len(outcomes) - len(accepted),
            total=sum(touched),
            median=touched[last // 2],
            p99=touched[last * 99 // 100],
            most=touched[last],
        )


@frozen
class PerpResult:
    """All rounds of one stream, by the number of others and subject."""

    stream: PerpStream
    touched: TouchedLegs
    touched_in_rounds: tuple[int, ...]
    """Legs of the timed commands of each round."""
    timings: TimingsBeside = field(factory=dict)

    def nanoseconds_per_command(self, others: int, subject: str) -> list[float]:
        """Of every round."""
        return nanoseconds_per_command(self.timings[others, subject])

    def nanoseconds_per_leg(self, others: int, subject: str) -> list[float]:
        """Of every round that touched any."""
        timings = self.timings[others, subject]
        pairs = zip(timings, self.touched_in_rounds, strict=True)
        return [one.nanoseconds / legs for one, legs in pairs if legs]

    def growth(self, subject: str) -> Figure | None:
        """How many times as much a command costs beside many others as beside few, if both ran."""
        return growth_beside(self.timings, self.stream.others, self.stream.many_others, subject)

    def disagreements(self) -> Iterator[str]:
        """Where subjects did not do the same, in words."""
        return disagreements_beside(self.timings, self.stream.name, "accounts")


def measure_perp(
    streams: Sequence[PerpStream], seed: int, rounds: int, tell: Tell
) -> Iterator[PerpResult]:
    """Measure streams one after another."""
    for stream in streams:
        with without_collection():
            yield _measured(stream, seed, rounds, tell)


def _measured(stream: PerpStream, seed: int, rounds: int, tell: Tell) -> PerpResult:
    opened: list[OpenedBeside] = []
    counted: list[Sequence[Outcome]] = []
    for beside in _sizes(stream):
        tell(f"{stream.name}: writing down the commands beside {beside:,} accounts")
        load = write_down_perp(stream.beside(beside), seed, rounds)
        if not counted:
            tell(f"{stream.name}: counting the legs that are touched")
            counted = list(_timed_outcomes(load))
        for subject in subjects_beside(
            load.stream, has_fast=is_fast_measured(), is_few=beside == stream.others
        ):
            tell(f"{stream.name}: setting up {subject.name} beside {beside:,} accounts")
            subject.run(load.opening)
            opened.append(OpenedBeside(beside, subject, load.segments))
    return PerpResult(
        stream,
        TouchedLegs.of([outcome for outcomes in counted for outcome in outcomes]),
        tuple(TouchedLegs.of(outcomes).total for outcomes in counted),
        timings_beside(stream.name, opened, rounds, tell),
    )


def is_fast_measured() -> bool:
    """Whether the fast engine has perpetual futures."""
    return Profile.PERP_1 in profiles_of("fast")


def _timed_outcomes(load: PerpLoad) -> Iterator[Sequence[Outcome]]:
    """What the timed commands of each round are answered."""
    stream = load.stream
    if is_fast_measured():
        answer = FastEngine(stream.profile, stream.parameters(), builds()[0]).apply_all
    else:
        engine = ReferenceEngine(stream.profile, stream.parameters())

        def answer(commands: Sequence[Command]) -> list[Outcome]:
            return [engine.apply(command) for command in commands]

    answer(load.opening)
    for segment in load.segments:
        answer(segment.prepare)
        yield answer(segment.timed)


def _sizes(stream: PerpStream) -> tuple[int, ...]:
    return (stream.others, stream.many_others) if is_fast_measured() else (stream.others,)
