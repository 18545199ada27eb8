"""The example engines: conformant, strict about every line, and without warnings or leaks."""

import json
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.conformance.campaign import COMMANDS_PER_SEQUENCE, WORLDS, campaign
from tallystick.conformance.cli import app
from tallystick.conformance.protocol.probes import PROBES
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.wire import (
    command_object,
    dump_object,
    outcome_object,
    parameters_object,
)
from tallystick.reference import dump, open_venue, root, step
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.parameters import CELLS, PARAMETER_RANGES
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
LIST_MARKET = {
    "type": "list_market",
    "signer": "0",
    "asset": "2",
    "kind": "spot",
    "tick": "1",
    "minimum_lots": "1",
}


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


def test_the_kit_finds_it_conformant(released_engine: list[str], tmp_path: Path) -> None:
    target = f"exec:{shlex.join(released_engine)}"
    asked = ("--profile", "match/1", "--commands", "250", "--vector", "mat-fok-budget", "--json")
    told = CliRunner().invoke(
        app, ["run", target, *asked, "--trace-file", f"{tmp_path}/trace.json"]
    )
    report = json.loads(told.stdout)
    assert (told.exit_code, report["verdict"]) == (0, "conformant")
    assert (report["vectors"]["run"], report["vectors"]["passed"]) == (1, 1)
    assert [stage["commands"] for stage in report["stages"]] == [250, 250]


def test_the_kit_probes_it(engine: list[str]) -> None:
    """CNF-144, CNF-151: a sanitizer reserves more memory than the kit lets an engine have."""
    target = f"exec:TALLYSTICK_MEMORY_MIB=0 {shlex.join(engine)}"
    told = CliRunner().invoke(app, ["probe", target, "--seed", "3", "--json"])
    report = json.loads(told.stdout)
    assert (told.exit_code, report["probes"]["failed"]) == (0, [])
    assert report["probes"]["passed"] == len(PROBES)


@pytest.mark.parametrize("preset", WORLDS)
def test_a_campaign_is_answered_as_by_the_reference(engine: list[str], preset: str) -> None:
    parameters = load_preset(preset)
    commands = list(islice(campaign(7, Profile.MATCH_1, preset), 1_000))
    with running(engine) as pipe:
        pipe.ask(HELLO)
        for sequence in batched(commands, COMMANDS_PER_SEQUENCE):
            pipe.ask({**OPEN, "parameters": parameters_object(parameters)})
            state = open_venue(Profile.MATCH_1, parameters)
            for part in batched(sequence, 25):
                outcomes = []
                for command in part:
                    state, outcome = step(state, command)
                    outcomes.append(outcome_object(outcome))
                assert pipe.apply([command_object(command) for command in part]) == outcomes
                assert pipe.ask({"frame": "dump"})["dump"] == dump_object(dump(state))
                assert pipe.ask({"frame": "root"})["root"] == root(state)


def batched(commands: Sequence[Command], size: int) -> Iterator[Sequence[Command]]:
    """The commands in pieces of that size."""
    return (commands[start : start + size] for start in range(0, len(commands), size))


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


@pytest.mark.parametrize("profile", ["spot/1", "match/2", "", "match/1\0", "\U0001f600"])
def test_another_profile_is_unsupported_and_leaves_no_venue(
    engine: list[str], profile: str
) -> None:
    other = {**OPEN, "profile": profile}
    status, answers, _ = ended(engine, numbered(HELLO, OPEN, other, {"frame": "dump"}))
    assert status == 2
    assert [answer["frame"] for answer in answers] == ["ready", "opened", "unsupported"]
    assert answers[-1].keys() == {"frame", "number", "reason"}


def opening_with(name: str, number: int) -> dict[str, Any]:
    """The frame `open` with another value of one parameter, in the form that it has."""
    plain = str(number) if isinstance(OPEN["parameters"][name], str) else number
    return {**OPEN, "parameters": {**OPEN["parameters"], name: plain}}


def test_parameters_are_read_up_to_their_bounds(engine: list[str]) -> None:
    with running(engine) as pipe:
        pipe.ask(HELLO)
        for name, bounds in PARAMETER_RANGES.items():
            for bound in bounds:
                opening = opening_with(name, bound)
                assert pipe.ask(opening) == {"frame": "opened"}
                assert pipe.ask({"frame": "dump"})["dump"]["parameters"] == opening["parameters"]


@pytest.mark.parametrize("name", PARAMETER_RANGES)
def test_a_parameter_out_of_range_ends_it(engine: list[str], name: str) -> None:
    lowest, highest = PARAMETER_RANGES[name]
    for number in (lowest - 1, highest + 1):
        assert_refused(engine, numbered(HELLO, opening_with(name, number)), answers=1)


@pytest.mark.parametrize(("one", "other"), CELLS)
def test_parameters_that_multiply_are_bounded_together(
    engine: list[str], one: str, other: str
) -> None:
    """STA-013."""
    at_bound = {**OPEN["parameters"], **dict.fromkeys(chain(*CELLS), 1), one: 2**12, other: 2**10}
    with running(engine) as pipe:
        pipe.ask(HELLO)
        assert pipe.ask({**OPEN, "parameters": at_bound}) == {"frame": "opened"}
    beyond = {**at_bound, one: 2**12 + 1}
    assert_refused(engine, numbered(HELLO, {**OPEN, "parameters": beyond}), answers=1)


