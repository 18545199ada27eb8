"""The wire form: exact bytes, strict reading, and the same dump encoding as the reference's own."""

import json
from typing import Any

import pytest

from tallystick import reference
from tallystick.conformance.campaign import PROFILES, sequence
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.wire import (
    WireError,
    decode_command,
    decode_outcome,
    encode_command,
    encode_dump,
    encode_outcome,
    overrides_from_object,
    parameters_from_object,
    parameters_object,
    parse_json,
)
from tallystick.reference.types.choices import Profile, RemovalCause, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Batch,
    CancelAll,
    CancelOrder,
    NewOrder,
    PlaceOrder,
)
from tallystick.reference.types.events import OrderRemoved
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Count,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

ORDER = NewOrder(OrderId(2**61), MarketId(1), Side.BUY, Price(100), Lots(5))
PLACE = PlaceOrder(PrincipalId(11), AccountId(1), ORDER)
PLAIN_ORDER = (
    '{"expires_at":null,"lots":"5","market":"1","order_id":"2305843009213693952",'
    '"order_type":"limit","price":"100","reduce_only":false,"self_trade":null,"side":"buy"}'
)
TIME = '{"type":"advance_time","signer":"0","now":"1"}'


def test_a_command_in_canonical_encoding() -> None:
    wanted = '{"account":"1","order":' + PLAIN_ORDER + ',"signer":"11","type":"place_order"}'
    assert encode_command(PLACE).decode() == wanted
    assert decode_command(wanted.encode()) == PLACE


def test_a_batch_in_canonical_encoding() -> None:
    cancel = CancelOrder(PrincipalId(11), AccountId(1), OrderId(7))
    batch = Batch(PrincipalId(11), AccountId(1), (cancel,))
    wanted = (
        '{"account":"1","commands":[{"account":"1","order_id":"7","signer":"11",'
        '"type":"cancel_order"}],"signer":"11","type":"batch"}'
    )
    assert encode_command(batch).decode() == wanted
    assert decode_command(wanted.encode()) == batch


def test_outcomes_in_canonical_encoding() -> None:
    event = OrderRemoved(AccountId(1), OrderId(2), Lots(3), RemovalCause.WORK_LIMIT)
    accepted, rejected = Accepted((event,), Count(3)), Rejected(Reason.BATCH_MIXED, Count(2))
    wanted = (
        '{"events":[{"account":"1","cause":"work_limit","lots":"3","order_id":"2",'
        '"type":"order_removed"}],"touched_orders":3,"type":"accepted"}'
    )
    assert encode_outcome(accepted).decode() == wanted
    assert decode_outcome(wanted.encode()) == accepted
    wanted = '{"index":2,"reason":"batch_mixed","type":"rejected"}'
    assert encode_outcome(rejected).decode() == wanted
    assert decode_outcome(wanted.encode()) == rejected


def test_what_may_be_absent_in_commands() -> None:
    order = '{"order_id":"2305843009213693952","market":"1","side":"buy","price":"100","lots":"5"}'
    place = '{"type":"place_order","signer":"11","account":"1","order":' + order + "}"
    assert decode_command(place.encode()) == PLACE
    cancel_all = b'{"type":"cancel_all","signer":"11","account":"1"}'
    assert decode_command(cancel_all) == CancelAll(PrincipalId(11), AccountId(1), None)


def test_numbers_beyond_every_bound_reach_the_engine() -> None:
    for number in (-1, -(2**70), 2**64, 10**38):
        document = f'{{"type":"advance_time","signer":"0","now":"{number}"}}'.encode()
        assert decode_command(document) == AdvanceTime(PrincipalId(0), Milliseconds(number))


@pytest.mark.parametrize("profile", PROFILES)
def test_everything_a_campaign_says_survives_the_wire(profile: Profile) -> None:
    state = reference.open_venue(profile, load_preset("minimal", profile=profile))
    for command in sequence(3, profile, "minimal", 0):
        assert decode_command(encode_command(command)) == command
        state, outcome = reference.step(state, command)
        assert decode_outcome(encode_outcome(outcome)) == outcome
        dump = reference.dump(state)
        # Two writers, neither of which knows the other.
        assert encode_dump(dump) == reference.encode_dump(dump)


