"""`tallystick serve ENGINE`: the engine's side, for the engines of this project (CNF-130).

It trusts its peer as little as the runner trusts an engine.
"""

from collections.abc import Callable
from importlib.metadata import version
from typing import BinaryIO

from tallystick.conformance.engine import Engine
from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.frames import FrameError, neutral
from tallystick.conformance.targets import UnsupportedTargetError, profiles_of
from tallystick.conformance.verdicts import USAGE_EXIT_CODE
from tallystick.conformance.wire import dump_object, outcome_object
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.parameters import Parameters

LEVEL = 3
KEPT_CHECKPOINTS = 8


def serve(
    name: str,
    opener: Callable[[Profile, Parameters], Engine],
    source: BinaryIO,
    sink: BinaryIO,
    complain: Callable[[str], None],
) -> int:
    """Answer frames until the source ends or says `bye`; the exit status (section 4)."""
    server = Server(name, opener)
    try:
        while line := source.readline(frames.MOST_LINE_BYTES + 1):
            if not line.endswith(b"\n"):
                raise FrameError(
                    f"found {len(line):,} bytes without a line feed,"
                    f" expected a line of at most {frames.MOST_LINE_BYTES:,} bytes and a line feed"
                )
            answer = server.answer(line[:-1])
            sink.write(frames.encode_frame(answer))
            sink.flush()
            if isinstance(answer, frames.Bye):
                break
    except FrameError as error:
        complain(f"error: frame {server.answered + 1}: {neutral(str(error), 300)}")
        return USAGE_EXIT_CODE  # [CNF-130]
    return 0  # [CNF-116]


class Server:
    """One conversation. Its checkpoints are numbers of commands, which it executes again."""

    def __init__(self, name: str, opener: Callable[[Profile, Parameters], Engine]) -> None:
        self.answered = 0
        self._name, self._opener = name, opener
        self._limits = frames.OFFERED
        self._engine: Engine | None = None
        self._open_again: Callable[[], Engine] | None = None
        self._commands: list[Command] = []
        self._checkpoints: dict[str, int] = {}

    def answer(self, line: bytes) -> frames.EngineFrame:
        """The answer to one line, given without its line feed; or FrameError."""
        frame = frames.read_runner_frame(line)
        number = self.answered + 1
        kind = frames.kind_of(frame)
        if frame.number != number:  # [CNF-103]
            raise FrameError(f"found number {frame.number}, expected {number}")
        if isinstance(frame, frames.Hello) != (number == 1):  # [CNF-130]
            raise FrameError(f"found {kind}, expected hello as the first frame and only there")
        answer = self._execute(frame, len(line) + 1)
        self.answered = number
        return answer

    def _execute(self, frame: frames.RunnerFrame, size: int) -> frames.EngineFrame:
        number = frame.number
        match frame:
            case frames.Hello():
                return self._greet(frame)
            case frames.Open():
                return self._open(frame)
            case frames.Bye():
                return frame
        if self._engine is None:
            kind = frames.kind_of(frame)
            raise FrameError(f"found {kind}, expected open: no venue is open")
        match frame:
            case frames.Apply():
                return self._apply(self._engine, frame, size)
            case frames.AskRoot():
                return frames.Root(number, self._engine.root())
            case frames.AskDump():
                return frames.Dump(number, dump_object(self._engine.dump()))
            case frames.AskCheckpoint():
                self._checkpoints[f"{number}"] = len(self._commands)
                while len(self._checkpoints) > KEPT_CHECKPOINTS:
                    del self._checkpoints[next(iter(self._checkpoints))]
                return frames.Checkpoint(number, f"{number}")
            case frames.Rewind():
                return self._rewind(frame)

    def _greet(self, hello: frames.Hello) -> frames.Ready:
        offered = hello.limits
        self._limits = frames.FrameLimits(
            min(offered.frames, frames.OFFERED.frames),
            min(offered.total_bytes, frames.OFFERED.total_bytes),
        )
        return frames.Ready(
            number=hello.number,
            protocol=frames.PROTOCOL,  # [CNF-111]
            engine=f"tallystick {self._name}",
            version=version("tallystick"),
            profiles=list(profiles_of(self._name)),
            level=LEVEL,  # [CNF-121]
            limits=self._limits,
        )

    def _open(self, request: frames.Open) -> frames.EngineFrame:
        parameters = frames.parameters_of(request)
        self._engine = None
        if request.profile not in list(Profile):
            text = f"unknown profile; known: {', '.join(Profile)}"
            return frames.Unsupported(request.number, text)
        profile = Profile(request.profile)
        self._open_again = lambda: self._opener(profile, parameters)
        try:
            self._engine = self._open_again()  # [CNF-113]
        except UnsupportedTargetError as error:
            return frames.Unsupported(request.number, str(error))
        self._commands, self._checkpoints = [], {}
        return frames.Opened(request.number)

    def _apply(self, engine: Engine, request: frames.Apply, size: int) -> frames.Outcomes:
        if size > self._limits.total_bytes and len(request.commands) > 1:  # [CNF-112]
            text = f"at most {self._limits.total_bytes:,} for several commands"
            raise FrameError(f"found {size:,} bytes, expected {text}")
        commands = frames.commands_of(request)
        self._commands += commands
        return frames.Outcomes(  # [CNF-114]
            request.number, [outcome_object(engine.apply(command)) for command in commands]
        )

    def _rewind(self, request: frames.Rewind) -> frames.Rewound:
        known = list(self._checkpoints)
        if request.checkpoint not in known or self._open_again is None:
            raise FrameError(f"found another checkpoint, expected one of {', '.join(known)}")
        del self._commands[self._checkpoints[request.checkpoint] :]
        for later in known[known.index(request.checkpoint) + 1 :]:
            del self._checkpoints[later]
        self._engine = self._open_again()
        for command in self._commands:
            self._engine.apply(command)
        return frames.Rewound(request.number)
