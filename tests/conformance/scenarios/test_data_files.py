"""The files of a scenario are found by their names; what is missing or wrong is named."""

from pathlib import Path

import pytest

from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.funding_rows import TICK_MILLISECONDS
from tallystick.conformance.scenarios.data_files import EXTRACT, data_files
from tallystick.conformance.scenarios.instruments import BITCOIN, ETHER
from tallystick.conformance.scenarios.rates import Rates
from tests.conformance.scenarios.hand_data import (
    HOURS,
    START,
    TICK,
    funding_rows,
    write_directory,
)


def test_the_extract_is_whole() -> None:
    files = data_files(None)
    hours, minutes, rows = files.hours(BITCOIN), files.minutes(), files.funding()
    assert files.is_extract
    assert (len(hours), len(minutes), len(rows)) == (721, 360, 91)
    assert (hours[0].time, hours[-1].time) == (rows[0].time, rows[-1].time)
    Rates.of(rows).require(hours[0].time, hours[-1].time)
    assert files.prints() is None
    assert "Binance" in (EXTRACT / "README.md").read_text(encoding="utf-8")


def test_a_directory_is_read(tmp_path: Path) -> None:
    files = data_files(write_directory(tmp_path))
    assert len(files.hours(BITCOIN)) == 481
    assert len(files.prints() or ()) == 18
    with pytest.raises(FlowInputError) as refusal:
        files.hours(ETHER)
    missing = "no file ethusdt_perp_binance_1h*.csv or .csv.gz, of which one is needed"
    assert str(refusal.value) == f"{tmp_path}: {missing}"


def test_two_files_of_one_kind_are_refused(tmp_path: Path) -> None:
    write_directory(tmp_path)
    (tmp_path / f"{HOURS}2.csv").write_text("")
    with pytest.raises(FlowInputError, match="2 files btcusdt_perp_binance_1h"):
        data_files(tmp_path).hours(BITCOIN)


def test_a_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowInputError, match="cannot be read: No such file"):
        data_files(tmp_path / "x").funding()


def test_what_cannot_be_expressed_is_carried() -> None:
    recorded = [1_005, 7, -3, -9, 300_000, 4]
    rates = Rates.of(funding_rows(recorded))
    published = [rates.publish(START + (place + 1) * TICK) for place in range(len(recorded))]
    # 1005 leaves 5; 12 leaves 2; -1 is -1 with 9 left; 0; 300,000; 4 stays.
    assert published == [100, 1, -1, 0, 30_000, 0]
    assert rates.carried == 4
    assert 10 * rates.published_sum + rates.carried == rates.recorded_sum == sum(recorded)


def test_the_highest_rate_is_never_exceeded() -> None:
    rates = Rates.of(funding_rows([9, 300_009, 0]))
    assert [rates.publish(START + place * TICK) for place in (1, 2, 3)] == [0, 30_000, 1]
    assert (rates.carried, rates.recorded_sum) == (8, 300_018)


def test_a_tick_without_a_rate_is_refused() -> None:
    rates = Rates.of(funding_rows([1, 2]))
    rates.require(START, START + 2 * TICK_MILLISECONDS)
    with pytest.raises(FlowInputError, match=f"no rate for the tick at {START + 3 * TICK}"):
        rates.require(START, START + 3 * TICK_MILLISECONDS)
