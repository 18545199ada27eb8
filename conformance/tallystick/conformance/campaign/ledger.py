"""The ledger of a long campaign: one SQLite file, in which a piece stands whole or not at all."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from tallystick.conformance.campaign.piece_runs import PieceResult
from tallystick.conformance.campaign.plans import Description, description_digest
from tallystick.conformance.coverage import Hits
from tallystick.conformance.traces import trace_text
from tallystick.conformance.verdicts import Verdict
from tallystick.reference.types.choices import Profile

VERSION = 1
APPLICATION = 0x7A11757C
"""Marks the file as a ledger of this kit, in the place that SQLite has for it."""
_APPLICATION_ID = "PRAGMA application_id"
_WAIT_SECONDS = 60.0
_SCHEMA = """
    CREATE TABLE plans (
        plan INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
        began TEXT NOT NULL
    );
    CREATE TABLE pieces (
        plan INTEGER NOT NULL, piece INTEGER NOT NULL, profile TEXT NOT NULL, preset TEXT NOT NULL,
        seed TEXT NOT NULL, planned_commands INTEGER NOT NULL, commands INTEGER NOT NULL,
        drawn_commands INTEGER NOT NULL, accepted INTEGER NOT NULL, trades INTEGER NOT NULL,
        seconds REAL NOT NULL, ended TEXT NOT NULL, PRIMARY KEY (plan, piece)
    ) WITHOUT ROWID;
    CREATE TABLE hits (
        plan INTEGER NOT NULL, piece INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
        count INTEGER NOT NULL, PRIMARY KEY (plan, piece, kind, name)
    ) WITHOUT ROWID;
    CREATE TABLE failures (
        plan INTEGER NOT NULL, piece INTEGER NOT NULL, against TEXT NOT NULL,
        verdict TEXT NOT NULL, clause TEXT NOT NULL, trace TEXT NOT NULL, PRIMARY KEY (plan, piece)
    ) WITHOUT ROWID;
