"""What a long campaign has shown, as text and as one JSON object."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from tallystick.conformance.campaign.failure_files import recorded_failures
from tallystick.conformance.campaign.plans import commands_per_dump
from tallystick.conformance.campaign.records import CampaignTotal, Record
from tallystick.conformance.report import stage_lines, stage_object
from tallystick.conformance.verdicts import EXIT_CODES, GRAVITY, Verdict

FORMAT = "tallystick-campaign/1"
SHOWN_FAILURES = 10
_NOTHING = "nothing was run"
_SHOWN_DIGITS = 16


def record_lines(record: Record, *, with_hits: bool) -> Iterator[str]:
    """One plan for people."""
    plan = record.description
    yield f"target      {plan.target}"
    for against in plan.against:
        every = commands_per_dump(plan.commands_per_dump, against)
        after = "every command" if every == 1 else f"every {every} commands"
        yield f"against     {against}, states compared after {after}"
    for name, identity in plan.engines.items():
        yield f"engine      {name}: {identity or 'says nothing of itself'}"
    digests = f"plan {record.digest[:_SHOWN_DIGITS]}, generator {plan.generator[:_SHOWN_DIGITS]}"
    yield f"versions    tallystick {plan.tallystick}, spec {plan.spec}, Python {plan.python}"
    yield f"digests     {digests}, vectors {plan.vectors[:_SHOWN_DIGITS]}"
    yield f"seed        {plan.seed}"
    totals = record.totals()
    for total in totals:
        yield from stage_lines(total.stage, with_hits=with_hits)
    if with_hits:
        clauses = ", ".join(f"{clause} {count:,}" for clause, count in _clauses(record))
        yield f"clauses     {clauses}"
    for total in totals:
        if missed := _never(total):
            yield f"never       in {total.stage.name}: {', '.join(missed)}"
    rate = record.commands / record.seconds if record.seconds else 0.0
    yield (
        f"pieces      {len(record.pieces):,}, {record.commands:,} commands answered as they must"
        f" be; {rate:,.0f} a second in one worker"
    )
    for number in sorted(record.disputed):
        yield f"disputed    piece {number}: the ledgers disagree on what it met"
    yield from _failure_lines(record)


def record_object(record: Record) -> dict[str, Any]:
    """The same for machines."""
    return {
        "digest": record.digest,
        **msgspec.to_builtins(record.description),
        "verdict": str(record.verdict),
        "campaigns": [_total_object(total) for total in record.totals()],
        "clauses": dict(_clauses(record)),
        "pieces": len(record.pieces),
        "commands": record.commands,
        "worker_seconds": round(record.seconds, 1),
        "disputed": sorted(record.disputed),
        "failures": [failure.as_object() for failure in recorded_failures([record])],
    }


def records_object(records: Sequence[Record], verdict: Verdict) -> dict[str, Any]:
    """Several plans for machines."""
    return {
        "format": FORMAT,
        "verdict": str(verdict),
        "exit_code": EXIT_CODES[verdict],
        "plans": [record_object(record) for record in records],
    }


def verdict_of(records: Sequence[Record], *more: Verdict) -> Verdict:
    """The gravest of several; where ledgers disagree or hold nothing, nothing is conformant."""
    verdicts = {record.verdict for record in records} | {Verdict.CONFORMANT, *more}
    if any(record.disputed for record in records) or not any(record.pieces for record in records):
        verdicts.add(Verdict.INCOMPLETE)
    return next(verdict for verdict in GRAVITY if verdict in verdicts)


def verdict_line(verdict: Verdict, records: Sequence[Record], interruption: str = "") -> str:
    """The verdict for people, with what it does not say by itself."""
    ran = any(record.pieces for record in records)
    return f"verdict     {verdict}: {interruption or ('as far as it was run' if ran else _NOTHING)}"


def _failure_lines(record: Record) -> Iterator[str]:
    failures = record.failures
    for failure in failures[:SHOWN_FAILURES]:
        piece = record.pieces[failure.piece].row
        where = f"piece {piece.piece}, {piece.profile} {piece.preset}, against {failure.against}"
        yield f"failure     {failure.verdict} {failure.clause} in {where}"
    if len(failures) > SHOWN_FAILURES:
        yield f"failure     ... and {len(failures) - SHOWN_FAILURES} more"


def _clauses(record: Record) -> list[tuple[str, int]]:
    return sorted(record.clause_hits().items())


def _never(total: CampaignTotal) -> list[str]:
    groups = total.stage.hits.by_group(total.stage.impossible).values()
    return [name for group in groups for name, count in group.items() if count == 0]


def _total_object(total: CampaignTotal) -> dict[str, Any]:
    return {
        **stage_object(total.stage),
        "pieces": total.pieces,
        "worker_seconds": round(total.seconds, 1),
        "never": _never(total),
    }
