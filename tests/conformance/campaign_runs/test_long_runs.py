"""A long run: resumed, cut into shards, extended, ended early."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from tallystick.conformance.campaign import long_runs
from tallystick.conformance.campaign.ledger import Ledger, LedgerError
from tallystick.conformance.campaign.long_runs import Extent, LongRun
from tallystick.conformance.campaign.pieces import Shard
from tallystick.conformance.campaign.progress import duration, progress_line
from tallystick.conformance.campaign.records import Record, read_records
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.campaign.workers import WorkerError
from tallystick.conformance.verdicts import Verdict
from tests.conformance.campaign_runs.runs import long_run, plan_of, tables

pytestmark = pytest.mark.usefixtures("small_pieces")
PLAN = plan_of("fast:interpreted", "fast")
WHOLE = Extent(commands=600)
SMALL = Extent(CAMPAIGNS[:1], commands=1000)


def interrupted_after(pieces: int) -> Callable[[LongRun], None]:
    """A watcher that presses Ctrl-C."""

    def watch(run: LongRun) -> None:
        if run.pieces >= pieces:
            raise KeyboardInterrupt

    return watch


def records_of(*paths: Path) -> list[Record]:
    """What the ledgers say together."""
    opened = [Ledger(path) for path in paths]
    try:
        return read_records(opened)
    finally:
        for ledger in opened:
            ledger.close()


def test_a_resumed_run_leaves_what_an_uninterrupted_one_leaves(folder: Path) -> None:
    whole, parts = folder / "whole", folder / "parts"
    run = long_run(whole, PLAN, evolve(WHOLE, jobs=2))
    # Three pieces of each campaign, of 250, 250 and 100 commands.
    pieces, commands = 3 * len(CAMPAIGNS), 600 * len(CAMPAIGNS)
    assert (run.pieces, run.commands, run.recorded_commands) == (pieces, commands, 0)
    assert run.interruption == ""
    first = long_run(parts, PLAN, WHOLE, interrupted_after(5))
    assert first.interruption == "interrupted"
    assert (first.pieces, first.stopped) == (5, Verdict.INCOMPLETE)
    second = long_run(parts, PLAN, evolve(WHOLE, jobs=2))
    assert (second.pieces, second.recorded_commands) == (pieces - 5, first.commands)
    assert tables(parts) == tables(whole)
    third = long_run(parts, PLAN, WHOLE)
    assert (third.pieces, third.commands, third.recorded_commands) == (0, 0, commands)
    assert tables(parts) == tables(whole)


def test_shards_together_are_the_whole(folder: Path) -> None:
    whole = folder / "whole"
    long_run(whole, PLAN, WHOLE)
    paths = [folder / f"part-{number}" for number in (1, 2, 3)]
    for number, path in enumerate(paths, start=1):
        long_run(path, PLAN, evolve(WHOLE, shard=Shard(number, 3)))
    numbers = [row[1] for path in paths for row in tables(path)["pieces"]]
    assert sorted(map(str, numbers)) == sorted(str(row[1]) for row in tables(whole)["pieces"])
    (wanted,), (found,) = records_of(whole), records_of(*paths, paths[0], whole)
    assert found.disputed == set()
    assert shown(found) == shown(wanted)


def test_records_that_disagree_are_told(folder: Path) -> None:
    one, other = folder / "one", folder / "other"
    for path in (one, other):
        long_run(path, PLAN, SMALL)
    with closing(sqlite3.connect(other)) as file, file:
        # The second piece of the first campaign.
        again = "UPDATE hits SET count = count + 1 WHERE piece = ? AND kind = 'event'"
        file.execute(again, (len(CAMPAIGNS),))
    (record,) = records_of(one, other)
    assert record.disputed == {len(CAMPAIGNS)}


def test_a_longer_run_goes_on_where_a_shorter_one_ended(folder: Path) -> None:
    long_run(folder / "grown", PLAN, evolve(SMALL, commands=600))
    run = long_run(folder / "grown", PLAN, SMALL)
    # The third piece had 100 commands and has 250 now.
    assert (run.pieces, run.recorded_commands) == (2, 500)
    long_run(folder / "whole", PLAN, SMALL)
    assert tables(folder / "grown") == tables(folder / "whole")
    shorter = long_run(folder / "grown", PLAN, evolve(SMALL, commands=600))
    assert shorter.pieces == 0
    assert tables(folder / "grown") == tables(folder / "whole")


def test_other_campaigns_and_other_plans_share_a_ledger(folder: Path) -> None:
    path = folder / "a"
    for campaign in CAMPAIGNS:
        long_run(path, PLAN, evolve(SMALL, campaigns=(campaign,), commands=250))
    long_run(folder / "b", PLAN, Extent(commands=250))
    assert tables(path) == tables(folder / "b")
    run = long_run(path, plan_of("fast:interpreted", "fast", seed=2), SMALL)
    assert run.pieces == 4
    assert [record.description.seed for record in records_of(path)] == ["1", "2"]


def test_failures_are_recorded_and_end_a_run_when_there_are_enough(folder: Path) -> None:
    plan = plan_of("faulty:m07", "fast")
    run = long_run(folder / "a", plan, evolve(SMALL, most_failures=2))
    assert (run.pieces, run.failures) == (2, 2)
    assert run.interruption == "stopped after 2 failed pieces"
    (record,) = records_of(folder / "a")
    assert record.verdict is Verdict.DIVERGED
    assert [failure.clause for failure in record.failures] == ["MAT-010", "MAT-010"]
    # Failed pieces are done; they are run again if that is asked for.
    run = long_run(folder / "a", plan, SMALL)
    assert (run.pieces, run.failures) == (2, 2)
    before = tables(folder / "a")
    run = long_run(folder / "a", plan, evolve(SMALL, repeats_failed=True))
    assert (run.pieces, run.failures) == (4, 4)
    assert tables(folder / "a") == before


def test_time_ends_a_run_between_pieces(folder: Path) -> None:
    run = long_run(folder / "a", PLAN, Extent(seconds=0.0))
    assert (run.pieces, run.interruption, run.planned_commands) == (0, "", None)
    run = long_run(folder / "a", PLAN, Extent(seconds=4.0))
    assert run.pieces > 0
    assert run.interruption == ""
    assert run.commands == 250 * run.pieces
    (record,) = records_of(folder / "a")
    assert sorted(record.pieces) == list(range(run.pieces))


def test_a_ledger_that_cannot_be_written_ends_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise LedgerError("a: database or disk is full")

    monkeypatch.setattr(Ledger, "add", full)
    run = long_run(folder / "a", PLAN, SMALL)
    assert run.interruption == "a: database or disk is full"
    assert run.stopped is Verdict.INCOMPLETE


def test_workers_that_cannot_be_had_end_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_arguments: object) -> None:
        raise WorkerError("no worker")

    monkeypatch.setattr(long_runs, "run_pieces", none)
    run = long_run(folder / "a", PLAN, SMALL)
    assert (run.interruption, run.stopped) == ("no worker", Verdict.INCOMPLETE)


def test_progress_tells_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    run = LongRun(1_000_000, recorded_commands=400_000, commands=100_000)
    run.began = 0.0
    monkeypatch.setattr("time.monotonic", lambda: 100.0)
    assert progress_line(run, None) == "500,000 of 1,000,000 commands, 1,000 a second, 0:08:20 left"
    run.failures = 3
    assert progress_line(run, None).endswith(" left, 3 failed pieces")
    run = LongRun(None, commands=5_000, began=0.0)
    assert progress_line(run, 160.0) == "5,000 commands, 50 a second, 0:01:00 left"
    assert progress_line(LongRun(10, began=100.0), None) == "0 of 10 commands, 0 a second"
    assert duration(3 * 3600 + 62.6) == "3:01:03"


def shown(record: Record) -> list[object]:
    """All that a record says, without times."""
    totals = [(total.stage, total.pieces) for total in record.totals()]
    return [record.digest, record.commands, record.verdict, record.clause_hits(), totals]
