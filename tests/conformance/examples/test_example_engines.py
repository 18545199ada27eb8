"""The example engines: conformant, strict about every line, and without warnings or leaks."""

import json
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.conformance.cli import app
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.wire import parameters_object
from tests.conformance.examples.conftest import C_ENGINE, PYTHON_ENGINE
from tests.conformance.examples.pipe import HELLO, OPEN, match_cases, passed, running

ORDER = {
    "order_id": "1",
    "market": "1",
    "side": "sell",
    "price": "5",
    "lots": "2",
    "order_type": "limit",
    "self_trade": None,
    "expires_at": None,
    "reduce_only": False,
}
PLACE = {"type": "place_order", "signer": "11", "account": "1", "order": ORDER}
CANCEL = {"type": "cancel_order", "signer": "11", "account": "1", "order_id": "1"}
DEPOSIT = {"type": "deposit", "signer": "11", "account": "1", "asset": "1", "atoms": "1"}
BATCH = {"type": "batch", "signer": "11", "account": "1", "commands": [CANCEL]}
OPEN_ACCOUNT = {"type": "open_account", "signer": "11"}


def numbered(*frames: dict[str, Any]) -> bytes:
    """Frames as a runner writes them."""
    lines = ({**frame, "number": number} for number, frame in enumerate(frames, start=1))
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def applied(command: Any) -> dict[str, Any]:
    return {"frame": "apply", "commands": [command]}


def ended(engine: list[str], text: bytes) -> tuple[int, list[Any], str]:
    """Exit status, answers and standard error of an engine that reads this."""
    done = subprocess.run(engine, input=text, capture_output=True, timeout=20, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, answers, done.stderr.decode()


def test_every_vector_of_the_profile_passes(engine: list[str]) -> None:
    assert passed(engine) == {case.id for case in match_cases()}


def test_the_kit_finds_it_conformant(engine: list[str], tmp_path: Path) -> None:
    arguments = ("--profile", "match/1", "--commands", "300", "--json")
    trace = str(tmp_path / "trace.json")
    told = CliRunner().invoke(
        app, ["run", f"exec:{shlex.join(engine)}", *arguments, "--trace-file", trace]
    )
    report = json.loads(told.stdout)
    assert (told.exit_code, report["verdict"]) == (0, "conformant")
    assert report["vectors"]["run"] == report["vectors"]["passed"] == len(match_cases())
    assert [stage["commands"] for stage in report["stages"]] == [300, 300]


def test_it_names_itself_and_what_it_offers(engine: list[str]) -> None:
    with running(engine) as pipe:
        ready = pipe.ask({**HELLO, "protocol": "tallystick/7"})
    assert ready.keys() == {
        *("frame", "protocol", "engine", "version", "profiles", "level", "limits")
    }
    assert (ready["frame"], ready["protocol"]) == ("ready", "tallystick/1")
    assert (ready["profiles"], ready["level"]) == (["match/1"], 2)
    assert ready["limits"] == HELLO["limits"]


def test_a_new_venue_forgets_the_one_before(engine: list[str]) -> None:
    world = {**OPEN, "parameters": parameters_object(load_preset("world"))}
    with running(engine) as pipe:
        pipe.ask(HELLO)
        for opening in [OPEN, world] * 20:
            assert pipe.ask(opening) == {"frame": "opened"}
            (outcome,) = pipe.apply([OPEN_ACCOUNT])
            assert outcome["events"][0]["account"] == "1"


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "spot/1"},
        {"profile": "match/\0"},
        {"parameters": {**OPEN["parameters"], "max_orders": 2**20 + 1}},
        {"parameters": {**OPEN["parameters"], "max_orders": 0}},
        {"parameters": {**OPEN["parameters"], "base_lot_atoms": "9" * 39}},
    ],
)
def test_what_it_does_not_have_is_unsupported_and_leaves_no_venue(
    engine: list[str], change: dict[str, Any]
) -> None:
    status, answers, _ = ended(engine, numbered(HELLO, OPEN, {**OPEN, **change}, {"frame": "dump"}))
    assert status == 2
    assert [answer["frame"] for answer in answers] == ["ready", "opened", "unsupported"]
    assert answers[-1].keys() == {"frame", "number", "reason"}


def test_bye_ends_it_whatever_follows(engine: list[str]) -> None:
    status, answers, complaint = ended(engine, numbered(HELLO, {"frame": "bye"}, HELLO, HELLO))
    assert (status, complaint) == (0, "")
    assert answers[1:] == [{"frame": "bye", "number": 2}]


@pytest.mark.parametrize("rest", [b"", b"{", numbered({"frame": "bye"})[:-1]])
def test_the_end_of_the_input_ends_it_even_within_a_line(engine: list[str], rest: bytes) -> None:
    status, answers, complaint = ended(engine, numbered(HELLO) + rest)
    assert (status, len(answers), complaint) == (0, 1, "")