def test_bye_ends_it_whatever_follows(engine: list[str]) -> None:
    status, answers, complaint = ended(engine, numbered(HELLO, {"frame": "bye"}, HELLO, HELLO))
    assert (status, complaint) == (0, "")
    assert answers[1:] == [{"frame": "bye", "number": 2}]


def test_the_end_of_the_input_ends_it(engine: list[str]) -> None:
    assert ended(engine, b"") == (0, [], "")
    status, answers, complaint = ended(engine, numbered(HELLO))
    assert (status, len(answers), complaint) == (0, 1, "")


@pytest.mark.parametrize("rest", [b"{", b" ", b'{"frame":"bye","number":2}'])
def test_the_end_of_the_input_within_a_line_does_not(engine: list[str], rest: bytes) -> None:
    assert_refused(engine, numbered(HELLO) + rest, answers=1)


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


def test_keys_may_stand_in_any_order_with_white_space_and_escapes(
    engine: list[str],
) -> None:
    spaced = json.dumps({**applied(OPEN_ACCOUNT), "number": 3}, indent="\t").replace("\n", " ")
    turned = spaced.replace("open_account", "op\\u0065n_account").replace('"11"', '"\\u00311"')
    text = "\u20ac\U0001f600"
    greeting = numbered({**HELLO, "spec": text}).replace(b"limits", b"l\\u0069mits")
    greeting = greeting.replace(b"\\u20ac", b"\\u20AC\\/\\b\\f\\n\\r\\t\\\\").replace(b" ", b"\t")
    backwards = json.dumps(dict(reversed([*{**OPEN, "number": 2}.items()])))
    status, answers, _ = ended(engine, greeting + f"{backwards}\n \t{turned} \t\n".encode())
    assert (status, len(answers)) == (0, 3)
    assert answers[2]["outcomes"][0]["events"] == [
        {"type": "account_opened", "account": "1", "owner": "11"}
    ]


def test_some_keys_may_be_left_out(engine: list[str]) -> None:
    short = {name: ORDER[name] for name in ("order_id", "market", "side", "price", "lots")}
    commands = [
        OPEN_ACCOUNT,
        {"type": "list_asset", "signer": "0", "lot_atoms": "1", "fee_cap_atoms": "1"},
        LIST_MARKET,
        {**PLACE, "order": short},
        {"type": "cancel_all", "signer": "11", "account": "1"},
    ]
    with running(engine) as pipe:
        pipe.ask(HELLO)
        pipe.ask(OPEN)
        outcomes = pipe.apply(commands)
    accepted = outcomes[3]["events"][0]
    assert accepted.items() >= {**ORDER, "self_trade": "reject"}.items()
    assert [event["type"] for event in outcomes[4]["events"]] == ["order_removed"]


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
    "missing key of an order": {**PLACE, "order": without(ORDER, "lots")},
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
    "null as a flag": {**PLACE, "order": {**ORDER, "reduce_only": None}},
    "market left out": {**PLACE, "order": without(ORDER, "market")},
    "null as a market": {**PLACE, "order": {**ORDER, "market": None}},
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
    "carriage return": DUMP_3 + b"\r",
    "carriage return between keys": DUMP_3.replace(b",", b",\r"),
    "another number": b'{"frame":"dump","number":4}',
    "the number before": b'{"frame":"dump","number":2}',
    "number of 40 digits": b'{"frame":"dump","number":%b}' % (b"9" * 40),
    "minus zero": json.dumps({**HELLO, "number": 3}).replace("64", "-0").encode(),
    "first half of a surrogate pair": b'{"frame":"dump","number":3,"\\ud83d":1}',
    "second half of a surrogate pair": json.dumps(
        {**OPEN, "number": 3, "profile": "\ude00"}
    ).encode(),
    "two first halves": json.dumps({**OPEN, "number": 3, "profile": "\ud83d\ud83d"}).encode(),
    "surrogates in UTF-8": b'{"frame":"open","number":3,"profile":"\xed\xa0\xbd",'
    + json.dumps({"parameters": OPEN["parameters"]}).encode()[1:],
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
    assert len(lines) <= 470
    assert '    tallystick run "exec:python3 match_engine.py" --profile match/1' in lines[:10]


def test_the_example_in_c_is_compiled_by_the_line_it_names() -> None:
    lines = C_ENGINE.read_text("utf-8").splitlines()
    assert " *     cc -O2 -o match_engine match_engine.c" in lines[:10]
    assert all(len(line) <= 100 for line in lines)


def test_the_example_in_c_is_run_with_sanitizers(sanitizers: Sequence[str]) -> None:
    if not sanitizers:
        pytest.skip("the C compiler has no sanitizers: the other tests run without them")
    assert "-fsanitize=address,undefined" in sanitizers
