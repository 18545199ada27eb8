"""The table of `spec/rationale/strength.md`, and what the methods see."""

from tallystick.conformance.faults.faulty import find_fault
from tallystick.conformance.faults.methods import sighting_of
from tallystick.conformance.faults.sightings import sightings_of
from tallystick.conformance.faults.strength import sound_vectors, strength_against
from tallystick.conformance.faults.table import (
    cell_of_vectors,
    column_of_vectors,
    table_lines,
    table_path,
)
from tests.conformance.faults.strengths import BEYOND, FAULTS, strengths_and_seconds

COMMANDS = 500


def test_the_table_of_the_spec_has_every_fault_and_what_the_vectors_see() -> None:
    lines = table_path().read_text(encoding="utf-8").splitlines()
    strengths, _seconds = strengths_and_seconds()
    seen = {strength.fault.id: cell_of_vectors(strength) for strength in strengths}
    assert column_of_vectors(lines) == seen
    for fault in FAULTS:
        assert (
            sum(
                line.startswith(f"| {fault.id} | {fault.clause} | {fault.does} | ")
                for line in lines
            )
            == 1
        )


def test_an_open_breach_is_seen_by_all_methods() -> None:
    sighting = sighting_of(find_fault("m01"), 4 * COMMANDS)
    assert sighting.is_complete
    assert sighting.auditor == sighting.campaign
    assert sighting.log_checker == 250
    # Trades at the taker's price cost more than it has, in the first case that has money
    assert sighting.contracts is not None
    assert 250 < sighting.contracts <= sighting.commands == 500


def test_what_leaves_no_trace_in_events_is_seen_by_comparison_only() -> None:
    sighting = sighting_of(find_fault("x210"), COMMANDS)
    assert (sighting.auditor, sighting.log_checker, sighting.campaign) == (None, None, 250)


def test_an_engine_that_answers_as_the_reference_in_a_campaign_is_not_seen() -> None:
    sighting = sighting_of(find_fault("x201"), COMMANDS)
    assert (sighting.auditor, sighting.log_checker, sighting.commands) == (None, None, COMMANDS)
    assert sighting.campaign is None


def test_two_processes_see_what_one_sees() -> None:
    faults = [find_fault(fault_id) for fault_id in ("m01", "x210", "m29")]
    assert list(sightings_of(faults, 250, 2)) == list(sightings_of(faults, 250, 1))


def test_a_table_is_read_as_it_is_written() -> None:
    faults = [find_fault("m07"), find_fault("x210"), BEYOND]
    strengths = [strength_against(fault, sound_vectors(), find_all=False) for fault in faults]
    sightings = [sighting_of(fault, COMMANDS) for fault in faults]
    lines = list(table_lines(strengths, sightings, COMMANDS))
    assert column_of_vectors(lines) == {"m07": "yes", "x210": "yes", "x999": "-"}
    assert (
        "Seen by the vectors: 2 of 3. By the auditor: 1. By the log checker: 1. By the campaign: 2."
        " By contracts: 0." in lines
    )
    assert "By CrossHair: 0 of the 0 that it was asked about." in lines
    assert "No vector can see these:" in lines
    assert "- x999: no engine shows it." in lines
    lines = list(table_lines(strengths[:2], sightings[:2], COMMANDS))
    assert "No vector can see these:" not in lines
