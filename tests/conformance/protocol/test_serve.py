"""The engine's side: what it answers, and what it does to a peer that does not keep to the page."""

import subprocess
import sys
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from attrs import evolve

from tallystick.conformance.campaign import sequence
from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.serve import KEPT_CHECKPOINTS, serve
from tallystick.conformance.spec_files import SPEC_VERSION, load_preset
from tallystick.conformance.targets import ReferenceEngine, UnsupportedTargetError, open_engine
from tallystick.conformance.wire import canonical, command_object, parameters_object
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import Count
from tests.conformance.protocol.engines import ROOT, TALLYSTICK

PARAMETERS = load_preset("minimal")
COMMANDS = [command_object(one) for one in sequence(1, Profile.MATCH_1, "minimal", 0)]
HELLO = frames.Hello(1, frames.PROTOCOL, SPEC_VERSION, frames.OFFERED)
OPEN = frames.Open(2, Profile.MATCH_1, parameters_object(PARAMETERS))
SOUND = (HELLO, OPEN)


def conversation(*parts: frames.RunnerFrame | bytes) -> tuple[int, list[Any], list[str]]:
    """Exit status, answers and complaints; a frame is numbered by its place, a line is as it is."""
    lines = [
        part
        if isinstance(part, bytes)
        else frames.encode_frame(msgspec.structs.replace(part, number=number))
        for number, part in enumerate(parts, 1)
    ]
    sink, complaints = BytesIO(), list[str]()
    status = serve("reference", ReferenceEngine, BytesIO(b"".join(lines)), sink, complaints.append)
    return status, list(map(msgspec.json.decode, sink.getvalue().splitlines())), complaints


def apply(first: int, last: int) -> frames.Apply:
    return frames.Apply(1, COMMANDS[first:last])


def refusal(*parts: frames.RunnerFrame | bytes) -> str:
    """The only complaint about the last part; everything before it was answered."""
    status, answers, complaints = conversation(*parts)
    assert status == 2
    assert len(answers) == len(parts) - 1
    (complaint,) = complaints
    assert complaint.startswith(f"error: frame {len(parts)}: ")
    assert complaint.isascii()
    assert complaint.isprintable()
    return complaint


