"""Mutates frames in both directions; nothing may fall over, hang, or be taken for something else.

    python -m tests.conformance.protocol.fuzz 200000

Everything runs in this process: the serve loop on buffers, the runner's side on a loopback. What
a mutated line means is read by another JSON parser (msgspec) than the one under test.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import msgspec

from tallystick.conformance.campaign import sequence
from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.process import EngineFaultError, UnsupportedEngineError
from tallystick.conformance.protocol.serve import Server, serve
from tallystick.conformance.protocol.venue import PipeTarget, RemoteVenue
from tallystick.conformance.spec_files import SPEC_VERSION, load_preset
from tallystick.conformance.targets import ReferenceEngine
from tallystick.conformance.verdicts import Verdict
from tallystick.conformance.wire import canonical, command_object, parameters_object
from tallystick.reference.types.choices import Profile

PARAMETERS = load_preset("minimal")
COMMANDS = sequence(1, Profile.SPOT_1, "minimal", 0)[:3] + tuple(
    command for command in sequence(1, Profile.SPOT_1, "minimal", 0)[12:60:9]
)
SESSION: list[frames.RunnerFrame] = [
    frames.Hello(1, frames.PROTOCOL, SPEC_VERSION, frames.OFFERED),
    frames.Open(2, Profile.SPOT_1, parameters_object(PARAMETERS)),
    frames.Apply(3, [command_object(command) for command in COMMANDS]),
    frames.AskCheckpoint(4),
    frames.AskRoot(5),
    frames.Rewind(6, "4"),
    frames.AskDump(7),
    frames.Bye(8),
]
LINES = [frames.encode_frame(frame) for frame in SESSION]

TOKENS = (
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"null", b"true", b"0", b"-", b"e9", b".5",
    b"\n", b"\x00", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xa8",
    b"\xef\xbb\xbf", b"\r", b'"frame":"bye",', b'"number":1,',
    b"[" * 1000, b'{"a":' * 40, b"9" * 50, b" " * 100,
)  # fmt: skip
BAD_NUMBERS = (
    b"NaN", b"Infinity", b"-0", b"+1", b"01", b"1.0", b"1e3", b"1" * 5000, b"true", b"null", b"[1]",
    b"-1", b'"1"', b"0x1", b"1_0",
)  # fmt: skip
BAD_DECIMALS = (
    "-0", "+1", "01", "", " 1", "1 ", "1_0", "1.0", "1e3", "\uff11", "\u0661", "9" * 40,
    "NaN", "0x1",
)  # fmt: skip


def independent(line: bytes) -> Any:
    """What the line says, by the other parser; None if it is no JSON in UTF-8."""
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def first_line(line: bytes) -> bytes:
    """What is left of it, if a mutation made several lines of it: the others come too late."""
    return line.partition(b"\n")[0]


# Mutations that keep the meaning. Such a line must be accepted as what it was.


def reordered(random: Random, line: bytes) -> bytes:
    """The keys of every object in another order, with other white space."""

    def shuffled(plain: Any) -> Any:
        if isinstance(plain, dict):
            keys = random.sample(list(plain), len(plain))
            return {key: shuffled(plain[key]) for key in keys}
        return [shuffled(part) for part in plain] if isinstance(plain, list) else plain

    separators = random.choice([(",", ":"), (" ,\t", " : "), (", ", ": ")])
    text = json.dumps(shuffled(json.loads(line)), separators=separators)
    return random.choice(["", " ", "\t "]).encode() + text.encode() + b"\n"


def escaped(random: Random, line: bytes) -> bytes:
    """A letter written as its code."""
    places = [place for place, byte in enumerate(line) if chr(byte).isalpha()]
    plain = {place for place in places if line[place - 1 : place] != b"\\"}
    inside = [place for place in plain if line[:place].count(b'"') % 2]
    place = random.choice(sorted(inside))
    return line[:place] + b"\\u%04x" % line[place] + line[place + 1 :]


# Mutations after which the line must be refused.


def doubled_key(random: Random, line: bytes) -> bytes:
    """A key given twice, with the same or with another value."""
    value = random.choice([b"1", b'"x"', b"null", str(json.loads(line)["number"]).encode()])
    return line[:1] + b'"number":' + value + b"," + line[1:]


def unknown_key(random: Random, line: bytes) -> bytes:
    """A key that no frame has, at the top or in the first object inside."""
    places = [place for place, byte in enumerate(line) if byte == ord("{")][:2]
    place = random.choice(places)
    return (
        line[: place + 1]
        + b'"zz":0'
        + (b"" if line[place + 1] == 125 else b",")
        + line[place + 1 :]
    )


def bad_number(random: Random, line: bytes) -> bytes:
    """The frame's number in another form."""
    number = b'"number":%d' % json.loads(line)["number"]
    return line.replace(number, b'"number":' + random.choice(BAD_NUMBERS))


