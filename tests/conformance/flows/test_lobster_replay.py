"""The hand-written day, followed with pencil and paper: commands, trades, findings."""

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tallystick.conformance.flows.driver import drive
from tallystick.conformance.flows.lobster_findings import (
    LobsterFindings,
    Unreproduced,
    lobster_findings,
)
from tallystick.conformance.flows.lobster_oracle import Deletion, Fill, LobsterOracle
from tallystick.conformance.flows.lobster_replay import LobsterReplay, LobsterStep, Part
from tallystick.conformance.flows.lobster_rows import Kind, Level, Recording, Row, read_recording
from tallystick.conformance.flows.lobster_venue import lobster_parameters
from tallystick.conformance.flows.venue import PROFILE
from tallystick.conformance.targets import open_engine
from tallystick.conformance.verdicts import Case, Verdict
from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    CancelOrder,
    PlaceOrder,
)
from tallystick.reference.types.units import Count
from tests.conformance.flows.hand_lobster import HAND_DAY, DayRow, write_day


def steps_of(folder: Path, day: tuple[DayRow, ...], levels: int = 2) -> list[LobsterStep]:
    recording = read_recording(write_day(folder, day, levels))
    return list(LobsterReplay.of(recording, hindsight=False).steps())


def told(steps: list[LobsterStep]) -> list[tuple[object, ...]]:
    """Steps behind the opening, without what does not matter here."""
    found: list[tuple[object, ...]] = []
    for step in steps:
        match step.command:
            case PlaceOrder(order=order):
                kind = "ioc" if order.order_type is OrderType.IOC else str(order.side)
                found.append((step.line, kind, order.price, order.lots))
            case AmendOrder(price=price, open_lots=lots):
                found.append((step.line, "amend", price, lots))
            case CancelOrder(order_id=order_id):
                found.append((step.line, "cancel", order_id))
            case AdvanceTime(now=now):
                found.append((step.line, "clock", now))
    return found


def watched(recording: Recording, target: str, *, hindsight: bool) -> LobsterOracle:
    """An oracle that has seen one engine do the whole replay."""
    replay = LobsterReplay.of(recording, hindsight=hindsight)
    steps = tuple(replay.steps())
    oracle = LobsterOracle(replay, steps)
    engine = open_engine(target, PROFILE, lobster_parameters())
    for position, step in enumerate(steps):
        oracle(position, engine.apply(step.command))
    return oracle


def replayed(folder: Path, day: tuple[DayRow, ...], *, hindsight: bool = False) -> LobsterFindings:
    return driven(read_recording(write_day(folder, day)), hindsight=hindsight)


def driven(recording: Recording, *, hindsight: bool) -> LobsterFindings:
    replay = LobsterReplay.of(recording, hindsight=hindsight)
    steps = tuple(replay.steps())
    oracle = LobsterOracle(replay, steps)
    # A small venue opens faster.
    parameters = evolve(lobster_parameters(), max_orders=Count(500), max_accounts=Count(20))
    case = Case(PROFILE, parameters, tuple(step.command for step in steps), {})
    report = drive(case, ("fast:interpreted",), oracle)
    assert report.verdict is Verdict.CONFORMANT
    return lobster_findings(replay, oracle)


def test_messages_become_commands_and_single_executions_do_not(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, HAND_DAY)
    opening = [step for step in steps if step.part is Part.OPENING]
    # 40 is told with 5; all else of the opening book is nameless.
    assert told(opening) == [
        (0, "buy", 1000, 5),
        (0, "buy", 1000, 5),
        (0, "buy", 990, 5),
        (0, "sell", 1010, 8),
        (0, "sell", 1020, 4),
    ]
    assert told(steps[len(opening) :]) == [
        (2, "clock", 34_200_200),
        (2, "buy", 1000, 3),
        (5, "ioc", 1000, 5),
        (6, "cancel", 2),
        (7, "sell", 1010, 2),
        (9, "ioc", 1010, 9),
        (10, "amend", 1000, 2),
        (11, "buy", 995, 7),
        (12, "cancel", 10),
        (12, "buy", 990, 4),  # a correction: 990 is back with 9, and 5 of them are here
        (13, "buy", 1001, 2),
        (14, "buy", 1001, 2),
        (15, "ioc", 1001, 2),
        (16, "clock", 34_260_000),
        (16, "ioc", 1001, 1),
        (17, "cancel", 13),  # a correction: 103 is gone already, but 1 of 105 is left
        (19, "sell", 1005, 1),
        (20, "ioc", 1005, 1),
    ]
    corrections = [step.line for step in steps if step.part is Part.CORRECTION]
    assert corrections == [12, 17]


