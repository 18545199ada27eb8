"""Logs made of what engines answer: sound ones pass whole, broken ones fail at the first fault."""

import random
from pathlib import Path

import pytest

from tallystick import reference
from tallystick.conformance.campaign import PROFILES, sequence
from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_events import EventLog, log_from_events
from tallystick.conformance.checkers.log_files import (
    read_orders,
    read_trades,
    write_orders,
    write_trades,
)
from tallystick.conformance.checkers.log_report import LogVerdict, WrongRow
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import open_engine
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import (
    MarketKind,
    OrderType,
    Profile,
    RemovalCause,
    Side,
)
from tallystick.reference.types.events import AccountOpened, Event, OrderRemoved, Traded
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.conformance.checkers import toy_venue
from tests.conformance.checkers.toy_venue import ToyVenue
from tests.engine_targets import targets_to_test

BUYER, SELLER = PrincipalId(1), PrincipalId(2)
OPERATOR = PrincipalId(0)
SET_UP: tuple[c.Command, ...] = (
    c.OpenAccount(BUYER),
    c.OpenAccount(SELLER),
    c.ListAsset(OPERATOR, Atoms(1), Atoms(0)),
    c.ListMarket(OPERATOR, AssetId(2), MarketKind.SPOT, Price(1), Lots(1)),
)
COMMANDS = 200
SEEDS = range(10)
BROKEN: dict[type[ToyVenue], set[tuple[str, str, str]]] = {
    toy_venue.TakersPrice: {("TRADES", "price", "MAT-029")},
    toy_venue.LastInFirstOut: {("TRADES", "maker", "MAT-010")},
    toy_venue.PartialFillLosesPlace: {("TRADES", "maker", "MAT-011")},
    toy_venue.SkipsBestLevel: {("TRADES", "maker", "MAT-010")},
    toy_venue.BeyondTheLimit: {("TRADES", "maker", "MAT-022")},
    toy_venue.OverFill: {("TRADES", "lots", "MAT-029")},
    toy_venue.RestsCrossed: {("ORDERS", "order", "INV-004")},
}
"""Broken venues, and file, field and clause of their first wrong row."""

Steps = list[tuple[c.Command, Outcome]]


def flow(seed: int) -> list[c.PlaceOrder | c.CancelOrder]:
    """Orders of a buyer and a seller around one price, and cancels of some of them."""
    dice = random.Random(seed)
    commands: list[c.PlaceOrder | c.CancelOrder] = []
    for number in range(1, COMMANDS + 1):
        side = dice.choice(tuple(Side))
        signer = BUYER if side is Side.BUY else SELLER
        account = AccountId(int(signer))
        if number > 1 and dice.randrange(6) == 0:
            old = OrderId(dice.randrange(1, number))
            commands.append(c.CancelOrder(signer, account, old))
            continue
        order = c.NewOrder(
            order_id=OrderId(number),
            market=MarketId(1),
            side=side,
            price=Price(100 + dice.randrange(5) + (2 if side is Side.SELL else 0)),
            lots=Lots(dice.randrange(1, 9)),
            order_type=OrderType.IOC if dice.randrange(5) == 0 else OrderType.LIMIT,
        )
        commands.append(c.PlaceOrder(signer, account, order))
    return commands


def reference_steps(seed: int) -> Steps:
    state = reference.open_venue(Profile.MATCH_1, load_preset("world"))
    for command in SET_UP:
        state, outcome = reference.step(state, command)
        assert isinstance(outcome, Accepted)
    steps: Steps = []
    for trading in flow(seed):
        state, outcome = reference.step(state, trading)
        steps.append((trading, outcome))
    return steps


def toy_steps(kind: type[ToyVenue], seed: int) -> Steps:
    venue = kind()
    return [(command, venue.apply(command)) for command in flow(seed)]


def rows_up_to(steps: Steps, end: int) -> int:
    return len(log_from_events(steps[:end]).orders)


