"""The form of the spec: clause ids, references, links, parameters and reasons."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tokenize import COMMENT, tokenize
from typing import Any

import pytest
from attrs import fields_dict

from tallystick.conformance.spec_files import load_preset, load_toml, preset_names, spec_directory
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import (
    GROUPS,
    LENDING_PARAMETER_RANGES,
    LIQUIDATION_PARAMETER_RANGES,
    MARGIN_PARAMETER_RANGES,
    PARAMETER_RANGES,
    PERPETUAL_PARAMETER_RANGES,
    LendingParameters,
    LiquidationParameters,
    MarginParameters,
    Parameters,
    PerpetualParameters,
    has_group,
)
from tallystick.reference.types.reasons import Reason

SPEC = spec_directory()
ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = tuple(sorted(SPEC.glob("*.md")))
TEXTS = (*CHAPTERS, *sorted(SPEC.glob("rationale/*.md")))
TABLES = tuple(sorted(SPEC.glob("*.toml")))
SOURCES = tuple(
    path
    for root in ("reference", "fast", "conformance")
    for path in sorted((ROOT / root / "tallystick").rglob("*.py"))
)

PREFIX_OF_CHAPTER = {
    "01": "NUM",
    "02": "STA",
    "03": "CMD",
    "04": "MAT",
    "05": "SPT",
    "06": "PRP",
    "07": "LND",
    "08": "MGN",
    "09": "LIQ",
    "10": "INV",
    "11": "CNF",
    "12": "CNF",
    "log-format": "CNF",
    "protocol": "CNF",
}
CLAUSE = re.compile(
    r"^\*\*(?P<id>[A-Z]{3}-[0-9]{3})\*\* \((?:MUST|DEF), (?:world|industry|ours), since 1\.0\) \S"
)
REFERENCE = re.compile(r"\b(?:NUM|STA|CMD|MAT|SPT|PRP|LND|MGN|LIQ|INV|CNF)-[0-9]+\b")
QUOTED_EXAMPLE = "> **MAT-031**"
"""Chapter 00 shows the form of a clause in a quotation; such a line begins none."""


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def clauses_of(chapter: Path) -> list[str]:
    """Ids of the clauses that the chapter states, in its order."""
    matches = map(CLAUSE.match, chapter.read_text(encoding="utf-8").splitlines())
    return [match["id"] for match in matches if match is not None]


STATED = Counter(clause for chapter in CHAPTERS for clause in clauses_of(chapter))


def clause_text(clause: str) -> str:
    """Everything from the clause to the next one, or to the next heading."""
    for chapter in CHAPTERS:
        lines = iter(chapter.read_text(encoding="utf-8").splitlines())
        for line in lines:
            if line.startswith(f"**{clause}**"):
                return "\n".join([line, *_until_next(lines)])
    raise AssertionError(clause)


def _until_next(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if CLAUSE.match(line) or line.startswith("#"):
            return
        yield line


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name_of)
def test_whatever_begins_like_a_clause_is_well_formed(chapter: Path) -> None:
    for line in chapter.read_text(encoding="utf-8").splitlines():
        if re.match(r"[\s>*-]*\*\*[A-Za-z]+-?[0-9]", line) and not line.startswith(QUOTED_EXAMPLE):
            assert CLAUSE.match(line), line


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name_of)
def test_clauses_carry_the_prefix_of_their_chapter_and_ascend(chapter: Path) -> None:
    number, _, _ = chapter.stem.partition("-")
    prefix = PREFIX_OF_CHAPTER.get(number if number.isdigit() else chapter.stem)
    clauses = clauses_of(chapter)
    assert {clause.partition("-")[0] for clause in clauses} == ({prefix} if prefix else set())
    assert clauses == sorted(clauses)


def test_no_clause_id_is_used_twice() -> None:
    assert [clause for clause, count in STATED.items() if count > 1] == []


@pytest.mark.parametrize("path", [*TEXTS, *TABLES, *SOURCES], ids=name_of)
def test_every_clause_that_is_referred_to_exists(path: Path) -> None:
    referred = REFERENCE.findall(path.read_text(encoding="utf-8"))
    assert [clause for clause in referred if clause not in STATED] == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_comment_that_begins_with_a_tag_has_nothing_but_tags(path: Path) -> None:
    with path.open("rb") as source:
        comments = [token.string for token in tokenize(source.readline) if token.type == COMMENT]
    for comment in comments:
        if comment.startswith("# ["):
            assert re.fullmatch(r"#(?: \[[A-Z]{3}-[0-9]{3}\])+", comment), comment


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_a_chapter_has_at_most_500_lines(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    # Rows of a table that the kit writes, one a fault, are looked up and not read.
    written = [line for line in lines if path.name == "strength.md" and line.startswith("| ")]
    assert len(lines) - len(written) <= 500


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_every_link_points_to_a_file_of_the_spec(path: Path) -> None:
    for link in re.findall(r"\]\(([^)]*)\)", path.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        assert anchor == "", link
        assert (path.parent / target).resolve().is_relative_to(SPEC.resolve()), link
        assert (path.parent / target).is_file(), link


def test_parameters_are_those_of_the_types_with_the_same_ranges_in_the_same_order() -> None:
    rows = load_toml("parameters.toml")["parameter"]
    own = [row for row in rows if "group" not in row]
    of_lending = [row for row in rows if row.get("group") == "lending"]
    of_perpetuals = [row for row in rows if row.get("group") == "perpetual"]
    of_margin = [row for row in rows if row.get("group") == "margin"]
    of_liquidation = [row for row in rows if row.get("group") == "liquidation"]
    assert own + of_lending + of_perpetuals + of_margin + of_liquidation == rows
    names = [row["name"] for row in own]
    assert [*names, *GROUPS] == list(fields_dict(Parameters))
    assert ranges_of(own) == dict(PARAMETER_RANGES)
    assert [row["name"] for row in of_lending] == list(fields_dict(LendingParameters))
    assert ranges_of(of_lending) == dict(LENDING_PARAMETER_RANGES)
    assert [row["name"] for row in of_perpetuals] == list(fields_dict(PerpetualParameters))
    assert ranges_of(of_perpetuals) == dict(PERPETUAL_PARAMETER_RANGES)
    assert [row["name"] for row in of_margin] == list(fields_dict(MarginParameters))
    assert ranges_of(of_margin) == dict(MARGIN_PARAMETER_RANGES)
    assert [row["name"] for row in of_liquidation] == list(fields_dict(LiquidationParameters))
    assert ranges_of(of_liquidation) == dict(LIQUIDATION_PARAMETER_RANGES)


def ranges_of(rows: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    return {row["name"]: (row["lowest"], row["highest"]) for row in rows}


def test_every_parameter_is_explained_and_every_preset_complete() -> None:
    for row in load_toml("parameters.toml")["parameter"]:
        assert {"name", "unit", "lowest", "highest", "clause", "why"} <= set(row)
        assert set(row) >= set(preset_names())
    assert {"minimal", "world"} <= set(preset_names())
    # load_preset refuses a value outside of its range.
    for profile in Profile:
        opened = [load_preset(name, profile=profile) for name in preset_names()]
        assert all(isinstance(parameters, Parameters) for parameters in opened)
        for group in GROUPS:
            are_there = {getattr(parameters, group) is not None for parameters in opened}
            assert are_there == {has_group(profile, group)}


def test_reasons_are_those_of_the_types_in_the_same_order() -> None:
    rows = load_toml("reasons.toml")["reason"]
    assert [row["name"] for row in rows] == [reason.value for reason in Reason]
    assert all(set(row) == {"name", "clause", "meaning"} for row in rows)


@pytest.mark.parametrize("reason", Reason)
def test_the_clause_of_a_reason_names_it(reason: Reason) -> None:
    (row,) = (row for row in load_toml("reasons.toml")["reason"] if row["name"] == reason)
    assert re.search(rf"\b{reason}\b", clause_text(row["clause"])) is not None
