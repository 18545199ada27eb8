"""A long campaign: the pieces that a ledger lacks, run by workers, written down one by one."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import takewhile

from attrs import Factory, define, frozen

from tallystick.conformance.campaign.ledger import Ledger, LedgerError
from tallystick.conformance.campaign.pieces import Piece, Shard, pieces
from tallystick.conformance.campaign.plans import CampaignPlan
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.campaign.workers import WorkerError, run_pieces, silence_limit
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.verdicts import Verdict
from tallystick.reference.types.choices import Profile


@frozen
class Extent:
    """How much of a plan is run: so many `commands` of each campaign, or as many as fit in time."""

    campaigns: tuple[tuple[Profile, str], ...] = CAMPAIGNS
    commands: int | None = None
    seconds: float | None = None
    shard: Shard = Factory(Shard)
    jobs: int = 1
    most_failures: int = 10
    """After so many failed pieces the run ends."""
    repeats_failed: bool = False


@define
class LongRun:
    """How far a run has come; commands are those answered as they must be.

    `recorded_commands` are of pieces that the ledger had before. `interruption` says why it ended
    early, and `stopped` with which verdict.
    """

    planned_commands: int | None
    recorded_commands: int = 0
    commands: int = 0
    pieces: int = 0
    failures: int = 0
    interruption: str = ""
    stopped: Verdict = Verdict.INCOMPLETE
    began: float = Factory(time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.began


Watcher = Callable[[LongRun], None]
"""Is told now and then how far the run is."""


def run_long(
    plan: CampaignPlan, extent: Extent, ledger: Ledger, number: int, watcher: Watcher
) -> LongRun:
    """Run what the ledger lacks of its plan `number`; Ctrl-C ends it with what is written down."""
    run, todo = _prepared(plan, extent, ledger, number)
    try:
        with _ended_by_signal():
            _run_all(plan, extent, todo, ledger, number, run, watcher)
    except KeyboardInterrupt:
        run.interruption = "interrupted"
    except (LedgerError, WorkerError) as error:
        run.interruption = str(error)
    except UnsupportedTargetError as error:
        run.interruption, run.stopped = str(error), Verdict.UNSUPPORTED
    return run


def _prepared(
    plan: CampaignPlan, extent: Extent, ledger: Ledger, number: int
) -> tuple[LongRun, Iterator[Piece]]:
    """The run before its first piece, and what is to be done."""
    recorded = {row.piece: row.planned_commands for row in ledger.pieces(number)}
    if extent.repeats_failed:
        for failure in ledger.failures(number):
            del recorded[failure.piece]
    wanted = filter(extent.shard.has, pieces(plan.seed, extent.campaigns, extent.commands))

    def is_missing(piece: Piece) -> bool:
        return recorded.get(piece.number, 0) < piece.commands

    if extent.commands is None:
        run = LongRun(None)
        seconds = extent.seconds or 0.0
        return run, takewhile(lambda _piece: run.seconds < seconds, filter(is_missing, wanted))
    every = list(wanted)
    todo = list(filter(is_missing, every))
    planned, missing = (sum(piece.commands for piece in some) for some in (every, todo))
    return LongRun(planned, planned - missing), iter(todo)


def _run_all(
    plan: CampaignPlan,
    extent: Extent,
    todo: Iterator[Piece],
    ledger: Ledger,
    number: int,
    run: LongRun,
    watcher: Watcher,
) -> None:
    results = run_pieces(plan, todo, extent.jobs, silence_limit(plan.limits))
    with closing(results):
        for result in results:
            if result is not None:
                ledger.add(number, result)
                run.pieces += 1
                run.commands += result.commands
                run.failures += result.failure is not None
                if run.failures >= extent.most_failures:
                    run.interruption = f"stopped after {run.failures} failed pieces"
                    return
            watcher(run)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does: the workers are ended, and the ledger is whole."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
