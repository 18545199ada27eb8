"""`step` is total, deterministic and pure (CMD-001, CMD-004), whatever the commands."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from attrs import evolve, fields_dict
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference import State, dump, encode_dump, step
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    Profile,
    SelfTrade,
    Side,
)
from tallystick.reference.types.commands import (
    Batch,
    Command,
    InnerCommand,
    NewOrder,
    PlaceOrder,
    ReplaceOrder,
)
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.units import OrderId
from tests.reference.venue import Venue

EXTREMES = (-(10**5_000), -1, 0, 2**31, 2**56 + 1, 2**62, 2**63, 10**5_000)
EXTREME = st.integers(0, len(EXTREMES) - 1).map(EXTREMES.__getitem__)
HOUR = 3_600_000
"""Commands about loans see hours pass; those about the rest do not mind."""
MOSTLY_VALID = {
    "market": st.sampled_from([1, 1, 1, 1, 2, 2, 3]),
    "price": st.sampled_from([90, 95, 100, 105, 110]),
    "lots": st.integers(2, 5),
    "expires_at": st.none(),
    "reduce_only": st.just(False),
    "returnable": st.none(),
    "extensible": st.none(),
}
RETURNS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("precedence.toml").read_text(encoding="utf-8")
)["returns"]

SMALL = {
    "signer": st.sampled_from([0, 11, 11, 11, 12, 12, 13]),
    "account": st.integers(1, 4),
    "to_account": st.integers(1, 4),
    "delegate": st.integers(11, 15),
    "asset": st.integers(1, 3),
    "market": st.integers(1, 3),
    "order_id": st.integers(1, 12),
    "price": st.sampled_from([90, 95, 100, 105, 110, 101]),
    "lots": st.integers(1, 9),
    "open_lots": st.integers(1, 9),
    "atoms": st.integers(1, 700),
    "lot_atoms": st.integers(1, 20),
    "fee_cap_atoms": st.integers(0, 5),
    "tick": st.sampled_from([1, 5]),
    "minimum_lots": st.integers(1, 3),
    "mark": st.integers(1, 9),
    "now": st.sampled_from([*range(31), *range(0, 300 * HOUR, 10 * HOUR)]),
    "loan": st.integers(1, 6),
    "own_loan": st.none() | st.integers(1, 6),
    "reduce_lots": st.sampled_from([0, 0, 2, 4, 3]),
    "counterparty": st.integers(1, 4),
    "creditor": st.integers(0, 4),
    "rate": st.integers(-30_000, 30_000),
    "risk_permille": st.integers(0, 1_000),
    "slippage_permille": st.integers(0, 200),
    "perp_slippage_permille": st.integers(0, 200),
    "effective_at": st.none() | st.integers(0, 300 * HOUR),
    "target": st.integers(1, 4),
    "work": st.integers(0, 4),
    "escrow": st.integers(1, 3),
    "give_asset": st.integers(1, 4),
    "give_atoms": st.integers(1, 700),
    "take_asset": st.integers(1, 4),
    "take_atoms": st.integers(1, 700),
    "max_loss_permille": st.integers(0, 1_000),
}
CHOICES = {
    "kind": st.sampled_from(MarketKind),
    "side": st.sampled_from(Side),
    "order_type": st.sampled_from(OrderType),
    "self_trade": st.none() | st.sampled_from(SelfTrade),
    "expires_at": st.none() | st.integers(0, 30),
    "halted": st.booleans(),
    "exempt": st.booleans(),
    "reduce_only": st.sampled_from([False, False, False, True]),
    "returnable": st.sampled_from([None, None, None, True, False]),
    "extensible": st.sampled_from([None, None, None, True, False]),
    "auto_renew": st.none() | st.booleans(),
    "extend": st.booleans(),
    "funding_source": st.sampled_from([None, None, None, *FundingSource]),
}


def _word(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def commands_of(kind: Any, numbers: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Commands of a kind, or the order inside one, with numbers from the given strategies."""
    fields: dict[str, Any] = {}
    for name in fields_dict(kind):
        if name == "order":
            fields[name] = commands_of(NewOrder, numbers)
        elif name == "commands":
            inner = st.one_of([commands_of(each, numbers) for each in get_args(InnerCommand)])
            fields[name] = st.lists(inner, max_size=4).map(tuple)
        else:
            fields[name] = numbers[name] if name in numbers else CHOICES[name]
    return st.builds(kind, **fields)


OWNERS = st.sampled_from([(11, 1), (12, 2), (13, 3)])


def trading(kinds: tuple[type, ...]) -> st.SearchStrategy[Any]:
    """Commands in which an owner names nobody but himself."""

    def of(owner: tuple[int, int]) -> st.SearchStrategy[Any]:
        numbers = SMALL | {"signer": st.just(owner[0]), "account": st.just(owner[1])}
        return st.one_of([commands_of(kind, numbers | MOSTLY_VALID) for kind in kinds])

    return OWNERS.flatmap(of)


PLACING = trading((PlaceOrder,))
CHANGING = trading(get_args(InnerCommand))
BATCHES = trading((Batch,))
ANY_COMMAND = st.one_of([commands_of(kind, SMALL) for kind in get_args(Command)])
# Named twice or more to be drawn as often; alternatives of a `one_of` would be merged.
KINDS = (PLACING, PLACING, PLACING, PLACING, CHANGING, CHANGING, BATCHES, ANY_COMMAND)
FLOW = st.lists(st.sampled_from(KINDS).flatmap(lambda kind: kind), max_size=40)


def with_next_id(state: State, command: Any) -> Any:
    """The command with the next order id of its account, where it places an order."""
    if not isinstance(command, PlaceOrder | ReplaceOrder) or command.account not in state.accounts:
        return command
    next_id = state.accounts[command.account].last_order_id + 1
    return evolve(command, order=evolve(command.order, order_id=OrderId(next_id)))


def test_every_field_of_every_command_is_drawn() -> None:
    drawn = {"order", "commands", *SMALL, *CHOICES}
    for kind in (*get_args(Command), NewOrder):
        assert set(get_type_hints(kind)) <= drawn


@pytest.mark.parametrize("profile", Profile)
@given(flow=FLOW)
def test_a_flow_has_one_outcome_each_and_changes_no_former_state(
    profile: Profile, flow: list[Any]
) -> None:
    venue = Venue(profile)
    if profile is Profile.PERP_1:
        venue.run("set_mark signer=0 asset=2 mark=100")
    state = venue.state
    for drawn in flow:
        command = with_next_id(state, drawn)
        before = encode_dump(dump(state))
        after, outcome = step(state, command)
        again, outcome_again = step(state, command)
        assert outcome == outcome_again
        assert after == again
        assert encode_dump(dump(state)) == before
        if isinstance(outcome, Rejected):
            assert after is state
            named = command.commands[outcome.index - 1] if outcome.index else command
            assert outcome.reason in RETURNS[_word(type(named))]
        state = after


@pytest.mark.parametrize("profile", Profile)
@given(
    command=st.one_of(
        [
            commands_of(kind, {name: EXTREME | SMALL[name] for name in SMALL})
            for kind in get_args(Command)
        ]
    )
)
def test_whatever_the_numbers_there_is_an_outcome(profile: Profile, command: Any) -> None:
    state = Venue(profile).state
    _, outcome = step(state, command)
    assert isinstance(outcome, Accepted | Rejected)
