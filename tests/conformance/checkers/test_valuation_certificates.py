"""Certificates as JSON, and the checker that adds them up: it notices every number changed."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
import jsonschema
import pytest
from attrs import evolve

from tallystick.conformance.margin.certificate_check import certificate_faults
from tallystick.conformance.margin.certificate_json import (
    certificate_object,
    certificate_schema,
    decode_certificate,
    encode_certificate,
)
from tallystick.conformance.wire import WireError
from tallystick.reference import certificate
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.units import AccountId
from tests.reference.venue import Venue

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HOUR = 3_600_000
STORY = """
    list_market signer=0 asset=1 kind=lend tick=5 minimum_lots=2
    place_order signer=12 account=2 order_id=1 market=3 side=buy price=100 lots=20
    place_order signer=11 account=1 order_id=1 market=3 side=sell price=100 lots=20
    place_order signer=12 account=2 order_id=2 market=2 side=sell price=500 lots=10
    place_order signer=11 account=1 order_id=2 market=2 side=buy price=500 lots=10
    place_order signer=11 account=1 order_id=3 market=4 side=sell price=500 lots=4
    place_order signer=13 account=3 order_id=1 market=4 side=buy price=500 lots=2
    place_order signer=11 account=1 order_id=4 market=1 side=buy price=120 lots=2
    place_order signer=11 account=1 order_id=5 market=3 side=sell price=95 lots=2
    advance_time signer=0 now=10000
    set_mark signer=0 asset=2 mark=90
"""


@cache
def made() -> Certificate:
    """Loans both ways, a position, and orders of several kinds, in two assets."""
    venue = Venue(Profile.MARGIN_1, max_markets=4)
    venue.run(STORY)
    return certificate(venue.state, AccountId(1))


def text_of(changed: Certificate) -> str:
    return "\n".join(str(fault) for fault in certificate_faults(changed))


def test_what_the_reference_makes_adds_up() -> None:
    assert len(made().assets) == 2
    assert [len(asset.orders) for asset in made().assets] == [1, 2]
    assert certificate_faults(made()) == ()


def numbers(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Every number in a certificate and where it stands."""
    if isinstance(thing, tuple):
        for index, part in enumerate(thing):
            yield from numbers(part, (*path, index))
    elif attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            yield from numbers(getattr(thing, field.name), (*path, field.name))
    elif isinstance(thing, int):
        yield path, thing


def changed_at(thing: Any, path: tuple[Any, ...], number: int) -> Any:
    """The same with another number at a place."""
    if not path:
        return number
    first, rest = path[0], path[1:]
    if isinstance(thing, tuple):
        part = changed_at(thing[first], rest, number)
        return (*thing[:first], part, *thing[first + 1 :])
    return evolve(thing, **{first: changed_at(getattr(thing, first), rest, number)})


FREE = ("account", "now", "order_id", "loan", "market")
"""Numbers that nothing else in a certificate depends on."""
OFFERED = ("assets", 0, "orders", 0, "price")
"""At what rate somebody offers to lend has no part in his valuation."""


def test_every_other_number_is_noticed() -> None:
    count = 0
    for path, number in numbers(made()):
        if path[-1] in FREE or path in (OFFERED, ("assets", 1, "asset")):
            continue
        # A little more of a fee rate may be the same fee of a lot.
        step = 16_000 if path[-1] == "fee_rate" else 1
        for other in (number + step, number - step):
            assert certificate_faults(changed_at(made(), path, other)), path
        count += 1
    assert count > 120


