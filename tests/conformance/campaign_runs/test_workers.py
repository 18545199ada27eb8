"""Workers that are killed, hang or fail cost their piece and nothing else."""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from tallystick.conformance.campaign import workers
from tallystick.conformance.campaign.piece_runs import Found, PieceFailure, PieceResult, Sign
from tallystick.conformance.campaign.pieces import Piece, pieces
from tallystick.conformance.campaign.plans import CampaignPlan
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.campaign.workers import WorkerError, run_pieces, silence_limit
from tallystick.conformance.runner import Limits
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.traces import Trace
from tallystick.conformance.verdicts import Finding, Verdict
from tallystick.reference.types.choices import Profile
from tests.conformance.campaign_runs.runs import (
    piece_of,
    plan_of,
    result_of,
    results_of,
    script_target,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


def small(count: int) -> Iterator[Piece]:
    """Pieces of one campaign, of some hundred commands."""
    return (piece_of(commands=300 + number, number=number) for number in range(count))


def test_workers_find_what_this_process_finds() -> None:
    plan = plan_of("faulty:m07")
    wanted = [result_of(plan, piece) for piece in small(3)]
    found = results_of(plan, small(3), jobs=2)
    for one, other in zip(found, wanted, strict=True):
        assert (one.piece, one.commands, one.hits) == (other.piece, other.commands, other.hits)
        assert one.failure == other.failure
    assert multiprocessing.active_children() == []


def test_workers_do_not_begin_more_than_there_is() -> None:
    drawn = []

    def some() -> Iterator[Piece]:
        for piece in small(2):
            drawn.append(piece.number)
            yield piece

    results = run_pieces(plan_of(), some(), 8, 60.0)
    assert next(iter(results)) is None
    assert len(multiprocessing.active_children()) == 2
    results.close()
    assert drawn == [0, 1]
    assert multiprocessing.active_children() == []


@POSIX
def test_a_killed_worker_is_the_failure_of_its_piece(folder: Path) -> None:
    target = script_target("kills_its_runner.py", folder / "done", int(signal.SIGKILL))
    lost, sound = results_of(plan_of(target), small(2))
    assert lost.failure is not None
    finding = lost.failure.trace.finding
    assert finding.verdict is Verdict.CRASHED
    assert finding.got == "the worker process was ended by SIGKILL"
    assert lost.failure.trace.case == next(lost.piece.cases())
    assert (lost.commands, lost.hits.commands) == (0, 0)
    assert sound.failure is None
    assert sound.commands == sound.piece.commands


@POSIX
def test_a_worker_that_hangs_is_killed(folder: Path) -> None:
    target = script_target("kills_its_runner.py", folder / "done", int(signal.SIGSTOP))
    (lost,) = results_of(plan_of(target), small(1), silence_seconds=4.0)
    assert lost.failure is not None
    finding = lost.failure.trace.finding
    assert finding.verdict is Verdict.TIMED_OUT
    assert finding.got.startswith("the worker process said nothing for ")
    assert multiprocessing.active_children() == []


def test_an_engine_that_cannot_run_ends_all() -> None:
    script = Path(__file__).parents[1] / "protocol" / "hostile" / "toy.py"
    plan = plan_of(f"exec:'{sys.executable}' '{script}'")
    with pytest.raises(UnsupportedTargetError, match="does not offer profile spot/1"):
        results_of(plan, small(2))
    assert multiprocessing.active_children() == []


def test_closing_ends_workers_in_the_middle_of_a_piece() -> None:
    every = islice(pieces(1, CAMPAIGNS, None), 4)
    results = run_pieces(plan_of("reference"), every, 2, 60.0)
    assert next(iter(results)) is None
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 30
    assert multiprocessing.active_children() == []


def test_how_long_a_worker_may_be_silent() -> None:
    assert silence_limit(Limits(10.0, 20.0)) > 10.0 + 20.0
    assert silence_limit(Limits(600.0, 20.0)) > 600.0


class Puppet:
    """Stands for a process; what it says is written beforehand."""

    exitcode: int | None = 3

    def join(self, timeout: float | None = None) -> None:
        del timeout

    def kill(self) -> None:
        self.exitcode = self.exitcode or -9


def worker_that_says(
    plan: CampaignPlan, messages: list[object], exitcode: int | None = 3
) -> tuple[workers._Worker, Piece]:
    """A worker without a process: it says all that and is gone."""
    worker = workers._Worker.__new__(workers._Worker)
    ours, theirs = multiprocessing.Pipe()
    for message in messages:
        theirs.send(message)
    theirs.close()
    puppet = Puppet()
    puppet.exitcode = exitcode
    worker.__dict__.update(
        pipe=ours, process=puppet, is_over=False, _plan=plan, _silence_seconds=60.0,
        _is_ready=False, _found=None,
    )  # fmt: skip
    piece = piece_of(Profile.MATCH_1, commands=600)
    worker.begin(piece)
    return worker, piece


def test_what_was_found_is_kept_if_the_worker_ends_while_it_shrinks() -> None:
    plan = plan_of("faulty:m07")
    case = next(piece_of().cases())
    failure = PieceFailure(
        "reference", Trace(plan.target, case, Finding(Verdict.DIVERGED, ("MAT-010",), 7, 1, 2))
    )
    worker, piece = worker_that_says(plan, [workers._Ready(), Found(failure)])
    result = worker.look()
    assert result is not None
    assert (result.piece, result.failure) == (piece, failure)
    assert worker.is_over


def test_the_sequence_in_hand_is_the_trace_of_a_lost_worker() -> None:
    plan = plan_of("fast", "reference", "fast:interpreted")
    worker, piece = worker_that_says(plan, [workers._Ready(), Sign(1, "fast:interpreted")])
    result = worker.look()
    assert result is not None
    assert result.failure is not None
    trace = result.failure.trace
    assert trace.case == list(piece.cases())[1]
    assert result.failure.against == "fast:interpreted"
    assert trace.finding.got == "the worker process exited with status 3"


def test_a_failure_of_the_kit_is_not_the_engines() -> None:
    worker, _ = worker_that_says(plan_of(), [workers._Ready(), workers._KitFailed("raised X")])
    result = worker.look()
    assert result is not None
    assert result.failure is not None
    assert result.failure.trace.finding.verdict is Verdict.INCOMPLETE
    assert not worker.is_over


@pytest.mark.parametrize(("exitcode", "text"), [(1, "exited with status 1"), (-9, "SIGKILL")])
def test_a_worker_that_never_begins_ends_the_run(exitcode: int, text: str) -> None:
    worker, _ = worker_that_says(plan_of(), [], exitcode)
    with pytest.raises(WorkerError, match=f"{text} before it could begin"):
        worker.look()


def test_the_kit_failing_in_a_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> PieceResult:
        raise ZeroDivisionError("no\nline")

    def nothing(_message: Sign | Found) -> None:
        raise AssertionError

    tell: Callable[[Sign | Found], None] = nothing
    monkeypatch.setattr(workers, "run_piece", broken)
    said = workers._result(plan_of(), piece_of(), tell)
    assert said == workers._KitFailed(r"raised ZeroDivisionError: no\nline")
