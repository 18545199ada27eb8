"""Measures the streams about loans, beside few and many loans of others in the same rounds.

The plain book knows no loans: a figure is told as it is, and its growth as a ratio within a round.
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
from tallystick.conformance.bench.lending_streams import (
    FEW_LOANS,
    LendStream,
    write_down_lending,
)
from tallystick.conformance.bench.rounds import Tell, without_collection
from tallystick.conformance.targets import profiles_of
from tallystick.reference.types.choices import Profile


@frozen
class LendResult:
    """All rounds of one stream about loans, by open loans of others and subject."""

    stream: LendStream
    timings: TimingsBeside = field(factory=dict)

    def nanoseconds_per_command(self, open_loans: int, subject: str) -> list[float]:
        """Of every round."""
        return nanoseconds_per_command(self.timings[open_loans, subject])

    def growth(self, subject: str) -> Figure | None:
        """How many times as much a command costs beside many loans as beside few, if both ran."""
        return growth_beside(self.timings, FEW_LOANS, self.stream.many_loans, subject)

    def disagreements(self) -> Iterator[str]:
        """Where subjects did not do the same, in words."""
        return disagreements_beside(self.timings, self.stream.name, "loans")


def measure_lending(
    streams: Sequence[LendStream], seed: int, rounds: int, tell: Tell
) -> Iterator[LendResult]:
    """Measure streams one after another."""
    for stream in streams:
        with without_collection():
            yield _measured(stream, seed, rounds, tell)


def _measured(stream: LendStream, seed: int, rounds: int, tell: Tell) -> LendResult:
    opened: list[OpenedBeside] = []
    for beside in _sizes(stream):
        tell(f"{stream.name}: writing down the commands beside {beside:,} loans")
        load = write_down_lending(stream.beside(beside), seed, rounds)
        for subject in subjects_beside(
            load.stream, has_fast=is_fast_measured(), is_few=beside == FEW_LOANS
        ):
            tell(f"{stream.name}: setting up {subject.name} beside {beside:,} loans")
            subject.run(load.opening)
            opened.append(OpenedBeside(beside, subject, load.segments))
    return LendResult(stream, timings_beside(stream.name, opened, rounds, tell))


def is_fast_measured() -> bool:
    """Whether the fast engine has loans."""
    return Profile.LEND_1 in profiles_of("fast")


def _sizes(stream: LendStream) -> tuple[int, ...]:
    """Beside many loans only the fast engine runs: the reference looks at all of them."""
    return (FEW_LOANS, stream.many_loans) if is_fast_measured() else (FEW_LOANS,)
