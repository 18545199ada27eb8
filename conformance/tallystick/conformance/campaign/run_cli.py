"""`tallystick campaign run`, `show` and `failures`: campaigns of millions of commands."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.campaign.choosing import chosen_campaigns
from tallystick.conformance.campaign.failure_files import RecordedFailure, recorded_failures
from tallystick.conformance.campaign.ledger import Ledger, LedgerError
from tallystick.conformance.campaign.long_runs import Extent, LongRun, run_long
from tallystick.conformance.campaign.pieces import ShardError, parse_shard
from tallystick.conformance.campaign.plans import (
    COMMANDS_PER_DUMP_OF_PAIR,
    REFERENCE,
    CampaignPlan,
    Description,
    differences,
    plan_description,
)
from tallystick.conformance.campaign.progress import duration, told_progress
from tallystick.conformance.campaign.record_text import (
    record_lines,
    records_object,
    verdict_line,
    verdict_of,
)
from tallystick.conformance.campaign.records import Record, read_records
from tallystick.conformance.command_line import (
    AsJson,
    Seed,
    StepSeconds,
    Target,
    errors,
    examples,
    fail,
)
from tallystick.conformance.report import failure_lines
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE

MOST_COMMANDS = 10**10
MOST_SECONDS = 30 * 86_400
MOST_JOBS = 1024
DEFAULT_COMMANDS = 100_000
EXAMPLES = examples(
    "campaign run fast --commands 1000000 --ledger fast.ledger",
    "campaign run fast:compiled --against fast:interpreted --seconds 600",
    "campaign run fast --shard 1/4 --ledger part-1.ledger",
)

Against = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TARGET", help=f"Compare with this, by default {REFERENCE}; may be repeated."
    ),
]
Commands = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=MOST_COMMANDS,
        help=f"Commands of each campaign, by default {DEFAULT_COMMANDS}.",
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(min=0, max=MOST_SECONDS, help="Instead of --commands: begin pieces for so long."),
]
Jobs = Annotated[
    int, typer.Option(min=0, max=MOST_JOBS, help="Worker processes; 0 for one a core.")
]
CommandsPerDump = Annotated[
    int,
    typer.Option(
        min=0,
        max=MOST_COMMANDS,
        help="Compare states after so many commands and at the end of a sequence; 0 for 1"
        f" beside the reference, {COMMANDS_PER_DUMP_OF_PAIR} otherwise.",
    ),
]
WithHits = Annotated[
    bool, typer.Option("--hits", help="Count every reason, event, cause and clause.")
]
Ledgers = Annotated[list[Path], typer.Argument(metavar="LEDGER...", help="One or more ledgers.")]


def run(
    target: Target,
    against: Against = None,
    profile: Annotated[str, typer.Option(help="Only this profile.")] = "",
    preset: Annotated[str, typer.Option(help="Only campaigns of this preset.")] = "",
    seed: Seed = 1,
    commands: Commands = None,
    seconds: Seconds = None,
    jobs: Jobs = 0,
    ledger: Annotated[
        Path | None, typer.Option(help="Keep results there, and go on where it ends.")
    ] = None,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Only part I of N.")] = "",
    commands_per_dump: CommandsPerDump = 0,
    most_failures: Annotated[
        int, typer.Option(min=1, help="End after so many failed pieces.")
    ] = 10,
    repeat_failed: Annotated[
        bool, typer.Option("--repeat-failed", help="Run the pieces again that failed.")
    ] = False,
    hits: WithHits = False,
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
    shrink_seconds: Annotated[
        float, typer.Option(min=0, max=3600, help="How long one failure may be shrunk.")
    ] = 20.0,
) -> None:
    """Run campaigns of any length in worker processes, and keep what they have shown."""
    with _errors():
        limits = Limits(step_seconds, shrink_seconds)
        plan = _plan(target, against or [REFERENCE], seed, commands_per_dump, limits)
        if commands is not None and seconds is not None:
            fail("--commands and --seconds exclude each other", USAGE_EXIT_CODE)
        extent = Extent(
            campaigns=chosen_campaigns(profile, preset),
            commands=commands or (DEFAULT_COMMANDS if seconds is None else None),
            seconds=seconds,
            shard=parse_shard(shard),
            jobs=jobs or _cores(),
            most_failures=most_failures,
            repeats_failed=repeat_failed,
        )
        with closing(Ledger(ledger, may_be_new=True)) as opened:
            description = plan_description(plan)
            _tell_if_new(opened, ledger, description)
            number = opened.plan(description)
            with told_progress(seconds) as watcher:
                done = run_long(plan, extent, opened, number, watcher)
            (digest,) = (row.digest for row in opened.plans() if row.plan == number)
            (record,) = (one for one in read_records([opened]) if one.digest == digest)
        _finish(done, record, extent, ledger, with_hits=hits, as_json=as_json)


def show(
    ledgers: Ledgers,
    hits: WithHits = False,
    as_json: AsJson = False,
) -> None:
    """Say what ledgers hold, each plan once and each piece once; the exit code is its verdict."""
    with _errors():
        records = _read(ledgers)
        verdict = verdict_of(records)
        if as_json:
            typer.echo(json.dumps(records_object(records, verdict)))
            raise typer.Exit(EXIT_CODES[verdict])
        for record in records:
            for line in (*record_lines(record, with_hits=hits), ""):
                typer.echo(line)
        typer.echo(verdict_line(verdict, records))
        raise typer.Exit(EXIT_CODES[verdict])


def failures(
    ledgers: Ledgers,
    write: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write each as a trace file there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show every failure that ledgers hold, and the line that shows it again."""
    with _errors():
        records = _read(ledgers)
        if write is not None and not write.is_dir():
            fail(f"{write} is not a directory", USAGE_EXIT_CODE)
        found = list(recorded_failures(records, write))
        if as_json:
            typer.echo(json.dumps({"failures": [failure.as_object() for failure in found]}))
            return
        for failure in found:
            for line in (*failure_lines(failure.as_failure()), ""):
                typer.echo(line)
        typer.echo(f"{len(found)} failures")


