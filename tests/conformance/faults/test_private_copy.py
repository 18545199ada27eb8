"""Private copies: the sound one is the reference, none of them touches it."""

import inspect
import sys
from functools import partial

import pytest

from tallystick.conformance.campaign import PROFILES, sequence
from tallystick.conformance.faults.faulty import fault_ids, find_fault, opener_of
from tallystick.conformance.faults.private_copy import (
    PRIVATE_PACKAGE,
    PrivateEngine,
    changed_copy,
    is_broken_contract,
    module_names,
    parse,
    sound_copy,
)
from tallystick.conformance.faults.strength import sound_vectors
from tallystick.conformance.runner import Limits, compare
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.vectors import run_vector, vector_paths
from tallystick.conformance.verdicts import Case
from tallystick.reference import engine, state, walk
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.reasons import Reason

LIMITS = Limits()


@pytest.mark.parametrize("profile", PROFILES)
def test_the_sound_copy_answers_as_the_reference(profile: Profile) -> None:
    case = Case(
        profile, load_preset("minimal", profile=profile), sequence(3, profile, "minimal", 0), {}
    )
    assert compare(case, partial(PrivateEngine, sound_copy()), LIMITS) is None


def test_the_sound_copy_passes_all_vectors() -> None:
    opener = partial(PrivateEngine, sound_copy())
    assert [each.id for each in sound_vectors() if run_vector(each, opener, LIMITS)] == []
    assert len(sound_vectors()) == len(vector_paths())


def test_a_copy_shares_nothing_with_the_reference_but_the_types() -> None:
    copy = sound_copy()
    assert set(copy) == set(module_names()) >= {"engine", "state", "walk", "canonical"}
    assert copy["state"].State is not state.State
    assert copy["walk"].Progress is not walk.Progress
    assert copy["engine"].step is not engine.step
    assert copy["engine"].trading.walk is copy["walk"].walk
    assert copy["engine"].Reason is Reason
    assert not any(name.startswith(PRIVATE_PACKAGE) for name in sys.modules)


def test_modules_that_see_a_changed_one_are_made_anew() -> None:
    sound, changed = sound_copy(), changed_copy({"walk": parse("walk")})
    anew = {name for name in module_names() if changed[name] is not sound[name]}
    users = {"accepting", "trading", "engine_orders", "lending", "renewal", "margin"}
    users |= {"winding", "winding_loans", "liquidation", "bankruptcy"}
    assert anew == {"walk", "engine", *users}
    assert changed["engine"].trading.walk is changed["walk"].walk


def test_a_copy_has_no_contracts() -> None:
    assert "assert denominator > 0" in inspect.getsource(
        sys.modules["tallystick.reference.numbers"]
    )
    with pytest.raises(ZeroDivisionError):
        sound_copy()["numbers"].floor_div(1, 0)


def test_a_copy_with_contracts_passes_all_vectors_and_is_another_copy() -> None:
    copy = sound_copy(with_contracts=True)
    with pytest.raises(AssertionError) as broken:
        copy["numbers"].floor_div(1, 0)
    assert is_broken_contract(broken.value)
    opener = partial(PrivateEngine, copy)
    assert [each.id for each in sound_vectors() if run_vector(each, opener, LIMITS)] == []
    assert copy["numbers"] is not sound_copy()["numbers"]


def test_a_changed_copy_with_contracts_keeps_them_in_modules_without_a_change() -> None:
    changed = changed_copy({"walk": parse("walk")}, with_contracts=True)
    assert changed["numbers"] is sound_copy(with_contracts=True)["numbers"]


def test_an_assertion_of_another_module_breaks_no_contract() -> None:
    with pytest.raises(AssertionError) as failed:
        module_names_that_fail()
    assert not is_broken_contract(failed.value)
    with pytest.raises(ZeroDivisionError) as divided:
        sound_copy()["numbers"].floor_div(1, 0)
    assert not is_broken_contract(divided.value)


def module_names_that_fail() -> None:
    """Fail an assertion outside of any copy."""
    assert not module_names()


def test_faults_leave_the_reference_as_it_is() -> None:
    before = {
        name: dict(vars(sys.modules[f"tallystick.reference.{name}"])) for name in module_names()
    }
    for fault_id in fault_ids():
        opener_of(find_fault(fault_id))(Profile.SPOT_1, load_preset("minimal"))
    after = {
        name: dict(vars(sys.modules[f"tallystick.reference.{name}"])) for name in module_names()
    }
    assert after == before