def bad_decimal(random: Random, line: bytes) -> bytes:
    """One decimal string in another form; where a frame has none, its number."""
    plain = json.loads(line)
    holders = [
        (holder, key)
        for holder in _containers(plain)
        for key, part in (holder.items() if isinstance(holder, dict) else enumerate(holder))
        if isinstance(part, str)
        and part.lstrip("-").isdecimal()
        and key not in ("checkpoint", "root")
    ]
    if not holders:
        return bad_number(random, line)
    holder, key = random.choice(holders)
    holder[key] = random.choice(
        [*BAD_DECIMALS, int(holder[key]), float(holder[key]), [holder[key]]]
    )
    return canonical_loosely(plain)


def lost_key(random: Random, line: bytes) -> bytes:
    """A frame without one of its keys."""
    plain = json.loads(line)
    del plain[random.choice(sorted(plain))]
    return canonical_loosely(plain)


def framed(random: Random, line: bytes) -> bytes:
    """Something beside the object on the line, or nothing at all."""
    return random.choice(
        [b"\xef\xbb\xbf" + line, line[:-1] + b"\r\n", b"\n", b"x" + line, line[:-1] + b";\n",
         line[:-1] * 2 + b"\n", b"[" + line[:-1] + b"]\n", line[:-1] + b"\x00\n", b"\x0c" + line]
    )  # fmt: skip


# Mutations after which it depends.


def scratched(random: Random, line: bytes) -> bytes:
    """A few bytes changed, lost, repeated or put in."""
    body = bytearray(line[:-1])
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        place = random.randrange(len(body) + 1)
        end = min(len(body), place + random.choice((1, 1, 2, 8, 64)))
        action = random.randrange(6)
        if action == 0 and place < len(body):
            body[place] ^= 1 << random.randrange(8)
        elif action == 1 and place < len(body):
            body[place] = random.randrange(256)
        elif action == 2:
            del body[place:end]
        elif action == 3:
            body[place:place] = body[place:end]
        elif action == 4:
            body[place:place] = random.choice(TOKENS)
        else:
            body[place:end] = bytes(random.sample(list(body[place:end]), end - place))
    return bytes(body) + b"\n"


def redigited(random: Random, line: bytes) -> bytes:
    """One digit another: mostly a sound frame with another meaning."""
    places = [place for place, byte in enumerate(line) if 48 <= byte <= 57]
    place = random.choice(places)
    return line[:place] + b"%d" % random.randrange(10) + line[place + 1 :]


def reworded(random: Random, line: bytes) -> bytes:
    """One word of the line in the place of another."""
    words = line.split(b'"')
    one, other = random.choices(range(1, len(words), 2), k=2)
    words[one] = words[other]
    return b'"'.join(words)


KEEPING = (reordered, escaped)
SPOILING = (doubled_key, unknown_key, bad_number, bad_decimal, lost_key, framed)
EITHER = (scratched, scratched, scratched, redigited, reworded)
Mutation = Callable[[Random, bytes], bytes]


