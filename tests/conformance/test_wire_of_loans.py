"""Keys that only `lend/1` has are left out elsewhere, and never null (STA-020 to STA-023)."""

import json
from typing import Any

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
    overrides_from_object,
    parameters_from_object,
    parameters_object,
)
from tallystick.reference.types.choices import Profile, Side
from tallystick.reference.types.commands import NewOrder, PlaceOrder
from tallystick.reference.types.loan_commands import SetLoanTerms, SwapLoan
from tallystick.reference.types.units import (
    AccountId,
    LoanId,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)

HOUR = 3_600_000
ELEVEN, ONE = PrincipalId(11), AccountId(1)
STORY = f"""
place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=20 returnable=false
place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=20
place_order signer=13 account=3 order_id=1 market=2 side=sell price=600 lots=8 extensible=true
place_order signer=11 account=1 order_id=2 market=2 side=buy price=600 lots=8
advance_time signer=0 now={9 * HOUR}
swap_loan signer=11 account=1 loan=1
pay_claims signer=12 account=2 loan=1 atoms=1
set_loan_terms signer=13 account=3 loan=3 returnable=true
pay_interest signer=12 account=2 loan=3 reduce_lots=2 extend=false
batch signer=12 account=2 commands=2
  pay_interest signer=12 account=2 loan=3 reduce_lots=2 extend=false
  pay_claims signer=12 account=2 loan=1 atoms=1
advance_time signer=0 now={235 * HOUR}
renew_loan signer=13 account=3 loan=3
advance_time signer=0 now={241 * HOUR}
roll_loan signer=77 loan=1
"""


def order(**flags: bool | None) -> PlaceOrder:
    """An offer with these flags."""
    named: Any = flags
    new = NewOrder(OrderId(1), MarketId(2), Side.SELL, Price(5), Lots(2), **named)
    return PlaceOrder(ELEVEN, ONE, new)


def test_everything_that_is_said_of_loans_survives_the_wire() -> None:
    state = reference.open_venue(Profile.LEND_1, load_preset("minimal", profile=Profile.LEND_1))
    commands = [
        *example_venue(Profile.LEND_1),
        *(step.command for step in parse_trace(STORY, Profile.LEND_1).steps),
    ]
    kinds = set()
    for command in commands:
        assert decode_command(encode_command(command)) == command
        state, outcome = reference.step(state, command)
        assert decode_outcome(encode_outcome(outcome)) == outcome
        dump = reference.dump(state)
        # Two writers, neither of which knows the other.
        assert encode_dump(dump) == reference.encode_dump(dump)
        assert dump_from_object(json.loads(encode_dump(dump))) == dump
        kinds |= {type(event).__name__ for event in getattr(outcome, "events", ())}
    assert {"LoanSplit", "LoanHandedOver", "ClaimPaid", "InterestClaimed", "LoanRepaid"} <= kinds


@pytest.mark.parametrize(
    "flags", [{}, {"returnable": True}, {"extensible": False}, {"returnable": None}]
)
def test_flags_that_an_order_does_not_name_are_left_out(flags: dict[str, bool | None]) -> None:
    command = order(**flags)
    named = {name: flag for name, flag in flags.items() if flag is not None}
    written = command_object(command)["order"]
    assert {
        name: written[name] for name in written if name in ("returnable", "extensible")
    } == named
    assert decode_command(encode_command(command)) == command


@pytest.mark.parametrize("flag", ["returnable", "extensible"])
def test_a_flag_of_an_order_is_never_null(flag: str) -> None:
    plain = command_object(order())
    plain["order"][flag] = None
    with pytest.raises(WireError) as refused:
        decode_command(json.dumps(plain).encode())
    assert refused.value.path == f"/order/{flag}"


def test_what_other_commands_may_leave_open_is_null() -> None:
    swap = SwapLoan(ELEVEN, ONE, LoanId(7))
    wanted = b'{"account":"1","loan":"7","own_loan":null,"signer":"11","type":"swap_loan"}'
    assert encode_command(swap) == wanted
    assert decode_command(wanted.replace(b'"own_loan":null,', b"")) == swap
    terms = SetLoanTerms(ELEVEN, ONE, LoanId(7), auto_renew=False)
    wanted = (
        b'{"account":"1","auto_renew":false,"extensible":null,"loan":"7","returnable":null,'
        b'"signer":"11","type":"set_loan_terms"}'
    )
    assert encode_command(terms) == wanted


@pytest.mark.parametrize("profile", [Profile.MATCH_1, Profile.SPOT_1])
def test_other_profiles_have_no_key_of_loans(profile: Profile) -> None:
    state = reference.open_venue(profile, load_preset("minimal"))
    for command in example_venue(profile):
        state, _ = reference.step(state, command)
    written = dump_object(reference.dump(state))
    assert not {"loans", "last_loan"} & set(written)
    assert "lending" not in written["parameters"]
    assert all("last_engine_order_id" not in account for account in written["accounts"])


def test_parameters_of_lending_stand_in_an_object() -> None:
    parameters = load_preset("world", profile=Profile.LEND_1)
    plain = parameters_object(parameters)
    assert plain["lending"] == {
        "lend_fee_rate": 0,
        "rate_cap_bps": "4999",
        "keeper_fee_permille": 10,
        "max_loans": 65_536,
        "max_loans_per_account": 4_096,
        "max_claims": 8,
    }
    assert parameters_from_object(plain) == parameters
    assert "lending" not in parameters_object(load_preset("world"))
    plain["lending"] = None
    with pytest.raises(WireError, match="found null, expected an object"):
        parameters_from_object(plain)


def test_parameters_of_lending_are_overridden_by_their_own_names() -> None:
    overrides = overrides_from_object({"rate_cap_bps": "650", "max_loans": 9, "max_touches": 2})
    parameters = load_preset("minimal", overrides, Profile.LEND_1)
    assert parameters.lending is not None
    assert (parameters.lending.rate_cap_bps, parameters.lending.max_loans) == (650, 9)
    assert parameters.max_touches == 2
    with pytest.raises(ValueError, match="profile spot/1 has no parameter 'max_loans'"):
        load_preset("minimal", {"max_loans": 9})
    with pytest.raises(ValueError, match="rate_cap_bps: expected 1 to 9999"):
        load_preset("minimal", {"rate_cap_bps": 10_000}, Profile.LEND_1)
    with pytest.raises(WireError, match="an unknown parameter"):
        overrides_from_object({"lending": {}})
