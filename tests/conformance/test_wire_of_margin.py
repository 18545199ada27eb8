"""Keys that only `margin/1` has are left out elsewhere, and null where absent (STA-020 to 023)."""

import json

import pytest

from tallystick import reference
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.trace_text import example_venue, parse_trace
from tallystick.conformance.wire import (
    WireError,
    decode_command,
    decode_outcome,
    dump_from_object,
    dump_object,
    encode_command,
    encode_dump,
    encode_outcome,
    overrides_from_object,
    parameters_from_object,
    parameters_object,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.units import AssetId, Milliseconds, Permille, PrincipalId

STORY = """
list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
set_risk signer=0 asset=3 risk_permille=7 slippage_permille=0 perp_slippage_permille=1000
set_risk signer=0 asset=3 risk_permille=8 slippage_permille=0 perp_slippage_permille=999 \
effective_at=3600000
set_risk signer=0 asset=1 risk_permille=0 slippage_permille=0 perp_slippage_permille=0
=> rejected reason=base_asset
place_order signer=11 account=1 order_id=1 market=1 side=buy price=120 lots=2
place_order signer=11 account=1 order_id=2 market=3 side=sell price=100 lots=400
=> rejected reason=insufficient_margin
advance_time signer=0 now=3600000
"""


def told(profile: Profile) -> StateDump:
    """The dump of the example venue."""
    state = reference.open_venue(profile, load_preset("minimal", profile=profile))
    for command in example_venue(profile):
        state, _ = reference.step(state, command)
    return reference.dump(state)


def test_everything_that_is_said_of_margin_survives_the_wire() -> None:
    profile = Profile.MARGIN_1
    state = reference.open_venue(profile, load_preset("minimal", profile=profile))
    commands = [
        *example_venue(profile),
        *(step.command for step in parse_trace(STORY, profile).steps),
    ]
    kinds = set()
    for command in commands:
        assert decode_command(encode_command(command)) == command
        state, outcome = reference.step(state, command)
        assert decode_outcome(encode_outcome(outcome)) == outcome
        for event in getattr(outcome, "events", ()):
            kinds.add(type(event).__name__)
        dump = reference.dump(state)
        assert encode_dump(dump) == reference.encode_dump(dump)
        assert dump_from_object(json.loads(encode_dump(dump))) == dump
    assert {"RiskChanged", "RiskAnnounced", "AccountValued"} <= kinds


def test_a_command_is_as_written_by_hand() -> None:
    values = (Permille(7), Permille(0), Permille(1_000))
    at_once = SetRisk(PrincipalId(0), AssetId(3), *values)
    wanted = (
        b'{"asset":"3","effective_at":null,"perp_slippage_permille":1000,"risk_permille":7,'
        b'"signer":"0","slippage_permille":0,"type":"set_risk"}'
    )
    assert encode_command(at_once) == wanted
    assert decode_command(wanted.replace(b'"effective_at":null,', b"")) == at_once
    later = SetRisk(PrincipalId(0), AssetId(3), *values, effective_at=Milliseconds(9))
    assert encode_command(later) == wanted.replace(b"null", b'"9"')


@pytest.mark.parametrize("profile", [each for each in Profile if not each.has_margin])
def test_other_profiles_have_no_key_of_margin(profile: Profile) -> None:
    plain = dump_object(told(profile))
    assert "margin" not in plain["parameters"]
    assert not any({"risk", "announced"} & set(asset) for asset in plain["assets"])
    for name in ("risk", "announced"):
        changed = json.loads(json.dumps(plain))
        changed["assets"][1][name] = None
        with pytest.raises(WireError, match=f"none in profile {profile}") as refused:
            dump_from_object(changed, "/dump")
        assert refused.value.path == "/dump/assets/1"


@pytest.mark.parametrize("name", ["risk", "announced"])
def test_an_asset_states_what_it_does_not_have(name: str) -> None:
    plain = dump_object(told(Profile.MARGIN_1))
    assert [asset["announced"] for asset in plain["assets"]] == [None, None]
    assert plain["assets"][0]["risk"] is None
    del plain["assets"][1][name]
    with pytest.raises(WireError, match="in profile margin/1") as refused:
        dump_from_object(plain)
    assert refused.value.path == "/assets/1"


def test_parameters_of_margin_stand_in_an_object() -> None:
    parameters = load_preset("hardened", profile=Profile.MARGIN_1)
    plain = parameters_object(parameters)
    assert plain["margin"] == {
        "initial_scale_permille": 1_000,
        "maintenance_scale_permille": 600,
        "lent_haircut_permille": 20,
        "band_multiple": 1,
        "mark_valid_ms": "60000",
        "risk_notice_ms": "86400000",
        "closable_risk": 1,
    }
    assert {"lending", "perpetual"} <= set(plain)
    assert parameters_from_object(plain) == parameters
    plain["margin"] = None
    with pytest.raises(WireError, match="found null, expected an object"):
        parameters_from_object(plain)


def test_parameters_of_margin_are_overridden_by_their_own_names() -> None:
    overrides = overrides_from_object({"band_multiple": 9, "risk_notice_ms": "1", "max_loans": 9})
    parameters = load_preset("minimal", overrides, Profile.MARGIN_1)
    assert parameters.margin is not None
    assert parameters.lending is not None
    assert (parameters.margin.band_multiple, parameters.margin.risk_notice_ms) == (9, 1)
    assert parameters.lending.max_loans == 9
    for profile in (Profile.LEND_1, Profile.PERP_1):
        with pytest.raises(ValueError, match=f"profile {profile} has no parameter 'band_multip"):
            load_preset("minimal", {"band_multiple": 9}, profile)
    with pytest.raises(ValueError, match="closable_risk: expected 0 to 1"):
        load_preset("minimal", {"closable_risk": 2}, Profile.MARGIN_1)
    with pytest.raises(ValueError, match="maintenance_scale_permille: expected at most 1200"):
        load_preset("minimal", {"maintenance_scale_permille": 1_201}, Profile.MARGIN_1)
    with pytest.raises(WireError, match="an unknown parameter"):
        overrides_from_object({"margin": {}})