"""

Count = Annotated[int, msgspec.Meta(ge=0)]
_Row = TypeVar("_Row", bound=msgspec.Struct)


class LedgerError(ValueError):
    """A file that is no ledger, or cannot be read or written; says which and why."""


class PlanRow(msgspec.Struct, frozen=True):
    """A plan: what was compared, and all that results depend on, as canonical JSON."""

    plan: Count
    digest: str
    description: str
    began: str

    def described(self) -> Description:
        """The description; ValueError if it is none."""
        return msgspec.json.decode(self.description, type=Description)


class PieceRow(msgspec.Struct, frozen=True):
    """A piece that was run, to its end or to its first failure."""

    piece: Count
    profile: Profile
    preset: str
    seed: str
    planned_commands: Count
    commands: Count
    drawn_commands: Count
    accepted: Count
    trades: Count
    seconds: float
    ended: str


class HitRow(msgspec.Struct, frozen=True):
    """How often a piece met a reason, an event or a removal cause."""

    piece: Count
    kind: Literal["reason", "event", "cause"]
    name: str
    count: Count


class FailureRow(msgspec.Struct, frozen=True):
    """Why a piece ended early; `trace` is the text of a trace file."""

    piece: Count
    against: str
    verdict: Verdict
    clause: str
    trace: str


class Ledger:
    """An open ledger. LedgerError wherever the file does not let itself be read or written."""

    def __init__(self, path: Path | None, *, may_be_new: bool = False) -> None:
        """Open a file, or one in memory; what is missing or empty is made, if it may be new."""
        self._name = "the ledger in memory" if path is None else str(path)
        if path is not None:
            _check_path(path, may_be_new=may_be_new)
        mode = "rwc" if may_be_new else "rw"
        uri = "file::memory:" if path is None else f"{path.absolute().as_uri()}?mode={mode}"
        with self._errors():
            self._file = sqlite3.connect(uri, _WAIT_SECONDS, uri=True, isolation_level=None)
            try:
                self._file.execute("PRAGMA synchronous = FULL")
                if may_be_new:
                    self._make()
                self._check()
            except BaseException:
                self._file.close()
                raise

    def close(self) -> None:
        """Close it; what was added stands in it already."""
        self._file.close()

    def plans(self) -> list[PlanRow]:
        """All plans, in the order in which they were begun."""
        rows = self._rows(PlanRow, "SELECT plan, digest, description, began FROM plans ORDER BY 1")
        for row in rows:
            with self._errors():
                if description_digest(row.described()) != row.digest:
                    raise LedgerError(f"{self._name} is damaged: plan {row.plan} was changed")
        return rows

    def plan(self, description: Description) -> int:
        """The number of this plan, which is added if it is new."""
        digest = description_digest(description)
        text = msgspec.json.encode(description).decode()
        with self._transaction():
            self._file.execute(
                "INSERT INTO plans (digest, description, began) VALUES (?, ?, ?)"
                " ON CONFLICT (digest) DO NOTHING",
                (digest, text, _now()),
            )
        (number,) = (row.plan for row in self.plans() if row.digest == digest)
        return number

    def pieces(self, plan: int) -> list[PieceRow]:
        """The pieces of a plan, ascending."""
        return self._of_plan(PieceRow, "pieces", plan)

    def hits(self, plan: int) -> list[HitRow]:
        """What the pieces of a plan met, ascending by piece."""
        return self._of_plan(HitRow, "hits", plan)

    def failures(self, plan: int) -> list[FailureRow]:
        """The failures of a plan, ascending by piece."""
        return self._of_plan(FailureRow, "failures", plan)

    def add(self, plan: int, result: PieceResult) -> None:
        """Write a piece in one durable step; the same piece, written before, is replaced."""
        piece, hits, failure = result.piece, result.hits, result.failure
        key = (plan, piece.number)
        with self._transaction():
            for table in ("pieces", "hits", "failures"):
                self._file.execute(f"DELETE FROM {table} WHERE plan = ? AND piece = ?", key)
            of_piece = (str(piece.profile), piece.preset, str(piece.seed), piece.commands)
            of_hits = (result.commands, hits.commands, hits.accepted, hits.trades)
            self._insert("pieces", *key, *of_piece, *of_hits, round(result.seconds, 3), _now())
            for kind, counter in counters(hits).items():
                for name, count in sorted(counter.items()):
                    self._insert("hits", *key, kind, name, count)
            if failure is not None:
                finding, text = failure.trace.finding, trace_text(failure.trace)
                found = (failure.against, str(finding.verdict), finding.clauses[0])
                self._insert("failures", *key, *found, text)

    def _insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self._file.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    def _of_plan(self, kind: type[_Row], table: str, plan: int) -> list[_Row]:
        names = ", ".join(kind.__struct_fields__)
        order = "1, 2, 3" if table == "hits" else "1"
        query = f"SELECT {names} FROM {table} WHERE plan = {plan:d} ORDER BY {order}"
        return self._rows(kind, query)

    def _rows(self, kind: type[_Row], query: str) -> list[_Row]:
        names = kind.__struct_fields__
        with self._errors():
            rows = [dict(zip(names, row, strict=True)) for row in self._file.execute(query)]
            return [msgspec.convert(row, kind) for row in rows]

    def _make(self) -> None:
        """Make the tables, if there is nothing at all yet."""
        with self._transaction():
            if self._one("SELECT count(*) FROM sqlite_master") == 0 == self._one(_APPLICATION_ID):
                for statement in _SCHEMA.split(";"):
                    self._file.execute(statement)
                self._file.execute(f"PRAGMA application_id = {APPLICATION}")
                self._file.execute(f"PRAGMA user_version = {VERSION}")

    def _check(self) -> None:
        if self._one(_APPLICATION_ID) != APPLICATION:
            raise LedgerError(f"{self._name} is not a ledger of a campaign")
        version = self._one("PRAGMA user_version")
        if version != VERSION:
            text = f"{self._name} is a ledger of version {version}, expected {VERSION}"
            raise LedgerError(text)
        said = self._one("PRAGMA quick_check(1)")
        if said != "ok":
            raise LedgerError(f"{self._name} is damaged: {' '.join(str(said).split())}")

    def _one(self, query: str) -> object:
        (cell,) = self._file.execute(query).fetchone()
        return cell

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of it or nothing, also after Ctrl-C or a loss of power."""
        with self._errors():
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(f"{self._name}: {error}") from error
        except msgspec.MsgspecError as error:
            raise LedgerError(f"{self._name} is damaged: {error}") from error


def counters(hits: Hits) -> dict[str, Counter[str]]:
    """The counters of what was met, by kind as the ledger names it."""
    return {"reason": hits.reasons, "event": hits.events, "cause": hits.causes}


def _check_path(path: Path, *, may_be_new: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{path} is a directory, expected a ledger")
    if not path.exists() and not may_be_new:
        raise LedgerError(f"there is no file {path}")
    if not path.parent.is_dir():
        raise LedgerError(f"{path.parent} is not a directory")
    if path.exists() and not path.is_file():
        raise LedgerError(f"{path} is not a regular file")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