def _read(ledgers: Sequence[Path]) -> list[Record]:
    with ExitStack() as stack:
        return read_records([stack.enter_context(closing(Ledger(path))) for path in ledgers])


def _plan(
    target: str, against: Sequence[str], seed: int, commands_per_dump: int, limits: Limits
) -> CampaignPlan:
    for name in (target, *against):
        targets.check_target(name)
    return CampaignPlan(target, tuple(dict.fromkeys(against)), seed, commands_per_dump, limits)


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell_if_new(opened: Ledger, path: Path | None, description: Description) -> None:
    """A plan beside others is no mistake, but may be one: say what is not as in the latest."""
    known = [row.described() for row in opened.plans()]
    if known and description not in known:
        names = ", ".join(differences(known[-1], description))
        text = f"{path} holds other plans; this one is new, and not as the last in {names}"
        typer.echo(f"note: {text}", err=True)


def _finish(
    done: LongRun,
    record: Record,
    extent: Extent,
    ledger: Path | None,
    *,
    with_hits: bool,
    as_json: bool,
) -> None:
    """Report; where there is no ledger to keep the first failure, write its trace."""
    stopped = [done.stopped] if done.interruption else []
    verdict = verdict_of([record], *stopped)
    first = _first_failure(record, keeps=ledger is None)
    if as_json:
        answer = records_object([record], verdict)
        answer["run"] = _run_object(done, extent)
        answer["replay"] = first.replay if first is not None else None
        typer.echo(json.dumps(answer))
        raise typer.Exit(EXIT_CODES[verdict])
    for line in record_lines(record, with_hits=with_hits):
        typer.echo(line)
    rate = f"{done.commands / max(done.seconds, 0.001):,.0f} a second"
    took = f"{duration(done.seconds)} with {extent.jobs} workers"
    typer.echo(f"this run    {done.pieces:,} pieces, {done.commands:,} commands in {took}, {rate}")
    if first is not None:
        for line in ("", *failure_lines(first.as_failure())):
            typer.echo(line)
    if ledger is not None and record.failures:
        typer.echo(f"\nall failures: tallystick campaign failures {ledger} --write DIR")
    typer.echo(f"\n{verdict_line(verdict, [record], done.interruption)}")
    raise typer.Exit(EXIT_CODES[verdict])


def _run_object(done: LongRun, extent: Extent) -> dict[str, object]:
    return {
        "planned_commands": done.planned_commands,
        "recorded_commands": done.recorded_commands,
        "commands": done.commands,
        "pieces": done.pieces,
        "failures": done.failures,
        "seconds": round(done.seconds, 1),
        "jobs": extent.jobs,
        "interruption": done.interruption,
    }


def _first_failure(record: Record, *, keeps: bool) -> RecordedFailure | None:
    folder = Path() if keeps else None
    return next(recorded_failures([record], folder), None)


@contextmanager
def _errors() -> Iterator[None]:
    with errors():
        try:
            yield
        except (LedgerError, ShardError) as error:
            fail(str(error), USAGE_EXIT_CODE)