@pytest.mark.parametrize(
    "number", ["9" * 39, f"-{'9' * 39}", str(2**63), str(2**64 + 2), str(-(2**63)), "0", "-1"]
)
def test_a_number_out_of_range_is_answered(engine: list[str], number: str) -> None:
    commands = [
        {**PLACE, "order": {**ORDER, "lots": number}},
        {**PLACE, "order": {**ORDER, "expires_at": number if number != "0" else "-2"}},
        {**CANCEL, "account": number},
        {**DEPOSIT, "atoms": number},
    ]
    with running(engine) as pipe:
        pipe.ask(HELLO)
        pipe.ask(OPEN)
        reasons = [outcome["reason"] for outcome in pipe.apply(commands)]
    assert reasons == ["out_of_range"] * 4


def test_a_batch_may_be_far_too_long(engine: list[str]) -> None:
    with running(engine) as pipe:
        pipe.ask(HELLO)
        pipe.ask(OPEN)
        (outcome,) = pipe.apply([{**BATCH, "commands": [PLACE] * 5_000}])
    assert outcome == {"type": "rejected", "reason": "batch_size", "index": 0}


def test_keys_may_stand_in_any_order_with_white_space_and_escapes(engine: list[str]) -> None:
    spaced = json.dumps({**applied(OPEN_ACCOUNT), "number": 3}, indent="\t").replace("\n", "\r")
    turned = spaced.replace("open_account", "op\\u0065n_account").replace('"11"', '"\\u00311"')
    backwards = json.dumps(dict(reversed([*{**OPEN, "number": 2}.items()])))
    text = numbered(HELLO) + f"{backwards}\n \t{turned} \r\n".encode()
    status, answers, _ = ended(engine, text)
    assert (status, len(answers)) == (0, 3)
    assert answers[2]["outcomes"][0]["events"] == [
        {"type": "account_opened", "account": "1", "owner": "11"}
    ]


def without(command: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: part for name, part in command.items() if name != key}


INVALID_COMMANDS: dict[str, Any] = {
    "no object": [],
    "null": None,
    "no type": without(OPEN_ACCOUNT, "type"),
    "unknown type": {**OPEN_ACCOUNT, "type": "close_account"},
    "type of another form": {**OPEN_ACCOUNT, "type": ["open_account"]},
    "missing key": without(CANCEL, "order_id"),
    "unknown key": {**OPEN_ACCOUNT, "account": "1"},
    "missing key of an order": {**PLACE, "order": without(ORDER, "self_trade")},
    "unknown key of an order": {**PLACE, "order": {**ORDER, "account": "1"}},
    "number without quotes": {**OPEN_ACCOUNT, "signer": 11},
    "leading zero": {**OPEN_ACCOUNT, "signer": "011"},
    "minus zero": {**OPEN_ACCOUNT, "signer": "-0"},
    "plus": {**OPEN_ACCOUNT, "signer": "+1"},
    "space in a number": {**OPEN_ACCOUNT, "signer": "1 "},
    "fraction": {**OPEN_ACCOUNT, "signer": "1.0"},
    "no digits": {**OPEN_ACCOUNT, "signer": ""},
    "minus alone": {**OPEN_ACCOUNT, "signer": "-"},
    "digits of another script": {**OPEN_ACCOUNT, "signer": "\u0661"},
    "40 digits": {**OPEN_ACCOUNT, "signer": "9" * 40},
    "null as a number": {**OPEN_ACCOUNT, "signer": None},
    "unknown word": {**PLACE, "order": {**ORDER, "side": "Buy"}},
    "null as a word": {**PLACE, "order": {**ORDER, "order_type": None}},
    "flag as a word": {**PLACE, "order": {**ORDER, "self_trade": True}},
    "word as a flag": {**PLACE, "order": {**ORDER, "reduce_only": "false"}},
    "number as a flag": {**PLACE, "order": {**ORDER, "reduce_only": 0}},
    "order is no object": {**PLACE, "order": "1"},
    "commands are no list": {**BATCH, "commands": {}},
    "batch in a batch": {**BATCH, "commands": [{**BATCH}]},
    "deposit in a batch": {**BATCH, "commands": [DEPOSIT]},
    "invalid command in a batch": {**BATCH, "commands": [CANCEL, without(CANCEL, "account")]},
    "invalid order in a batch": {**BATCH, "commands": [{**PLACE, "order": {}}]},
}


@pytest.mark.parametrize("name", INVALID_COMMANDS)
def test_a_command_of_another_form_makes_the_frame_invalid(engine: list[str], name: str) -> None:
    commands = {"frame": "apply", "commands": [OPEN_ACCOUNT, INVALID_COMMANDS[name]]}
    assert_refused(engine, numbered(HELLO, OPEN, commands), answers=2)


