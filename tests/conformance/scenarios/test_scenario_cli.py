"""`tallystick scenario basis`: what it prints and writes, and every way it can end."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from tallystick.conformance.cli import app
from tallystick.conformance.scenarios import basis_run
from tallystick.conformance.scenarios.check import Check, run_check
from tallystick.conformance.scenarios.price_rows import HOUR_HEADER, HOUR_MILLISECONDS
from tallystick.fast import FastEngine
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import Count
from tests.conformance.scenarios.hand_data import (
    FUNDING,
    HOURS,
    PRINTS,
    START,
    lines_of_bars,
    write,
    write_directory,
)
from tests.engine_targets import targets_to_test

FAST = ("--targets", targets_to_test()[-1])


def basis(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["scenario", "basis", *arguments])


class Page(HTMLParser):
    """What a page would load or run, and the words of its table cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.cells: list[str] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = ("src", "href", "xlink:href", "action")
        self.loads += [name for name, _value in attrs if name in names or name.startswith("on")]
        if tag == "td":
            self._in_cell = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data


def test_the_extract_is_led_alone_and_says_that_nothing_was_compared(tmp_path: Path) -> None:
    path = tmp_path / "basis.html"
    result = basis("--alone", "--html", str(path))
    assert result.exit_code == 5
    assert "verdict   incomplete: the engines were not compared" in result.stdout
    assert "the ledger has 50.500000 (exact); RBV at the opening 88.643835" in result.stdout
    assert "bitcoin, 2025-09-21 00:00 to 2025-10-21 00:00, 721 hours" in result.stdout
    assert "refused: insufficient_margin" in result.stdout
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.loads == []
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert "default-src 'none'" in text
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}
    drawings = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    # Of a month no mean of 30 days is drawn.
    assert len(drawings) == 8
    for drawing in drawings:
        ElementTree.fromstring(drawing)
    assert "What one mark hides" not in text
    assert "Engines were not compared" in text


def test_a_directory_is_told_compared_and_written(tmp_path: Path) -> None:
    path = tmp_path / "basis.html"
    folder = write_directory(tmp_path)
    result = basis(
        "--data", str(folder), "--leverage", "5,40", "--html", str(path), *FAST, "--json"
    )
    assert result.exit_code == 0, result.stdout
    report = json.loads(result.stdout)
    assert report["format"] == "tallystick-scenario-basis/1"
    assert (report["verdict"], report["exit_code"], report["check_is_exact"]) == (
        "conformant",
        0,
        True,
    )
    assert sorted(report["files"]) == [
        "btcusd_perp_mark_binance_1m_x.csv",
        "btcusdt_perp_binance_1h_x.csv.gz",
        "funding_btcusdt_perp_binance_8h_x.csv",
        "trades_btcusd_spot_gemini_20251010.csv",
    ]
    assert [one["leverage"] for one in report["years"]] == [5, 40]
    assert report["rates"]["recorded_e8"] == sum(range(1_006, 1_066))
    closings = report["closings"]["closings"]
    assert len(closings) == 5
    for one in closings:
        # Sold at 49,000.00 dollars: a lot is 490,000 atoms.
        assert {fill["price"] for fill in one["sold"]} == {490_000}
        lost = sum((one["mark"] - fill["price"]) * fill["lots"] for fill in one["sold"])
        assert abs(one["basis_loss_atoms"] - lost) <= 2
    for part in ("check", "years", "day", "closings"):
        flow = report["engines"][part]
        assert flow["commands_done"] == {FAST[1]: flow["commands"]}
    page = Page(path.read_text(encoding="utf-8"))
    assert "Engines: conformant" in path.read_text(encoding="utf-8")
    assert "5x" in page.cells
    # The same figures as in the object.
    cost = report["years"][0]["trading_cost_atoms"]
    assert f"{cost / 10**6:.2f}" in page.cells