def test_a_whole_conversation() -> None:
    """CNF-110."""
    status, answers, complaints = conversation(
        HELLO, OPEN, apply(0, 7), frames.AskRoot(1), frames.AskDump(1), frames.Bye(1), b"unread"
    )
    assert (status, complaints) == (0, [])
    kinds = ["ready", "opened", "outcomes", "root", "dump", "bye"]
    assert [answer["frame"] for answer in answers] == kinds
    assert [answer["number"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert answers[0]["limits"] == {"frames": 64, "bytes": 32_768}
    assert len(answers[2]["outcomes"]) == 7


def test_the_end_of_the_input_is_a_farewell() -> None:
    """CNF-116."""
    assert conversation() == (0, [], [])
    assert conversation(HELLO, OPEN)[0] == 0


def test_a_rewind_returns_to_the_checkpoint_and_forgets_the_later_ones() -> None:
    """CNF-115."""
    ask, root = frames.AskCheckpoint(1), frames.AskRoot(1)
    parts: list[frames.RunnerFrame] = [
        HELLO,
        OPEN,
        apply(0, 9),
        ask,
        root,
        apply(9, 40),
        ask,
        root,
        frames.Rewind(1, "4"),
    ]
    status, answers, _ = conversation(*parts, root, apply(9, 40), root)
    assert status == 0
    assert [answers[3]["checkpoint"], answers[6]["checkpoint"]] == ["4", "7"]
    assert answers[9]["root"] == answers[4]["root"] != answers[7]["root"] == answers[11]["root"]
    assert answers[10]["outcomes"] == answers[5]["outcomes"]
    assert "expected one of 4" in refusal(*parts, frames.Rewind(1, "7"))
    assert "found another checkpoint" in refusal(HELLO, OPEN, ask, OPEN, frames.Rewind(1, "3"))


def test_the_newest_checkpoints_are_kept() -> None:
    """CNF-115."""
    asks: list[frames.RunnerFrame] = [frames.AskCheckpoint(1)] * (KEPT_CHECKPOINTS + 1)
    assert conversation(*SOUND, *asks, frames.Rewind(1, "4"))[0] == 0
    assert "found another checkpoint" in refusal(*SOUND, *asks, frames.Rewind(1, "3"))


def test_lower_limits_are_kept_and_higher_ones_lowered() -> None:
    """CNF-112."""
    for offered, taken in (((1, 4096), (1, 4096)), ((1000, 10**9), (64, 32_768))):
        hello = frames.Hello(1, frames.PROTOCOL, SPEC_VERSION, frames.FrameLimits(*offered))
        limits = conversation(hello)[1][0]["limits"]
        assert (limits["frames"], limits["bytes"]) == taken
    assert "expected at most 32,768 for several commands" in refusal(*SOUND, apply(0, 250))
    alone = canonical(msgspec.to_builtins(frames.Apply(3, COMMANDS[:1]))) + b" " * 40_000 + b"\n"
    assert conversation(*SOUND, alone)[0] == 0


def test_many_venues_are_opened_one_after_the_other() -> None:
    """CNF-113."""
    opened: list[frames.RunnerFrame] = [OPEN, apply(0, 2)] * 2_000
    status, answers, _ = conversation(HELLO, *opened)
    assert status == 0
    assert len(answers) == 4_001
    assert answers[2]["outcomes"] == answers[-1]["outcomes"]


def test_another_protocol_and_an_unknown_profile_are_answered() -> None:
    """CNF-111, CNF-121."""
    hello = frames.Hello(1, "tallystick/9", "9.9", frames.OFFERED)
    perp = frames.Open(1, "perp/9", OPEN.parameters)
    status, answers, _ = conversation(hello, perp)
    assert status == 0
    assert answers[0]["protocol"] == "tallystick/1"
    assert answers[1]["frame"] == "unsupported"
    assert "expected open" in refusal(hello, perp, apply(0, 1))


def test_it_promises_the_profiles_that_the_engine_has() -> None:
    """CNF-121."""
    lending = load_preset("minimal", profile=Profile.LEND_1)
    request = frames.Open(2, Profile.LEND_1, parameters_object(lending))
    promised = {}
    for target in ("reference", "fast:interpreted"):
        sink = BytesIO()
        source = BytesIO(frames.encode_frame(HELLO) + frames.encode_frame(request))
        assert serve(target, partial(open_engine, target), source, sink, print) == 0
        ready, answer = map(msgspec.json.decode, sink.getvalue().splitlines())
        promised[target] = (ready["profiles"], answer["frame"])
    profiles = ["match/1", "spot/1", "lend/1", "perp/1", "margin/1", "world/1"]
    assert promised == {
        "reference": (profiles, "opened"),
        "fast:interpreted": (profiles, "opened"),
    }


def test_an_engine_that_cannot_run_here_is_unsupported() -> None:
    def unsupported(profile: Profile, _parameters: Parameters) -> ReferenceEngine:
        raise UnsupportedTargetError(f"no compiled kernel for {profile}")

    source = BytesIO(frames.encode_frame(HELLO) + frames.encode_frame(OPEN))
    sink = BytesIO()
    assert serve("fast:compiled", unsupported, source, sink, print) == 0
    answer = msgspec.json.decode(sink.getvalue().splitlines()[1])
    text = "no compiled kernel for match/1"
    assert answer == {"frame": "unsupported", "number": 2, "reason": text}


WIDE = evolve(PARAMETERS, max_orders=Count(2**20 + 1))
REFUSED: dict[str, tuple[tuple[frames.RunnerFrame | bytes, ...], str]] = {
    "no greeting": ((OPEN,), "expected hello"),
    "a second greeting": ((HELLO, HELLO), "expected hello as the first frame and only there"),
    "no venue": ((HELLO, apply(0, 1)), "expected open: no venue is open"),
    "a number twice": ((HELLO, frames.encode_frame(HELLO)), "found number 1, expected 2"),
    "an answer": ((HELLO, b'{"frame":"opened","number":2}\n'), "opened"),
    "no command": (
        (*SOUND, b'{"frame":"apply","number":3,"commands":[]}\n'),
        "of length at least 1 - at 'commands'",
    ),
    "a parameter out of range": (
        (HELLO, frames.Open(2, Profile.MATCH_1, parameters_object(WIDE))),
        "max_orders: expected 1 to 1048576",
    ),
    "a parameter missing": ((HELLO, frames.Open(2, Profile.MATCH_1, {})), "no key"),
    "another field": ((*SOUND, frames.Apply(1, [{**COMMANDS[0], "x": 1}])), "/commands/0"),
    "a small limit": (
        (b'{"frame":"hello","number":1,"protocol":"","spec":"","limits":{"frames":1,"bytes":4095}}\n',),
        "at least 4096 - at 'limits.bytes'",
    ),
    "malformed": ((*SOUND, b'{"frame":\n'), "found expecting value"),
    "deep": ((*SOUND, b"[" * 100_000 + b"\n"), "nested too deeply"),
    "deep and escaped": ((*SOUND, b'["\\u0041",' + b"[" * 900 + b"]" * 901 + b"\n"), "got 'array'"),
    "many values": ((*SOUND, b"[" + b"{}," * 600_000 + b"{}]\n"), "1,200,002 values, expected at"),
    "33 deep": ((*SOUND, b'{"frame":"dump","number":3,"x":' + b"[" * 33 + b"]" * 33 + b"}\n"), "x"),
    "a key twice": ((*SOUND, b'{"frame":"dump","number":3,"number":3}\n'), "twice"),
    "no number": ((*SOUND, b'{"frame":"dump","number":NaN}\n'), "NaN"),
    "a long number": ((*SOUND, b'{"frame":"dump","number":' + b"3" * 5_000 + b"}\n"), "5000"),
    "a flag": ((*SOUND, b'{"frame":"dump","number":true}\n'), "bool"),
    "no UTF-8": ((*SOUND, b'{"frame":"dump\xff","number":3}\n'), "not UTF-8"),
    "half a surrogate pair": ((*SOUND, b'{"frame":"dump\\ud800","number":3}\n'), "surrogate"),
    "a mark": ((*SOUND, b'\xef\xbb\xbf{"frame":"dump","number":3}\n'), "BOM"),
    "a carriage return": ((*SOUND, b'{"frame":"dump","number":3}\r\n'), "carriage return"),
    "an empty line": ((*SOUND, b"\n"), "found nothing"),
    "two frames": ((*SOUND, b'{"frame":"dump","number":3} {"frame":"dump","number":4}\n'), "extra"),
    "the end within a line": ((*SOUND, b'{"frame":"dump","number":3}'), "without a line feed"),
    "escapes": ((*SOUND, b'{"frame":"\\u001b]0;x\\u0007<b>","number":3}\n'), "x1b"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_garbage_is_refused_with_what_was_expected(name: str) -> None:
    """CNF-100, CNF-101, CNF-103, CNF-130."""
    parts, words = REFUSED[name]
    assert words in refusal(*parts)


def test_a_command_of_a_frame_out_of_form_executes_none_of_them() -> None:
    """CNF-130."""
    spoiled = frames.Apply(1, [COMMANDS[0], {**COMMANDS[1], "signer": "01"}])
    assert "/commands/1/signer" in refusal(*SOUND, spoiled)


def test_a_number_out_of_range_is_answered_up_to_39_digits() -> None:
    """CNF-102."""
    wide = {**COMMANDS[0], "signer": "9" * 39}
    answers = conversation(*SOUND, frames.Apply(1, [wide]))[1]
    assert answers[2]["outcomes"] == [{"index": 0, "reason": "out_of_range", "type": "rejected"}]
    wider = {**COMMANDS[0], "signer": "9" * 40}
    assert "at most 39 digits" in refusal(*SOUND, frames.Apply(1, [wider]))


def test_a_line_of_a_gibibyte_is_not_kept_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "complaints").open("w+") as complaints:
        program = (
            "import atexit, sys\n"
            "from tallystick.conformance.cli import main\n"
            "from tests.conformance.protocol.memory import peak_kib\n"
            "atexit.register(lambda: print('peak', peak_kib(), file=sys.stderr))\n"
            "sys.argv = ['tallystick', 'serve', 'reference']\n"
            "main()\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stderr=complaints
        )
        assert process.stdin is not None
        sent = 0
        with suppress(BrokenPipeError):
            while sent < 1024:
                process.stdin.write(b"x" * 2**20)
                sent += 1
        assert process.wait(timeout=30) == 2
        complaints.seek(0)
        said = complaints.read()
    with suppress(BrokenPipeError):
        process.stdin.close()
    assert sent < 1024
    assert "expected a line of at most 16,777,216 bytes" in said
    assert int(said.split("peak ")[1]) < 200 * 1024


def test_a_line_of_many_small_values_is_not_parsed() -> None:
    """CNF-151: 16 MiB of empty objects would take hundreds of MiB."""
    program = (
        "from tallystick.conformance.protocol.frames import *\n"
        "from tests.conformance.protocol.memory import peak_kib\n"
        "line = b'[' + b'{},' * ((MOST_LINE_BYTES - 4) // 3) + b'{}]'\n"
        "for read in read_runner_frame, read_engine_frame:\n"
        "    try:\n"
        "        read(line)\n"
        "    except FrameError as error:\n"
        "        print(len(line), str(error))\n"
        "print(peak_kib())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *refused, most_kib = ran.stdout.splitlines()
    assert len(refused) == 2
    for line in refused:
        assert line.startswith("16777216 at the top: found 11,184,81")
        assert line.endswith(" values, expected at most 1,048,576 on a line")
    assert int(most_kib) < 150 * 1024


def test_a_peer_that_reads_no_answers_gets_no_traceback() -> None:
    process = subprocess.Popen(
        [TALLYSTICK, "serve", "reference"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(frames.encode_frame(HELLO))
    process.stdin.close()
    assert process.wait(timeout=30) != 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_unknown_engine_is_wrong_usage() -> None:
    ran = subprocess.run(
        [TALLYSTICK, "serve", "quick"], input=b"", capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"unknown target 'quick'" in ran.stderr