DUMP_3 = b'{"frame":"dump","number":3}'
INVALID_LINES: dict[str, bytes] = {
    "empty line": b"",
    "no JSON": b"dump",
    "no object": b"[]",
    "cut short": DUMP_3[:-1],
    "two values": DUMP_3 + b" {}",
    "missing key": b'{"frame":"dump"}',
    "unknown key": b'{"frame":"dump","number":3,"spec":"1.0"}',
    "key twice": b'{"frame":"dump","number":3,"number":3}',
    "key twice, once escaped": b'{"frame":"dump","number":3,"n\\u0075mber":3}',
    "unknown frame": b'{"frame":"Dump","number":3}',
    "frame above its level": b'{"frame":"checkpoint","number":3}',
    "frame of the engine": b'{"frame":"opened","number":3}',
    "number in quotes": b'{"frame":"dump","number":"3"}',
    "number with a fraction": b'{"frame":"dump","number":3.0}',
    "number with an exponent": b'{"frame":"dump","number":3e0}',
    "number with a leading zero": b'{"frame":"dump","number":03}',
    "not a number": b'{"frame":"dump","number":NaN}',
    "infinity": b'{"frame":"dump","number":Infinity}',
    "flag as a number": b'{"frame":"dump","number":true}',
    "comma at the end": b'{"frame":"dump","number":3,}',
    "colon missing": b'{"frame" "dump","number":3}',
    "comma missing": b'{"frame":"dump" "number":3}',
    "single quotes": b"{'frame':'dump','number':3}",
    "control character in a string": b'{"frame":"du\tmp","number":3}',
    "NUL in a string": b'{"frame":"dump\0","number":3}',
    "escaped NUL": b'{"frame":"dump\\u0000","number":3}',
    "NUL behind it": DUMP_3 + b"\0",
    "unknown escape": b'{"frame":"\\dump","number":3}',
    "hexadecimal digits missing": b'{"frame":"dump\\u12","number":3}',
    "byte order mark": b"\xef\xbb\xbf" + DUMP_3,
    "no UTF-8": b'{"frame":"dump","number":3,"\xff":1}',
    "UTF-16": DUMP_3.decode().encode("utf-16-le"),
    "overlong UTF-8": b'{"frame":"d\xc1\xb5mp","number":3}',
    "no commands": b'{"frame":"apply","number":3,"commands":[]}',
    "commands are no list": b'{"frame":"apply","number":3,"commands":{}}',
    "deep nesting": b'{"frame":"dump","number":3,"deep":%b%b}' % (b"[" * 40, b"]" * 40),
    "very deep nesting": b'{"frame":"dump","number":3,"deep":%b' % (b"[" * 200_000),
    "hello again": json.dumps({**HELLO, "number": 3}).encode(),
    "parameter missing": b'{"frame":"open","number":3,"profile":"match/1","parameters":{}}',
    "profile is no text": json.dumps({**OPEN, "number": 3, "profile": 1}).encode(),
}


@pytest.mark.parametrize("name", INVALID_LINES)
def test_a_line_that_is_no_frame_ends_it(engine: list[str], name: str) -> None:
    line = INVALID_LINES[name] + b"\n"
    assert_refused(engine, numbered(HELLO, OPEN) + line + DUMP_3 + b"\n", answers=2)


@pytest.mark.parametrize("name", sorted(OPEN["parameters"]))
def test_a_parameter_of_the_other_form_ends_it(engine: list[str], name: str) -> None:
    given = OPEN["parameters"][name]
    turned = int(given) if isinstance(given, str) else str(given)
    opening = {**OPEN, "parameters": {**OPEN["parameters"], name: turned}}
    assert_refused(engine, numbered(HELLO, opening), answers=1)


@pytest.mark.parametrize("frame", ["apply", "dump", "root"])
def test_there_is_nothing_to_ask_before_a_venue_is_open(engine: list[str], frame: str) -> None:
    early = applied(OPEN_ACCOUNT) if frame == "apply" else {"frame": frame}
    assert_refused(engine, numbered(HELLO, early), answers=1)
    assert_refused(engine, numbered(early), answers=0)


@pytest.mark.parametrize("first", [OPEN, {"frame": "bye"}])
def test_the_first_frame_is_hello(engine: list[str], first: dict[str, Any]) -> None:
    assert_refused(engine, numbered(first), answers=0)


@pytest.mark.parametrize("change", [{"limits": {"frames": 64}}, {"limits": []}, {"spec": 1}])
def test_hello_is_read_strictly(engine: list[str], change: dict[str, Any]) -> None:
    assert_refused(engine, numbered({**HELLO, **change}), answers=0)


def assert_refused(engine: list[str], text: bytes, answers: int) -> None:
    """CNF-130: nothing is answered, something is said on standard error, the status is 2."""
    status, answered, complaint = ended(engine, text)
    assert (status, len(answered)) == (2, answers)
    assert complaint.startswith("invalid frame: expected ")
    assert complaint.count("\n") == 1


def test_the_example_in_python_is_short_and_begins_with_how_to_run_it() -> None:
    lines = PYTHON_ENGINE.read_text("utf-8").splitlines()
    assert len(lines) <= 450
    assert '    tallystick run "exec:python3 match_engine.py" --profile match/1' in lines[:10]


def test_the_example_in_c_is_compiled_by_the_line_it_names() -> None:
    lines = C_ENGINE.read_text("utf-8").splitlines()
    assert " *     cc -O2 -o match_engine match_engine.c" in lines[:10]
    assert all(len(line) <= 100 for line in lines)
