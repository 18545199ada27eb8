"""The runner's side of a conversation: frames numbered, within limits, answered in order."""

from collections import deque
from collections.abc import Generator, Iterable
from typing import Any

import msgspec

from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.frames import OFFERED, PROTOCOL, FrameError, neutral
from tallystick.conformance.protocol.process import (
    EngineFaultError,
    Transport,
    UnsupportedEngineError,
)
from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.verdicts import Verdict

# [CNF-110]
_ANSWERS: dict[type[frames.RunnerFrame], tuple[type[frames.EngineFrame], ...]] = {
    frames.Hello: (frames.Ready,),
    frames.Open: (frames.Opened, frames.Unsupported),
    frames.Apply: (frames.Outcomes,),
    frames.AskRoot: (frames.Root,),
    frames.AskDump: (frames.Dump,),
    frames.AskCheckpoint: (frames.Checkpoint,),
    frames.Rewind: (frames.Rewound,),
    frames.Bye: (frames.Bye,),
}


REFUSED = 2
"""The exit status of an engine that was sent what is no frame (CNF-130)."""


class Client:
    """A conversation with one process of an engine; after any error it `is_over`."""

    def __init__(self, transport: Transport, answer_seconds: float) -> None:
        self.answer_seconds = answer_seconds
        self.is_over = False
        self._transport = transport
        self._limits = OFFERED
        self._number = 0

    @property
    def most_bytes(self) -> int:
        """How long a frame of several commands may be."""
        return self._limits.total_bytes

    def greet(self) -> frames.Ready:
        """Begin; EngineFaultError or UnsupportedEngineError."""
        ready: frames.Ready
        (ready,) = self.exchange([frames.Hello(1, PROTOCOL, SPEC_VERSION, OFFERED)])
        if ready.protocol != PROTOCOL:  # [CNF-111]
            self.end()
            raise UnsupportedEngineError(f"it speaks {neutral(ready.protocol)}, not {PROTOCOL}")
        limits = ready.limits
        if limits.frames > OFFERED.frames or limits.total_bytes > OFFERED.total_bytes:
            self.end()
            text = "frame 1 (hello): `ready` names limits above those offered"
            raise EngineFaultError(Verdict.BROKE_PROTOCOL, text)
        self._limits = limits
        return ready

    def exchange(self, requests: Iterable[frames.RunnerFrame]) -> Generator[Any, None, None]:
        """Send each request under the next number and yield what the answers are about.

        As many are under way as the limits allow. Who stops reading earlier ends the engine.
        """
        waiting: deque[tuple[frames.RunnerFrame, int]] = deque()
        try:
            for unnumbered in requests:
                self._number += 1  # [CNF-103]
                request = msgspec.structs.replace(unnumbered, number=self._number)
                line = frames.encode_frame(request)
                while waiting and not self._may_send(len(line), waiting):
                    yield self._answer(waiting.popleft()[0])
                self._transport.write(line)
                waiting.append((request, len(line)))
            while waiting:
                yield self._answer(waiting.popleft()[0])
        finally:
            if waiting:
                self.end()

    def expect_refusal(self, line: bytes) -> None:
        """Send a line that is no frame the engine may be sent, and end its input.

        EngineFaultError unless the engine says nothing more and ends as CNF-130 says.
        """
        self.is_over = True
        self._transport.write(line)
        self._transport.finish(self.answer_seconds, close_input=True, status=REFUSED)

    def leave(self, *, with_bye: bool) -> None:
        """End in the way of CNF-116; EngineFaultError if the engine does otherwise."""
        self.is_over = True
        if with_bye:
            list(self.exchange([frames.Bye(1)]))
        self._transport.finish(self.answer_seconds, close_input=not with_bye)

    def end(self) -> None:
        """End the engine."""
        self.is_over = True
        self._transport.end()

    def _may_send(self, size: int, waiting: deque[tuple[frames.RunnerFrame, int]]) -> bool:
        under_way = size + sum(sent for _, sent in waiting)
        return len(waiting) < self._limits.frames and under_way <= self.most_bytes  # [CNF-112]

    def _answer(self, request: frames.RunnerFrame) -> Any:
        where = f"frame {request.number} ({frames.kind_of(request)})"
        try:
            frame = frames.read_engine_frame(self._transport.read_line(self.answer_seconds))
            _expect_answer(request, frame)
            return frames.payload_of(frame)
        except BaseException as error:
            self.end()
            if isinstance(error, FrameError):
                text = f"{where}: answered with another line: {neutral(str(error), 300)}"
                raise EngineFaultError(Verdict.BROKE_PROTOCOL, text) from None
            if isinstance(error, EngineFaultError):
                raise EngineFaultError(error.verdict, f"{where}: {error}", error.clause) from None
            raise


def _expect_answer(request: frames.RunnerFrame, frame: frames.EngineFrame) -> None:
    """FrameError unless the frame is the one owed for that request."""
    kinds = _ANSWERS[type(request)]
    if not isinstance(frame, kinds):
        expected = " or ".join(map(frames.kind_of, kinds))
        raise FrameError(f"found {frames.kind_of(frame)}, expected {expected}")
    if frame.number != request.number:  # [CNF-103]
        raise FrameError(f"found number {frame.number}, expected {request.number}")
    owed = len(request.commands) if isinstance(request, frames.Apply) else 0
    found = len(frame.outcomes) if isinstance(frame, frames.Outcomes) else 0
    if found != owed:  # [CNF-114]
        raise FrameError(f"found {found} outcomes, expected {owed}")
