"""What the rounds of a stream were, and whether all engines did the same in them."""

from collections.abc import Iterator

from attrs import field, frozen

from tallystick.conformance.bench.figures import Figure, figure_of, ratios
from tallystick.conformance.bench.single_steps import StepTiming
from tallystick.conformance.bench.streams import Stream
from tallystick.conformance.bench.subjects import Timing

BASELINE = "baseline"


@frozen
class StreamResult:
    """All rounds of one stream, by the names of the subjects."""

    stream: Stream
    rejected: int
    timings: dict[str, list[Timing]] = field(factory=dict)
    steps: list[StepTiming] = field(factory=list)

    def nanoseconds_per_command(self, subject: str) -> list[float]:
        """Of every round."""
        return [timing.nanoseconds / timing.commands for timing in self.timings[subject]]

    def nanoseconds_per_unit(self, subject: str) -> list[float]:
        """Of every round; a unit of work is a command or a fill."""
        return [
            timing.nanoseconds / (timing.commands + timing.trades)
            for timing in self.timings[subject]
        ]

    def fills_per_command(self) -> float:
        """Of all rounds together."""
        timings = self.timings[BASELINE]
        return sum(timing.trades for timing in timings) / sum(timing.commands for timing in timings)

    def times_baseline(self, subject: str) -> Figure:
        """How many times as fast as the baseline of the same round."""
        return ratios(self.nanoseconds_per_command(BASELINE), self.nanoseconds_per_command(subject))

    def empty_loop(self) -> Figure:
        """Nanoseconds a command that the baseline needs to look at it and do nothing."""
        return figure_of(
            timing.empty_loop_nanoseconds / timing.commands for timing in self.timings[BASELINE]
        )

    def disagreements(self) -> Iterator[str]:
        """Where subjects did not do the same, in words."""
        plain = self.timings[BASELINE]
        for name, timings in self.timings.items():
            for number, (timing, wanted) in enumerate(zip(timings, plain, strict=True), 1):
                where = f"{self.stream.name}, round {number}"
                if timing.trades != wanted.trades:
                    yield f"{where}: {name} made {timing.trades} trades, not {wanted.trades}"
                elif timing.trades_digest != wanted.trades_digest:
                    yield f"{where}: {name} made other trades than the baseline"
        for number, (step, wanted) in enumerate(zip(self.steps, plain, strict=False), 1):
            if step.trades != wanted.trades:
                where = f"{self.stream.name}, round {number}"
                yield f"{where}: single steps made {step.trades} trades, not {wanted.trades}"
        digests = {timings[0].events_digest for timings in self.timings.values()} - {""}
        if len(digests) > 1:
            yield f"{self.stream.name}, round 1: the engines wrote different events"
