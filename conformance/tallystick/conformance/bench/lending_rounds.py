"""Measures the streams about loans, beside few and many loans of others in the same rounds.

The plain book knows no loans: a figure is told as it is, and its growth as a ratio within a round.
"""

from collections.abc import Iterator, Sequence

from attrs import field, frozen

from tallystick.conformance.bench.figures import Figure, ratios
from tallystick.conformance.bench.lending_streams import (
    FEW_LOANS,
    LendLoad,
    LendStream,
    write_down_lending,
)
from tallystick.conformance.bench.rounds import Tell, builds, without_collection
from tallystick.conformance.bench.subjects import (
    ApplyAllSubject,
    KernelSubject,
    ReferenceSubject,
    Subject,
    Timing,
)
from tallystick.conformance.targets import profiles_of
from tallystick.reference.types.choices import Profile


@frozen
class LendResult:
    """All rounds of one stream about loans, by open loans of others and subject."""

    stream: LendStream
    timings: dict[tuple[int, str], list[Timing]] = field(factory=dict)

    def nanoseconds_per_command(self, open_loans: int, subject: str) -> list[float]:
        """Of every round."""
        return [one.nanoseconds / one.commands for one in self.timings[open_loans, subject]]

    def growth(self, subject: str) -> Figure | None:
        """How many times as much a command costs beside many loans as beside few, if both ran."""
        many = self.stream.many_loans
        if not {(FEW_LOANS, subject), (many, subject)} <= self.timings.keys():
            return None
        return ratios(
            self.nanoseconds_per_command(many, subject),
            self.nanoseconds_per_command(FEW_LOANS, subject),
        )

    def disagreements(self) -> Iterator[str]:
        """Where subjects did not do the same, in words."""
        for open_loans in (FEW_LOANS, self.stream.many_loans):
            digests = {
                timings[0].events_digest
                for (beside, _name), timings in self.timings.items()
                if beside == open_loans
            }
            if len(digests) > 1:
                where = f"{self.stream.name} beside {open_loans:,} loans, round 1"
                yield f"{where}: the engines wrote different events"


def measure_lending(
    streams: Sequence[LendStream], seed: int, rounds: int, tell: Tell
) -> Iterator[LendResult]:
    """Measure streams one after another."""
    for stream in streams:
        with without_collection():
            yield _measured(stream, seed, rounds, tell)


def _measured(stream: LendStream, seed: int, rounds: int, tell: Tell) -> LendResult:
    opened: list[tuple[LendLoad, Subject]] = []
    for beside in _sizes(stream):
        tell(f"{stream.name}: writing down the commands beside {beside:,} loans")
        load = write_down_lending(stream.beside(beside), seed, rounds)
        for subject in _subjects(load.stream):
            tell(f"{stream.name}: setting up {subject.name} beside {beside:,} loans")
            subject.run(load.opening)
            opened.append((load, subject))
    result = LendResult(stream)
    for number in range(rounds):
        tell(f"{stream.name}: round {number + 1} of {rounds}")
        for load, subject in opened:
            segment = load.segments[number]
            subject.run(segment.prepare)
            timing = subject.time(segment.timed, in_full=number == 0)
            result.timings.setdefault((load.stream.open_loans, subject.name), []).append(timing)
    return result


def is_fast_measured() -> bool:
    """Whether the fast engine has loans."""
    return Profile.LEND_1 in profiles_of("fast")


def _sizes(stream: LendStream) -> tuple[int, ...]:
    """Beside many loans only the fast engine runs: the reference looks at all of them."""
    return (FEW_LOANS, stream.many_loans) if is_fast_measured() else (FEW_LOANS,)


def _subjects(stream: LendStream) -> Iterator[Subject]:
    if is_fast_measured():
        for build in builds():
            yield KernelSubject(stream, build)
        yield ApplyAllSubject(stream, builds()[0])
    if stream.open_loans == FEW_LOANS:
        yield ReferenceSubject(stream)
