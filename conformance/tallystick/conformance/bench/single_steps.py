"""What one command costs when it comes alone: one call of the kernel each."""

from collections.abc import Sequence
from time import perf_counter_ns

from attrs import frozen

from tallystick.conformance.bench.kernel_runs import KernelVenue, chunks_of
from tallystick.reference.types.commands import Command


@frozen
class StepTiming:
    """One round. An empty call is the same call of the same kernel with nothing to do."""

    commands: int
    trades: int
    step_p50_nanoseconds: int
    step_p99_nanoseconds: int
    empty_p50_nanoseconds: int
    empty_p99_nanoseconds: int

    @property
    def beyond_p50_nanoseconds(self) -> int:
        """What the median step takes beyond the median empty call."""
        return self.step_p50_nanoseconds - self.empty_p50_nanoseconds

    @property
    def beyond_p99_nanoseconds(self) -> int:
        """What one step in a hundred takes beyond the median empty call, or more."""
        return self.step_p99_nanoseconds - self.empty_p50_nanoseconds


class SingleSteps(KernelVenue):
    """A venue on the kernel that is given one command at a time."""

    def time(self, commands: Sequence[Command], warm_up: int = 0) -> StepTiming:
        """Time every step but the first `warm_up`, and as many empty calls.

        The clock's own cost is in both.
        """
        kernel = self.kernel
        first = list(chunks_of(commands[:warm_up]))
        chunks = list(chunks_of(commands[warm_up:], size=1))
        run_from, run_nothing, clock = kernel.run_from, kernel.run_nothing, perf_counter_ns
        empties: list[int] = []
        for chunk in chunks:
            kernel.take(chunk)
            began = clock()
            run_nothing(chunk)
            empties.append(clock() - began)
        steps: list[int] = []
        for chunk in first:
            kernel.run(chunk)
        trades = 0
        for chunk in chunks:
            kernel.take(chunk)
            began = clock()
            run_from(chunk, 0)
            steps.append(clock() - began)
            trades += kernel.trades()
        return StepTiming(
            commands=len(chunks),
            trades=trades,
            step_p50_nanoseconds=percentile(steps, 50),
            step_p99_nanoseconds=percentile(steps, 99),
            empty_p50_nanoseconds=percentile(empties, 50),
            empty_p99_nanoseconds=percentile(empties, 99),
        )


def percentile(numbers: Sequence[int], percent: int) -> int:
    """The smallest of the numbers that at least so many percent of them do not exceed."""
    position = -(-len(numbers) * percent // 100) - 1
    return sorted(numbers)[max(0, position)]
