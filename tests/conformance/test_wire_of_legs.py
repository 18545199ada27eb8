"""Keys that only `perp/1` has are left out elsewhere, and never null (STA-020 to STA-023)."""

import json

import pytest

from tallystick import reference
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.trace_text import example_venue, parse_trace
from tallystick.conformance.wire import (
    WireError,
    command_object,
    decode_command,
    decode_outcome,
    dump_from_object,
    dump_object,
    encode_command,
    encode_dump,
    encode_outcome,
    outcome_object,
    overrides_from_object,
    parameters_from_object,
    parameters_object,
)
from tallystick.reference.types.choices import FundingSource, MarketKind, Profile
from tallystick.reference.types.commands import ListMarket
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_commands import CollectDebt, SetFundingRate
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    FundingRate,
    Lots,
    MarketId,
    Price,
    PrincipalId,
)

HOUR = 3_600_000
STORY = f"""
list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
list_market signer=0 asset=3 kind=perp tick=1 minimum_lots=1 funding_source=published
set_funding_rate signer=0 market=3 rate=-7
set_mark signer=0 asset=2 mark=1000
place_order signer=13 account=3 order_id=1 market=2 side=buy price=995 lots=2 reduce_only=false
place_order signer=11 account=1 order_id=1 market=2 side=sell price=1000 lots=8
place_order signer=12 account=2 order_id=1 market=2 side=buy price=1000 lots=4 order_type=ioc
advance_time signer=0 now={24 * HOUR}
set_mark signer=0 asset=2 mark=1500
true_up signer=12 account=2 counterparty=1 market=2
place_order signer=12 account=2 order_id=2 market=2 side=sell price=995 lots=2 order_type=ioc
deposit signer=11 account=1 asset=1 atoms=5
advance_time signer=0 now={72 * HOUR}
collect_debt signer=77 account=1 creditor=2
=> rejected reason=insufficient_balance
batch signer=11 account=1 commands=1
  true_up signer=11 account=1 counterparty=3 market=2
repay_debts signer=11 account=1
=> rejected reason=insufficient_balance
"""


def market(source: FundingSource | None) -> ListMarket:
    """A perpetual market with that source."""
    numbers = (AssetId(2), MarketKind.PERP, Price(5), Lots(2))
    return ListMarket(PrincipalId(0), *numbers, funding_source=source)


def test_everything_that_is_said_of_legs_survives_the_wire() -> None:
    state = reference.open_venue(Profile.PERP_1, load_preset("minimal", profile=Profile.PERP_1))
    commands = [
        *example_venue(Profile.PERP_1),
        *(step.command for step in parse_trace(STORY, Profile.PERP_1).steps),
    ]
    kinds = set()
    for command in commands:
        assert decode_command(encode_command(command)) == command
        state, outcome = reference.step(state, command)
        assert decode_outcome(encode_outcome(outcome)) == outcome
        written = outcome_object(outcome)
        assert ("touched_legs" in written) == isinstance(outcome, Accepted)
        dump = reference.dump(state)
        # Two writers, neither of which knows the other.
        assert encode_dump(dump) == reference.encode_dump(dump)
        assert dump_from_object(json.loads(encode_dump(dump))) == dump
        kinds |= {type(event).__name__ for event in getattr(outcome, "events", ())}
    assert {"LegReduced", "LegExtended", "LegSettled", "SettlementPaid", "DebtOpened"} <= kinds
    assert {"DebtPaid", "FundingRateSet", "FundingTicked"} <= kinds


def test_a_source_that_is_not_named_is_left_out_and_never_null() -> None:
    assert command_object(market(FundingSource.PUBLISHED))["funding_source"] == "published"
    plain = command_object(market(None))
    assert "funding_source" not in plain
    plain["funding_source"] = None
    with pytest.raises(WireError) as refused:
        decode_command(json.dumps(plain).encode())
    assert refused.value.path == "/funding_source"


def test_rates_of_funding_and_creditors_are_decimal_strings() -> None:
    rate = SetFundingRate(PrincipalId(0), MarketId(2), FundingRate(-7))
    wanted = b'{"market":"2","rate":"-7","signer":"0","type":"set_funding_rate"}'
    assert encode_command(rate) == wanted
    collect = CollectDebt(PrincipalId(77), AccountId(1), AccountId(0))
    wanted = b'{"account":"1","creditor":"0","signer":"77","type":"collect_debt"}'
    assert encode_command(collect) == wanted


@pytest.mark.parametrize("profile", [each for each in Profile if not each.has_perpetuals])
def test_other_profiles_have_no_key_of_legs(profile: Profile) -> None:
    state = reference.open_venue(profile, load_preset("minimal", profile=profile))
    for command in example_venue(profile):
        state, outcome = reference.step(state, command)
        written = outcome_object(outcome)
        assert "touched_legs" not in written
        assert all("funding_source" not in event for event in written["events"])
    dump = dump_object(reference.dump(state))
    assert "debts" not in dump
    assert "perpetual" not in dump["parameters"]
    assert not any({"funding", "last_leg", "legs"} & set(each) for each in dump["markets"])


def test_parameters_of_perpetuals_stand_in_an_object() -> None:
    parameters = load_preset("world", profile=Profile.PERP_1)
    plain = parameters_object(parameters)
    assert plain["perpetual"] == {
        "perp_maker_fee_rate": 50,
        "perp_taker_fee_rate": 100,
        "max_position_lots": "1048576",
        "premium_sample_bound_permille": 20,
        "max_legs_per_command": 300,
        "max_legs": 131_072,
        "max_debts": 65_536,
        "max_debts_per_account": 1_024,
    }
    assert parameters_from_object(plain) == parameters
    assert "perpetual" not in parameters_object(load_preset("world"))
    plain["perpetual"] = None
    with pytest.raises(WireError, match="found null, expected an object"):
        parameters_from_object(plain)


def test_parameters_of_perpetuals_are_overridden_by_their_own_names() -> None:
    overrides = overrides_from_object({"max_position_lots": "9", "max_legs": 9, "max_touches": 2})
    parameters = load_preset("minimal", overrides, Profile.PERP_1)
    assert parameters.perpetual is not None
    assert (parameters.perpetual.max_position_lots, parameters.perpetual.max_legs) == (9, 9)
    with pytest.raises(ValueError, match="profile lend/1 has no parameter 'max_legs'"):
        load_preset("minimal", {"max_legs": 9}, Profile.LEND_1)
    with pytest.raises(ValueError, match="max_legs_per_command: expected 3 to 1048576"):
        load_preset("minimal", {"max_legs_per_command": 2}, Profile.PERP_1)
    with pytest.raises(WireError, match="an unknown parameter"):
        overrides_from_object({"perpetual": {}})
