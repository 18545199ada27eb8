"""How the runner's side groups, halves and repeats; engines here are in this process."""

from collections.abc import Callable
from functools import partial

import pytest
from attrs import evolve

from tallystick.conformance.campaign import sequence
from tallystick.conformance.protocol import frames, serve
from tallystick.conformance.protocol.serve import Server
from tallystick.conformance.protocol.venue import MOST_COMMANDS_PER_FRAME, PipeTarget, RemoteVenue
from tallystick.conformance.runner import Limits, compare
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import ReferenceEngine
from tallystick.conformance.vectors import find_vector, run_vector
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.reference.types.choices import OrderType, Profile, Side
from tallystick.reference.types.commands import Batch, NewOrder, PlaceOrder
from tallystick.reference.types.units import (
    AccountId,
    Count,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)
from tests.conformance.broken_engines import StrangeRoot
from tests.conformance.protocol.engines import accounts_case, judge

CASE = Case(
    Profile.SPOT_1, load_preset("minimal"), sequence(1, Profile.SPOT_1, "minimal", 0)[:120], {}
)


class Wire:
    """A transport to a server in this process that answers as late as it can."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.unread: list[bytes] = []
        self.sent: list[bytes] = []
        self.most_frames = self.most_bytes = 0
        self.is_ended = False

    def write(self, line: bytes) -> None:
        """Keep the line until an answer is read."""
        self.unread.append(line)
        self.sent.append(line)
        self.most_frames = max(self.most_frames, len(self.unread))
        if len(self.unread) > 1:
            self.most_bytes = max(self.most_bytes, sum(map(len, self.unread)))

    def read_line(self, seconds: float) -> bytes:
        """Answer the oldest line."""
        del seconds
        return frames.encode_frame(self.server.answer(self.unread.pop(0)[:-1]))[:-1]

    def finish(self, seconds: float, *, close_input: bool, status: int = 0) -> None:
        """Always well."""

    def end(self) -> None:
        """Nothing more will be asked."""
        self.is_ended = True


class Engines:
    """Starts wires, and remembers them; the first two are those of the rehearsal."""

    def __init__(self, server: Callable[[], Server]) -> None:
        self.server = server
        self.wires: list[Wire] = []
        self.target = PipeTarget(self.start)

    def start(self) -> Wire:
        """One more."""
        self.wires.append(Wire(self.server()))
        return self.wires[-1]

    def groups(self) -> list[int]:
        """Sizes of the frames of commands that the newest engine got."""
        read = [frames.read_runner_frame(line[:-1]) for line in self.wires[-1].sent]
        return [len(frame.commands) for frame in read if isinstance(frame, frames.Apply)]


def sound() -> Server:
    return Server("reference", ReferenceEngine)


class LowerLimits(Server):
    """Allows little at once."""

    def _greet(self, hello: frames.Hello) -> frames.Ready:
        ready = super()._greet(hello)
        ready.limits = frames.FrameLimits(3, 4096)
        return ready


class Forgetful(Server):
    """Forgets the last command of every long frame."""

    def _execute(self, frame: frames.RunnerFrame, size: int) -> frames.EngineFrame:
        if not isinstance(frame, frames.Apply) or len(frame.commands) < 3:
            return super()._execute(frame, size)
        kept = frames.Apply(frame.number, frame.commands[:-1])
        answer = super()._execute(kept, size)
        assert isinstance(answer, frames.Outcomes)
        rejected = {"type": "rejected", "reason": "supply_limit", "index": 0}
        return frames.Outcomes(frame.number, [*answer.outcomes, rejected])


class NoRewind(Server):
    """Says that it has gone back."""

    def _rewind(self, request: frames.Rewind) -> frames.Rewound:
        return frames.Rewound(request.number)


def judged(engines: Engines, case: Case, commands_per_dump: int) -> Finding | None:
    return judge(engines.target, case, commands_per_dump=commands_per_dump)


@pytest.mark.parametrize(("server", "most"), [(sound, (64, 32_768)), (LowerLimits, (3, 4096))])
def test_the_runner_keeps_within_the_limits(
    server: Callable[..., Server], most: tuple[int, int]
) -> None:
    """CNF-112."""
    engines = Engines(sound if server is sound else lambda: server("reference", ReferenceEngine))
    assert judged(engines, CASE, 120) is None
    wire = engines.wires[-1]
    assert 1 < wire.most_frames <= most[0]
    assert most[1] / 2 < wire.most_bytes <= most[1]
    assert all(len(line) <= most[1] for line in wire.sent)


def test_a_longer_frame_holds_one_command_and_goes_alone() -> None:
    """CNF-112."""
    order = NewOrder(OrderId(1), MarketId(1), Side.BUY, Price(1), Lots(1), OrderType.FOK)
    place = PlaceOrder(PrincipalId(11), AccountId(1), order)
    batch = Batch(PrincipalId(11), AccountId(1), (place,) * 40)
    parameters = evolve(CASE.parameters, max_batch_commands=Count(64))
    small, large = CASE.commands[:3], (batch,) * 4
    engines = Engines(lambda: LowerLimits("reference", ReferenceEngine))
    case = Case(CASE.profile, parameters, (*small, *large, *small), {})
    assert judged(engines, case, 10) is None
    wire = engines.wires[-1]
    assert sorted(len(line) > 4096 for line in wire.sent)[-4:] == [True] * 4
    assert wire.most_bytes <= 4096


def test_the_expected_answers_are_not_sent() -> None:
    """CNF-131: every line is a frame of the runner, and those have no place for them."""
    engines = Engines(sound)
    assert judged(engines, CASE, 1) is None
    lines = [line for wire in engines.wires for line in wire.sent]
    assert len(lines) > 120
    for line in lines:
        assert b'"events"' not in line
        assert frames.encode_frame(frames.read_runner_frame(line[:-1])) == line


def test_the_sizes_of_frames_are_random_and_follow_from_the_commands() -> None:
    """CNF-143."""
    first, again, other = Engines(sound), Engines(sound), Engines(sound)
    assert judged(first, CASE, 120) is judged(again, CASE, 120) is None
    assert judged(other, evolve(CASE, commands=CASE.commands[1:]), 119) is None
    assert first.groups() == again.groups() != other.groups()
    assert sum(first.groups()) == 120
    assert 1 in first.groups()
    assert 8 < max(first.groups()) <= MOST_COMMANDS_PER_FRAME


def test_where_every_dump_is_compared_the_venue_is_repeated_in_frames() -> None:
    """CNF-143."""
    engines = Engines(sound)
    assert judged(engines, CASE, 1) is None
    groups = engines.groups()
    assert groups[:120] == [1] * 120
    # Up to a checkpoint, then the rest, and after the rewind the rest again.
    assert 120 <= sum(groups[120:]) <= 240
    assert max(groups[120:]) > 8
    assert any(b'"rewind"' in line for line in engines.wires[-1].sent)


def test_an_engine_that_minds_how_commands_are_grouped_diverges() -> None:
    """CNF-114."""
    finding = judged(Engines(lambda: Forgetful("reference", ReferenceEngine)), CASE, 1)
    assert finding is not None
    assert (finding.verdict, finding.clauses) == (Verdict.DIVERGED, ("CNF-114",))
    assert finding.got.startswith("repeated on a new venue, in frames of several commands: command")


def test_an_engine_that_does_not_rewind_breaks_its_promise() -> None:
    """CNF-115, CNF-121."""
    finding = judged(Engines(lambda: NoRewind("reference", ReferenceEngine)), CASE, 1)
    assert finding is not None
    assert (finding.verdict, finding.clauses) == (Verdict.DIVERGED, ("CNF-115",))
    assert "is answered otherwise than the first time" in finding.got


@pytest.mark.parametrize(("level", "kinds"), [(0, set()), (1, {"root"}), (2, {"root", "dump"})])
def test_an_engine_is_asked_what_its_level_shows(
    level: int, kinds: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """CNF-120."""
    monkeypatch.setattr(serve, "LEVEL", level)
    engines = Engines(sound)
    assert judged(engines, CASE, 30) is None
    read = [frames.read_runner_frame(line[:-1]) for line in engines.wires[-1].sent]
    assert {frames.kind_of(frame) for frame in read} - {"hello", "open", "apply"} == kinds


def test_a_wrong_root_is_seen_from_level_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "LEVEL", 1)

    finding = judged(Engines(lambda: Server("reference", StrangeRoot)), CASE, 30)
    assert finding is not None
    assert finding.clauses == ("STA-024",)


@pytest.mark.parametrize(("level", "is_seen"), [(0, False), (1, True), (2, True)])
def test_a_wrong_root_of_a_vector_is_seen_from_level_1(
    level: int, is_seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CNF-011, CNF-120."""
    monkeypatch.setattr(serve, "LEVEL", level)
    engines = Engines(lambda: Server("reference", StrangeRoot))
    opener = partial(RemoteVenue, engines.target)
    finding = run_vector(find_vector("sta-root-of-a-new-venue"), opener, Limits())
    assert (finding is not None) == is_seen
    assert any(b'"root"' in line for line in engines.wires[-1].sent) == is_seen