def test_buyers_and_sellers_never_share_an_account(tmp_path: Path) -> None:
    sides: dict[Side, set[int]] = {Side.BUY: set(), Side.SELL: set()}
    for step in steps_of(tmp_path, HAND_DAY):
        if isinstance(step.command, PlaceOrder):
            sides[step.command.order.side].add(step.command.account)
    assert all(sides.values())
    assert not sides[Side.BUY] & sides[Side.SELL]


def test_no_command_tells_an_engine_whom_the_venue_executed(tmp_path: Path) -> None:
    # The same takers and totals, but every maker and the split of the sizes are others.
    other = list(HAND_DAY)
    other[2] = ("34200.3,4,940,1,1000,1", [(1000, 12), (990, 5)], HAND_DAY[2][2])
    other[4] = ("34200.3,4,930,4,1000,1", *HAND_DAY[4][1:])
    other[7] = ("34200.6,4,101,2,1010,-1", HAND_DAY[7][1], [(1010, 8), (1020, 4)])
    other[8] = ("34200.6,4,920,7,1010,-1", *HAND_DAY[8][1:])
    other[14] = ("34201.5,4,103,2,1001,1", *HAND_DAY[14][1:])
    assert steps_of(tmp_path, tuple(other)) == steps_of(tmp_path, HAND_DAY)


def test_orders_behind_one_that_comes_between_are_entered_again(tmp_path: Path) -> None:
    asks = [(2000, 1)]
    day: tuple[DayRow, ...] = (
        ("1,5,0,1,1,1", [(1000, 5)], asks),
        ("2,1,10,4,1001,1", [(1001, 4)], asks),
        ("3,1,30,3,1001,1", [(1001, 7)], asks),
        ("4,1,40,1,1002,1", [(1002, 1)], asks),
        # 20 is older than 30, and told by its cancel.
        ("5,3,40,1,1002,1", [(1001, 9)], asks),
        ("6,3,20,2,1001,1", [(1001, 7)], asks),
        ("7,3,10,4,1001,1", [(1001, 3)], asks),
    )
    steps = steps_of(tmp_path, day, levels=1)
    at_five = told([step for step in steps if step.line == 5])
    # Orders 1 and 2 are the opening book, 3 to 5 the ids 10, 30 and 40.
    assert at_five == [
        (5, "cancel", 5),
        (5, "cancel", 4),
        (5, "buy", 1001, 2),
        (5, "buy", 1001, 3),
    ]
    oracle = watched(
        read_recording(write_day(tmp_path, day, 1)), "fast:interpreted", hindsight=False
    )
    assert oracle.levels_different == []


def test_every_taker_is_reproduced_or_has_its_class(tmp_path: Path) -> None:
    found = replayed(tmp_path, HAND_DAY)
    assert (found.takers, found.reproduced, found.exact, found.same_sizes) == (5, 2, 1, 4)
    assert found.unreproduced == {
        Unreproduced.PRIORITY: (15,),
        Unreproduced.UNSEEN: (3,),
        Unreproduced.AFTERMATH: (16,),
    }
    assert (found.executions, found.executions_exact, found.with_hidden) == (7, 2, 1)
    assert (found.opening_levels, found.corrections) == (4, 2)
    assert (found.known_queue_executions, found.out_of_turn) == (3, (15,))
    assert found.rows == {
        "new": 6,
        "reduced": 1,
        "deleted": 3,
        "executed": 8,
        "hidden": 1,
        "halt": 1,
    }


def test_with_hindsight_only_the_order_that_was_passed_over_differs(tmp_path: Path) -> None:
    found = replayed(tmp_path, HAND_DAY, hindsight=True)
    assert (found.takers, found.reproduced, found.exact, found.same_sizes) == (5, 3, 3, 5)
    assert found.unreproduced == {Unreproduced.PRIORITY: (15,), Unreproduced.AFTERMATH: (16,)}
    assert (found.known_queue_executions, found.out_of_turn) == (7, (15,))


def test_books_and_deletions_are_held_against_the_recording(tmp_path: Path) -> None:
    found = replayed(tmp_path, HAND_DAY)
    # 20 rows, without the first, and without 3, 4 and 8, which are within a taker's.
    assert found.books == 16
    assert (found.best_different, found.levels_different) == ((17,), (17,))
    assert (found.deletions, found.deletions_foretold) == (3, 1)
    assert found.deletions_different == (Deletion(17, 103, venue_lots=1, engine_lots=0),)


