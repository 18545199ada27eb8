"""The catalogue: complete, well formed, and killed by the vectors."""

import re

import pytest

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import (
    UnknownFaultError,
    fault_ids,
    find_fault,
    open_faulty,
    waiting_faults,
)
from tallystick.conformance.faults.strength import sound_vectors, strength_against
from tallystick.conformance.spec_files import load_preset, spec_directory
from tallystick.reference.types.choices import Profile
from tests.conformance.faults.strengths import FAULTS, strengths_and_seconds

FIELD_IDS = {
    f"{letter}{number:02}"
    for letter, count in {"m": 39, "a": 9, "l": 24, "p": 20, "r": 22, "q": 17}.items()
    for number in range(1, count + 1)
}
MUST = re.compile(r"^\*\*([A-Z]{3}-[0-9]{3})\*\* \(MUST", re.MULTILINE)
MOST_SECONDS = 60


def musts() -> set[str]:
    """The MUST clauses of the chapters that say what an engine answers."""
    chapters = sorted(spec_directory().glob("0[1-9]-*.md"))
    assert len(chapters) == 9
    return {clause for path in chapters for clause in MUST.findall(path.read_text("utf-8"))}


def musts_of_the_pipe() -> set[str]:
    """The MUST clauses of the protocol."""
    return set(MUST.findall((spec_directory() / "protocol.md").read_text("utf-8")))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_well_formed(fault: Fault) -> None:
    assert fault is find_fault(fault.id)
    assert re.fullmatch(r"[malpqr][0-9]{2}|x[1-9][0-9]{2}|y[0-9]{3}", fault.id)
    assert fault.clause in (musts_of_the_pipe() if fault.is_of_the_pipe else musts())
    assert fault.is_of_the_pipe == (fault.id in {"a06", "a09"} or fault.id.startswith("x7"))
    assert re.fullmatch(r"[a-z][a-z -]+", fault.fault_class)
    assert re.fullmatch(r"[A-Z_a-z][^.\n]*\.", fault.does)
    assert re.fullmatch(r"ours|[a-z][^.\n]{10,}", fault.seen)
    assert (fault.seen == "ours") <= fault.id.startswith(("x", "y"))
    assert fault.changes


def test_every_must_is_broken_by_a_fault() -> None:
    assert musts() - {fault.clause for fault in FAULTS} == set()


def test_every_fault_known_from_the_field_is_there_or_waits() -> None:
    waiting = {fault.id for fault in waiting_faults()}
    assert waiting | {fault.id for fault in FAULTS if fault.id[0] in "malpqr"} == FIELD_IDS
    assert waiting.isdisjoint(fault_ids())


def test_the_vectors_kill_every_fault_that_they_can_and_in_time() -> None:
    strengths, seconds = strengths_and_seconds()
    assert [each.fault.id for each in strengths if not each.is_as_it_must_be] == []
    assert seconds < MOST_SECONDS


def test_an_unknown_fault_is_named_with_those_spelled_alike() -> None:
    with pytest.raises(UnknownFaultError, match=r"unknown fault 'm7'; close: .*m07"):
        open_faulty("m7", Profile.MATCH_1, load_preset("minimal"))
    with pytest.raises(UnknownFaultError, match="lists all"):
        find_fault("nothing of the kind")
    with pytest.raises(UnknownFaultError):
        find_fault("../m07")


def made_up(*changes: Change, clause: str = "MAT-010") -> Fault:
    """A fault that is not in the catalogue."""
    return Fault("x999", clause, "made up", "ours", "It is made up.", changes)


def test_a_kill_counts_only_through_the_clause() -> None:
    last_first = Change("book.join", "state.joins + 1", "state.joins - 1")
    through = strength_against(made_up(last_first), sound_vectors(), find_all=True)
    assert "mat-first-come-first-served" in through.kills
    beside = strength_against(made_up(last_first, clause="STA-003"), sound_vectors(), find_all=True)
    assert not beside.is_killed
    assert set(through.kills) <= set(beside.others)


def test_a_crash_is_no_kill() -> None:
    crashes = made_up(Change("walk._trade", "maker.price", "maker.no_price"))
    strength = strength_against(crashes, sound_vectors(), find_all=True)
    assert not strength.is_killed
    assert not strength.others
    assert "mat-best-price-first" in strength.failures


def test_an_engine_without_a_fault_survives() -> None:
    nothing = made_up(Change("walk._trade", "maker.price", "maker.price"))
    strength = strength_against(nothing, sound_vectors(), find_all=True)
    assert (strength.kills, strength.others, strength.failures) == ([], [], [])
    assert not strength.is_as_it_must_be