def test_an_engine_in_use_is_kept_and_one_in_doubt_is_not() -> None:
    engines = Engines(sound)
    limits = Limits(step_seconds=5)
    for commands in (CASE.commands, CASE.commands[:50], CASE.commands):
        case = evolve(CASE, commands=commands)
        opener = lambda profile, parameters: RemoteVenue(engines.target, profile, parameters)  # noqa: E731
        assert compare(case, opener, limits, commands_per_dump=50) is None
    assert len(engines.wires) == 3
    assert not engines.wires[-1].is_ended
    venue = RemoteVenue(engines.target, CASE.profile, CASE.parameters)
    venue.prepare(CASE.commands, 120, 5)
    venue.apply(CASE.commands[0])
    # Answers are under way: nobody knows where they end, so the next venue gets a new process.
    assert (
        compare(accounts_case(3, None), lambda *at: RemoteVenue(engines.target, *at), limits)
        is None
    )
    assert engines.wires[2].is_ended
    assert len(engines.wires) == 4


def test_an_engine_that_cannot_be_greeted_is_not_started_for_every_vector() -> None:
    class Mute(Server):
        def _greet(self, hello: frames.Hello) -> frames.Ready:
            ready = super()._greet(hello)
            ready.number = 2
            return ready

    engines = Engines(lambda: Mute("reference", ReferenceEngine))
    findings = [judged(engines, CASE, 30) for _ in range(3)]
    assert {(finding.verdict, finding.step) for finding in findings if finding} == {
        (Verdict.BROKE_PROTOCOL, 0)
    }
    assert len(engines.wires) == 1
