"""The generated flow is a function of its seed, and has the shape that it promises."""

from collections import Counter

import pytest
from attrs import frozen

from tallystick.conformance.flows.generated import FUNDS, generated_case
from tallystick.conformance.flows.run import run_generated
from tallystick.conformance.targets import open_engine
from tallystick.conformance.verdicts import Verdict
from tallystick.conformance.wire import word
from tallystick.reference.types.choices import OrderType
from tallystick.reference.types.commands import PlaceOrder
from tallystick.reference.types.events import OrderRemoved
from tallystick.reference.types.outcome import Rejected
from tests.engine_targets import targets_to_test

COMMANDS = 20_000
CASE = generated_case(COMMANDS, seed=11)


@frozen
class Shape:
    """What became of the flow on one engine."""

    events: Counter[str]
    rejected: Counter[str]
    resting_orders: tuple[int, ...]
    """Sampled every 1,000 commands."""


@pytest.fixture(scope="module")
def shape() -> Shape:
    engine = open_engine("fast:interpreted", CASE.profile, CASE.parameters)
    events: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    resting: list[int] = []
    for number, command in enumerate(CASE.commands, start=1):
        outcome = engine.apply(command)
        if isinstance(outcome, Rejected):
            rejected[outcome.reason] += 1
        else:
            for event in outcome.events:
                cause = f" {event.cause}" if isinstance(event, OrderRemoved) else ""
                events[word(type(event)) + cause] += 1
        if number % 1_000 == 0:
            resting.append(sum(len(m.bids) + len(m.asks) for m in engine.dump().markets))
    return Shape(events, rejected, tuple(resting))


def test_a_seed_is_a_flow() -> None:
    again = generated_case(3_000, seed=11)
    assert again.commands == CASE.commands[:3_000]
    assert again.source == {"flow": "generated", "commands": "3000", "seed": "11"}
    assert generated_case(3_000, seed=12).commands != again.commands


@pytest.mark.parametrize("commands", [1, 2, 20, 1_000])
def test_the_flow_has_as_many_commands_as_asked_for(commands: int) -> None:
    assert len(generated_case(commands, seed=1).commands) == commands


def test_half_of_the_commands_create_and_half_delete() -> None:
    kinds = Counter(word(type(command)) for command in CASE.commands)
    assert 0.42 < kinds["place_order"] / COMMANDS < 0.5
    assert 0.40 < kinds["cancel_order"] / COMMANDS < 0.5
    for kind in (
        "amend_order", "replace_order", "batch", "cancel_all", "advance_time", "set_halted",
        "set_mark", "deposit", "withdraw",
    ):  # fmt: skip
        assert kinds[kind] >= 10, kind
    assert kinds["open_account"] == len(FUNDS)


def test_every_order_type_is_sent_and_some_orders_expire() -> None:
    orders = [command.order for command in CASE.commands if isinstance(command, PlaceOrder)]
    types = Counter(order.order_type for order in orders)
    assert types[OrderType.LIMIT] > 0.9 * len(orders)
    assert min(types[order_type] for order_type in OrderType) >= 30
    assert sum(order.expires_at is not None for order in orders) > 100


def test_one_to_two_commands_in_a_hundred_trade(shape: Shape) -> None:
    assert 0.01 < shape.events["traded"] / COMMANDS < 0.02


def test_some_two_hundred_orders_rest(shape: Shape) -> None:
    assert all(100 < resting < 300 for resting in shape.resting_orders)


def test_most_commands_are_accepted(shape: Shape) -> None:
    assert sum(shape.rejected.values()) < 0.2 * COMMANDS


def test_what_is_sprinkled_in_has_its_effects(shape: Shape) -> None:
    for event in (
        "order_amended", "order_removed replaced", "order_removed expired",
        "order_removed unfilled", "order_removed underfunded", "order_removed self_trade",
        "orders_decremented", "fee_paid", "halted_set",
    ):  # fmt: skip
        assert shape.events[event] >= 1, event
    for reason in (
        "fok_not_filled", "post_only_crosses", "self_trade", "insufficient_balance",
        "reservation_limit", "insufficient_free_balance", "market_halted", "unknown_order",
        "order_expired",
    ):  # fmt: skip
        assert shape.rejected[reason] >= 1, reason


def test_every_build_answers_like_the_reference() -> None:
    targets = [target for target in targets_to_test() if target != "reference"]
    report = run_generated(4_000, 11, targets)
    assert report.verdict is Verdict.CONFORMANT
    assert report.commands_done == dict.fromkeys(targets, 4_000)