def test_a_year_that_is_not_exact_is_a_divergence(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(*, compares: bool) -> Check:
        found = run_check(compares=compares)
        found.story.final_atoms -= 1
        return found

    monkeypatch.setattr(basis_run, "run_check", short)
    result = basis("--part", "check", "--alone")
    assert result.exit_code == 1
    assert "50.499999 (expected 50,500,000 atoms)" in result.stdout


def test_an_engine_that_differs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_self: FastEngine, _command: Command) -> Outcome:
        return Accepted((), Count(0))

    monkeypatch.setattr(FastEngine, "apply", wrong)
    result = basis("--part", "check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: the fast engine differs from the reference on the outcome of command 1\n"
    )


def test_ether_needs_its_own_prices_and_has_no_minutes(tmp_path: Path) -> None:
    result = basis("--asset", "eth", "--alone")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no file ethusdt_perp_binance_1h*" in result.stderr
    folder = write_directory(tmp_path)
    (folder / f"{HOURS}.csv.gz").rename(folder / "ethusdt_perp_binance_1h_x.csv.gz")
    result = basis("--asset", "eth", "--alone", "--data", str(folder), "--part", "years", "--json")
    report = json.loads(result.stdout)
    assert report["asset"] == "eth"
    assert report["day"] is None


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--leverage", "10,ten"), "expected different whole numbers from 1 to 200"),
        (("--leverage", "10,10"), "expected different whole numbers"),
        (("--leverage", "0"), "expected different whole numbers"),
        (("--leverage", "201"), "expected different whole numbers"),
        (("--leverage", ""), "expected different whole numbers"),
        (("--leverage", "1,2,3,4,5,6,7,8,9"), "at most 8 numbers"),
        (("--asset", "xrp"), "known: btc, eth"),
        (("--true-up", "never"), "known: term, day, tick"),
        (("--part", "weeks"), "known: check, years, day, closings"),
        (("--rate", "0"), "Invalid value"),
        (("--targets", "nothing", "--part", "check"), "unknown target 'nothing'"),
        (("--html", "nowhere/at/all.html"), "is not a directory"),
        (("--data", "nowhere"), "nowhere: cannot be read: No such file"),
    ],
)
def test_wrong_usage_is_refused(
    arguments: tuple[str, ...], text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    result = basis(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in result.stderr


@pytest.mark.parametrize(
    ("name", "lines", "text"),
    [
        (HOURS, ["time,price"], "line 1: expected 'time_ms,open"),
        (FUNDING, ["time_ms,funding_rate_e8,mark_price", f"{START},x,"], "line 2: field funding"),
        (
            FUNDING,
            ["time_ms,funding_rate_e8,mark_price", f"{START},1,"],
            f"the funding file has no rate for the tick at {START + 28_800_000}",
        ),
        (
            PRINTS,
            ["time_us,trade_id,taker_side,price,amount", "1,1,hold,1,1"],
            "line 2: field taker",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(
    tmp_path: Path, name: str, lines: list[str], text: str
) -> None:
    folder = write_directory(tmp_path)
    for path in folder.glob(f"{name}.*"):
        path.unlink()
    write(folder, name, lines)
    result = basis("--data", str(folder), "--alone")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert text in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("price", ["0.00001", "99999999"])
def test_prices_that_no_lot_can_have_are_refused(tmp_path: Path, price: str) -> None:
    folder = write_directory(tmp_path)
    (folder / f"{HOURS}.csv.gz").unlink()
    path = write(folder, HOURS, lines_of_bars([price, price], HOUR_MILLISECONDS, HOUR_HEADER))
    result = basis("--data", str(folder), "--part", "years", "--alone")
    assert (result.exit_code, result.stdout) == (2, "")
    wanted = "line 2: a lot can be priced from 200.00 to 2,000,000.00 dollars a bitcoin, found"
    assert f"{path}: {wanted} {price[:2]}" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_part_that_nothing_is_there_for_is_left_out_with_a_word() -> None:
    result = basis("--alone")
    assert f"closings  left out: no {PRINTS} in the data" in result.stdout
    for arguments, text in (
        (("--part", "closings"), f"--part closings: no {PRINTS} in the data"),
        (("--part", "day", "--asset", "eth"), "--part day: the recorded minutes are of bitcoin"),
    ):
        refused = basis(*arguments)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr == f"error: {text}\n"


def test_help_teaches() -> None:
    text = basis("--help").stdout
    for word in ("--data", "--leverage", "50.50", "10 October 2025", "Exit codes"):
        assert word in text
