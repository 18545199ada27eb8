"""The ledger: whole or not at all, and no file of others."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tallystick.conformance.campaign.ledger import APPLICATION, VERSION, Ledger, LedgerError
from tallystick.conformance.campaign.piece_runs import PieceFailure, PieceResult
from tallystick.conformance.coverage import Hits
from tallystick.conformance.traces import Trace, parse_trace
from tallystick.conformance.verdicts import Finding, Verdict
from tests.conformance.campaign_runs.runs import description_of, piece_of, plan_of, tables

FINDING = Finding(Verdict.DIVERGED, ("MAT-010", "CMD-005"), 3, {"a": 1}, "words")


def result_with(failure: PieceFailure | None = None, accepted: int = 70) -> PieceResult:
    """A piece that met a few things."""
    hits = Hits(90, accepted, 5, Counter(work_limit=2), Counter(traded=5), Counter(expired=1))
    return PieceResult(piece_of(commands=100, number=7), 100, hits, 1.25, failure)


def failure() -> PieceFailure:
    """A failure with a trace."""
    return PieceFailure("reference", Trace("fast", next(piece_of().cases()), FINDING))


def new_ledger(path: Path) -> int:
    """A ledger with one plan and one piece; the number of the plan."""
    with closing(Ledger(path, may_be_new=True)) as ledger:
        number = ledger.plan(description_of(plan_of()))
        ledger.add(number, result_with(failure()))
    return number


def execute(path: Path, *statements: str) -> None:
    """Change a file behind the ledger's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def test_what_is_added_is_read_again(folder: Path) -> None:
    number = new_ledger(folder / "a")
    with closing(Ledger(folder / "a")) as ledger:
        (plan,) = ledger.plans()
        assert plan.plan == number
        assert plan.described() == description_of(plan_of())
        (row,) = ledger.pieces(number)
        assert (row.piece, row.profile, row.preset, row.seed) == (7, "spot/1", "minimal", "1")
        assert (row.planned_commands, row.commands, row.drawn_commands) == (100, 100, 90)
        assert (row.accepted, row.trades, row.seconds) == (70, 5, 1.25)
        hits = [(hit.piece, hit.kind, hit.name, hit.count) for hit in ledger.hits(number)]
        assert hits == [
            (7, "cause", "expired", 1), (7, "event", "traded", 5), (7, "reason", "work_limit", 2),
        ]  # fmt: skip
        (found,) = ledger.failures(number)
        assert (found.against, found.verdict, found.clause) == (
            "reference", Verdict.DIVERGED, "MAT-010",
        )  # fmt: skip
        assert parse_trace(found.trace.encode(), "it") == failure().trace


def test_the_same_piece_is_replaced(folder: Path) -> None:
    number = new_ledger(folder / "a")
    with closing(Ledger(folder / "a")) as ledger:
        ledger.add(number, result_with(accepted=71))
        assert [row.accepted for row in ledger.pieces(number)] == [71]
        assert len(ledger.hits(number)) == 3
        assert ledger.failures(number) == []


def test_a_plan_is_known_by_all_that_it_depends_on(folder: Path) -> None:
    description = description_of(plan_of())
    with closing(Ledger(folder / "a", may_be_new=True)) as ledger:
        first = ledger.plan(description)
        assert ledger.plan(description) == first
        for name in description.__struct_fields__:
            changed = msgspec.structs.replace(description, **{name: other(description, name)})
            assert ledger.plan(changed) != first
        assert len(ledger.plans()) == 1 + len(description.__struct_fields__)


def other(description: object, name: str) -> object:
    """Another value of the same type."""
    match getattr(description, name):
        case int(number):
            return number + 1
        case str(text):
            return f"{text}2"
        case list(names):
            return [*names, "fast"]
        case engines:
            return {**engines, "fast": "d"}


def test_an_interrupted_step_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = new_ledger(folder / "a")
    before = tables(folder / "a")

    def interrupted(_trace: Trace) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("tallystick.conformance.campaign.ledger.trace_text", interrupted)
    with closing(Ledger(folder / "a")) as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.add(number, result_with(failure(), accepted=1))
        assert [row.accepted for row in ledger.pieces(number)] == [70]
    assert tables(folder / "a") == before


def test_a_ledger_in_memory_needs_no_file(folder: Path) -> None:
    with closing(Ledger(None, may_be_new=True)) as ledger:
        number = ledger.plan(description_of(plan_of()))
        ledger.add(number, result_with())
        assert len(ledger.pieces(number)) == 1
    assert list(folder.iterdir()) == []


def test_an_empty_file_may_become_a_ledger(folder: Path) -> None:
    path = folder / "a b?c#d%41"
    path.touch()
    with pytest.raises(LedgerError, match="is not a ledger of a campaign"):
        Ledger(path)
    new_ledger(path)
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def test_what_is_no_ledger_is_refused_and_kept(folder: Path) -> None:
    letter, foreign = folder / "letter", folder / "foreign"
    letter.write_text("Dear Sir, " * 100, encoding="utf-8")
    execute(foreign, "CREATE TABLE songs (name TEXT)")
    for path, said in ((letter, "file is not a database"), (foreign, "is not a ledger")):
        before = path.read_bytes()
        for may_be_new in (True, False):
            with pytest.raises(LedgerError, match=said):
                Ledger(path, may_be_new=may_be_new)
        assert path.read_bytes() == before


def test_where_there_is_no_file(folder: Path) -> None:
    for path, said in (
        (folder / "none", "there is no file"),
        (folder, "is a directory"),
        (folder / "no" / "a", "there is no file"),
    ):
        with pytest.raises(LedgerError, match=said):
            Ledger(path)
    with pytest.raises(LedgerError, match="no is not a directory"):
        Ledger(folder / "no" / "a", may_be_new=True)
    with pytest.raises(LedgerError, match="is not a regular file"):
        Ledger(Path("/dev/null"), may_be_new=True)


def test_another_version_is_refused(folder: Path) -> None:
    new_ledger(folder / "a")
    execute(folder / "a", f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(LedgerError, match=f"is a ledger of version {VERSION + 1}, expected"):
        Ledger(folder / "a")


def test_a_damaged_file_is_refused(folder: Path) -> None:
    path = folder / "a"
    new_ledger(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(LedgerError, match=r"^.*/a(:| is damaged)"):
        Ledger(path)
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(LedgerError, match=r"^.*/a(:| is damaged)"):
        Ledger(path).plans()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans SET description = '{'",
        "UPDATE plans SET description = replace(description, 'reference', 'fast')",
        "UPDATE pieces SET commands = 'many'",
        "UPDATE pieces SET commands = -1",
        "UPDATE pieces SET profile = 'perp/9'",
        "UPDATE hits SET kind = 'mood'",
        "UPDATE failures SET verdict = 'fine'",
        "DROP TABLE hits",
    ],
)
def test_what_was_changed_by_others_is_refused(folder: Path, statement: str) -> None:
    path = folder / "a"
    number = new_ledger(path)
    execute(path, statement)
    with closing(Ledger(path)) as ledger, pytest.raises(LedgerError, match="/a"):
        _ = ledger.plans(), ledger.pieces(number), ledger.hits(number), ledger.failures(number)


def test_a_file_that_may_not_be_written_can_be_read(folder: Path) -> None:
    path = folder / "a"
    number = new_ledger(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        file.execute("BEGIN IMMEDIATE")  # somebody else writes
        with closing(Ledger(path)) as ledger:
            assert len(ledger.pieces(number)) == 1
