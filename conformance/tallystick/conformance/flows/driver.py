"""Drives one flow of commands through engines beside the reference, and counts what happens."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import perf_counter

from attrs import evolve, frozen

from tallystick.conformance.runner import Limits, Opener, Watcher, compare, shrink
from tallystick.conformance.targets import open_engine
from tallystick.conformance.traces import Trace
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.conformance.wire import encode_outcome
from tallystick.fast import Build, status
from tallystick.reference.types.events import Traded
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.reasons import Reason

COMMANDS_PER_DUMP = 1000
LIMITS = Limits()

Progress = Callable[[str, int], None]
"""Is told the target and the number of commands done, now and then."""


@frozen
class FlowReport:
    """What happened to a flow.

    `commands_done` says of each target how many commands it answered like the reference.
    """

    verdict: Verdict
    commands: int
    commands_done: Mapping[str, int]
    rejected: Mapping[Reason, int]
    trades: int
    outcomes_sha256: str
    """SHA-256 of the canonical encodings of the outcomes (STA-023), a line feed behind each."""
    seconds: float
    trace: Trace | None = None
    """The first finding, and the shortest commands found that show it."""


class FlowTargetError(ValueError):
    """The targets are not such as a flow can compare."""


def drive(
    case: Case,
    targets: Sequence[str] = (),
    watcher: Watcher | None = None,
    progress: Progress | None = None,
) -> FlowReport:
    """Run a flow on every target, by default all builds of the fast engine that there are.

    Outcomes are compared with the reference's and audited after every command, dumps after every
    `COMMANDS_PER_DUMP` and at the end. The first finding ends the flow, and so does Ctrl-C, with
    verdict `incomplete`. FlowTargetError, UnknownTargetError and UnsupportedTargetError say what
    is wrong with the targets.
    """
    names = _checked(targets, case)
    tally = _Tally(len(case.commands), names, progress)
    try:
        for name in names:
            follow = tally.watcher(name, watcher if name == names[0] else None)
            finding = compare(
                case, _opener(name), LIMITS, watcher=follow, commands_per_dump=COMMANDS_PER_DUMP
            )
            if finding is not None:
                return tally.report(finding.verdict, _trace(name, case, finding))
    except KeyboardInterrupt:
        return tally.report(Verdict.INCOMPLETE)
    return tally.report(Verdict.CONFORMANT)


class _Tally:
    """Counts on behalf of a report; outcomes only once, as all targets give the same."""

    def __init__(self, commands: int, names: Sequence[str], progress: Progress | None) -> None:
        self._commands = commands
        self._done = dict.fromkeys(names, 0)
        self._progress = progress
        self._rejected: Counter[Reason] = Counter()
        self._trades = 0
        self._digest = hashlib.sha256()
        self._began = perf_counter()

    def watcher(self, name: str, further: Watcher | None) -> Watcher:
        """Follows one target; the first also fills the counts."""
        is_first = name == next(iter(self._done))

        def follow(step: int, outcome: Outcome) -> None:
            self._done[name] = step + 1
            if is_first:
                self._count(outcome)
            if further is not None:
                further(step, outcome)
            if self._progress is not None and (step + 1) % COMMANDS_PER_DUMP == 0:
                self._progress(name, step + 1)

        return follow

    def report(self, verdict: Verdict, trace: Trace | None = None) -> FlowReport:
        """What has been counted until now."""
        return FlowReport(
            verdict=verdict,
            commands=self._commands,
            commands_done=dict(self._done),
            rejected=dict(self._rejected),
            trades=self._trades,
            outcomes_sha256=self._digest.hexdigest(),
            seconds=perf_counter() - self._began,
            trace=trace,
        )

    def _count(self, outcome: Outcome) -> None:
        self._digest.update(encode_outcome(outcome) + b"\n")
        if isinstance(outcome, Rejected):
            self._rejected[outcome.reason] += 1
        else:
            self._trades += sum(isinstance(event, Traded) for event in outcome.events)


def _checked(targets: Sequence[str], case: Case) -> tuple[str, ...]:
    """Each target by the name of its build, if all can run here and no two are the same."""
    compiled = status() is Build.COMPILED
    if not targets:
        return ("fast:interpreted", "fast:compiled") if compiled else ("fast:interpreted",)
    alias = {"fast": "fast:compiled" if compiled else "fast:interpreted"}
    names = tuple(alias.get(target, target) for target in targets)
    if len(set(names)) < len(names):
        raise FlowTargetError(f"the same engine twice: {', '.join(names)}")
    if "reference" in names:
        raise FlowTargetError("the reference is what the other targets are compared with")
    for name in names:
        open_engine(name, case.profile, case.parameters)
    return names


def _opener(name: str) -> Opener:
    return lambda profile, parameters: open_engine(name, profile, parameters)


def _trace(name: str, case: Case, finding: Finding) -> Trace:
    """The finding with as few commands as can be found; Ctrl-C keeps what there is."""
    case = evolve(case, commands=case.commands[: finding.step + 1])
    with suppress(KeyboardInterrupt):
        case, finding = shrink(case, finding, _opener(name), LIMITS)
    return Trace(name, case, finding)
