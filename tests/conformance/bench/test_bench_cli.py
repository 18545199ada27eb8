"""`tallystick bench`: it completes, its JSON has its form, and wrong usage is refused."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from tallystick.conformance.bench import cli, processes, rounds
from tallystick.conformance.bench.floors import Floor
from tallystick.conformance.bench.lending_rounds import is_fast_measured
from tallystick.conformance.bench.lending_streams import LEND_STREAMS
from tallystick.conformance.bench.margin_streams import MARGIN_STREAMS
from tallystick.conformance.bench.perp_streams import PERP_STREAMS
from tallystick.conformance.bench.report import Report
from tallystick.conformance.bench.results import StreamResult
from tallystick.conformance.bench.streams import STREAMS, Stream
from tallystick.conformance.bench.streams import quick as quick_stream
from tallystick.conformance.cli import app
from tallystick.fast import Build, BuildUnavailableError

FIGURE = {
    "type": "object",
    "properties": {
        "median": {"type": "number"},
        "low": {"type": "number"},
        "high": {"type": "number"},
        "rounds": {"const": 2},
    },
    "required": ["median", "low", "high", "rounds"],
    "additionalProperties": False,
}


def record(**members: object) -> dict[str, object]:
    """An object with exactly these members."""
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


def list_of(member: object, least: int = 0) -> dict[str, object]:
    """An array of at least so many."""
    return {"type": "array", "items": member, "minItems": least}


TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
SUBJECT = record(ns_per_command=FIGURE, ns_per_unit=FIGURE, times_baseline=FIGURE)
STEPS = record(
    step_p50_ns=FIGURE,
    step_p99_ns=FIGURE,
    empty_p50_ns=FIGURE,
    empty_p99_ns=FIGURE,
    beyond_p50_ns=FIGURE,
    beyond_p99_ns=FIGURE,
)
STREAM = record(
    name={"enum": list(STREAMS)},
    profile={"enum": ["match/1", "spot/1"]},
    live_orders=COUNT,
    commands=list_of(COUNT, 2),
    trades=list_of(COUNT, 2),
    rejected=COUNT,
    events_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    empty_loop_ns_per_command=FIGURE,
    subjects={"type": "object", "additionalProperties": SUBJECT, "required": ["baseline"]},
    single_steps={"anyOf": [STEPS, {"type": "null"}]},
)
LENDING = record(
    name={"enum": list(LEND_STREAMS)},
    profile={"const": "lend/1"},
    subjects=list_of(
        record(
            open_loans=COUNT,
            subject=TEXT,
            commands=list_of(COUNT, 2),
            events_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            ns_per_command=FIGURE,
        ),
        1,
    ),
)
MEMORY = record(
    stream=TEXT,
    subject=TEXT,
    live_orders=COUNT,
    before_bytes=COUNT,
    opened_bytes=COUNT,
    resident_bytes=COUNT,
    peak_bytes=COUNT,
    bytes_per_live_order={"type": "number"},
)
PERPETUAL = record(
    name=TEXT,
    profile=TEXT,
    touched_legs=record(
        commands=COUNT, rejected=COUNT, total=COUNT, median=COUNT, p99=COUNT, most=COUNT
    ),
    subjects=list_of(
        record(
            others=COUNT,
            subject=TEXT,
            commands=list_of(COUNT),
            events_sha256=TEXT,
            ns_per_command=FIGURE,
            ns_per_leg=FIGURE,
        )
    ),
)
MARGIN = record(
    name={"enum": list(MARGIN_STREAMS)},
    profile={"const": "margin/1"},
    open_orders=COUNT,
    baseline_ns_per_command=FIGURE,
    baseline_ns_per_valuation=FIGURE,
    subjects=list_of(
        record(
            accounts=COUNT,
            subject=TEXT,
            commands=list_of(COUNT, 2),
            events_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            ns_per_command=FIGURE,
        ),
        1,
    ),
    sweeps=list_of(record(accounts=COUNT, ns_per_valuation=FIGURE, ns_per_certificate=FIGURE)),
)
SCHEMA = record(
    format={"const": "tallystick-bench/1"},
    machine=record(
        processor=TEXT,
        cores=COUNT,
        system=TEXT,
        python=TEXT,
        fast_engine=TEXT,
        load_average={"type": ["number", "null"]},
    ),
    warnings=list_of(TEXT),
    seed=COUNT,
    rounds={"const": 2},
    quick={"type": "boolean"},
    streams=list_of(STREAM),
    lending=list_of(LENDING),
    perpetual=list_of(PERPETUAL),
    margin=list_of(MARGIN),
    memory=list_of(MEMORY),
    start_up=list_of(
        record(target=TEXT, seconds={"type": "object", "additionalProperties": FIGURE})
    ),
    build_seconds={"type": ["number", "null"]},
    instructions=list_of(record(stream=TEXT, subject=TEXT, per_command={"type": "number"})),
    floors=list_of(
        record(
            name=TEXT,
            wanted=TEXT,
            measured={"type": ["number", "null"]},
            is_met={"type": "boolean"},
        )
    ),
    disagreements=list_of(TEXT),
)


def bench(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["bench", *arguments])


def quick(*arguments: str) -> Result:
    """Two rounds of a tenth."""
    return bench("--quick", "--rounds", "2", *arguments)


def report_of(result: Result) -> Any:
    """The one object on stdout, in its form."""
    report = json.loads(result.stdout)
    jsonschema.validate(report, SCHEMA)
    return report


def test_a_quick_run_of_one_stream_is_told() -> None:
    result = quick("--stream", "thin")
    assert result.exit_code == 0
    assert "2 rounds, quick" in result.stdout
    for subject in ("baseline", "interpreted", "an empty loop"):
        assert subject in result.stdout
    assert "DIFFERENT" not in result.stdout
    # A tenth of a load says nothing of what the whole should reach.
    assert "PASS" not in result.stdout
    assert "MISS" not in result.stdout


@pytest.mark.parametrize("name", STREAMS)
def test_every_stream_is_one_json_object(name: str) -> None:
    result = quick("--stream", name, "--seed", "9", "--json")
    assert result.exit_code == 0
    report = report_of(result)
    assert (report["seed"], report["quick"], report["disagreements"]) == (9, True, [])
    (stream,) = report["streams"]
    assert stream["name"] == name
    assert all(trades > 0 for trades in stream["trades"])
    wanted = STREAMS[name].subjects
    assert (stream["single_steps"] is not None) is ("single" in wanted)
    assert {"apply_all", "reference"} & set(stream["subjects"]) == set(wanted) - {"single"}
    assert report["memory"] == report["start_up"] == report["instructions"] == []


@pytest.mark.parametrize("name", LEND_STREAMS)
def test_every_stream_about_loans_is_one_json_object(name: str) -> None:
    result = quick("--stream", name, "--json")
    assert result.exit_code == 0
    report = report_of(result)
    assert (report["streams"], report["disagreements"]) == ([], [])
    (lending,) = report["lending"]
    assert lending["name"] == name
    measured = {(one["open_loans"], one["subject"]) for one in lending["subjects"]}
    assert (1_000, "reference") in measured
    assert (10_000, "reference") not in measured
    # The fast engine runs beside both if it has loans.
    fast = {one for one in measured if one[1] != "reference"}
    assert {open_loans for open_loans, _ in fast} in (set(), {1_000, 10_000})
    assert bool(fast) == is_fast_measured()


@pytest.mark.parametrize("name", PERP_STREAMS)
def test_every_stream_about_perpetual_futures_is_one_json_object(name: str) -> None:
    result = quick("--stream", name, "--json")
    assert result.exit_code == 0
    report = report_of(result)
    assert (report["streams"], report["lending"], report["disagreements"]) == ([], [], [])
    (perpetual,) = report["perpetual"]
    assert perpetual["name"] == name
    assert perpetual["touched_legs"]["rejected"] == 0
    measured = {(one["others"], one["subject"]) for one in perpetual["subjects"]}
    assert (1_000, "reference") in measured
    assert (2_000, "reference") not in measured
    fast = {one for one in measured if one[1] != "reference"}
    assert {others for others, _ in fast} == {1_000, 2_000}
    assert {subject for _, subject in fast} >= {"interpreted", "apply_all"}


def test_a_stream_about_margin_is_one_json_object() -> None:
    result = quick("--stream", "margin-0", "--json")
    assert result.exit_code == 0
    report = report_of(result)
    assert (report["streams"], report["perpetual"], report["disagreements"]) == ([], [], [])
    (margin,) = report["margin"]
    measured = {(one["accounts"], one["subject"]) for one in margin["subjects"]}
    assert (1_000, "reference") in measured
    assert (10_000, "reference") not in measured
    assert {accounts for accounts, subject in measured if subject == "apply_all"} == {1_000, 10_000}
    assert [sweep["accounts"] for sweep in margin["sweeps"]] == [1_000, 10_000]


def test_streams_about_perpetual_futures_are_told() -> None:
    told = quick("--stream", "perp-close").stdout
    assert "what a command about perpetual futures costs" in told
    assert "legs that such a command touches" in told
    assert "perp-close" in told


def test_streams_about_loans_are_told() -> None:
    told = quick("--stream", "lend-swap").stdout
    assert "what a command about loans costs" in told
    assert "lend-swap" in told


def test_a_seed_is_a_digest_of_events() -> None:
    digests = [
        report_of(quick("--stream", "thin", "--seed", seed, "--json"))["streams"][0][
            "events_sha256"
        ]
        for seed in ("1", "1", "2")
    ]
    assert digests[0] == digests[1] != digests[2]


def test_memory_and_start_up_are_measured_where_one_asks() -> None:
    result = quick("--stream", "thin", "--memory", "--start-up", "--json")
    report = report_of(result)
    assert {memory["stream"] for memory in report["memory"]} == {"thin"}
    assert report["start_up"][0]["target"] == "reference"
    told = quick("--stream", "thin", "--memory", "--start-up").stdout
    assert "memory of a process of its own" in told
    assert "open spot/1 world" in told


def test_the_streams_are_listed() -> None:
    result = bench("--list")
    assert result.exit_code == 0
    names = [line.split()[0] for line in result.stdout.splitlines()]
    assert names == [*STREAMS, *LEND_STREAMS, *PERP_STREAMS, *MARGIN_STREAMS]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--stream", "shallow"), "unknown stream 'shallow'; known: steady, "),
        (("--rounds", "0"), "'--rounds'"),
        (("--rounds", "many"), "'--rounds'"),
        (("--seed", "-1"), "'--seed'"),
        (("--quickly",), "No such option"),
        (("steady",), "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = bench(*arguments)
    assert result.exit_code == 2
    assert text in " ".join(result.stderr.split())
    assert result.stdout == ""


FLOORS_AND_EXIT_CODES = [
    ((Floor("a", "at least 1", 2, True),), 0),
    ((Floor("a", "at least 1", 2, True), Floor("b", "below 1", 2, False)), 1),
    ((Floor("a", "at least 1", 2, True), Floor("b", "below 1", None, False)), 5),
]


@pytest.mark.parametrize(("found", "exit_code"), FLOORS_AND_EXIT_CODES)
def test_floors_decide_the_exit_code_where_one_asks(
    found: tuple[Floor, ...], exit_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Report, "floors", lambda _report: found)
    monkeypatch.setattr(cli, "selected", small_thin)
    assert bench("--stream", "thin", "--rounds", "2").exit_code == 0
    result = bench("--stream", "thin", "--rounds", "2", "--check")
    assert result.exit_code == exit_code
    marks = {"PASS": True, "MISS": exit_code == 1, " -- ": exit_code == 5}
    assert {mark: mark in result.stdout for mark in marks} == marks


def small_thin(_names: object, *, is_quick: bool) -> tuple[Stream, ...]:
    """Short, but not called quick."""
    assert not is_quick
    return (quick_stream(STREAMS["thin"]),)


def test_a_quick_look_checks_nothing() -> None:
    result = quick("--stream", "thin", "--check")
    assert result.exit_code == 5
    assert "floors are not judged" in result.stdout


def test_engines_that_differ_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StreamResult, "disagreements", lambda _result: iter(["they differ"]))
    result = quick("--stream", "thin")
    assert result.exit_code == 1
    assert "DIFFERENT they differ" in result.stdout


def test_what_cannot_be_measured_is_said_before_anything_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rounds, "write_down", None)
    monkeypatch.setattr(processes, "_HOOK", tmp_path / "nowhere")
    result = quick("--stream", "thin", "--build-time")
    assert result.exit_code == 5
    assert result.stderr.startswith("error: the kernel can be compiled only in a checkout")


def test_a_build_that_went_stale_meanwhile_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_arguments: object) -> None:
        raise BuildUnavailableError("the compiled build is of an older source")

    monkeypatch.setattr(rounds, "KernelSubject", unavailable)
    result = quick("--stream", "thin")
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "error: the compiled build is of an older source\n"


def test_it_runs_interpreted_where_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "builds", lambda: (Build.INTERPRETED,))
    report = report_of(quick("--stream", "steady", "--json"))
    subjects = report["streams"][0]["subjects"]
    assert set(subjects) == {"baseline", "interpreted", "apply_all"}
