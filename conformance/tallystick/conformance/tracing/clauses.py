"""The clauses as the chapters state them (spec chapter 00), and what is no clause but looks so."""

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

PREFIXES = "NUM|STA|CMD|MAT|SPT|PRP|LND|MGN|LIQ|INV|CNF"
CLAUSE_ID = re.compile(rf"\b(?:{PREFIXES})-[0-9]{{3}}\b")
_CLAUSE = re.compile(
    rf"\*\*(?P<id>(?:{PREFIXES})-[0-9]{{3}})\*\* "
    r"\((?P<force>MUST|DEF), (?P<source>world|industry|ours), since (?P<since>[0-9]+\.[0-9]+)\) \S"
)
_LIKE_A_CLAUSE = re.compile(r"[\s>*-]*\*\*[A-Za-z]+-?[0-9]")
_QUOTED_EXAMPLE = "> **MAT-031**"
"""Chapter 00 shows the form of a clause in a quotation; such a line begins none."""


@frozen(order=True)
class Place:
    """A line of a file of the checkout, and what is there: a function, a vector, a fault."""

    path: str
    line: int
    name: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" + (f"  {self.name}" if self.name else "")


@frozen
class Clause:
    """One clause; `text` goes to the next clause or heading."""

    id: str
    force: str
    source: str
    since: str
    place: Place
    text: str

    @property
    def chapter(self) -> str:
        """The prefix of its id."""
        return self.id.partition("-")[0]


def read_clauses(spec: Path) -> tuple[Mapping[str, Clause], list[str]]:
    """All clauses of a spec folder by id, and the lines that are malformed or use an id again.

    Places are told relative to the folder around it.
    """
    clauses: dict[str, Clause] = {}
    problems = []
    for path in sorted(spec.glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for index, line in enumerate(lines):
            place = Place(path.relative_to(spec.parent).as_posix(), index + 1)
            found = _CLAUSE.match(line)
            if found is None:
                if _LIKE_A_CLAUSE.match(line) and not line.startswith(_QUOTED_EXAMPLE):
                    problems.append(f"{place}: malformed clause: {line[:60]}")
            elif found["id"] in clauses:
                problems.append(f"{place}: {found['id']} is used twice")
            else:
                words = found.groupdict()
                clauses[found["id"]] = Clause(**words, place=place, text=_text(lines, index))
    return clauses, problems


def _text(lines: list[str], start: int) -> str:
    end = start + 1
    while end < len(lines) and not (lines[end].startswith("#") or _CLAUSE.match(lines[end])):
        end += 1
    return "\n".join(lines[start:end]).strip()
