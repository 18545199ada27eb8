"""Probes: what they find of an engine, and that they are fair to one that is sound (CNF-144)."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tallystick.conformance.faults.faulty import own_pipe
from tallystick.conformance.protocol import frames
from tallystick.conformance.protocol.probes import (
    PROBES,
    Grouping,
    Probe,
    ProbeResult,
    UnknownProbeError,
    find_probe,
    run_probes,
)
from tallystick.conformance.protocol.process import UnsupportedEngineError
from tallystick.conformance.protocol.refusals import REFUSALS
from tallystick.conformance.protocol.serve import Server
from tallystick.conformance.protocol.target import end_all
from tallystick.conformance.protocol.venue import PipeTarget
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.targets import ReferenceEngine
from tallystick.conformance.verdicts import Verdict
from tallystick.reference.types.choices import Profile
from tests.conformance.protocol.engines import script_command, target_of
from tests.conformance.protocol.test_remote_venue import Engines, Forgetful, sound

GROUPING = find_probe("cnf-grouping")
UNKNOWN_KEY = find_probe("cnf-unknown-key")


@pytest.fixture(autouse=True)
def _no_engine_is_left() -> Iterator[None]:
    yield
    end_all()


def probed(
    pipe: PipeTarget, *probes: Probe, profile: Profile | None = None, seconds: float = 5.0
) -> list[ProbeResult]:
    pipe.answer_seconds = seconds
    return list(run_probes(pipe, probes, profile, 1))


def finding_of(pipe: PipeTarget, probe: Probe, seconds: float = 5.0) -> tuple[Verdict, str, str]:
    """Verdict, first clause and what was got."""
    (result,) = probed(pipe, probe, seconds=seconds)
    assert result.finding is not None
    return result.finding.verdict, result.finding.clauses[0], str(result.finding.got)


def test_every_probe_has_an_id_a_clause_and_a_sentence() -> None:
    ids = [probe.id for probe in PROBES]
    assert len(set(ids)) == len(ids)
    text = (spec_directory() / "protocol.md").read_text("utf-8")
    for probe in PROBES:
        assert probe.id.startswith("cnf-")
        assert f"**{probe.clause}** (MUST" in text
        assert probe.does.startswith("It ")
        assert probe.does.endswith(".")
        assert find_probe(probe.id) is probe
    with pytest.raises(UnknownProbeError, match="unknown probe 'cnf-nothing'"):
        find_probe("cnf-nothing")


@pytest.mark.parametrize("name", ["fast", "reference"])
def test_own_engines_pass_behind_a_pipe(name: str) -> None:
    profile = Profile.MATCH_1 if name == "fast" else Profile.SPOT_1
    results = probed(own_pipe(name), *PROBES, profile=profile, seconds=30)
    assert [result.probe.id for result in results if result.finding is not None] == []
    assert len(results) == len(PROBES)
    assert {result.case.profile for result in results} == {profile}


def test_an_engine_that_reads_json_as_its_library_does_is_refused_by_every_refusal() -> None:
    """CNF-100, CNF-101, CNF-102, CNF-103, CNF-110, CNF-130."""
    results = probed(target_of(script_command("toy")), *PROBES)
    assert isinstance(results[-1].probe, Grouping)
    assert results[-1].finding is None
    for result in results[:-1]:
        assert result.finding is not None, result.probe.id
        assert result.finding.verdict is Verdict.BROKE_PROTOCOL
        assert result.finding.clauses == (result.probe.clause,)
        assert result.finding.step == len(result.case.commands)


def test_what_was_sent_and_what_came_are_told() -> None:
    (result,) = probed(target_of(script_command("toy")), UNKNOWN_KEY)
    assert result.finding is not None
    assert result.finding.expected == (
        "no answer and exit status 2 after the line"
        ' \'{"frame": "apply", "number": 4, "commands":'
        ' [{"signer": "12", "type": "open_account", "note": "1"}]}\\n\''
    )
    assert result.finding.got.startswith('wrote b\'\\x7b"frame": "outcomes"')
    assert result.case.source == {"kind": "probe", "id": "cnf-unknown-key"}


@pytest.mark.parametrize(
    ("oddity", "verdict", "words"),
    [
        ("ignores", Verdict.BROKE_PROTOCOL, "exited with status 0 at the end, expected exit sta"),
        ("complains", Verdict.BROKE_PROTOCOL, "after its last answer"),
        ("fails", Verdict.BROKE_PROTOCOL, "on standard error: ValueError: what is this"),
        ("dies", Verdict.BROKE_PROTOCOL, "was ended by SIGSEGV at the end"),
        ("hangs", Verdict.TIMED_OUT, "no answer within 0.7 seconds"),
    ],
)
def test_nothing_but_a_refusal_will_do(oddity: str, verdict: Verdict, words: str) -> None:
    """CNF-130, CNF-140."""
    pipe = target_of(script_command("refuses_oddly"), {"ODDITY": oddity})
    found = finding_of(pipe, UNKNOWN_KEY, 0.7 if oddity == "hangs" else 5.0)
    assert found[:2] == (verdict, "CNF-101")
    assert words in found[2]


@pytest.mark.parametrize(
    ("script", "verdict", "words"),
    [
        ("exits_at_once", Verdict.CRASHED, "frame 1 (hello): exited with status 0"),
        ("exits_at_open", Verdict.CRASHED, "frame 2 (open): "),
        ("banner", Verdict.BROKE_PROTOCOL, "frame 1 (hello): "),
        ("hangs_at_open", Verdict.TIMED_OUT, "frame 2 (open): no answer within 0.7 seconds"),
    ],
)
def test_what_fails_before_the_line_comes_is_not_blamed_on_it(
    script: str, verdict: Verdict, words: str
) -> None:
    for probe in (UNKNOWN_KEY, GROUPING):
        found = finding_of(target_of(script_command(script)), probe, 0.7)
        assert found[:2] == (verdict, "CMD-001")
        assert found[2].startswith(words)


@pytest.mark.parametrize(
    ("script", "profile", "words"),
    [
        ("other_protocol", None, "it speaks tallystick/2"),
        ("answers_unsupported", None, "it answers: no "),
        ("toy", Profile.SPOT_1, "the engine does not offer profile spot/1"),
        ("no_profile", Profile.MATCH_1, "the engine does not offer profile match/1"),
    ],
)
def test_what_is_not_offered_is_no_finding(
    script: str, profile: Profile | None, words: str
) -> None:
    """CNF-141."""
    with pytest.raises(UnsupportedEngineError, match=words):
        probed(target_of(script_command(script)), UNKNOWN_KEY, profile=profile)


class ForgetfulRoot(Server):
    """Counts frames in its root."""

    def _execute(self, frame: frames.RunnerFrame, size: int) -> frames.EngineFrame:
        answer = super()._execute(frame, size)
        if isinstance(answer, frames.Root):
            answer.root = f"{frame.number:064x}"
        return answer


def served(server: Callable[[str, type[ReferenceEngine]], Server]) -> Engines:
    return Engines(lambda: server("reference", ReferenceEngine))


def test_an_engine_that_minds_frame_boundaries_is_found_by_grouping() -> None:
    """CNF-114, INV-009."""
    (result,) = probed(served(Forgetful).target, GROUPING, profile=Profile.SPOT_1)
    assert result.finding is not None
    assert (result.finding.verdict, result.finding.clauses) == (
        Verdict.DIVERGED, ("CNF-114", "INV-009"),
    )  # fmt: skip
    assert result.finding.got == {"type": "rejected", "reason": "supply_limit", "index": 0}
    assert result.finding.expected["type"] in ("accepted", "rejected")
    first, last = result.case.source["in the frame of commands"].split(" to ")
    # It forgets the last command of a frame of three and more.
    assert int(first) + 2 <= int(last) == result.finding.step


def test_a_root_that_depends_on_frame_boundaries_is_found_by_grouping() -> None:
    """CNF-114, INV-009."""
    (result,) = probed(served(ForgetfulRoot).target, GROUPING)
    assert result.finding is not None
    assert (result.finding.verdict, result.finding.clauses) == (
        Verdict.DIVERGED, ("CNF-114", "INV-009"),
    )  # fmt: skip
    assert result.finding.step == 249
    assert result.finding.expected != result.finding.got


def test_the_same_commands_go_singly_and_in_frames_that_follow_from_the_seed() -> None:
    """CNF-144."""
    sizes: dict[int, list[int]] = {}
    for seed in (1, 1, 2):
        engines = Engines(sound)
        (result,) = run_probes(engines.target, [GROUPING], Profile.MATCH_1, seed)
        assert result.finding is None
        (wire,) = engines.wires
        groups = engines.groups()
        assert groups[:250] == [1] * 250
        assert sum(groups[250:]) == 250
        assert max(groups[250:]) > 8
        assert sizes.setdefault(seed, groups) == groups
        assert sum(b'"open"' in line for line in wire.sent) == 2
        assert sum(b'"frame":"root"' in line for line in wire.sent) == 2
    assert sizes[1] != sizes[2]


def test_every_engine_that_was_started_is_ended() -> None:
    engines = Engines(sound)
    results = run_probes(engines.target, [GROUPING] * 4, None, 1)
    next(results)
    results.close()
    # One was started ahead.
    assert len(engines.wires) == 2
    assert all(wire.is_ended for wire in engines.wires)


def test_a_refusal_of_another_profile_is_the_same_line_but_for_the_profile() -> None:
    for probe in REFUSALS:
        match, spot = probe.line(Profile.MATCH_1), probe.line(Profile.SPOT_1)
        assert match.replace(b"match/1", b"spot/1") == spot
    assert sum(probe.line(Profile.SPOT_1) != probe.line(Profile.MATCH_1) for probe in REFUSALS) == 1


def test_a_probe_is_about_a_line_that_is_sound_but_for_one_thing(tmp_path: Path) -> None:
    """An engine that refuses everything has not answered what came before."""
    program = tmp_path / "refuses.py"
    program.write_text("import sys\nsys.stdin.readline()\nsys.exit(2)\n", encoding="ascii")
    pipe = target_of([sys.executable, "-S", str(program)])
    found = finding_of(pipe, UNKNOWN_KEY)
    assert found[:2] == (Verdict.CRASHED, "CMD-001")
    assert found[2].startswith("frame 1 (hello): exited with status 2")
