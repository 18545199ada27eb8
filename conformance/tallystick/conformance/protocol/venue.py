"""An engine behind a pipe: its process, kept for many venues, and the venues opened on it."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from tallystick.conformance.campaign import SplitMix64
from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.client import Client
from tallystick.conformance.protocol.frames import neutral
from tallystick.conformance.protocol.process import (
    EngineFaultError,
    ProcessLimits,
    Transport,
    UnsupportedEngineError,
)
from tallystick.conformance.verdicts import Verdict
from tallystick.conformance.wire import canonical, command_object, parameters_object
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import Parameters

MOST_COMMANDS_PER_FRAME = 64
_BYTES_AROUND_COMMANDS = 100


def cut(
    random: SplitMix64, sizes: Sequence[int], first: int, stop: int, most_bytes: int
) -> Iterator[tuple[int, int]]:
    """Cut a stretch of commands of these sizes, in bytes, into frames of one, a few or many."""
    while first < stop:
        most = (1, 8, MOST_COMMANDS_PER_FRAME)[random.draw(3)]  # [CNF-143]
        last_allowed = min(stop, first + 1 + random.draw(most))
        last, room = first + 1, most_bytes - _BYTES_AROUND_COMMANDS - sizes[first]
        while last < last_allowed and sizes[last] + 1 <= room:
            room -= sizes[last] + 1
            last += 1
        yield first, last
        first = last


class PipeTarget:
    """One engine, of which a process is started when one is needed, and kept for many venues."""

    def __init__(self, start: Callable[[], Transport]) -> None:
        self.answer_seconds = ProcessLimits().answer_seconds
        self.ready: frames.Ready | None = None
        self._start = start
        self._client: Client | None = None
        self._fault: EngineFaultError | None = None
        self._tenant: RemoteVenue | None = None

    def open_venue(self, tenant: "RemoteVenue", request: frames.Open) -> Client:
        """Forget the venue open so far and open one; EngineFaultError, UnsupportedEngineError."""
        if self._tenant is not None and self._tenant is not tenant:
            self._tenant.release()
        self._tenant = tenant
        if self._client is None or self._client.is_over:
            self._client = self._greeted()
        self._client.answer_seconds = self.answer_seconds
        if self.ready is None or request.profile not in self.ready.profiles:
            text = f"the engine does not offer profile {request.profile}"
            raise UnsupportedEngineError(text)  # [CNF-141]
        (answer,) = self._client.exchange([request])
        if isinstance(answer, frames.Unsupported):
            raise UnsupportedEngineError(f"it answers: {neutral(answer.reason)}")  # [CNF-141]
        return self._client

    def end(self) -> None:
        """End the process, if there is one."""
        if self._client is not None:
            self._client.end()

    def start(self) -> Client:
        """One more process, not greeted yet and not kept: who asked for it ends it."""
        return Client(self._start(), self.answer_seconds)

    def _greeted(self) -> Client:
        """A new process; one that never came so far is not started again for every venue."""
        if self._fault is not None:
            raise EngineFaultError(self._fault.verdict, str(self._fault), self._fault.clause)
        try:
            if self.ready is None:
                self._rehearse()
            client = self.start()
            self.ready = client.greet()
        except EngineFaultError as fault:
            self._fault = fault if self.ready is None else None
            raise
        return client

    def _rehearse(self) -> None:
        """Before anything counts: does it end as it must, on `bye` and at the end of its input?"""
        for with_bye in (True, False):
            client = self.start()
            client.greet()
            client.leave(with_bye=with_bye)  # [CNF-116]


class RemoteVenue:
    """The venue at the other end of a pipe, as an `Engine`.

    Told beforehand what will be asked (`prepare`), it sends commands ahead, in frames of random
    size up to the next dump; the sizes follow from the commands alone, so that a trace repeats
    them. What was not foreseen is asked too: the venue is then built again up to that point.
    """

    def __init__(self, target: PipeTarget, profile: Profile, parameters: Parameters) -> None:
        self._target = target
        self._request = frames.Open(1, str(profile), parameters_object(parameters))
        self._log: list[Any] = []
        self._sizes: list[int] = []
        self._seen: list[int] = []
        self._commands_per_dump = 1
        self._sent = 0
        self._stream: Generator[Outcome, None, None] | None = None
        self._client: Client | None = None
        self._random = SplitMix64(0)

    @property
    def level(self) -> int:
        """What can be observed (CNF-120)."""
        if self._target.ready is None:
            self._settle()
        assert self._target.ready is not None
        return self._target.ready.level

    def prepare(
        self, commands: Sequence[Command], commands_per_dump: int, answer_seconds: float
    ) -> None:
        """Open the venue, and learn which commands come and after how many the dump is asked."""
        self._target.answer_seconds = answer_seconds
        self._commands_per_dump = max(1, commands_per_dump)
        self._foresee(0, [command_object(command) for command in commands])
        self._settle()

    def release(self) -> None:
        """Another venue takes the process; this one is built again if it is asked once more."""
        if self._stream is not None:
            self._stream.close()
        self._stream = self._client = None

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""
        done, plain = len(self._seen), command_object(command)
        if self._log[done : done + 1] != [plain]:
            self._foresee(done, [plain])
            self._settle()
        outcome = next(self._stream, None) if self._stream is not None else None
        if outcome is None:
            self._stream = self._outcomes(self._settle(), done, self._next_stop(done))
            outcome = next(self._stream)
        self._seen.append(hash(outcome))
        return outcome

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""
        dump: StateDump = self._ask_state(frames.AskDump(1), 2)
        return dump

    def root(self) -> str:
        """The root as the engine states it; where dumps kept frames short, after a second run."""
        if self.level >= 2 and self._commands_per_dump < MOST_COMMANDS_PER_FRAME:
            self._repeat()  # [CNF-143]
        root: str = self._ask_state(frames.AskRoot(1), 1)
        return root

    def _ask_state(self, request: frames.AskRoot | frames.AskDump, level: int) -> Any:
        if self.level < level:
            raise UnsupportedEngineError(f"an engine of level {self.level} does not show this")
        return self._ask(self._settle(), request)

    def _foresee(self, position: int, plains: list[Any]) -> None:
        self._log[position:] = plains
        encoded = list(map(canonical, plains))
        self._sizes[position:] = map(len, encoded)
        digest = hashlib.sha256(b"\n".join(encoded)).digest()
        self._random = SplitMix64(int.from_bytes(digest[:8], "big"))

    def _settle(self) -> Client:
        """The engine, with the venue as it is after the commands answered so far."""
        done = len(self._seen)
        if self._client is None or self._client.is_over or self._sent != done:
            self.release()
            self._client = self._rebuilt(done)
        return self._client

    def _rebuilt(self, count: int) -> Client:
        """A new venue with the first commands; they are answered as before, however grouped."""
        client = self._client = self._target.open_venue(self, self._request)
        groups = list(self._groups(client, 0, count))
        answers = client.exchange(map(self._apply_frame, groups))
        for (first, _), outcomes in zip(groups, answers, strict=True):
            self._expect_again(client, first, outcomes)
        self._sent = count
        return client

    def _next_stop(self, done: int) -> int:
        """Up to where commands may be sent before the state is looked at."""
        if self.level < 2:
            return len(self._log)
        each = self._commands_per_dump
        return min(len(self._log), (done // each + 1) * each)

    def _outcomes(self, client: Client, first: int, stop: int) -> Generator[Outcome, None, None]:
        """The outcomes of a stretch; a fault is raised where its guilty command stands."""
        groups = list(self._groups(client, first, stop))
        self._sent = stop
        with closing(client.exchange(map(self._apply_frame, groups))) as answers:
            for group in groups:
                try:
                    outcomes = next(answers)
                except EngineFaultError as fault:
                    outcomes = self._isolate(*group, fault)
                yield from outcomes

    def _isolate(
        self, first: int, last: int, fault: EngineFaultError
    ) -> Generator[Outcome, None, None]:
        """Halve a frame that failed until the guilty command stands alone (CNF-142)."""
        low, high, is_alone, again = first, last, last - first == 1, fault
        found: list[Outcome] = []
        while low < high and not is_alone:
            middle = low + max(1, (high - low) // 2)  # [CNF-142]
            try:
                client = self._client
                if client is None or client.is_over:
                    client = self._rebuilt(low)
                outcomes = self._ask(client, self._apply_frame((low, middle)))
            except EngineFaultError as error:
                high, is_alone, again = middle, middle - low == 1, error
            else:
                found += outcomes
                low = middle
        if not is_alone:
            text = f"commands {first} to {last - 1}: {fault}; one by one they are answered"
            raise EngineFaultError(fault.verdict, text, fault.clause)
        yield from found
        said = again if again.verdict is fault.verdict else f"{fault}; alone: {again}"
        text = f"command {low} ({self._log[low]['type']}): {said}"
        raise EngineFaultError(fault.verdict, text, fault.clause)

    def _repeat(self) -> None:
        """Once more in frames of random size; at level 3 the end of it twice (CNF-114, CNF-115)."""
        self.release()
        try:
            client, done = self._rebuilt(0), len(self._seen)
            middle = self._random.draw(done + 1)
            self._expect_again(client, 0, self._outcomes(client, 0, middle))
            clause = "CNF-114"
            if self.level == 3:
                name = self._ask(client, frames.AskCheckpoint(1))
                self._expect_again(client, middle, self._outcomes(client, middle, done))
                self._ask(client, frames.Rewind(1, name))
                clause = "CNF-115"
            self._expect_again(client, middle, self._outcomes(client, middle, done), clause)
        except EngineFaultError as fault:
            text = f"repeated on a new venue, in frames of several commands: {fault}"
            raise EngineFaultError(fault.verdict, text, fault.clause) from None

    def _expect_again(
        self, client: Client, first: int, outcomes: Iterable[Outcome], clause: str = "CNF-114"
    ) -> None:
        """The same commands are answered alike, however grouped, and after a rewind."""
        for position, outcome in enumerate(outcomes, first):
            if position < len(self._seen) and hash(outcome) != self._seen[position]:
                client.end()
                text = f"command {position} is answered otherwise than the first time"
                raise EngineFaultError(Verdict.DIVERGED, text, clause)

    def _groups(self, client: Client, first: int, stop: int) -> Iterator[tuple[int, int]]:
        return cut(self._random, self._sizes, first, stop, client.most_bytes)

    def _apply_frame(self, group: tuple[int, int]) -> frames.Apply:
        return frames.Apply(1, self._log[slice(*group)])  # [CNF-131]

    def _ask(self, client: Client, request: Any) -> Any:
        (answer,) = client.exchange([request])
        return answer
