"""A day of a real stock, for whoever has the recording; it is not part of the project."""

import pytest

from tallystick.conformance.flows.lobster_findings import (
    LobsterFindings,
    Unreproduced,
    lobster_findings,
)
from tallystick.conformance.flows.lobster_oracle import Deletion, LobsterOracle
from tallystick.conformance.flows.lobster_replay import LobsterReplay
from tallystick.conformance.flows.lobster_rows import Recording, read_recording
from tallystick.conformance.flows.lobster_run import LobsterReport, run_lobster
from tallystick.conformance.flows.lobster_venue import lobster_parameters
from tallystick.conformance.flows.venue import PROFILE
from tallystick.conformance.targets import open_engine
from tallystick.conformance.verdicts import Verdict
from tests.conformance.flows.recorded_files import recorded_file
from tests.engine_targets import targets_to_test

NAME = "LOBSTER_SampleFile_GOOG_2012-06-21_10.zip"
SHA256 = "2fa66b61c7c4d4cd3f19180aaa7f5937a26355f81b2ac8e4a84e36550e8dde4a"

# Counted before by a script of its own, which shares nothing with engines and kit.
OUT_OF_TURN = (69_773, 131_725, 131_726, 131_727, 145_471)
PASSED_OVER = (69_773, 131_725, 145_471)


@pytest.fixture(scope="module")
def report() -> LobsterReport:
    return run_lobster(recorded_file(NAME, SHA256), targets_to_test()[1:])


@pytest.fixture(scope="module")
def recording() -> Recording:
    return read_recording(recorded_file(NAME, SHA256))


def findings_of(recording: Recording, *, hindsight: bool) -> LobsterFindings:
    """What one engine does; that all do the same is another test's."""
    replay = LobsterReplay.of(recording, hindsight=hindsight)
    steps = tuple(replay.steps())
    oracle = LobsterOracle(replay, steps)
    engine = open_engine(targets_to_test()[-1], PROFILE, lobster_parameters())
    for position, step in enumerate(steps):
        oracle(position, engine.apply(step.command))
    return lobster_findings(replay, oracle)


def test_the_engines_answer_alike_for_a_day(report: LobsterReport) -> None:
    assert report.flow.verdict is Verdict.CONFORMANT
    assert set(report.flow.commands_done.values()) == {report.flow.commands}
    # 71,258 new orders, 64,961 deletions and 19 reductions, less one order that is already gone;
    # 5,930 takers, 390 minutes, 21 orders of the opening book, 34 commands that open the venue.
    entry = 71_258 + 64_961 + 19 - 1 + 5_930 + 390 + 21 + 34
    assert report.flow.commands == entry + report.venue.corrections
    assert report.flow.rejected == {}


def test_takers_are_reproduced_from_order_entry_alone(report: LobsterReport) -> None:
    found = report.venue
    assert found.rows == {
        "new": 71_258,
        "reduced": 19,
        "deleted": 64_961,
        "executed": 7_765,
        "hidden": 3_913,
    }
    assert (found.takers, found.reproduced, found.exact) == (5_930, 5_879, 5_521)
    assert (found.same_sizes, found.executions, found.executions_exact) == (5_878, 7_764, 7_212)
    assert found.unreproduced[Unreproduced.PRIORITY] == PASSED_OVER
    assert {reason: len(lines) for reason, lines in found.unreproduced.items()} == {
        Unreproduced.PRIORITY: 3,
        Unreproduced.UNSEEN: 44,
        Unreproduced.RETURNED: 3,
        Unreproduced.AFTERMATH: 1,
    }


def test_books_and_deletions_are_the_venue_s(report: LobsterReport) -> None:
    found = report.venue
    # Order 149725946 was passed over at the venue and traded here, so its deletion finds nothing.
    assert (found.books, found.best_different, found.levels_different) == (
        145_882,
        (69_774,),
        (69_774,),
    )
    assert (found.deletions, found.deletions_foretold) == (64_961, 2_830)
    assert found.deletions_different == (Deletion(69_774, 149_725_946, 100, 0),)


def test_the_venue_kept_priority_in_known_queues_but_for_five_executions(
    report: LobsterReport,
) -> None:
    assert report.venue.known_queue_executions == 6_898
    assert report.venue.out_of_turn == OUT_OF_TURN


def test_with_hindsight_only_what_the_venue_passed_over_differs(recording: Recording) -> None:
    found = findings_of(recording, hindsight=True)
    assert (found.takers, found.reproduced, found.exact, found.same_sizes) == (
        5_930,
        5_926,
        5_926,
        5_930,
    )
    assert found.unreproduced == {
        Unreproduced.PRIORITY: PASSED_OVER,
        Unreproduced.AFTERMATH: (145_475,),
    }
    assert (found.known_queue_executions, found.out_of_turn) == (7_549, OUT_OF_TURN)
