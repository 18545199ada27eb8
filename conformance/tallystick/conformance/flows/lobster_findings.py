"""Holds what the engines did against what a LOBSTER recording says the venue did."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum, unique

from attrs import frozen

from tallystick.conformance.flows.lobster_oracle import Deletion, LobsterOracle, Taken
from tallystick.conformance.flows.lobster_priority import PriorityRecord, priority_record
from tallystick.conformance.flows.lobster_replay import LobsterReplay
from tallystick.conformance.flows.lobster_rows import Kind


@unique
class Unreproduced(StrEnum):
    """Why the trades of an incoming order are not those of the venue."""

    PRIORITY = "priority"
    UNSEEN = "unseen"
    RETURNED = "returned"
    AFTERMATH = "aftermath"
    OTHER = "other"


EXPLANATIONS: Mapping[Unreproduced, str] = {
    Unreproduced.PRIORITY: "the venue passed an older order over, in a queue that is known whole",
    Unreproduced.UNSEEN: "a maker arrived out of view: of its size only what it cancelled is known",
    Unreproduced.RETURNED: "a level was out of view and came back with another total: which of its"
    " orders had stayed is not known",
    Unreproduced.AFTERMATH: "an order traded otherwise here before, for one of the reasons above",
    Unreproduced.OTHER: "none of these reasons",
}


@frozen
class LobsterFindings:
    """What agrees with the recording, and what does not. Lines are those of its tables."""

    rows: Mapping[str, int]
    """By kind, also those that give no command."""
    opening_levels: int
    takers: int
    """Incoming orders that were replayed; those of the first row are history."""
    reproduced: int
    """Takers whose trades have price, size and maker of the venue's, one by one; the sizes of
    nameless makers in a row count as a sum."""
    same_sizes: int
    """Takers whose trades have price and size of the venue's one by one, whoever the makers are."""
    exact: int
    """Takers whose trades have price, size and maker one by one, none of them nameless."""
    executions: int
    executions_exact: int
    """Single trades with price, size and maker of the venue's."""
    with_hidden: int
    """Takers that also met hidden orders."""
    unreproduced: Mapping[Unreproduced, tuple[int, ...]]
    """First lines of takers, by class."""
    known_queue_executions: int
    """Of the recording, in queues that are known as a whole."""
    out_of_turn: tuple[int, ...]
    """Those of them that break price-time priority, at the venue itself."""
    deletions: int
    deletions_foretold: int
    """Those of orders that arrived out of view: the row itself was what told their size."""
    deletions_different: tuple[Deletion, ...]
    corrections: int
    books: int
    """Rows compared: all but those within the executions of one taker."""
    best_different: tuple[int, ...]
    """Before corrections: lines after which a best price, or its size, was not the venue's."""
    levels_different: tuple[int, ...]
    """Lines after which any level was not, of those in view before and after."""


def lobster_findings(replay: LobsterReplay, oracle: LobsterOracle) -> LobsterFindings:
    """Compare all that was replayed, also if the replay was cut short."""
    rows = replay.recording.rows
    record = priority_record(rows, replay.foresight)
    taken = oracle.taken
    return LobsterFindings(
        rows={kind.name.lower(): count for kind, count in sorted(_kinds(replay).items())},
        opening_levels=len(rows[0].bids) + len(rows[0].asks),
        takers=len(taken),
        reproduced=sum(one.is_reproduced for one in taken),
        same_sizes=sum(one.has_same_sizes for one in taken),
        exact=sum(one.is_exact for one in taken),
        executions=sum(len(one.venue) for one in taken),
        executions_exact=sum((Counter(one.venue) & Counter(one.engine)).total() for one in taken),
        with_hidden=sum(one.has_hidden for one in taken),
        unreproduced=_by_class(replay, oracle, record),
        known_queue_executions=len(record.known),
        out_of_turn=tuple(sorted(record.out_of_turn)),
        deletions=oracle.deletions,
        deletions_foretold=oracle.deletions_foretold,
        deletions_different=tuple(oracle.deletions_different),
        corrections=oracle.corrections,
        books=oracle.books,
        best_different=tuple(oracle.best_different),
        levels_different=tuple(oracle.levels_different),
    )


def _kinds(replay: LobsterReplay) -> Counter[Kind]:
    return Counter(row.kind for row in replay.recording.rows)


def _by_class(
    replay: LobsterReplay, oracle: LobsterOracle, record: PriorityRecord
) -> dict[Unreproduced, tuple[int, ...]]:
    lines: dict[Unreproduced, list[int]] = {}
    differing_ids: set[int] = set()
    for taken in oracle.taken:
        if taken.is_reproduced:
            continue
        venue = Counter(taken.venue) - Counter(taken.engine)
        engine = Counter(taken.engine) - Counter(taken.venue)
        reason = _reason(taken, replay, record, differing_ids)
        lines.setdefault(reason, []).append(taken.lines[0])
        differing_ids |= {fill.maker_id for fill in (*venue, *engine)}
    return {reason: tuple(lines[reason]) for reason in Unreproduced if reason in lines}


def _reason(
    taken: Taken, replay: LobsterReplay, record: PriorityRecord, differing_ids: set[int]
) -> Unreproduced:
    pairs = list(zip(taken.lines, taken.venue, strict=True))
    different = [(line, fill) for line, fill in pairs if fill not in taken.engine] or pairs
    makers = {fill.maker_id for _, fill in different}
    if any(line in record.out_of_turn for line in taken.lines):
        return Unreproduced.PRIORITY
    if makers - replay.foresight.arrived:
        return Unreproduced.UNSEEN
    if any(line not in record.known for line, _ in different):
        return Unreproduced.RETURNED
    return Unreproduced.AFTERMATH if makers & differing_ids else Unreproduced.OTHER
