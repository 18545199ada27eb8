"""Faults in what an engine reads and writes: private servers, and the probes that see them."""

import sys
from collections.abc import Iterator
from io import BytesIO

import pytest

from tallystick.conformance.campaign import sequence
from tallystick.conformance.faults import strength
from tallystick.conformance.faults.change import Change, ChangeError, apply_changes
from tallystick.conformance.faults.contracts import (
    Judgement,
    commands_until_broken,
    judgement_on,
)
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import find_fault, opener_of, own_pipe
from tallystick.conformance.faults.methods import sighting_of
from tallystick.conformance.faults.private_copy import SERVER, changed_server, module_names
from tallystick.conformance.faults.serving import serve_target
from tallystick.conformance.faults.strength import strength_against
from tallystick.conformance.protocol import frames, serve
from tallystick.conformance.protocol.probes import find_probe
from tallystick.conformance.protocol.target import end_all
from tallystick.conformance.protocol.venue import RemoteVenue
from tallystick.conformance.runner import Limits, compare
from tallystick.conformance.spec_files import SPEC_VERSION, load_preset
from tallystick.conformance.targets import ReferenceEngine, UnknownTargetError
from tallystick.conformance.verdicts import Case
from tallystick.conformance.wire import command_object, parameters_object
from tallystick.reference.types.choices import Profile
from tests.conformance.faults.strengths import FAULTS

OF_THE_PIPE = [fault for fault in FAULTS if fault.is_of_the_pipe]
COMMANDS = sequence(1, Profile.MATCH_1, "minimal", 0)
CASE = Case(Profile.MATCH_1, load_preset("minimal"), COMMANDS, {})
SESSION: list[frames.RunnerFrame] = [
    frames.Hello(1, frames.PROTOCOL, SPEC_VERSION, frames.OFFERED),
    frames.Open(2, Profile.MATCH_1, parameters_object(CASE.parameters)),
    *(frames.Apply(3 + at, [command_object(COMMANDS[at])]) for at in range(60)),
    frames.AskCheckpoint(63),
    frames.AskDump(64),
    frames.AskRoot(65),
    frames.Rewind(66, "63"),
    frames.Bye(67),
]
LINES = b"".join(map(frames.encode_frame, SESSION))


@pytest.fixture(autouse=True)
def _no_engine_is_left() -> Iterator[None]:
    yield
    end_all()


def test_a_server_without_a_change_answers_as_the_live_one() -> None:
    copy = changed_server({})
    assert set(copy) == set(SERVER)
    assert copy["serve"].Server is not serve.Server
    assert copy["serve"].frames is copy["frames"]
    assert copy["frames"].parse_json is copy["wire"].parse_json
    said = []
    for serving in (copy["serve"].serve, serve.serve):
        sink, complaints = BytesIO(), list[str]()
        status = serving("reference", ReferenceEngine, BytesIO(LINES), sink, complaints.append)
        said.append((status, complaints, sink.getvalue()))
    assert said[0] == said[1]
    assert said[0][2].count(b"\n") == len(SESSION)


def test_names_of_the_server_and_of_the_reference_do_not_meet() -> None:
    assert set(SERVER).isdisjoint(module_names())
    assert changed_server({})["serve"].__name__ not in sys.modules
    with pytest.raises(ChangeError, match="no module target"):
        apply_changes([Change("target.split_target", "words", "variables")])


@pytest.mark.parametrize("fault", OF_THE_PIPE, ids=lambda fault: fault.id)
def test_a_fault_of_the_pipe_answers_a_sound_conversation_as_the_reference(fault: Fault) -> None:
    """Else a vector might see it, and it would be no fault of the pipe; one command a frame."""
    sink = BytesIO()
    assert serve_target(f"faulty:{fault.id}", BytesIO(LINES), sink, print) == 0
    sound = BytesIO()
    assert serve_target("reference", BytesIO(LINES), sound, print) == 0
    greeting, answers = sink.getvalue().split(b"\n", 1)
    assert f"tallystick faulty:{fault.id}".encode() in greeting
    assert answers == sound.getvalue().split(b"\n", 1)[1]


def only(monkeypatch: pytest.MonkeyPatch, *ids: str) -> None:
    """Let strength know these probes only: each is a start of a process."""
    monkeypatch.setattr(strength, "PROBES", tuple(map(find_probe, ids)))


def test_probes_of_its_clause_kill_and_others_only_see(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "cnf-unknown-key", "cnf-grouping", "cnf-no-command", "cnf-not-open")
    found = strength_against(find_fault("x705"), (), find_all=True)
    assert (found.kills, found.others, found.failures) == (["cnf-no-command"], [], [])
    found = strength_against(find_fault("x706"), (), find_all=True)
    assert (found.kills, found.others) == (["cnf-not-open"], ["cnf-unknown-key", "cnf-no-command"])
    found = strength_against(find_fault("x706"), (), find_all=False)
    assert (found.kills, found.others) == (["cnf-not-open"], [])


def test_a_probe_that_the_reference_does_not_pass_cannot_kill(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only(monkeypatch, "cnf-no-command", "cnf-grouping")
    monkeypatch.setattr(strength, "own_pipe", lambda _name: own_pipe("faulty:x705"))
    monkeypatch.setattr(strength, "is_sound", strength.is_sound.__wrapped__)
    found = strength_against(find_fault("x705"), (), find_all=False)
    assert (found.kills, found.others) == ([], ["cnf-no-command"])


def test_a_campaign_sees_grouping_when_it_repeats_and_strictness_never() -> None:
    grouping = sighting_of(find_fault("a09"), 250)
    assert (grouping.auditor, grouping.log_checker, grouping.campaign) == (None, None, 250)
    assert sighting_of(find_fault("a06"), 250).campaign is None


def test_a_fault_of_the_pipe_has_no_contracts() -> None:
    fault = find_fault("a09")
    assert commands_until_broken(fault, CASE) is None
    assert judgement_on(fault) is Judgement.NOT_ASKED


def test_a_trace_of_a_fault_of_the_pipe_is_compared_over_the_pipe() -> None:
    opener = opener_of(find_fault("a09"))
    assert isinstance(opener(CASE.profile, CASE.parameters), RemoteVenue)
    finding = compare(CASE, opener, Limits())
    assert finding is not None
    assert finding.clauses == ("CNF-114",)


def test_an_unknown_target_is_not_served() -> None:
    with pytest.raises(UnknownTargetError):
        serve_target("faulty:a6", BytesIO(), BytesIO(), print)
