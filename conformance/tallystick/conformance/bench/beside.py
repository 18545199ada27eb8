"""Rounds of a stream whose same commands are measured beside few and beside many others.

The others, accounts or loans, do nothing while it is timed: what they cost is told as the ratio of
both within a round.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from tallystick.conformance.bench.figures import Figure, ratios
from tallystick.conformance.bench.rounds import Tell, builds
from tallystick.conformance.bench.streams import Opens, Segment
from tallystick.conformance.bench.subjects import (
    ApplyAllSubject,
    KernelSubject,
    ReferenceSubject,
    Subject,
    Timing,
)

TimingsBeside = dict[tuple[int, str], list[Timing]]
"""Of every round, by the number of others and the subject."""


@frozen
class OpenedBeside:
    """A subject that has executed its opening, and the segments that it is to be timed with."""

    others: int
    subject: Subject
    segments: Sequence[Segment]


def subjects_beside(stream: Opens, *, has_fast: bool, is_few: bool) -> Iterator[Subject]:
    """Beside many others only the fast engine runs: the reference looks at all of them."""
    if has_fast:
        for build in builds():
            yield KernelSubject(stream, build)
        yield ApplyAllSubject(stream, builds()[0])
    if is_few:
        yield ReferenceSubject(stream)


def timings_beside(
    stream: str, opened: Sequence[OpenedBeside], rounds: int, tell: Tell
) -> TimingsBeside:
    """Time every subject in every round."""
    timings: TimingsBeside = {}
    for number in range(rounds):
        tell(f"{stream}: round {number + 1} of {rounds}")
        for one in opened:
            segment = one.segments[number]
            one.subject.run(segment.prepare)
            timing = one.subject.time(segment.timed, in_full=number == 0)
            timings.setdefault((one.others, one.subject.name), []).append(timing)
    return timings


def nanoseconds_per_command(timings: Sequence[Timing]) -> list[float]:
    """Of every round."""
    return [one.nanoseconds / one.commands for one in timings]


def growth_beside(
    timings: Mapping[tuple[int, str], Sequence[Timing]], few: int, many: int, subject: str
) -> Figure | None:
    """How many times as much a command costs beside many others as beside few, if both ran."""
    if not {(few, subject), (many, subject)} <= timings.keys():
        return None
    return ratios(
        nanoseconds_per_command(timings[many, subject]),
        nanoseconds_per_command(timings[few, subject]),
    )


def disagreements_beside(
    timings: Mapping[tuple[int, str], Sequence[Timing]], stream: str, others_word: str
) -> Iterator[str]:
    """Where subjects did not do the same beside as many others, in words."""
    for others in dict.fromkeys(beside for beside, _subject in timings):
        digests = {
            of_rounds[0].events_digest
            for (beside, _subject), of_rounds in timings.items()
            if beside == others
        }
        if len(digests) > 1:
            where = f"{stream} beside {others:,} {others_word}, round 1"
            yield f"{where}: the engines wrote different events"