@pytest.mark.parametrize(
    ("path", "number", "said"),
    [
        (("account",), 0, "account: expected at least 1, found 0"),
        (("now",), -1, "now: expected at least 0, found -1"),
        (("assets", 1, "orders", 0, "order_id"), 0, "order id: expected at least 1, found 0"),
        (("assets", 1, "orders", 0, "market"), -1, "market: expected at least 1, found -1"),
        (
            ("assets", 1, "perp_slippage_permille"),
            10**30,
            f"perp_slippage_permille: expected 0 to 1000, found {10**30}",
        ),
        (("initial_atoms",), 7, "RBV initial: expected"),
        (
            ("maintenance_scale_permille",),
            1_300,
            "scale: expected at most 1200, found 1300",
        ),
        (("lent_haircut_permille",), 1_001, "haircut: expected 1000, found 1001"),
        (("assets", 1, "asset"), 1, "assets: expected [1], found [1, 1]"),
        (("assets", 0, "mark"), 8, "asset 1: mark of the base asset: expected 7, found 8"),
        (
            ("assets", 0, "position_lots"),
            1,
            "position in the base asset: expected 0, found 1",
        ),
        (("assets", 1, "mark"), 0, "asset 2: mark: expected at least 1, found 0"),
        (("assets", 1, "owed_atoms"), 1, "settlement debts: expected [0, 0], found [0, 1]"),
        (
            ("assets", 1, "risk_permille"),
            900,
            "expected at most 1000000, found 1116000",
        ),
        (("assets", 1, "balance_atoms"), -1, "balance_atoms: expected at least 0, found -1"),
        (("assets", 1, "borrowed_atoms"), 101, "borrowed_atoms of whole lots: expected 0, found 1"),
        (("assets", 1, "holding_numerator"), 5, "asset 2: holding_numerator: expected"),
        (("assets", 1, "initial", "least"), 8, "asset 2: initial, least: expected"),
        (
            ("assets", 1, "maintenance", "floor_atoms"),
            3,
            "2: maintenance, floor_atoms: expected",
        ),
        (
            ("assets", 1, "initial", "pieces", 5, "numerator"),
            3,
            "piece -+-, numerator",
        ),
        (("assets", 1, "initial", "pieces", 0, "spot_sign"), -1, "initial, signs of the pieces"),
        (("assets", 0, "orders", 0, "fee_rate"), 1, "fee rate: expected 0, found 1"),
        (("assets", 1, "orders", 0, "open_lots"), 0, "open lots: expected at least 1, found 0"),
        (("assets", 0, "lot_atoms"), 0, "asset 1: lot_atoms: expected at least 1, found 0"),
    ],
)
def test_it_says_which_part_is_wrong(path: tuple[Any, ...], number: int, said: str) -> None:
    assert said in text_of(changed_at(made(), path, number))


def test_lists_are_looked_at() -> None:
    first, second = made().assets
    swapped = evolve(second, orders=second.orders[::-1])
    assert "asset 2: orders: expected" in text_of(evolve(made(), assets=(first, swapped)))
    no_loans = evolve(second, provisions=())
    said = "borrowed_atoms without a provision: expected 0, found 100"
    assert said in text_of(evolve(made(), assets=(first, no_loans)))
    few = evolve(second, initial=evolve(second.initial, pieces=()))
    assert "initial, signs of the pieces" in text_of(evolve(made(), assets=(first, few)))
    assert "assets: expected [1, 2], found [2, 1]" in text_of(
        evolve(made(), assets=(second, first))
    )
    unpriced = evolve(second, mark=None)
    assert "mark: expected at least 1, found None" in text_of(
        evolve(made(), assets=(first, unpriced))
    )


def test_json_goes_there_and_back() -> None:
    document = encode_certificate(made())
    assert decode_certificate(document) == made()
    plain = json.loads(document)
    assert plain["initial_scale_permille"] == 1_200
    assert plain["assets"][1]["position_lots"] == "-20"
    assert plain["assets"][1]["initial"]["pieces"][7]["price_sign"] == -1
    assert isinstance(plain["assets"][1]["holding_numerator"], str)
    jsonschema.validate(plain, certificate_schema(DIALECT))
    unpriced = evolve(made(), assets=(evolve(made().assets[0], mark=None),))
    assert decode_certificate(encode_certificate(unpriced)) == unpriced
    jsonschema.validate(certificate_object(unpriced), certificate_schema(DIALECT))


@pytest.mark.parametrize(
    ("path", "part", "said"),
    [
        (("account",), 1, "at /account: found 1, expected a decimal string of at most 120 digits"),
        (("account",), "01", 'at /account: found "01", expected'),
        (
            ("assets", 1, "initial", "least"),
            "0",
            'at /assets/1/initial/least: found "0", expected a JSON',
        ),
        (
            ("assets", 1, "orders", 0, "kind"),
            "swap",
            '/kind: found "swap", expected one of spot, perp, lend',
        ),
        (("assets", 0, "provisions"), None, "at /assets/0/provisions: found null, expected a list"),
        (("assets", 0), 5, "at /assets/0: found 5, expected an object"),
        (("more",), 5, 'the key "more", expected only account, now'),
    ],
)
def test_other_documents_are_refused(path: tuple[Any, ...], part: object, said: str) -> None:
    plain = certificate_object(made())
    inside = plain
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = part
    with pytest.raises(WireError) as refusal:
        decode_certificate(json.dumps(plain).encode())
    assert said in str(refusal.value)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, certificate_schema(DIALECT))


def test_a_missing_key_is_refused() -> None:
    plain = certificate_object(made())
    del plain["now"]
    with pytest.raises(WireError, match='no key "now", expected it in certificate'):
        decode_certificate(json.dumps(plain).encode())
