"""The clauses of the spec, and what this run has shown of each by vectors."""

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from tallystick.conformance.reports.results import PartResult, Status, vector_results
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.suite import Report
from tallystick.conformance.vectors import load_vector, vector_paths

_CLAUSE = re.compile(
    r"^\*\*(?P<id>[A-Z]{3}-[0-9]{3})\*\* "
    r"\((?P<force>MUST|DEF), (?P<source>[a-z]+), since [0-9.]+\) "
    r"(?P<text>(?:.+\n)+)(?:\n {4}(?P<formula>\S.*)\n)?",
    re.MULTILINE,
)
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=\.)\s+")


@frozen
class Clause:
    """A clause as the spec states it; `title` is its first sentence."""

    id: str
    force: str
    source: str
    title: str


@frozen
class ClauseRow:
    """A clause, and the vectors of the kit that name it with what came of each."""

    clause: Clause
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


def read_chapters() -> Iterator[tuple[str, tuple[Clause, ...]]]:
    """Title and clauses of every file of the spec that has clauses, in their order."""
    for path in sorted(spec_directory().glob("*.md")):
        text = path.read_text(encoding="utf-8")
        heading = _HEADING.search(text)
        clauses = tuple(
            Clause(
                found["id"],
                found["force"],
                found["source"],
                _title(found["text"], found["formula"]),
            )
            for found in _CLAUSE.finditer(text)
        )
        if clauses:
            yield heading[1] if heading else path.stem, clauses


def clause_rows(report: Report) -> list[tuple[str, tuple[ClauseRow, ...]]]:
    """Every chapter with its rows; a vector of the kit that the plan leaves out is not run."""
    named = _vectors_by_clause(vector_results(report))
    return [
        (title, tuple(ClauseRow(clause, tuple(named.get(clause.id, ()))) for clause in clauses))
        for title, clauses in read_chapters()
    ]


def _vectors_by_clause(results: Mapping[str, PartResult]) -> dict[str, list[PartResult]]:
    named: dict[str, list[PartResult]] = {}
    for path in vector_paths():
        vector = load_vector(path)
        for clause in vector.clauses:
            result = results.get(vector.id, PartResult(vector.id, Status.NOT_RUN))
            named.setdefault(clause, []).append(result)
    return named


def _title(text: str, formula: str | None) -> str:
    """The first sentence, with the formula below the paragraph if it ends in that."""
    sentence = _SENTENCE_END.split(" ".join(text.split()), maxsplit=1)[0]
    return f"{sentence} `{formula}`" if formula and sentence[-1] not in ".:" else sentence
