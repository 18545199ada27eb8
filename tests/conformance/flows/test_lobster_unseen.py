"""Which orders make up a level that comes into view; and which executions are one taker."""

from pathlib import Path

import pytest

from tallystick.conformance.flows.lobster_moments import moments
from tallystick.conformance.flows.lobster_unseen import Foresight, queue_of_total
from tallystick.reference.types.choices import Side
from tests.conformance.flows.hand_lobster import HAND_DAY, DayRow, rows_of

PLACE = (Side.BUY, 1000)
NAMELESS = -1
BIDS = [(1000, 10)]

Order = tuple[int, int]

# Order 10 is cancelled with 4 and order 30 with 3 left; 20 is executed for 2 and cancelled with 1,
# 25 is executed for 5. Only 10 and 50 are seen to arrive. Ids up to 59 are older than order 60.
LATER: tuple[DayRow, ...] = (
    ("1,1,10,4,1000,1", BIDS, []),
    ("2,1,50,9,1000,1", BIDS, []),
    ("3,1,60,1,1000,1", BIDS, []),
    ("4,4,20,2,1000,1", BIDS, []),
    ("5,4,25,5,1000,1", BIDS, []),
    ("6,3,20,1,1000,1", BIDS, []),
    ("7,3,10,4,1000,1", BIDS, []),
    ("8,3,30,3,1000,1", BIDS, []),
    ("9,3,70,8,1000,1", BIDS, []),
    ("9,3,31,6,990,1", BIDS, []),
    ("9,3,32,6,1000,-1", BIDS, []),
)


def foresight_of(folder: Path, *, hindsight: bool) -> Foresight:
    return Foresight.of(rows_of(folder, LATER), hindsight=hindsight)


def queue(foresight: Foresight, before: list[Order], total: int, line: int = 2) -> list[Order]:
    return queue_of_total(foresight, PLACE, line, dict(before), total, NAMELESS)


def test_later_order_entry_tells_of_orders_that_nobody_saw_arrive(tmp_path: Path) -> None:
    foresight = foresight_of(tmp_path, hindsight=False)
    # 70 is younger than 60, which is entered in line 3; 31 and 32 rest elsewhere.
    assert foresight.unseen(PLACE, 2) == [(20, 1), (30, 3)]
    assert foresight.unseen(PLACE, 6) == [(30, 3), (70, 8)]
    assert (foresight.remaining(10, 2), foresight.remaining(10, 7)) == (4, 0)


def test_with_hindsight_executions_tell_of_them_too(tmp_path: Path) -> None:
    foresight = foresight_of(tmp_path, hindsight=True)
    assert foresight.unseen(PLACE, 2) == [(20, 3), (25, 5), (30, 3)]
    assert foresight.unseen(PLACE, 4) == [(20, 1), (25, 5), (30, 3), (70, 8)]


@pytest.mark.parametrize(
    ("before", "total", "expected"),
    [
        # What later rows tell, oldest first; what remains is nameless, and in front.
        ([], 4, [(20, 1), (30, 3)]),
        ([], 9, [(-1, 5), (20, 1), (30, 3)]),
        # 10 is told, 50 doubtful: it stays if the total allows.
        ([(10, 4), (50, 9)], 17, [(10, 4), (20, 1), (30, 3), (50, 9)]),
        ([(10, 4), (50, 9)], 8, [(10, 4), (20, 1), (30, 3)]),
        ([(10, 4), (50, 9)], 10, [(-1, 2), (10, 4), (20, 1), (30, 3)]),
        # The nameless order stands behind the last doubtful one that stays.
        ([(10, 4), (50, 9)], 20, [(10, 4), (20, 1), (30, 3), (50, 9), (-1, 3)]),
        # Of doubtful orders as many as make up the sum, and the oldest.
        ([(41, 5), (42, 5), (43, 5)], 14, [(20, 1), (30, 3), (41, 5), (42, 5)]),
        ([(41, 7), (42, 2), (43, 5)], 11, [(20, 1), (30, 3), (42, 2), (43, 5)]),
        ([(41, 7), (42, 2), (43, 5)], 10, [(20, 1), (30, 3), (42, 2), (-1, 4)]),
        # Less is there than later rows tell: the youngest are left out.
        ([(10, 4)], 5, [(10, 4), (20, 1)]),
        ([(10, 4)], 3, [(-1, 3)]),
    ],
)
def test_the_orders_of_a_level_make_up_its_total(
    tmp_path: Path, before: list[Order], total: int, expected: list[Order]
) -> None:
    found = queue(foresight_of(tmp_path, hindsight=False), before, total)
    assert found == expected
    assert sum(lots for _, lots in found) == total


def test_with_hindsight_the_nameless_order_stands_at_the_end(tmp_path: Path) -> None:
    foresight = foresight_of(tmp_path, hindsight=True)
    assert queue(foresight, [], 12) == [(20, 3), (25, 5), (30, 3), (-1, 1)]


def test_of_many_doubtful_orders_the_oldest_that_fit_stay(tmp_path: Path) -> None:
    foresight = foresight_of(tmp_path, hindsight=False)
    many = [(100 + number, 2) for number in range(12)]
    assert queue(foresight, [*many, (99, 1)], 7, line=8) == [*many[:3], (99, 1)]


def test_a_run_of_executions_is_one_moment(tmp_path: Path) -> None:
    found = list(moments(rows_of(tmp_path, HAND_DAY)))
    runs = [[row.line for row in moment.rows] for moment in found]
    singles = [[line] for line in (6, 7)]
    assert runs[:6] == [[1], [2], [3, 4, 5], *singles, [8, 9]]
    assert [row.line for row in found[2].executions] == [3, 5]
    assert (found[2].last.line, found[3].executions) == (5, ())


def test_a_run_ends_with_time_direction_or_anything_visible(tmp_path: Path) -> None:
    day: list[DayRow] = [
        ("1,4,10,1,1000,1", BIDS, []),
        ("2,4,11,1,1000,1", BIDS, []),
        ("2,4,12,1,1000,-1", BIDS, []),
        ("2,5,0,1,1000,-1", BIDS, []),
        ("2,3,13,1,1000,-1", BIDS, []),
        ("2,4,14,1,1000,-1", BIDS, []),
        ("2,5,0,1,1000,1", BIDS, []),
        ("2,5,0,1,1000,1", BIDS, []),
        ("2,4,15,1,1000,-1", BIDS, []),
        ("2,5,0,1,1000,1", BIDS, []),
    ]
    runs = [[row.line for row in moment.rows] for moment in moments(rows_of(tmp_path, day))]
    assert runs == [[1], [2], [3], [4], [5], [6, 7, 8, 9], [10]]
