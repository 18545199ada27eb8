"""Runs an engine beside the reference, step by step, and shrinks what it finds (CNF-004)."""

import signal
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from attrs import evolve, frozen

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.blame import blame_outcome, blame_state
from tallystick.conformance.checkers.violation import Violation
from tallystick.conformance.engine import Engine, GroupEngine, RestorableEngine
from tallystick.conformance.protocol.process import EngineFaultError, UnsupportedEngineError
from tallystick.conformance.protocol.venue import RemoteVenue
from tallystick.conformance.targets import ReferenceEngine, UnsupportedTargetError
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.conformance.wire import (
    WireError,
    dump_object,
    encode_command,
    outcome_object,
    shown,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Batch, Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.parameters import Parameters

Opener = Callable[[Profile, Parameters], Engine]
Watcher = Callable[[int, Outcome], None]
"""Is told the step and the outcome on which engine and reference agree."""

COMMANDS_PER_RESTORATION = 256
"""Behind about so many commands an engine goes on from its own dump, if it can be restored."""

_Answer = TypeVar("_Answer")


class EngineFailedError(Exception):
    """The engine under test did not answer: it raised, answered nonsense, or took too long."""

    def __init__(self, verdict: Verdict, text: str, clause: str = "CMD-001") -> None:
        super().__init__(text)
        self.verdict = verdict
        self.clause = clause


class _TooLongError(BaseException):
    """Raised by the alarm; no `except Exception` of an engine swallows it."""


@frozen
class Limits:
    """How long an engine may think about one command, and the kit about one finding."""

    step_seconds: float = 10.0
    shrink_seconds: float = 20.0


class Subject:
    """The engine under test, behind a guard: it answers in form and in time, or has failed.

    The alarm interrupts Python code only, in the main thread, where the system has alarms. A
    remote venue keeps time by itself, and is told what will be asked: by default no dump before
    the end. `level` is what can be observed (CNF-120), `can_restore` whether the engine can be
    restored from a dump (STA-025).
    """

    def __init__(
        self, opener: Opener, case: Case, limits: Limits, commands_per_dump: int | None = None
    ) -> None:
        self._seconds = limits.step_seconds
        self.level = 2
        self._engine = engine = self._ask(lambda: opener(case.profile, case.parameters))
        if isinstance(engine, RemoteVenue):
            self._seconds = 0  # no alarm
            every = commands_per_dump or len(case.commands)
            self._ask(lambda: engine.prepare(case.commands, every, limits.step_seconds))
            self.level = engine.level
        self.can_restore = isinstance(engine, RestorableEngine)

    def apply(self, command: Command) -> Outcome:
        """Execute one command; EngineFailedError if that fails."""
        return self._ask(lambda: _in_form(self._engine.apply(command), outcome_object))

    def apply_all(self, commands: Sequence[Command]) -> list[Outcome]:
        """Execute several commands, in one call where the engine can; EngineFailedError.

        One call has the time of one command, and the form of its outcomes is not looked at.
        """
        engine = self._engine
        if not isinstance(engine, GroupEngine):
            return [self.apply(command) for command in commands]
        return self._ask(lambda: engine.apply_all(commands))

    def dump(self) -> StateDump:
        """The whole state; EngineFailedError if that fails."""
        return self._ask(lambda: _in_form(self._engine.dump(), dump_object))

    def root(self) -> str:
        """The root as the engine states it; EngineFailedError if that fails."""
        return self._ask(lambda: str(self._engine.root()))

    def go_on_from_dump(self) -> None:
        """Go on with a venue restored from the own dump, if the engine can; EngineFailedError."""
        engine = self._engine
        if isinstance(engine, RestorableEngine):
            dump = self.dump()
            self._engine = self._ask(lambda: engine.restored(dump))

    def _ask(self, call: Callable[[], _Answer]) -> _Answer:
        try:
            with _alarm(self._seconds):
                return call()
        except _TooLongError:
            text = f"no answer within {self._seconds:g} seconds"
            raise EngineFailedError(Verdict.TIMED_OUT, text) from None
        except WireError as error:
            raise EngineFailedError(Verdict.CRASHED, f"an answer out of form {error}") from error
        except EngineFaultError as fault:
            raise EngineFailedError(fault.verdict, str(fault), fault.clause) from fault
        except UnsupportedEngineError as error:
            raise UnsupportedTargetError(str(error)) from error
        except UnsupportedTargetError:
            raise
        except (Exception, SystemExit) as error:
            raise EngineFailedError(Verdict.CRASHED, _told(error)) from error


def compare(
    case: Case,
    opener: Opener,
    limits: Limits,
    *,
    watcher: Watcher | None = None,
    commands_per_dump: int = 1,
) -> Finding | None:
    """Run a case on an engine and on the reference; the first difference, or None.

    Outcomes are compared after every command, dumps after every `commands_per_dump` and at the
    end, roots at the end; the auditor, which knows no engine, follows the outcomes. An engine that
    can be restored goes on from its own dump behind some of the commands.
    """
    oracle = ReferenceEngine(case.profile, case.parameters)
    auditor = Auditor(case.profile, case.parameters)
    step = 0
    try:
        subject = Subject(opener, case, limits, commands_per_dump)
        for step, command in enumerate(case.commands):
            wanted, seen = oracle.apply(command), subject.apply(command)
            if wanted != seen:
                blame = blame_outcome(outcome_object(wanted), outcome_object(seen))
                return Finding(Verdict.DIVERGED, blame[0], step, blame[1], blame[2])
            violations = list(auditor.observe(seen) or auditor.judge(command, seen))
            is_last = step == len(case.commands) - 1
            is_due = is_last or (step + 1) % commands_per_dump == 0
            if is_due and subject.level >= 2:
                dump, own_dump = subject.dump(), oracle.dump()
                if dump != own_dump:
                    rejected = isinstance(seen, Rejected)
                    plain = (dump_object(own_dump), dump_object(dump))
                    blame = blame_state(*plain, rejected=rejected)
                    return Finding(Verdict.DIVERGED, blame[0], step, blame[1], blame[2])
                violations += auditor.check(dump)
                if subject.can_restore and not violations and is_restored_behind(command):
                    subject.go_on_from_dump()
                    plain = dump_object(dump), dump_object(subject.dump())
                    if plain[0] != plain[1]:
                        _clauses, expected, got = blame_state(*plain, rejected=False)
                        return Finding(Verdict.DIVERGED, ("STA-025",), step, expected, got)
            if violations:
                return _violated(violations[0], step)
            if watcher is not None:
                watcher(step, seen)
        wanted_root = oracle.root()
        root = subject.root() if subject.level >= 1 else wanted_root
        if wanted_root != root:
            return Finding(Verdict.DIVERGED, ("STA-024",), step, wanted_root, root)
    except EngineFailedError as failure:
        return Finding(failure.verdict, (failure.clause,), step, "an outcome", str(failure))
    except UnsupportedTargetError:
        raise
    except Exception as error:
        # An oracle of the kit failed: nothing is known about the engine under test.
        text = f"the kit itself {_told(error)}"
        return Finding(Verdict.INCOMPLETE, ("CMD-001",), step, "an outcome", text)
    return None


def is_restored_behind(command: Command) -> bool:
    """Whether an engine is restored behind a command; it follows from the command alone.

    So a trace repeats it, however many of the other commands are left out.
    """
    # The remainder is one that no command of the set-ups has (CNF-023): there is little to restore.
    return zlib.crc32(encode_command(command)) % COMMANDS_PER_RESTORATION == 1


def shrink(case: Case, finding: Finding, opener: Opener, limits: Limits) -> tuple[Case, Finding]:
    """The shortest case found within the time that shows the same verdict and clauses.

    Every candidate runs on a newly opened venue. Chunks of commands are left out, from halves
    down to single commands, then commands inside batches, until nothing more can go.
    """
    deadline = time.monotonic() + limits.shrink_seconds
    if finding.verdict is Verdict.TIMED_OUT:
        limits = evolve(limits, step_seconds=min(limits.step_seconds, 1.0))
    best = (evolve(case, commands=case.commands[: finding.step + 1]), finding)
    size = max(1, len(best[0].commands) // 2)
    while time.monotonic() < deadline:
        before = best[0].commands
        # The latest first: what comes after a left-out chunk keeps its meaning most often.
        for position in range(len(before) - 1, -1, -size):
            for commands in _without(best[0].commands, max(0, position - size + 1), size):
                if time.monotonic() >= deadline:
                    return best
                best = _shorter(evolve(case, commands=commands), best, opener, limits)
        if size == 1 and best[0].commands == before:
            break
        size = max(1, size // 2)
    return best


def _without(
    commands: tuple[Command, ...], position: int, size: int
) -> Iterator[tuple[Command, ...]]:
    """The commands without a chunk; or, for a single batch, with a smaller one in its place."""
    yield commands[:position] + commands[position + size :]
    batch = commands[position] if size == 1 and position < len(commands) else None
    if isinstance(batch, Batch):
        for inner in range(len(batch.commands)):
            kept = batch.commands[:inner] + batch.commands[inner + 1 :]
            smaller = evolve(batch, commands=kept)
            yield (*commands[:position], smaller, *commands[position + 1 :])


def _shorter(
    candidate: Case, best: tuple[Case, Finding], opener: Opener, limits: Limits
) -> tuple[Case, Finding]:
    """The candidate up to its own finding, if that is like the one known and it is smaller."""
    if _size(candidate) >= _size(best[0]):
        return best
    every = 1 + len(candidate.commands) // 500
    again = compare(candidate, opener, limits, commands_per_dump=every)
    if again is None or not _alike(again, best[1]):
        return best
    return evolve(candidate, commands=candidate.commands[: again.step + 1]), again


def _size(case: Case) -> int:
    return sum(
        1 + (len(command.commands) if isinstance(command, Batch) else 0)
        for command in case.commands
    )


def _alike(one: Finding, other: Finding) -> bool:
    return (one.verdict, one.clauses) == (other.verdict, other.clauses)


def _violated(violation: Violation, step: int) -> Finding:
    return Finding(
        Verdict.DIVERGED, (violation.clause,), step, "what the clause says", violation.text
    )


def _told(error: BaseException) -> str:
    """An exception in one short line of ASCII."""
    try:
        text = f"raised {type(error).__name__}: {error}"
    except Exception:
        text = f"raised {type(error).__name__}"
    return ascii(text[:300])[1:-1]


def _in_form(answer: _Answer, encode: Callable[[_Answer], object]) -> _Answer:
    """The answer itself, if it can be written in wire form."""
    try:
        encode(answer)
    except (AttributeError, TypeError):
        raise WireError("", shown(answer), "an outcome or a dump") from None
    return answer


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def ring(number: int, frame: object) -> None:
        del number, frame
        raise _TooLongError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
