"""Five hours of real order entry, for whoever has the recording; it is not part of the project."""

import pytest

from tallystick.conformance.flows.bitstamp_findings import Unreproduced
from tallystick.conformance.flows.run import ReplayReport, run_bitstamp
from tallystick.conformance.verdicts import Verdict
from tests.conformance.flows.recorded_files import recorded_file
from tests.engine_targets import targets_to_test

NAME = "bitstamp_btcusd_l3_20150501.log.xz"
SHA256 = "d2950da48e94d5cb8be2c69b04d0828984c22cc079fe1a4d15fe6ce76b068cfe"


@pytest.fixture(scope="module")
def recorded() -> ReplayReport:
    return run_bitstamp(recorded_file(NAME, SHA256), targets_to_test()[-1:])


def test_the_engines_answer_alike_for_five_hours(recorded: ReplayReport) -> None:
    assert recorded.flow.verdict is Verdict.CONFORMANT
    # 24,893 creations, 24,336 deletions and 36 new prices after the first snapshot, 5,011
    # snapshots, 201 orders of the opening book, 34 commands that open the venue.
    assert recorded.flow.commands == 24_893 + 24_336 + 36 + 5_011 + 201 + 34


def test_564_of_575_trades_are_reproduced_and_the_others_explained(recorded: ReplayReport) -> None:
    # Counted before by a book of a few lines that shares nothing with the engines.
    assert (recorded.venue.venue_trades, recorded.venue.reproduced) == (575, 564)
    assert recorded.venue.confirmed == 564
    classes = {reason: len(lines) for reason, lines in recorded.venue.unreproduced.items()}
    assert classes == {
        Unreproduced.HISTORY: 1,
        Unreproduced.SHARED: 6,
        Unreproduced.ROUNDED: 4,
    }


def test_every_cancelled_size_agrees_or_follows_from_a_rounded_trade(
    recorded: ReplayReport,
) -> None:
    assert recorded.venue.different_cancels == ()
    # Four rounded takers, and the three makers that kept what these did not get.
    assert len(recorded.venue.rounded_cancels) == 7
    assert recorded.venue.untouched_cancels > 24_000


def test_the_snapshots_show_the_books_of_the_engines(recorded: ReplayReport) -> None:
    assert recorded.venue.books == 5_011
    assert recorded.venue.books_equal >= 4_900
    assert recorded.venue.books_best_equal >= 4_990
