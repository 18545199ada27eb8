"""The uniqueness checker against logs written by hand, and the theorem that it rests on."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance import checkers
from tallystick.conformance.campaign import sequence
from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_events import EventLog, log_from_events
from tallystick.conformance.checkers.log_files import LogFormatError, TradesRow
from tallystick.conformance.checkers.log_report import LogVerdict, NotJudged, Tally
from tallystick.conformance.spec_files import load_preset, spec_directory
from tallystick.reference.types.choices import Profile
from tests.conformance.checkers.logs import judge, orders_text, trades_text
from tests.conformance.checkers.wrong_logs import LADDER, QUEUE, WRONG_LOGS

SOUND_LOGS: dict[str, tuple[str, str]] = {
    "best price first, then time, a partial fill in place": (
        LADDER + "new c1 C sell 100 2 limit\nnew d1 D buy 101 6 limit\nnew d2 D buy 101 2 ioc",
        "4 a1 d1 100 5\n4 c1 d1 100 1\n5 c1 d2 100 1\n5 b1 d2 101 1",
    ),
    "what does not cross rests, what crosses it later trades": (
        "new a1 A sell 101 2 limit\nnew b1 B buy 100 3 limit\nnew c1 C sell 99 1 limit",
        "3 b1 c1 100 1",
    ),
    "an amend that re-enters is the taker": (
        "new a1 A sell 101 7 limit\nnew b1 B buy 100 3 limit\n"
        "amend a1 100 5\nnew c1 C buy 100 2 ioc",
        "3 b1 a1 100 3\n4 a1 c1 100 2",
    ),
    "an amend to more lots goes to the tail, one to equal lots does not": (
        QUEUE + "amend b1 100 5\namend a1 100 6\nnew c1 C buy 100 6 limit",
        "5 b1 c1 100 5\n5 a1 c1 100 1",
    ),
    "makers that are removed are passed over": (
        QUEUE
        + "new c1 C sell 100 4 limit\nnew b2 B buy 100 6 limit\n"
        + "removed b1 5 self_trade\nremoved a1 5 expired",
        "4 c1 b2 100 4",
    ),
    "a maker is cut after a trade, a taker too": (
        QUEUE + "new c1 C buy 100 9 limit\nremoved a1 2 underfunded\nremoved c1 4 underfunded",
        "3 a1 c1 100 3\n3 b1 c1 100 2",
    ),
    "both are cut by one trade": (
        QUEUE
        + "new c1 C buy 100 9 limit\nremoved a1 3 underfunded\nremoved c1 7 underfunded\n"
        + "new d1 D buy 100 5 ioc",
        "3 a1 c1 100 2\n6 b1 d1 100 5",
    ),
    "a maker expires between the last trade and the end of the budget": (
        QUEUE
        + "new c1 C sell 100 1 limit\nnew d1 D buy 100 8 limit\n"
        + "removed b1 5 expired\nremoved d1 3 work_limit",
        "4 a1 d1 100 5",
    ),
    "both orders of an account are decremented, the taker goes on": (
        QUEUE + "new a2 A buy 100 7 limit\ndecremented a1 5",
        "3 b1 a2 100 2",
    ),
    "a decrement leaves the maker in its place": (
        QUEUE + "new a2 A buy 100 3 limit\ndecremented a1 3\nnew c1 C buy 100 3 limit",
        "5 a1 c1 100 2\n5 b1 c1 100 1",
    ),
    "the taker is cancelled where it meets its own account": (
        QUEUE + "new b2 B buy 100 9 limit\nremoved b2 4 self_trade",
        "3 a1 b2 100 5",
    ),
    "fill or kill, post-only and market orders": (
        QUEUE
        + "new c1 C buy 100 6 fok\nnew c2 C buy 99 1 post_only\n"
        + "new c3 C buy . 9 market\nremoved c3 5 unfilled\nnew d1 D sell . 1 market",
        "3 a1 c1 100 5\n3 b1 c1 100 1\n5 b1 c3 100 4\n7 c2 d1 99 1",
    ),
    "what a post-only order crosses has expired": (
        QUEUE + "new c1 C buy 100 1 post_only\nremoved a1 5 expired\nremoved b1 5 expired",
        "",
    ),
    "books of two markets, and one name in both": (
        "new a1 A sell 100 5 limit\nmarket=N new a1 B buy 100 5 limit\n"
        "market=N new c1 C sell 90 5 limit\nnew c1 C buy 100 1 limit",
        "market=N 3 a1 c1 100 5\n4 a1 c1 100 1",
    ),
    "a cancel takes an order off, its lots may be left out": (
        QUEUE + "cancel a1 5\ncancel b1\nnew c1 C buy 100 5 limit",
        "",
    ),
}


@pytest.mark.parametrize("name", SOUND_LOGS)
def test_a_sound_log_is_conformant_in_every_row(name: str, tmp_path: Path) -> None:
    orders, trades = SOUND_LOGS[name]
    report = judge(tmp_path, orders_text(orders), trades_text(trades))
    assert report.first_wrong is None
    assert report.verdict is LogVerdict.CONFORMANT
    assert report.orders == Tally(*2 * [len(orders.strip().splitlines())])
    assert report.trades == Tally(*2 * [len(trades.splitlines())])
    assert report.not_judged == ()


@pytest.mark.parametrize("name", WRONG_LOGS)
def test_the_first_wrong_row_is_named(name: str, tmp_path: Path) -> None:
    orders, trades, expected = WRONG_LOGS[name]
    report = judge(tmp_path, orders_text(orders), trades_text(trades))
    wrong = report.first_wrong
    assert wrong is not None
    words = [wrong.file, wrong.line, wrong.field, wrong.expected, wrong.got, wrong.clause]
    assert [str(word).replace(" ", "_") for word in words] == expected.split()
    assert wrong.why
    assert report.verdict is LogVerdict.WRONG


REASONS = {
    "c1 has no open lots any more": (
        QUEUE + "new c1 C buy 100 5 limit",
        "3 a1 c1 100 5\n3 b1 c1 100 1",
    ),
    "the other side is empty": (
        "new a1 A sell 100 5 limit\nnew c1 C buy 100 7 limit",
        "2 a1 c1 100 5\n2 a1 c1 100 2",
    ),
    "b1 at 101 is the best order there, and does not cross": (
        LADDER + "new c1 C buy 100 7 limit",
        "3 a1 c1 100 5\n3 b1 c1 101 2",
    ),
    "what is left of c1 is removed": (
        LADDER + "new c1 C buy 101 7 limit\nremoved c1 2 work_limit",
        "3 a1 c1 100 5\n3 b1 c1 101 2",
    ),
    "x1 does not rest": (QUEUE + "new c1 C buy 100 5 limit", "3 x1 c1 100 5"),
    "c1 is on the side of its taker": (
        QUEUE + "new c1 C buy 99 5 limit\nnew c2 C buy 100 5 limit",
        "4 c1 c2 100 5",
    ),
    "b1 at 101 does not cross c1 at 100": (
        LADDER + "new c1 C buy 100 5 limit",
        "3 b1 c1 101 5",
    ),
    "a1 at 100 is better than b1 at 101": (
        LADDER + "new c1 C buy 101 5 limit",
        "3 b1 c1 101 5",
    ),
    "a1 joined the price 100 before b1": (QUEUE + "new c1 C buy 100 5 limit", "3 b1 c1 100 5"),
    "a1 has kept its place before b1, with fewer lots": (
        QUEUE + "amend a1 100 2\nnew c1 C buy 100 5 limit",
        "4 b1 c1 100 5",
    ),
    "a1 is the maker": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved a1 5 work_limit",
        "3 b1 c1 100 5",
    ),
    "c1 is the taker": ("new c1 C buy 100 5 ioc\nremoved c1 5 expired", ""),
    "a1 has 5 open lots, c1 has 7": (
        "new a1 A sell 100 5 limit\nnew c1 C buy 100 7 limit",
        "2 a1 c1 100 7",
    ),
}


@pytest.mark.parametrize("why", REASONS)
def test_the_report_says_why_the_row_is_wrong(why: str, tmp_path: Path) -> None:
    orders, trades = REASONS[why]
    report = judge(tmp_path, orders_text(orders), trades_text(trades))
    assert report.first_wrong is not None
    assert report.first_wrong.why == why


def test_every_clause_that_a_wrong_row_can_break_is_shown() -> None:
    clauses = {expected.split()[-1] for _, _, expected in WRONG_LOGS.values()}
    constants = [
        node.value
        for module in ("log_check", "log_compare", "log_walk")
        for node in ast.walk(ast.parse(source_of(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    named = {text for text in constants if len(text) == 7 and text[3] == "-" and text[4:].isdigit()}
    assert clauses == named


def test_rows_after_the_wrong_one_are_counted_and_not_judged(tmp_path: Path) -> None:
    orders = QUEUE + "new c1 C buy 100 6 limit\nnew d1 D buy 100 4 limit\ncancel x1"
    trades = "3 a1 c1 100 5\n3 b1 c1 101 1\n4 b1 d1 100 4\n9 b1 d1 100 1"
    report = judge(tmp_path, orders_text(orders), trades_text(trades))
    assert report.first_wrong is not None
    assert (report.first_wrong.line, report.first_wrong.field) == (3, "price")
    assert report.orders == Tally(rows=5, judged=2)
    assert report.trades == Tally(rows=4, judged=2)
    assert report.not_judged == (
        NotJudged("ORDERS", 4, 3, "after the first wrong row"),
        NotJudged("TRADES", 4, 2, "after the first wrong row"),
    )


UNKNOWN_ROWS = {
    "new x1 A sell 100 5 stop": "order type stop is none of limit, ioc, fok, post_only, market",
    "new x1 A sell 100 5 .": "unknown: order_type",
    "new x1 A sell . 5 limit": "unknown: price",
    "new x1 A . 100 . limit": "unknown: side, lots",
    "new x1 A sell . . market": "unknown: lots",
    "amend a1 . 5": "unknown: price",
    "amend a1 100 .": "unknown: lots",
    "new c1 C buy 99 5 limit\nremoved a1 . expired": "unknown: lots",
    "new a2 A buy 100 5 limit\ndecremented a1 .": "unknown: lots",
}


@pytest.mark.parametrize("rows", UNKNOWN_ROWS)
def test_a_market_is_left_where_it_is_not_known_what_rests(rows: str, tmp_path: Path) -> None:
    orders = QUEUE + "market=N new a1 A sell 100 1 limit\n" + rows
    orders += "\nmarket=N new c1 C buy 100 1 limit\nnew d1 D buy 100 9 iceberg"
    count = len(orders.strip().splitlines())
    trades = f"market=N {count - 1} a1 c1 100 1\n{count} b1 d1 55 1\n{count} b1 d1 55 2"
    report = judge(tmp_path, orders_text(orders), trades_text(trades))
    assert report.verdict is LogVerdict.INCOMPLETE
    assert report.orders == Tally(rows=count, judged=4)
    assert report.trades == Tally(rows=3, judged=1)
    line = 4 + len(rows.splitlines())
    why = f"market M is left at line {line} of ORDERS: {UNKNOWN_ROWS[rows]}"
    assert report.not_judged == (
        NotJudged("ORDERS", 5, count - 4, why),
        NotJudged("TRADES", 3, 2, why),
    )


def test_a_trade_with_an_unknown_field_is_judged_in_the_others_only(tmp_path: Path) -> None:
    orders = QUEUE + "new c1 C buy 100 6 limit\nnew d1 D buy 100 2 limit"
    report = judge(
        tmp_path, orders_text(orders), trades_text("3 . c1 100 5\n3 b1 . . 1\n4 b1 d1 100 2")
    )
    assert report.verdict is LogVerdict.INCOMPLETE
    assert report.trades == Tally(rows=3, judged=1)
    assert report.not_judged == (
        NotJudged("TRADES", 2, 1, "unknown: maker"),
        NotJudged("TRADES", 3, 1, "unknown: taker, price"),
    )
    report = judge(
        tmp_path, orders_text(orders), trades_text("3 . c1 100 5\n3 b1 . . 2\n4 b1 d1 100 2")
    )
    assert report.first_wrong is not None
    assert (report.first_wrong.line, report.first_wrong.field) == (3, "lots")


@pytest.mark.parametrize("extra", ["3 . . 100 1", "3 . . . ."])
def test_a_trade_too_many_is_wrong_though_nothing_is_known_of_it(
    extra: str, tmp_path: Path
) -> None:
    orders = orders_text(QUEUE + "new c1 C buy 100 5 limit")
    report = judge(tmp_path, orders, trades_text(f"3 a1 c1 100 5\n{extra}"))
    assert report.first_wrong is not None
    assert (report.first_wrong.line, report.first_wrong.field) == (3, "sequence")


def test_a_removal_of_a_taker_without_cause_is_given_and_not_judged(tmp_path: Path) -> None:
    orders = orders_text(LADDER + "new c1 C buy 101 7 ioc\nremoved c1 2")
    report = judge(tmp_path, orders, trades_text("3 a1 c1 100 5"))
    assert report.verdict is LogVerdict.INCOMPLETE
    assert report.orders == Tally(rows=4, judged=3)
    assert report.given == {"unknown": 1}


def test_what_is_given_is_counted(tmp_path: Path) -> None:
    orders = QUEUE + "new a2 A buy 100 9 limit\ndecremented a1 5\nremoved b1 5 expired"
    report = judge(tmp_path, orders_text(orders), trades_text(""))
    assert report.given == {"decremented": 1, "expired": 1}


def test_trades_of_unknown_accounts_are_counted(tmp_path: Path) -> None:
    orders = "new a1 . sell 100 5 limit\nnew b1 B sell 100 5 limit\nnew c1 C buy 100 9 limit"
    report = judge(tmp_path, orders_text(orders), trades_text("3 a1 c1 100 5\n3 b1 c1 100 4"))
    assert report.verdict is LogVerdict.CONFORMANT
    assert report.unknown_accounts == 1


@pytest.mark.parametrize("orders", ["", "new x1 A sell 100 5 stop"])
def test_a_log_with_nothing_judged_does_not_pass(orders: str, tmp_path: Path) -> None:
    report = judge(tmp_path, orders_text(orders), trades_text(""))
    assert report.verdict is LogVerdict.NOTHING_JUDGED


def test_an_interrupted_check_does_not_pass() -> None:
    log = log_of_reference(0)

    def interrupted() -> Iterator[TradesRow]:
        yield from log.trades[:2]
        raise KeyboardInterrupt

    report = check_log(log.orders, interrupted())
    assert report.interrupted
    assert report.verdict is LogVerdict.INCOMPLETE
    assert 0 < report.orders.judged < len(log.orders)


def log_of_reference(index: int) -> EventLog:
    state = reference.open_venue(Profile.MATCH_1, load_preset("minimal"))
    steps = []
    for command in sequence(11, Profile.MATCH_1, "minimal", index):
        state, outcome = reference.step(state, command)
        steps.append((command, outcome))
    return log_from_events(steps)


def changed(trades: Sequence[TradesRow], log: EventLog) -> Iterator[list[TradesRow]]:
    """Other trades: one field of one row changed, a row left out, doubled, moved, split."""
    names = sorted({row.order for row in log.orders})
    for position, trade in enumerate(trades):
        before, after = list(trades[:position]), list(trades[position + 1 :])
        assert trade.price is not None
        assert trade.lots is not None
        others = [evolve(trade, price=trade.price + step) for step in (-1, 1, 5)]
        others += [evolve(trade, lots=trade.lots + step) for step in (-1, 1)]
        others += [evolve(trade, sequence=trade.sequence + step) for step in (-1, 1)]
        others += [evolve(trade, market=market) for market in ("1", "2", "3")]
        others += [evolve(trade, maker=name) for name in names]
        others += [evolve(trade, taker=name) for name in names]
        for other in others:
            if other != trade:
                yield [*before, other, *after]
        yield before + after
        yield [*before, trade, *trades[position:]]
        if trade.lots > 1:
            parts = [evolve(trade, lots=1), evolve(trade, lots=trade.lots - 1)]
            yield [*before, *parts, *after]
        if after:
            yield [*before, after[0], trade, *after[1:]]


@pytest.mark.parametrize("index", range(2))
def test_no_other_trades_than_those_of_the_log_pass(index: int) -> None:
    log = log_of_reference(index)
    assert len(log.trades) > 10
    assert check_log(log.orders, log.trades).verdict is LogVerdict.CONFORMANT
    for trades in changed(log.trades[:12], log):
        sequences = [trade.sequence for trade in trades]
        if sequences == sorted(sequences):
            verdict = check_log(log.orders, [*trades, *log.trades[12:]]).verdict
            assert verdict is LogVerdict.WRONG, trades
        else:
            with pytest.raises(LogFormatError):
                check_log(log.orders, trades)


def test_the_example_of_the_spec_is_conformant(tmp_path: Path) -> None:
    text = (spec_directory() / "log-format.md").read_text("utf-8")
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("    "):
            blocks[-1].append(line[4:])
        elif blocks[-1]:
            blocks.append([])
    orders, trades = ("\n".join(block) + "\n" for block in blocks[:2])
    report = judge(tmp_path, orders, trades)
    assert report.verdict is LogVerdict.CONFORMANT
    assert (report.orders.judged, report.trades.judged) == (6, 3)
    assert report.given == {"underfunded": 1}


@pytest.mark.parametrize(
    "module", ["log_book", "log_check", "log_compare", "log_report", "log_walk"]
)
def test_the_checker_knows_no_engine(module: str) -> None:
    imported = {
        node.module or ""
        for node in ast.walk(ast.parse(source_of(module)))
        if isinstance(node, ast.ImportFrom)
    }
    own = {name for name in imported if name.startswith("tallystick")}
    assert all(
        name.startswith("tallystick.conformance.checkers.log_")
        or name == "tallystick.reference.types.choices"
        for name in own
    )


def source_of(module: str) -> str:
    return (Path(checkers.__file__).parent / f"{module}.py").read_text("utf-8")
