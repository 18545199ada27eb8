"""What ledgers say of a plan, put together: totals, failures, and where ledgers disagree."""

from collections import Counter
from collections.abc import Iterable

from attrs import Factory, define, frozen

from tallystick.conformance.blame import clause_tables
from tallystick.conformance.campaign.ledger import FailureRow, Ledger, PieceRow, counters
from tallystick.conformance.campaign.plans import Description
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.coverage import impossible
from tallystick.conformance.suite import Stage
from tallystick.conformance.verdicts import GRAVITY, Verdict

Hit = tuple[str, str]
"""A kind and a name."""


@frozen
class PieceRecord:
    """One piece with what it met, and why it ended early if it did."""

    row: PieceRow
    hits: Counter[Hit]
    failure: FailureRow | None

    @property
    def rank(self) -> tuple[int, bool]:
        """Of two records of one piece the greater counts: more commands, then a failure."""
        return self.row.planned_commands, self.failure is not None

    def agrees_with(self, other: "PieceRecord") -> bool:
        """Whether both met the same, which they must: a piece is the same wherever it is run."""
        return (self._counts(), self.hits) == (other._counts(), other.hits)

    def _counts(self) -> tuple[int, int, int, int]:
        row = self.row
        return row.commands, row.drawn_commands, row.accepted, row.trades


@define
class CampaignTotal:
    """All pieces of one campaign together; `seconds` are those of all workers."""

    stage: Stage
    pieces: int = 0
    seconds: float = 0.0

    def add(self, record: PieceRecord) -> None:
        """Count a piece."""
        row, stage = record.row, self.stage
        self.pieces += 1
        self.seconds += row.seconds
        stage.commands += row.commands
        stage.planned_commands += row.planned_commands
        stage.hits.commands += row.drawn_commands
        stage.hits.accepted += row.accepted
        stage.hits.trades += row.trades
        by_kind = counters(stage.hits)
        for (kind, name), count in record.hits.items():
            by_kind[kind][name] += count


@define
class Record:
    """A plan and its pieces by number; `disputed` are those on which ledgers disagree."""

    description: Description
    digest: str
    pieces: dict[int, PieceRecord] = Factory(dict)
    disputed: set[int] = Factory(set)

    @property
    def failures(self) -> list[FailureRow]:
        """Why pieces ended early, ascending by piece."""
        found = (record.failure for _, record in sorted(self.pieces.items()))
        return [failure for failure in found if failure is not None]

    @property
    def verdict(self) -> Verdict:
        """The gravest of all that was found; what was not run is not in it."""
        verdicts = {failure.verdict for failure in self.failures} | {Verdict.CONFORMANT}
        return next(verdict for verdict in GRAVITY if verdict in verdicts)

    @property
    def seconds(self) -> float:
        """Of all workers."""
        return sum(record.row.seconds for record in self.pieces.values())

    @property
    def commands(self) -> int:
        """Answered as they must be."""
        return sum(record.row.commands for record in self.pieces.values())

    def add(self, record: PieceRecord) -> None:
        """Take a piece in; one that is there already is counted once."""
        number = record.row.piece
        known = self.pieces.get(number)
        is_same = known and known.row.planned_commands == record.row.planned_commands
        if known and is_same and not known.agrees_with(record):
            self.disputed.add(number)
        if known is None or record.rank > known.rank:
            self.pieces[number] = record

    def totals(self) -> list[CampaignTotal]:
        """The campaigns of which something was run."""
        totals: list[CampaignTotal] = []
        for profile, preset in CAMPAIGNS:
            of_campaign = [
                record
                for record in self.pieces.values()
                if (record.row.profile, record.row.preset) == (profile, preset)
            ]
            if of_campaign:
                stage = Stage(f"campaign {profile} {preset}", 0, impossible(profile, preset))
                total = CampaignTotal(stage)
                for record in of_campaign:
                    total.add(record)
                totals.append(total)
        return totals

    def clause_hits(self) -> Counter[str]:
        """How often each clause was met: that of a reason, an event or a removal cause."""
        met: Counter[str] = Counter()
        for record in self.pieces.values():
            for (kind, name), count in record.hits.items():
                clause = clause_tables()[kind].get(name)
                if clause is not None:
                    met[clause] += count
        return met


def read_records(ledgers: Iterable[Ledger]) -> list[Record]:
    """The plans of all ledgers, each once, in the order in which they are met."""
    records: dict[str, Record] = {}
    for ledger in ledgers:
        for plan in ledger.plans():
            record = records.setdefault(plan.digest, Record(plan.described(), plan.digest))
            for piece in _pieces(ledger, plan.plan):
                record.add(piece)
    return list(records.values())


def _pieces(ledger: Ledger, plan: int) -> Iterable[PieceRecord]:
    failures = {row.piece: row for row in ledger.failures(plan)}
    hits: dict[int, Counter[Hit]] = {}
    for hit in ledger.hits(plan):
        hits.setdefault(hit.piece, Counter())[hit.kind, hit.name] = hit.count
    for row in ledger.pieces(plan):
        yield PieceRecord(row, hits.get(row.piece, Counter()), failures.get(row.piece))