def canonical_loosely(plain: Any) -> bytes:
    """JSON that also holds what a frame may not."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _containers(plain: Any) -> list[Any]:
    """All objects and lists in a JSON value."""
    if not isinstance(plain, dict | list):
        return []
    parts = plain.values() if isinstance(plain, dict) else plain
    return [plain, *(inner for part in parts for inner in _containers(part))]


def mutated(random: Random, line: bytes) -> tuple[Mutation, bytes]:
    """A mutation, drawn, and what it makes of the line."""
    mutation = random.choice(random.choice((KEEPING, SPOILING, EITHER, EITHER)))
    return mutation, mutation(random, line)


class FuzzError(AssertionError):
    """The fuzzer has found something; the text says how to see it again."""


def fuzz_serve(random: Random) -> str:
    """One mutated frame of the runner, given to the serve loop; what came of it."""
    place = random.randrange(len(LINES))
    mutation, line = mutated(random, LINES[place])
    source = BytesIO(b"".join([*LINES[:place], line, *LINES[place + 1 :]]))
    sink, complaints = BytesIO(), list[str]()
    status = serve("reference", ReferenceEngine, source, sink, complaints.append)
    answers = sink.getvalue().splitlines(keepends=True)
    sound = answers_of(LINES)
    if (
        answers[:place] != sound[:place]
        or status not in (0, 2)
        or bool(complaints) != (status == 2)
    ):
        raise FuzzError(f"{mutation.__name__} of frame {place}: {line!r}: {status} {complaints}")
    accepted = len(answers) > place
    if complaints and not (complaints[0].isascii() and complaints[0].isprintable()):
        raise FuzzError(f"complains unreadably: {complaints!r}")
    _judge(mutation, LINES[place], line, accepted)
    if accepted:
        # Another engine is told the same by another parser: it must answer alike.
        meant = canonical(independent(first_line(line))) + b"\n"
        if answers[place] != answers_of([*LINES[:place], meant])[place]:
            raise FuzzError(f"{mutation.__name__}: {line!r} was taken for something else")
    return "accepted" if accepted else "refused"


_ANSWERS: dict[bytes, list[bytes]] = {}


def answers_of(lines: list[bytes]) -> list[bytes]:
    """What a new server answers to sound lines."""
    if lines is LINES and b"" in _ANSWERS:
        return _ANSWERS[b""]
    server = Server("reference", ReferenceEngine)
    answers = [frames.encode_frame(server.answer(line[:-1])) for line in lines]
    if lines is LINES:
        _ANSWERS[b""] = answers
    return answers


def _judge(mutation: Mutation, sound: bytes, line: bytes, accepted: bool) -> None:
    """Refused or accepted as the kind of the mutation wants it."""
    meaning = independent(first_line(line))
    if accepted and (meaning is None or (mutation in SPOILING and meaning != independent(sound))):
        raise FuzzError(f"{mutation.__name__}: accepted {line!r}")
    if mutation in (doubled_key, unknown_key, framed) and accepted:
        raise FuzzError(f"{mutation.__name__}: accepted {line!r}")
    if mutation in KEEPING and not accepted:
        raise FuzzError(f"{mutation.__name__}: refused {line!r}")


class Loopback:
    """A transport to a server in this process; one answer may be spoiled on its way."""

    def __init__(self, spoil: Callable[[bytes], bytes]) -> None:
        self._server = Server("reference", ReferenceEngine)
        self._output = b""
        self._is_gone = False
        self._spoil = spoil

    def write(self, line: bytes) -> None:
        """Answer at once; or be gone, as a server is that was asked for what it never named."""
        try:
            answer = self._server.answer(line[:-1])
        except frames.FrameError:
            self._is_gone = True
        else:
            self._output += self._spoil(frames.encode_frame(answer))

    def read_line(self, seconds: float) -> bytes:
        """The next line; where a pipe would be silent, the time is up."""
        del seconds
        line, feed, rest = self._output.partition(b"\n")
        if not feed and self._is_gone:
            raise EngineFaultError(Verdict.CRASHED, "exited with status 2")
        if not feed:
            raise EngineFaultError(Verdict.TIMED_OUT, "silence")
        self._output = rest
        return line

    def finish(self, seconds: float, *, close_input: bool, status: int = 0) -> None:
        """Nothing to end."""

    def end(self) -> None:
        """Nothing to end."""


class Spoiler:
    """Mutates the answer at one place of a whole run, once."""

    def __init__(self, random: Random, place: int) -> None:
        self.random, self.place = random, place
        self.seen = 0
        self.mutation: Mutation | None = None
        self.sound = self.line = b""

    def __call__(self, line: bytes) -> bytes:
        """The line, or what is made of it."""
        self.seen += 1
        if self.seen - 1 != self.place:
            return line
        self.mutation, self.line = mutated(self.random, line)
        self.sound = line
        return self.line


def converse(spoiler: Spoiler) -> tuple[Verdict, str]:
    """Run the commands beside the reference over a loopback; any other exception gets through."""
    target = PipeTarget(lambda: Loopback(spoiler))
    venue = RemoteVenue(target, Profile.SPOT_1, PARAMETERS)
    oracle = ReferenceEngine(Profile.SPOT_1, PARAMETERS)
    try:
        venue.prepare(COMMANDS, 4, 1.0)
        for step, command in enumerate(COMMANDS, 1):
            if venue.apply(command) != oracle.apply(command):
                return Verdict.DIVERGED, "outcome"
            if step % 4 == 0 and venue.level >= 2 and venue.dump() != oracle.dump():
                return Verdict.DIVERGED, "dump"
        if venue.level >= 1 and venue.root() != oracle.root():
            return Verdict.DIVERGED, "root"
    except EngineFaultError as fault:
        return fault.verdict, str(fault)
    except UnsupportedEngineError as error:
        return Verdict.UNSUPPORTED, str(error)
    return Verdict.CONFORMANT, ""


def fuzz_runner(random: Random, answers: int) -> str:
    """One mutated answer of an engine, given to the runner's side; the verdict."""
    spoiler = Spoiler(random, random.randrange(answers))
    verdict, text = converse(spoiler)
    line, mutation = spoiler.line, spoiler.mutation
    if mutation is None or not (text.isascii() and text.isprintable() and len(text) < 1000):
        raise FuzzError(f"unreadable, or nothing was mutated: {text!r}")
    meaning = independent(first_line(line))
    is_same = meaning == independent(spoiler.sound)
    greeting = b'"frame":"ready"' in spoiler.sound
    if is_same and mutation in KEEPING and verdict is not Verdict.CONFORMANT:
        raise FuzzError(f"{mutation.__name__}: {line!r} is {verdict}: {text}")
    if not is_same and verdict is Verdict.CONFORMANT and not (greeting and meaning):
        raise FuzzError(f"{mutation.__name__}: {line!r} was taken for {spoiler.sound!r}")
    if verdict is Verdict.CRASHED and b'"frame":"checkpoint"' not in spoiler.sound:
        raise FuzzError(f"{mutation.__name__}: {line!r} is {verdict}: {text}")
    if meaning is None and verdict not in (Verdict.BROKE_PROTOCOL, Verdict.TIMED_OUT):
        raise FuzzError(f"{mutation.__name__}: {line!r} is {verdict}: {text}")
    if mutation in (doubled_key, unknown_key, framed) and verdict is not Verdict.BROKE_PROTOCOL:
        raise FuzzError(f"{mutation.__name__}: {line!r} is {verdict}: {text}")
    return str(verdict)


def fuzz(count: int, seed: int) -> Counter[str]:
    """So many mutations, half in each direction; what came of them. FuzzError tells the seed."""
    sound = Spoiler(Random(0), -1)
    if converse(sound) != (Verdict.CONFORMANT, ""):
        raise FuzzError("the sound conversation is not conformant")
    found: Counter[str] = Counter()
    for number in range(count):
        random = Random(f"{seed} {number}")
        try:
            if number % 2:
                found[f"runner: {fuzz_runner(random, sound.seen)}"] += 1
            else:
                found[f"serve: {fuzz_serve(random)}"] += 1
        except Exception as error:
            raise FuzzError(f"seed {seed}, mutation {number}: {error!r}") from error
    return found


if __name__ == "__main__":
    began = time.monotonic()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for result, times in sorted(fuzz(wanted, seed=1).items()):
        print(f"{times:>9,}  {result}")
    print(f"{wanted:>9,}  mutations in {time.monotonic() - began:.0f} s, nothing found")
