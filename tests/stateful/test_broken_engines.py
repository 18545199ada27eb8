"""The machines find faults: beside the reference, and with the auditor as the only judge."""

import re

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tallystick.conformance.engine import Engine
from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import Parameters
from tests.stateful.bench import OpenEngine, Tally
from tests.stateful.broken import (
    FeeAnAtomTooHigh,
    ForgetsLastWindow,
    LegAnAtomDearer,
    NewestFirst,
    RejectedBatchKeepsItsHead,
    SameSizeLosesPlace,
    Sound,
)
from tests.stateful.machines import machine_of

# Those of continuous integration, without shrinking: whether a fault is found is the question.
SEARCH = settings(
    settings.get_profile("ci"), phases=[Phase.generate], print_blob=False, max_examples=300
)
# What the auditor names when it is alone; of several clauses the first that is met.
FAULTS: list[tuple[type[Sound], Profile, str]] = [
    (NewestFirst, Profile.MATCH_1, "INV-005|INV-008"),
    (NewestFirst, Profile.SPOT_1, "INV-005|INV-008"),
    (SameSizeLosesPlace, Profile.MATCH_1, "INV-005|INV-008"),
    (SameSizeLosesPlace, Profile.SPOT_1, "INV-005|INV-008"),
    (RejectedBatchKeepsItsHead, Profile.MATCH_1, "INV-003"),
    (RejectedBatchKeepsItsHead, Profile.SPOT_1, "INV-003"),
    (FeeAnAtomTooHigh, Profile.SPOT_1, "SPT-012"),
    (FeeAnAtomTooHigh, Profile.PERP_1, "SPT-012"),
    (LegAnAtomDearer, Profile.PERP_1, "PRP-006"),
    (ForgetsLastWindow, Profile.PERP_1, "INV-008"),
]


def opener_of(fault: type[Sound]) -> OpenEngine:
    def open_broken(profile: Profile, parameters: Parameters) -> Engine:
        return fault(open_engine("reference", profile, parameters))

    return open_broken


def reference(profile: Profile, parameters: Parameters) -> Engine:
    return open_engine("reference", profile, parameters)


@pytest.mark.parametrize(("fault", "profile", "_clause"), FAULTS)
def test_a_fault_is_found_beside_the_reference(
    fault: type[Sound], profile: Profile, _clause: str
) -> None:
    engines = {"reference": reference, "broken": opener_of(fault)}
    with pytest.raises(AssertionError, match="broken against reference"):
        run_state_machine_as_test(machine_of(profile, engines, Tally()), settings=SEARCH)


@pytest.mark.parametrize(("fault", "profile", "clause"), FAULTS)
def test_a_fault_is_found_by_the_auditor_alone(
    fault: type[Sound], profile: Profile, clause: str
) -> None:
    machine = machine_of(profile, {"broken": opener_of(fault)}, Tally())
    with pytest.raises(AssertionError) as raised:
        run_state_machine_as_test(machine, settings=SEARCH)
    assert re.search(clause, str(raised.value)) is not None


def test_the_wrapper_of_the_faults_is_sound_itself() -> None:
    engines = {"reference": reference, "wrapped": opener_of(Sound)}
    few = settings(SEARCH, max_examples=20)
    run_state_machine_as_test(machine_of(Profile.SPOT_1, engines, Tally()), settings=few)