BAD_COMMANDS = {
    "": ("", "nothing", "one JSON document"),
    "{": ("", "line 1 column 2", "one JSON document"),
    TIME + "x": ("", "extra data", "one JSON document"),
    "[" * 100_000: ("", "nested too deeply", "JSON"),
    "7": ("", "7", "an object"),
    "{}": ("", 'no key "type"', "one of open_account"),
    '{"type":"order"}': ("/type", '"order"', "one of open_account"),
    '{"type":5}': ("/type", "5", "one of open_account"),
    TIME.replace('"1"', "1"): ("/now", "1", "decimal string"),
    TIME.replace('"1"', '"01"'): ("/now", '"01"', "decimal string"),
    TIME.replace('"1"', '"-0"'): ("/now", '"-0"', "decimal string"),
    TIME.replace('"1"', '"+1"'): ("/now", '"+1"', "decimal string"),
    TIME.replace('"1"', '"1\\n"'): ("/now", '"1\\n"', "decimal string"),
    TIME.replace('"1"', '"\u0661"'): ("/now", '"\\u0661"', "decimal string"),
    TIME.replace('"1"', '""'): ("/now", '""', "decimal string"),
    TIME.replace('"1"', f'"{10**39}"'): ("/now", '"1000', "at most 39 digits"),
    TIME.replace('"1"', f'"{"9" * 5000}"'): ("/now", "(5002 characters)", "at most 39 digits"),
    TIME.replace('"1"', "9" * 5000): ("/now", "a number of 5000 characters", "39 digits"),
    TIME.replace('"1"', "NaN"): ("/now", "NaN", "a JSON value"),
    TIME.replace('"1"', "-Infinity"): ("/now", "-Infinity", "a JSON value"),
    TIME.replace('"1"', "1.0"): ("/now", "1.0", "no fraction"),
    TIME.replace('"1"', "1e3"): ("/now", "1e3", "no fraction or exponent"),
    TIME.replace('"1"', "true"): ("/now", "true", "decimal string"),
    TIME.replace('"1"', "null"): ("/now", "null", "decimal string"),
    TIME.replace("now", "time"): ("", 'the key "time"', "only signer, now"),
    '{"type":"advance_time","signer":"0"}': ("", 'no key "now"', "it in advance_time"),
    TIME.replace('"1"', '"1","now":"2"'): ("", 'the key "now" twice', "every key once"),
    '{"type":"batch","signer":"1","account":"1","commands":{}}': ("/commands", "{}", "a list"),
    '{"type":"batch","signer":"1","account":"1","commands":[{"type":"batch"}]}': (
        "/commands/0/type", '"batch"', "one of place_order",
    ),
    '{"type":"set_halted","signer":"0","market":"1","halted":1}': (
        "/halted", "1", "true or false",
    ),
    '{"type":"list_market","signer":"0","asset":"2","kind":"Spot","tick":"1","minimum_lots":"1"}': (
        "/kind", '"Spot"', "one of spot, perp, lend",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("document", "parts"), BAD_COMMANDS.items(), ids=range(len(BAD_COMMANDS)))
def test_what_is_no_command_is_refused(document: str, parts: tuple[str, str, str]) -> None:
    path, found, expected = parts
    with pytest.raises(WireError) as refused:
        decode_command(document.encode())
    assert refused.value.path == path
    assert found in refused.value.found
    assert expected in refused.value.expected
    assert len(str(refused.value)) < 600


def test_bytes_that_are_no_text() -> None:
    for document in (b"\xff", json.dumps(TIME).encode("utf-16")):
        with pytest.raises(WireError, match="not UTF-8"):
            parse_json(document)


def test_fields_of_outcomes_are_never_absent() -> None:
    with pytest.raises(WireError, match='no key "index"'):
        decode_outcome(b'{"type":"rejected","reason":"self_trade"}')
    for index in ('"2"', "2.0", "-0", "true", "1" * 40):
        with pytest.raises(WireError):
            decode_outcome(f'{{"type":"rejected","reason":"self_trade","index":{index}}}'.encode())


def test_values_that_are_not_of_their_type_are_not_written() -> None:
    rejected = Rejected(Reason.SELF_TRADE, Count(True))
    with pytest.raises(WireError, match="bool"):
        encode_outcome(rejected)
    nonsense: Any = (rejected,)
    with pytest.raises(WireError, match="Rejected"):
        encode_outcome(Accepted(nonsense, Count(0)))


def test_parameters() -> None:
    parameters = load_preset("minimal")
    plain = parameters_object(parameters)
    assert plain["base_lot_atoms"] == "7"
    assert plain["max_touches"] == 3
    assert parameters_from_object(plain) == parameters
    del plain["max_touches"]
    with pytest.raises(WireError, match="max_touches"):
        parameters_from_object(plain)


def test_overrides() -> None:
    overrides = overrides_from_object({"max_touches": 2, "base_lot_atoms": "9"})
    assert load_preset("minimal", overrides).base_lot_atoms == 9
    with pytest.raises(WireError, match="an unknown parameter"):
        overrides_from_object({"max_touch": 2})
    with pytest.raises(WireError, match="/base_lot_atoms"):
        overrides_from_object({"base_lot_atoms": 9})