def test_the_trades_of_a_taker_are_those_of_the_engine(tmp_path: Path) -> None:
    oracle = watched(read_recording(write_day(tmp_path)), "fast:interpreted", hindsight=False)
    second = oracle.taken[1]
    assert second.venue == (Fill(1010, 8, 20), Fill(1010, 1, 101))
    assert [(fill.price, fill.lots) for fill in second.engine] == [(1010, 8), (1010, 1)]
    assert (second.engine[0].maker_id < 0, second.engine[1].maker_id) == (True, 101)
    assert (second.is_reproduced, second.is_exact) == (True, False)


def test_an_order_that_had_left_out_of_view_is_a_class_of_its_own(tmp_path: Path) -> None:
    asks = [(2000, 1)]
    day: tuple[DayRow, ...] = (
        ("1,5,0,1,1,1", [(1000, 5)], asks),
        ("2,1,10,4,1001,1", [(1001, 4)], asks),
        ("3,1,11,3,1001,1", [(1001, 7)], asks),
        ("4,1,12,1,1002,1", [(1002, 1)], asks),
        # 3 are left: as if 10 had gone. But 11 has, and 1 of 10.
        ("5,3,12,1,1002,1", [(1001, 3)], asks),
        ("6,4,10,3,1001,1", [(1000, 5)], asks),
    )
    recording = read_recording(write_day(tmp_path, day, 1))
    found = driven(recording, hindsight=False)
    assert found.unreproduced == {Unreproduced.RETURNED: (6,)}
    assert (found.takers, found.same_sizes, found.reproduced) == (1, 1, 0)


@pytest.mark.parametrize("hindsight", [False, True])
def test_an_engine_that_breaks_priority_is_not_put_right(
    tmp_path: Path, *, hindsight: bool
) -> None:
    asks = [(2000, 1)]
    day: list[DayRow] = [("1,5,0,1,1,1", [(1000, 5)], asks)]
    for number in range(10):
        price, first = 1001 + number, 10 + 2 * number
        bids = [(price, 1), (price - 1, 1) if number else (1000, 5)]
        day.append((f"{2 + number},1,{first},1,{price},1", bids, asks))
        day.append((f"{2 + number},1,{first + 1},1,{price},1", [(price, 2), bids[1]], asks))
        day.append((f"{2 + number}.5,4,{first},1,{price},1", bids, asks))
    recording = read_recording(write_day(tmp_path, tuple(day)))
    right = watched(recording, "fast:interpreted", hindsight=hindsight)
    wrong = watched(recording, "faulty:m07", hindsight=hindsight)  # the last to come is first
    assert [taken.is_exact for taken in right.taken] == [True] * 10
    assert [taken.is_reproduced for taken in wrong.taken] == [False] * 10


LEVEL_PRICES = (990, 995, 1000, 1005, 1010)


@st.composite
def any_side(draw: st.DrawFn, side: Side) -> tuple[Level, ...]:
    prices = draw(st.lists(st.sampled_from(LEVEL_PRICES), max_size=2, unique=True))
    prices.sort(reverse=side is Side.BUY)
    return tuple((price, draw(st.integers(1, 5))) for price in prices)


@st.composite
def any_recording(draw: st.DrawFn) -> Recording:
    """Rows that no venue would write: what messages say is not what the books show."""
    rows: list[Row] = []
    entered: set[int] = set()
    for line in range(1, draw(st.integers(2, 25))):
        kind = draw(st.sampled_from(Kind))
        order_id = draw(st.integers(1, 12))
        if order_id in entered and kind is Kind.NEW:
            kind = Kind.EXECUTED
        if kind is Kind.NEW:
            entered.add(order_id)
        rows.append(
            Row(
                line=line,
                nanoseconds=(line // 3) * 10**10,
                kind=kind,
                order_id=order_id,
                side=draw(st.sampled_from(Side)),
                price=draw(st.sampled_from(LEVEL_PRICES)),
                lots=draw(st.integers(1, 5)),
                bids=draw(any_side(Side.BUY)),
                asks=draw(any_side(Side.SELL)),
            )
        )
    return Recording(tuple(rows), levels=2)


@given(any_recording(), st.booleans())
def test_a_recording_of_nonsense_is_replayed_like_any_other(
    recording: Recording, hindsight: bool
) -> None:
    found = driven(recording, hindsight=hindsight)
    assert sum(map(len, found.unreproduced.values())) == found.takers - found.reproduced