def is_of_step(wrong: WrongRow, log: EventLog, steps: Steps, position: int) -> bool:
    """Whether the wrong row is one of those that the step has written."""
    own = range(rows_up_to(steps, position) + 1, rows_up_to(steps, position + 1) + 1)
    if wrong.file == "ORDERS":
        return wrong.line - 1 in own
    return log.trades[wrong.line - 2].sequence in own


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("preset", ["minimal", "world"])
@pytest.mark.parametrize("profile", PROFILES)
def test_the_log_of_an_engine_is_conformant_in_every_row(
    profile: Profile, preset: str, target: str
) -> None:
    trades, given = 0, set[str]()
    # Orders expire under a walk more seldom where accounts are wound up.
    for index in range(18 if profile is Profile.WORLD_1 else 8):
        engine = open_engine(target, profile, load_preset(preset, profile=profile))
        commands = sequence(5, profile, preset, index)
        log = log_from_events([(command, engine.apply(command)) for command in commands])
        report = check_log(log.orders, log.trades)
        assert report.first_wrong is None
        assert report.verdict is LogVerdict.CONFORMANT
        assert report.unknown_accounts == 0
        trades += report.trades.judged
        given |= set(report.given)
    assert trades > 30
    assert given >= {"unfilled", "self_trade", "expired", "decremented"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sound_toy_venue_does_what_the_reference_does(seed: int) -> None:
    steps = toy_steps(ToyVenue, seed)
    assert steps == reference_steps(seed)
    log = log_from_events(steps)
    assert check_log(log.orders, log.trades).verdict is LogVerdict.CONFORMANT
    assert len(log.trades) > 30


@pytest.mark.parametrize("kind", BROKEN, ids=lambda kind: kind.__name__)
def test_a_broken_venue_is_caught_at_the_first_step_that_is_wrong(kind: type[ToyVenue]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for seed in SEEDS:
        sound, steps = reference_steps(seed), toy_steps(kind, seed)
        first = next(i for i, step in enumerate(steps) if step != sound[i])
        log = log_from_events(steps)
        report = check_log(log.orders, log.trades)
        assert report.verdict is LogVerdict.WRONG
        wrong = report.first_wrong
        assert wrong is not None
        assert is_of_step(wrong, log, steps, first)
        seen.add((wrong.file, wrong.field, wrong.clause))
    assert seen == BROKEN[kind]


def test_batches_replacements_and_cancels_are_told_in_full() -> None:
    def place(order_id: int, side: Side, price: int) -> c.PlaceOrder:
        return c.PlaceOrder(BUYER, AccountId(1), order(order_id, side, price))

    def order(order_id: int, side: Side, price: int) -> c.NewOrder:
        return c.NewOrder(OrderId(order_id), MarketId(1), side, Price(price), Lots(2))

    account = AccountId(1)
    commands: list[c.Command] = [
        *SET_UP,
        c.Batch(BUYER, account, (place(1, Side.BUY, 90), place(2, Side.BUY, 91))),
        c.ReplaceOrder(BUYER, account, OrderId(1), order(3, Side.BUY, 92)),
        c.AmendOrder(BUYER, account, OrderId(3), Price(92), Lots(2)),
        c.Batch(
            BUYER,
            account,
            (
                c.AmendOrder(BUYER, account, OrderId(3), Price(92), Lots(1)),
                c.CancelOrder(BUYER, account, OrderId(2)),
                c.CancelAll(BUYER, account, MarketId(1)),
                place(4, Side.SELL, 95),
                c.CancelAll(BUYER, account),
            ),
        ),
    ]
    state = reference.open_venue(Profile.MATCH_1, load_preset("world"))
    steps: Steps = []
    for command in commands:
        state, outcome = reference.step(state, command)
        assert isinstance(outcome, Accepted)
        steps.append((command, outcome))
    rows = log_from_events(steps).orders
    assert [(row.action, row.order, row.lots) for row in rows] == [
        ("new", "1/1", 2),
        ("new", "1/2", 2),
        ("cancel", "1/1", 2),
        ("new", "1/3", 2),
        ("amend", "1/3", 2),
        ("amend", "1/3", 1),
        ("cancel", "1/2", 2),
        ("cancel", "1/3", 1),
        ("new", "1/4", 2),
        ("cancel", "1/4", 2),
    ]


CANCEL = c.CancelOrder(BUYER, AccountId(1), OrderId(7))
PLACE = c.PlaceOrder(
    BUYER, AccountId(1), c.NewOrder(OrderId(7), MarketId(1), Side.BUY, Price(90), Lots(2))
)
TRADE = Traded(
    market=MarketId(1),
    maker_account=AccountId(1),
    maker_order_id=OrderId(7),
    taker_account=AccountId(2),
    taker_order_id=OrderId(8),
    taker_side=Side.SELL,
    price=Price(90),
    lots=Lots(1),
)
CANCELLED = OrderRemoved(AccountId(1), OrderId(7), Lots(2), RemovalCause.CANCELLED)
EXPIRED = OrderRemoved(AccountId(1), OrderId(7), Lots(2), RemovalCause.EXPIRED)
ACCEPTED = toy_venue.accepted(toy_venue.ToyOrder(AccountId(1), PLACE.order, 2))
TIME = c.AdvanceTime(OPERATOR, Milliseconds(5))

UNSOUND: dict[str, tuple[list[tuple[c.Command, tuple[Event, ...]]], tuple[str, int, str, str]]] = {
    "a cancel of an order that never was": ([(CANCEL, ())], ("ORDERS", 2, "order", "CMD-042")),
    "a trade of nobody's order": ([(TIME, (TRADE,))], ("TRADES", 2, "sequence", "CNF-084")),
    "a trade of a cancel": (
        [(PLACE, (ACCEPTED,)), (CANCEL, (CANCELLED, TRADE))],
        ("TRADES", 2, "sequence", "CNF-084"),
    ),
    "a trade by an order that was not accepted": (
        [(PLACE, (TRADE,))],
        ("TRADES", 2, "maker", "MAT-022"),
    ),
    "an order accepted twice, then traded": (
        [(PLACE, (ACCEPTED, ACCEPTED, TRADE))],
        ("TRADES", 2, "maker", "MAT-022"),
    ),
    "an order removed twice": (
        [(PLACE, (ACCEPTED,)), (CANCEL, (CANCELLED, CANCELLED))],
        ("ORDERS", 4, "order", "CMD-042"),
    ),
    "an order removed by the clock": (
        [(PLACE, (ACCEPTED,)), (TIME, (EXPIRED,))],
        ("ORDERS", 3, "cause", "CMD-052"),
    ),
    "a cancel told of a walk": (
        [(PLACE, (ACCEPTED,)), (CANCEL, (EXPIRED,))],
        ("ORDERS", 4, "action", "CNF-083"),
    ),
}
"""What an unsound engine accepts and answers, and file, line, field and clause of the wrong row."""


@pytest.mark.parametrize("name", UNSOUND)
def test_what_no_command_asked_for_is_in_the_log_and_wrong(name: str) -> None:
    answers, expected = UNSOUND[name]
    log = log_from_events((command, Accepted(events, Count(0))) for command, events in answers)
    wrong = check_log(log.orders, log.trades).first_wrong
    assert wrong is not None
    assert (wrong.file, wrong.line, wrong.field, wrong.clause) == expected


def test_rejected_commands_and_other_events_are_not_in_a_log() -> None:
    rejected = Rejected(Reason.UNKNOWN_ORDER, Count(0))
    opened = Accepted((AccountOpened(AccountId(1), BUYER),), Count(0))
    log = log_from_events([(CANCEL, rejected), (c.OpenAccount(BUYER), opened)])
    assert log == EventLog()


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    engine = open_engine("reference", Profile.SPOT_1, load_preset("minimal"))
    commands = sequence(3, Profile.SPOT_1, "minimal", 0)
    log = log_from_events([(command, engine.apply(command)) for command in commands])
    orders_path, trades_path = tmp_path / "orders.csv", tmp_path / "trades.csv"
    write_orders(orders_path, log.orders)
    write_trades(trades_path, log.trades)
    assert list(read_orders(orders_path)) == log.orders
    assert list(read_trades(trades_path)) == log.trades
