"""`tallystick check-log` as a user meets it: what it prints and how it ends."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from typer.testing import CliRunner

from tallystick.conformance.checkers import log_cli
from tallystick.conformance.checkers.log_cli import check_log_command
from tallystick.conformance.checkers.log_files import TradesRow
from tests.conformance.checkers.logs import orders_text, trades_text
from tests.conformance.checkers.wrong_logs import QUEUE

APP = typer.Typer()
APP.command("check-log")(check_log_command)
RUNNER = CliRunner()
SOUND = orders_text(QUEUE + "new c1 C buy 100 6 limit\nremoved a1 5 expired")
SOUND_TRADES = trades_text("3 b1 c1 100 5")


def run(folder: Path, orders: str, trades: str, *options: str) -> tuple[int, str]:
    """Exit code and what was printed, without the folder."""
    for name, text in (("orders.csv", orders), ("trades.csv", trades)):
        (folder / name).write_text(text, encoding="ascii")
    paths = [str(folder / name) for name in ("orders.csv", "trades.csv")]
    result = RUNNER.invoke(APP, [*paths, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output.replace(f"{folder}/", "")


def test_a_conformant_log_exits_with_0(tmp_path: Path) -> None:
    assert run(tmp_path, SOUND, SOUND_TRADES) == (
        0,
        "orders.csv: 4 rows, 4 judged\n"
        "trades.csv: 1 row, 1 judged\n"
        "taken as given: 1 expired\n"
        "conformant: these are the only trades that the orders allow\n",
    )


def test_a_wrong_row_exits_with_1(tmp_path: Path) -> None:
    orders = orders_text(QUEUE + "new c1 C buy 100 6 limit\ncancel b1")
    assert run(tmp_path, orders, trades_text("3 b1 c1 100 5")) == (
        1,
        "orders.csv: 4 rows, 2 judged\n"
        "trades.csv: 1 row, 1 judged\n"
        "  not judged: 2 rows of orders.csv, from line 4: after the first wrong row\n"
        "trades.csv, line 2, maker: expected a1, got b1\n"
        "  MAT-010: a1 joined the price 100 before b1\n"
        "wrong: the first wrong row is named above\n",
    )


def test_what_is_not_judged_is_listed_and_exits_with_5(tmp_path: Path) -> None:
    orders = orders_text(
        "market=N new a1 . sell 1 1 limit\nmarket=N new b1 . buy 1 1 ioc\n" + QUEUE
    )
    trades = trades_text("market=N 2 a1 b1 1 1")
    iceberg = "5,new,M,x1,X,sell,100,5,iceberg,\n"
    assert run(tmp_path, orders + iceberg, trades) == (
        5,
        "orders.csv: 5 rows, 4 judged\n"
        "trades.csv: 1 row, 1 judged\n"
        "  not judged: 1 row of orders.csv, from line 6: market M is left at line 6 of ORDERS:"
        " order type iceberg is none of limit, ioc, fok, post_only, market\n"
        "self-trade not judged, account unknown: 1 trade\n"
        "incomplete: no wrong row among those judged, but not every row was judged\n",
    )


def test_nothing_judged_exits_with_5(tmp_path: Path) -> None:
    code, output = run(tmp_path, orders_text(""), trades_text(""))
    assert code == 5
    assert output.endswith("nothing judged: no row was judged: this says nothing about the log\n")


def test_the_report_as_json(tmp_path: Path) -> None:
    orders = orders_text(QUEUE + "new c1 C buy 100 6 limit\nremoved a1 4 underfunded")
    code, output = run(tmp_path, orders, trades_text("3 a1 c1 100 1\n3 b1 c1 101 5"), "--json")
    assert code == 1
    assert output.count("\n") == 1
    report = json.loads(output)
    assert report.pop("first_wrong") == {
        "file": "trades.csv",
        "line": 3,
        "field": "price",
        "expected": "100",
        "got": "101",
        "clause": "MAT-029",
        "why": "100 is the price of the maker",
    }
    after = {"file": "orders.csv", "first_line": 4, "rows": 2, "why": "after the first wrong row"}
    assert report == {
        "format": "tallystick-log-report/1",
        "verdict": "wrong",
        "orders": {"rows": 4, "judged": 2},
        "trades": {"rows": 2, "judged": 2},
        "given": {},
        "unknown_accounts": 0,
        "interrupted": False,
        "not_judged": [after],
    }


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_is_no_log_exits_with_2_and_one_line(options: tuple[str, ...], tmp_path: Path) -> None:
    bad = SOUND.replace("100,6", "NaN,6")
    assert run(tmp_path, bad, SOUND_TRADES, *options) == (
        2,
        "check-log: orders.csv: line 4: price: found 'NaN',"
        " expected a whole number from 1 to 2^62 - 1\n",
    )
    code, output = run(tmp_path, SOUND, SOUND, *options)
    assert code == 2
    assert output.startswith("check-log: trades.csv: line 1: found 'sequence,action,")
    rows = SOUND_TRADES + SOUND_TRADES.splitlines()[1].replace("3,", "2,") + "\n"
    code, output = run(tmp_path, SOUND, rows, *options)
    assert code == 2
    assert output.startswith("check-log: trades.csv: line 3: sequence: found 2, expected at least")


def test_missing_files_and_arguments_exit_with_2(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere.csv")
    result = RUNNER.invoke(APP, [missing, missing])
    assert result.exit_code == 2
    assert result.output == (
        f"check-log: {missing}: found no such file or directory, expected a readable CSV file\n"
    )
    assert RUNNER.invoke(APP, [missing]).exit_code == 2
    assert RUNNER.invoke(APP, [missing, missing, "--yaml"]).exit_code == 2


def test_a_file_name_that_is_no_text_is_printed(tmp_path: Path) -> None:
    result = RUNNER.invoke(APP, [str(tmp_path / "\udcff\u20bf.csv"), "x"])
    assert result.exit_code == 2
    assert "\\udcff\\u20bf.csv: found no such file" in result.output


def test_an_interrupted_check_exits_with_5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_path: Path) -> Iterator[TradesRow]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(log_cli, "read_trades", interrupted)
    code, output = run(tmp_path, SOUND, SOUND_TRADES)
    assert code == 5
    assert "\ninterrupted\n" in output


def test_help_teaches_with_an_example_that_holds(tmp_path: Path) -> None:
    result = RUNNER.invoke(APP, ["--help"])
    assert result.exit_code == 0
    shown = [line.strip() for line in click.unstyle(result.output).splitlines()]
    assert "$ tallystick check-log orders.csv trades.csv" in shown
    orders = [line for line in shown if re.match(r"sequence,action|\d,new", line)]
    trades = [line for line in shown if re.match(r"sequence,market|\d,ETH", line)]
    assert (len(orders), len(trades)) == (4, 2)
    code, output = run(tmp_path, "\n".join(orders) + "\n", "\n".join(trades) + "\n")
    start = shown.index("trades.csv, line 2, maker: expected A-1, got B-1")
    assert code == 1
    assert "\n  ".join(shown[start : start + 2]) in output
