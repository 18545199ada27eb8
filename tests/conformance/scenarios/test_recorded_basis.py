"""Three years of real prices and funding rates, for whoever has them."""

from pathlib import Path

import pytest

from tallystick.conformance.scenarios.basis_run import BasisReport, Wish, run_basis
from tallystick.conformance.scenarios.basis_venue import Terms
from tallystick.conformance.scenarios.data_files import data_files
from tallystick.conformance.scenarios.instruments import BITCOIN
from tallystick.conformance.scenarios.rows import when
from tests.conformance.flows.recorded_files import recorded_file

FILES = {
    "btcusdt_perp_binance_1h_20230101_20260322.csv.gz": (
        "d05b224333486026d9ef24fe9d7945216fd2d5381ae58f352c021760188d911f"
    ),
    "funding_btcusdt_perp_binance_8h_20190910_20260616.csv.gz": (
        "2d5f0deb6c99e027c2dcb0427317518cb5b0e91589118af6d314084db9b54d9e"
    ),
    "btcusd_perp_mark_binance_1m_20251009_20251010.csv.gz": (
        "240ff197b42d5265f8e6681eceaaa57c45614c252b0583b116bfda61fd897db7"
    ),
    "trades_btcusd_spot_gemini_20251010.csv.gz": (
        "ec1ff6dbcc82f0b30f88621d7c5efea3bf92ccf8a6cbfccdf791220ffc901907"
    ),
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> BasisReport:
    folder: Path = tmp_path_factory.mktemp("recorded")
    for name, digest in FILES.items():
        (folder / name).symlink_to(recorded_file(name, digest).resolve())
    terms = Terms(BITCOIN, compares=False)
    return run_basis(Wish(terms, data_files(folder)), lambda _what, _done, _of: None)


def test_the_published_figures_hold(recorded: BasisReport) -> None:
    assert recorded.years is not None
    stories = recorded.years.stories
    assert [story.is_refused for story in stories] == [False, False, False, True, False]
    gains = [story.gain_atoms / 10**6 for story in stories]
    assert gains == pytest.approx([96.36, 172.65, 324.97, 0, -4.84], abs=0.01)
    assert stories[3].opening_rbv == -10_482_955
    assert [when(story.below_zero_at) for story in stories] == ["-"] * 4 + ["2023-01-13 22:00"]


def test_every_recorded_rate_is_published_or_carried(recorded: BasisReport) -> None:
    assert recorded.years is not None
    rates = recorded.years.rates
    assert 10 * rates.published_sum + rates.carried == rates.recorded_sum == 25_253_867


def test_what_was_gained_is_told_by_its_parts(recorded: BasisReport) -> None:
    assert recorded.years is not None
    for story in recorded.years.stories:
        trader = story.trader
        told = trader.funding_atoms - trader.interest_atoms - trader.cost_atoms
        # Fees are taken of the spot: less than a lot of it, worth 0.2 to 1.3, is not hedged.
        assert abs(story.gain_atoms - told) < 1_300_000


def test_the_basis_took_what_the_valuation_did_not_show(recorded: BasisReport) -> None:
    closings = recorded.closings
    assert closings is not None
    worst = max(closings.closings, key=lambda closing: closing.loss_atoms)
    assert worst.loss_atoms == 4_444_000
    assert when(worst.moment.time) == "2025-10-10 21:29"
    assert worst.rbv_before == 87_678_482
    assert not any(closing.refused for closing in closings.closings)
