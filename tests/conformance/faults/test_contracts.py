"""What contracts and CrossHair see of a fault."""

import subprocess
from typing import NoReturn

import pytest
from typer.testing import CliRunner

from tallystick.conformance.campaign import sequence
from tallystick.conformance.faults import cli, contracts
from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.contracts import (
    Judgement,
    MissingToolError,
    commands_until_broken,
    has_vector_that_breaks,
    judgement_on,
)
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import find_fault
from tallystick.conformance.faults.strength import sound_vectors
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import Profile

CASE = Case(Profile.SPOT_1, load_preset("minimal"), sequence(1, Profile.SPOT_1, "minimal", 0), {})


def made_up(*changes: Change) -> Fault:
    """A fault that is not in the catalogue."""
    return Fault("x999", "MAT-010", "made up", "ours", "It is made up.", changes)


def test_a_broken_contract_is_counted_from_the_first_command() -> None:
    at_once = made_up(Change("crossing.is_live", "now < expires_at", "now > expires_at"))
    count = commands_until_broken(at_once, CASE)
    assert count is not None
    shorter = Case(CASE.profile, CASE.parameters, CASE.commands[: count - 1], {})
    assert commands_until_broken(at_once, shorter) is None
    same_length = Case(CASE.profile, CASE.parameters, CASE.commands[:count], {})
    assert commands_until_broken(at_once, same_length) == count


def test_an_engine_that_crashes_breaks_no_contract() -> None:
    crashes = made_up(Change("walk._trade", "maker.price", "maker.no_price"))
    assert commands_until_broken(crashes, CASE) is None


def test_vectors_break_contracts_that_a_campaign_does_not() -> None:
    assert commands_until_broken(find_fault("x101"), CASE) is None
    assert has_vector_that_breaks(find_fault("x101"), sound_vectors())
    assert not has_vector_that_breaks(find_fault("m07"), sound_vectors())


@pytest.mark.parametrize("fault_id", ["m29", "x505", "x501"])
def test_a_fault_in_a_pure_function_is_refuted(fault_id: str) -> None:
    assert judgement_on(find_fault(fault_id)) is Judgement.REFUTED


def test_a_function_that_is_as_sound_as_before_is_not_refuted() -> None:
    same = made_up(Change("crossing.is_live", "now < expires_at", "not now >= expires_at"))
    assert judgement_on(same) is Judgement.NOT_REFUTED


def test_a_function_that_raises_something_else_is_not_refuted() -> None:
    raises = made_up(Change("crossing.crosses", "bid >= ask", "bid >= ask // 0"))
    assert judgement_on(raises) is Judgement.NOT_REFUTED


@pytest.mark.parametrize("fault_id", ["m07", "x507"])
def test_a_fault_elsewhere_is_not_asked_about(fault_id: str) -> None:
    assert judgement_on(find_fault(fault_id)) is Judgement.NOT_ASKED


def test_without_crosshair_the_question_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contracts, "find_spec", lambda _name: None)
    with pytest.raises(MissingToolError, match="crosshair-tool"):
        judgement_on(find_fault("m29"))
    assert judgement_on(find_fault("m07")) is Judgement.NOT_ASKED
    refused = CliRunner().invoke(cli.app, ["table", "m29", "--commands", "1"])
    assert refused.exit_code == 2
    assert refused.stderr.startswith("error: this needs crosshair-tool")


def test_a_crosshair_that_crashes_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    crashed = subprocess.CompletedProcess(
        [], 2, "", "Traceback\n  somewhere\nTypeError: it is odd\n"
    )
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: crashed)
    told = CliRunner().invoke(cli.app, ["table", "m29", "--commands", "1"])
    assert told.exit_code == 5
    assert told.stderr == "error: crosshair failed with status 2: TypeError: it is odd\n"


def test_a_crosshair_that_never_ends_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_words: object, timeout: float, **_options: object) -> NoReturn:
        raise subprocess.TimeoutExpired("crosshair", timeout)

    monkeypatch.setattr(subprocess, "run", too_long)
    told = CliRunner().invoke(cli.app, ["table", "m29", "--commands", "1"])
    assert (told.exit_code, told.stderr) == (5, "error: crosshair gave no answer in 100 seconds\n")
