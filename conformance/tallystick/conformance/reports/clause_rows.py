"""The clauses of the spec, and what this run has shown of each by vectors."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby, takewhile
from pathlib import Path

from attrs import frozen

from tallystick.conformance.reports.results import PartResult, Status, vector_results
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.suite import Report
from tallystick.conformance.tracing.clauses import Clause, read_clauses
from tallystick.conformance.vectors import load_vector, vector_paths

_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_FORMULA = re.compile(r" {4}(\S.*)")
_SENTENCE_END = re.compile(r"(?<=\.)\s+")


@frozen
class ClauseRow:
    """A clause, its first sentence, and what came of every vector of the kit that names it."""

    clause: Clause
    title: str
    vectors: tuple[PartResult, ...]

    @property
    def told(self) -> str:
        """What the vectors say, in words; what was not run is not passed."""
        if not self.vectors:
            return "not judged by vectors"
        shown = sum(vector.status.is_shown for vector in self.vectors)
        failed = sum(vector.status is Status.FAILED for vector in self.vectors)
        told = [f"{shown} of {len(self.vectors)} passed"]
        told += [f"{failed} failed"] if failed else []
        rest = len(self.vectors) - shown - failed
        return ", ".join(told + ([f"{rest} not run"] if rest else []))

    @property
    def kind(self) -> str:
        """`unjudged`, `failed`, `partial` or `passed`: the gravest that holds."""
        if not self.vectors:
            return "unjudged"
        if any(vector.status is Status.FAILED for vector in self.vectors):
            return "failed"
        whole = all(vector.status is Status.PASSED for vector in self.vectors)
        return "passed" if whole else "partial"


def read_chapters(spec: Path) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    """Title and clauses of every file of a spec folder that has clauses, in their order."""
    clauses, _problems = read_clauses(spec)
    for name, found in groupby(clauses.values(), lambda clause: Path(clause.place.path).name):
        heading = _HEADING.search((spec / name).read_text(encoding="utf-8"))
        yield heading[1] if heading else name, tuple(found)


def clause_rows(report: Report) -> list[tuple[str, tuple[ClauseRow, ...]]]:
    """Every chapter with its rows; a vector of the kit that the plan leaves out is not run."""
    named = _vectors_by_clause(vector_results(report))
    return [
        (
            title,
            tuple(ClauseRow(one, title_of(one), tuple(named.get(one.id, ()))) for one in clauses),
        )
        for title, clauses in read_chapters(spec_directory())
    ]


def title_of(clause: Clause) -> str:
    """The first sentence, with the formulas below the paragraph if it ends in them."""
    paragraph, _, below = clause.text.partition(") ")[2].partition("\n\n")
    sentence = _SENTENCE_END.split(" ".join(paragraph.split()), maxsplit=1)[0]
    if sentence[-1] in ".:":
        return sentence
    formulas = takewhile(bool, map(_FORMULA.fullmatch, below.splitlines()))
    return " ".join((sentence, *(f"`{' '.join(found[1].split())}`" for found in formulas if found)))


def _vectors_by_clause(results: Mapping[str, PartResult]) -> dict[str, list[PartResult]]:
    named: dict[str, list[PartResult]] = {}
    for path in vector_paths():
        vector = load_vector(path)
        for clause in vector.clauses:
            result = results.get(vector.id, PartResult(vector.id, Status.NOT_RUN))
            named.setdefault(clause, []).append(result)
    return named
