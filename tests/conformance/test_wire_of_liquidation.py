"""Commands, events and keys that only `world/1` has (STA-020, STA-023, CMD-050)."""

import json
from typing import Any, get_args

import pytest
from attrs import fields_dict

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
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import LiquidationEvent
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, Count, EscrowId, Permille, PrincipalId

STORY = """
withdraw signer=11 account=1 asset=2 atoms=500
place_order signer=12 account=2 order_id=1 market=3 side=sell price=100 lots=60
place_order signer=11 account=1 order_id=1 market=3 side=buy price=100 lots=60
set_mark signer=0 asset=2 mark=90
place_order signer=13 account=3 order_id=1 market=3 side=buy price=90 lots=60
liquidate signer=13 account=3 target=1 work=2
"""


def opened(profile: Profile) -> reference.State:
    """The example venue."""
    state = reference.open_venue(profile, load_preset("minimal", profile=profile))
    for command in example_venue(profile):
        state, _ = reference.step(state, command)
    return state


def test_a_story_survives_the_wire() -> None:
    state = opened(Profile.WORLD_1)
    for step in parse_trace(STORY, Profile.WORLD_1).steps:
        assert decode_command(encode_command(step.command)) == step.command
        state, outcome = reference.step(state, step.command)
        assert isinstance(outcome, Accepted)
        assert decode_outcome(encode_outcome(outcome)) == outcome
        dump = reference.dump(state)
        assert encode_dump(dump) == reference.encode_dump(dump)
        assert dump_from_object(json.loads(encode_dump(dump))) == dump
    assert len(reference.dump(state).escrows or ()) == 1


def test_commands_are_as_written_by_hand() -> None:
    operator, account = PrincipalId(0), AccountId(2)
    liquidate = Liquidate(PrincipalId(12), account, AccountId(1), Count(7))
    written: dict[bytes, Any] = {
        b'{"account":"2","signer":"12","target":"1","type":"liquidate","work":7}': liquidate,
        b'{"escrow":"9","signer":"0","type":"claim_reward"}': ClaimReward(operator, EscrowId(9)),
        b'{"escrow":"9","signer":"0","type":"reverse_reward"}': ReverseReward(
            operator, EscrowId(9)
        ),
        b'{"max_loss_permille":250,"signer":"0","target":"2","type":"declare_bankruptcy"}': (
            DeclareBankruptcy(operator, account, Permille(250))
        ),
    }
    for encoded, command in written.items():
        assert encode_command(command) == encoded
        assert decode_command(encoded) == command


def test_the_command_of_a_swap_has_strings_only() -> None:
    made: Any = SwapForTarget
    names = [name for name in fields_dict(SwapForTarget) if name != "signer"]
    encoded = json.loads(encode_command(made(12, *range(1, 1 + len(names)))))
    assert encoded["type"] == "swap_for_target"
    assert [encoded[name] for name in names] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("kind", get_args(LiquidationEvent), ids=lambda kind: kind.__name__)
def test_every_number_of_an_event_is_a_string(kind: Any) -> None:
    names = list(fields_dict(kind))
    outcome = Accepted((kind(*range(len(names))),), Count(0), Count(0))
    encoded = encode_outcome(outcome)
    assert decode_outcome(encoded) == outcome
    (event,) = json.loads(encoded)["events"]
    assert [event[name] for name in names] == [str(number) for number in range(len(names))]


@pytest.mark.parametrize("profile", [each for each in Profile if not each.has_liquidation])
def test_other_profiles_have_no_key_of_liquidation(profile: Profile) -> None:
    plain = dump_object(reference.dump(opened(profile)))
    assert "liquidation" not in plain["parameters"]
    assert not {"escrows", "last_escrow"} & set(plain)


def test_what_is_left_out_is_never_null() -> None:
    plain = dump_object(reference.dump(opened(Profile.MARGIN_1)))
    for name, expected in (("escrows", "a list"), ("last_escrow", "a decimal string")):
        with pytest.raises(WireError, match=f"found null, expected {expected}"):
            dump_from_object({**plain, name: None})


def test_parameters_of_liquidation_stand_in_an_object() -> None:
    parameters = load_preset("world", profile=Profile.WORLD_1)
    plain = parameters_object(parameters)
    assert plain["liquidation"] == {
        "reward_permille": 10,
        "escrow_ms": "86400000",
        "max_escrows": 65_536,
    }
    assert {"lending", "perpetual", "margin"} <= set(plain)
    assert parameters_from_object(plain) == parameters


def test_parameters_of_liquidation_are_overridden_by_their_own_names() -> None:
    overrides = overrides_from_object({"escrow_ms": "5", "max_escrows": 1})
    parameters = load_preset("minimal", overrides, Profile.WORLD_1)
    assert parameters.liquidation is not None
    assert (parameters.liquidation.escrow_ms, parameters.liquidation.max_escrows) == (5, 1)
    with pytest.raises(ValueError, match="profile margin/1 has no parameter 'escrow_ms'"):
        load_preset("minimal", {"escrow_ms": 5}, Profile.MARGIN_1)
    with pytest.raises(WireError, match="an unknown parameter"):
        overrides_from_object({"liquidation": {}})
