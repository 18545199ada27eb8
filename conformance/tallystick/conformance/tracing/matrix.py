"""The matrix: every clause with all that is linked to it, and the gaps."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.tracing.clauses import Clause, Place, read_clauses
from tallystick.conformance.tracing.links import (
    DECIDED_IN_THE_KIT,
    KIT,
    REFERENCE,
    Kind,
    read_contracts,
    read_links,
)

EXEMPTIONS = f"{KIT}/tracing/exemptions.toml"


class NoCheckoutError(RuntimeError):
    """The tests and sources that are to be traced are not here."""


@unique
class Lack(StrEnum):
    """What a MUST must not lack; a trial is judged by the sample, not by the matrix."""

    LINE = "line"
    EVIDENCE = "evidence"
    TRIAL = "trial"


@unique
class Proof(StrEnum):
    """Whether the deciding lines are in functions whose contract is confirmed on all paths."""

    WHOLE = "proved"
    PART = "in part"
    BOUNDED = "bounded"
    TESTED = "tested"
    NOTHING = "-"


@frozen
class Row:
    """A clause and what is linked to it; `contracts` are statuses by function."""

    clause: Clause
    places: Mapping[Kind, tuple[Place, ...]]
    contracts: Mapping[str, str]
    exempt: Mapping[str, str]

    @property
    def has_evidence(self) -> bool:
        """Whether a test or a vector names the clause."""
        return bool(self.places[Kind.TEST] or self.places[Kind.VECTOR])

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What the clause lacks and must have, exempt or not."""
        if self.clause.force != "MUST":
            return ()
        has = {Lack.LINE: bool(self.places[Kind.LINE]), Lack.EVIDENCE: self.has_evidence}
        return tuple(lack for lack in has if not has[lack])

    @property
    def proof(self) -> Proof:
        """What the ledger of contracts says about the functions of the deciding lines."""
        statuses = set(self.contracts.values())
        functions = {f"{place.path} {place.name}" for place in self.places[Kind.LINE]}
        if "confirmed" in statuses:
            proved = all(self.contracts.get(name) == "confirmed" for name in functions)
            return Proof.WHOLE if proved else Proof.PART
        if "bounded" in statuses:
            return Proof.BOUNDED
        return Proof.TESTED if self.has_evidence else Proof.NOTHING


@frozen
class Matrix:
    """All rows in the order of the spec, and what is wrong; green if nothing is."""

    rows: tuple[Row, ...]
    gaps: tuple[str, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """How many clauses are of which force, source and proof, and how many links there are."""
        musts = [row for row in self.rows if row.clause.force == "MUST"]
        return {
            "force": dict(Counter(row.clause.force for row in self.rows)),
            "source": dict(Counter(row.clause.source for row in self.rows)),
            "proof": {proof: sum(row.proof is proof for row in musts) for proof in Proof},
            "linked": {kind: sum(bool(row.places[kind]) for row in self.rows) for kind in Kind},
            "exempt": dict(Counter(lack for row in self.rows for lack in row.exempt)),
        }


def checkout_root() -> Path:
    """The checkout that this module stands in; NoCheckoutError in an installed wheel."""
    root = Path(__file__).parents[4]
    if not (root / "tests/reference/contracts.toml").is_file() or spec_directory() != root / "spec":
        raise NoCheckoutError(
            "this is an installed package: a trace needs a checkout, with its tests"
        )
    return root


def read_matrix(root: Path) -> Matrix:
    """Read everything below a root, and judge it."""
    clauses, problems = read_clauses(root / "spec")
    contracts = read_contracts(root)
    places: dict[str, dict[Kind, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for link in read_links(root):
        clause = clauses.get(link.clause)
        if clause is None:
            # Tests may name what does not exist, to see that it is refused.
            if link.kind is not Kind.TEST:
                problems.append(f"{link.place}: {link.kind} {link.clause} names no clause")
        elif link.kind is not Kind.LINE or _decides(clause, link.place):
            places[link.clause][link.kind].append(link.place)
    exempt: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tomllib.loads((root / EXEMPTIONS).read_text(encoding="utf-8"))["exempt"]:
        for clause_id in row["clauses"]:
            if clause_id not in clauses:
                problems.append(f"{EXEMPTIONS}: exemption {clause_id} names no clause")
            exempt[clause_id] |= dict.fromkeys(row["lacks"], row["why"])
    rows = tuple(
        Row(
            clause,
            {kind: tuple(places[clause.id][kind]) for kind in Kind},
            {name: status for name, (status, named) in contracts.items() if clause.id in named},
            exempt.get(clause.id, {}),
        )
        for clause in clauses.values()
    )
    return Matrix(rows, (*problems, *(gap for row in rows for gap in row_gaps(row))))


def row_gaps(row: Row) -> Iterator[str]:
    """What a clause lacks without an exemption, and exemptions that it no longer needs."""
    what = {Lack.LINE: "no deciding line", Lack.EVIDENCE: "neither a test nor a vector"}
    for lack in row.lacks:
        if lack not in row.exempt:
            yield f"{row.clause.place}: {row.clause.id} has {what[lack]}"
    for exempt in row.exempt:
        if exempt not in (*row.lacks, Lack.TRIAL):
            yield f"{EXEMPTIONS}: {row.clause.id} lacks no {exempt}: the exemption is not needed"


def row_object(row: Row) -> dict[str, Any]:
    """A row as JSON."""
    return {**asdict(row), "proof": row.proof, "lacks": row.lacks}


def _decides(clause: Clause, place: Place) -> bool:
    return place.path.startswith(KIT if clause.chapter in DECIDED_IN_THE_KIT else REFERENCE)
