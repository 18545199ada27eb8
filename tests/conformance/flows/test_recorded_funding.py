"""Seven years of real funding rates, for whoever has them; they are not part of the project."""

import pytest

from tallystick.conformance.flows.funding_run import FundingReport, run_funding
from tallystick.conformance.verdicts import Verdict
from tests.conformance.flows.recorded_files import recorded_file
from tests.engine_targets import targets_to_test

NAME = "funding_btcusdt_perp_binance_8h_20190910_20260616.csv.gz"
SHA256 = "2d5f0deb6c99e027c2dcb0427317518cb5b0e91589118af6d314084db9b54d9e"


@pytest.fixture(scope="module")
def recorded() -> FundingReport:
    return run_funding(recorded_file(NAME, SHA256), targets_to_test()[-1:])


def test_the_engines_answer_alike_for_seven_years(recorded: FundingReport) -> None:
    assert recorded.flow.verdict is Verdict.CONFORMANT
    # 19 that open the venue, 3 a tick, and the true-ups: one after each 7th tick (1,059), after
    # each third of these the clock and one more (2 * 353), and one a market at the end.
    assert recorded.flow.commands == 19 + 3 * 7_414 + 1_059 + 2 * 353 + 2
    assert recorded.flow.rejected == {}


def test_what_was_paid_is_the_sum_of_the_rates_to_the_atom(recorded: FundingReport) -> None:
    # The sum was counted before by a few lines that share nothing with the engines.
    rates = recorded.venue.rates
    assert (rates.ticks, rates.rate_sum) == (7_414, 7_968_122)
    assert (rates.lowest, rates.highest) == (-30_000, 30_000)
    assert recorded.venue.exact
    for market in recorded.venue.markets:
        assert market.ticks == 7_414
        came_to = 10**7 * market.paid_atoms + market.lots * market.remainder
        assert came_to == market.lots * market.mark * 7_968_122
