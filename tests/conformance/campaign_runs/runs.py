"""Small plans, runs of them without the command line, and ledgers to compare."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tallystick.conformance.campaign import COMMANDS_PER_SEQUENCE
from tallystick.conformance.campaign.ledger import Ledger
from tallystick.conformance.campaign.long_runs import Extent, LongRun, Watcher, run_long
from tallystick.conformance.campaign.piece_runs import PieceResult, run_piece
from tallystick.conformance.campaign.pieces import Piece
from tallystick.conformance.campaign.plans import CampaignPlan, Description
from tallystick.conformance.campaign.workers import run_pieces
from tallystick.conformance.runner import Limits
from tallystick.reference.types.choices import Profile

SCRIPTS = Path(__file__).parent
TIMES = ("seconds", "ended", "began")
SMALL_COMMANDS = COMMANDS_PER_SEQUENCE


def plan_of(target: str = "fast:interpreted", *against: str, seed: int = 1) -> CampaignPlan:
    """A plan that shrinks little."""
    return CampaignPlan(target, against or ("reference",), seed, 0, Limits(10.0, 5.0))


def description_of(plan: CampaignPlan) -> Description:
    """A description that opens no engine."""
    return Description(
        target=plan.target,
        against=list(plan.against),
        seed=str(plan.seed),
        commands_per_dump=plan.commands_per_dump,
        commands_per_piece=0,
        tallystick="0",
        spec="1.0",
        python="3",
        vectors="a",
        generator="b",
        engines={plan.target: "c"},
    )


def piece_of(
    profile: Profile = Profile.SPOT_1, preset: str = "minimal", commands: int = 500, number: int = 0
) -> Piece:
    """A piece that is small and needs no other."""
    return Piece(number, profile, preset, 1, 0, commands)


def result_of(plan: CampaignPlan, piece: Piece) -> PieceResult:
    """A piece run in this process."""
    return run_piece(plan, piece, lambda _message: None)


def results_of(
    plan: CampaignPlan, some: Iterator[Piece], jobs: int = 1, silence_seconds: float = 60.0
) -> list[PieceResult]:
    """Pieces run by workers, ascending by number."""
    results = run_pieces(plan, some, jobs, silence_seconds)
    found = [result for result in results if result is not None]
    return sorted(found, key=lambda result: result.piece.number)


def long_run(
    path: Path, plan: CampaignPlan, extent: Extent, watcher: Watcher = lambda _run: None
) -> LongRun:
    """Run into the ledger of that path."""
    with closing(Ledger(path, may_be_new=True)) as ledger:
        number = ledger.plan(description_of(plan))
        return run_long(plan, extent, ledger, number, watcher)


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What stands in a ledger, without times."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with closing(sqlite3.connect(path)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master ORDER BY 1")]
        for name in (name for name in names if not name.startswith("sqlite_")):
            cursor = file.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4")
            columns = [column[0] for column in cursor.description]
            kept = [place for place, column in enumerate(columns) if column not in TIMES]
            found[name] = [tuple(row[place] for place in kept) for row in cursor]
    return found


def script_target(name: str, *arguments: object) -> str:
    """The target that runs a script of this folder."""
    words = [sys.executable, str(SCRIPTS / name), *map(str, arguments)]
    return "exec:" + " ".join(f"'{word}'" for word in words)
