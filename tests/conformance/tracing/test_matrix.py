"""Everything that is linked to a clause is found, and everything that is missing."""

from pathlib import Path

import pytest

from tallystick.conformance.tracing.links import Kind
from tallystick.conformance.tracing.matrix import Lack, Proof, checkout_root, read_matrix

KIT = "conformance/tallystick/conformance"
NUMBERS = "reference/tallystick/reference/numbers.py"
CHAPTER = "spec/01-numbers.md"
EXEMPTIONS = f"{KIT}/tracing/exemptions.toml"


def test_every_link_is_found(root: Path) -> None:
    number, atom, invariant = read_matrix(root).rows
    assert number.clause.text == (
        "**NUM-001** (MUST, ours, since 1.0) Every number is\na whole one."
    )
    assert str(number.clause.place) == f"{CHAPTER}:3"
    assert {kind: [str(place) for place in number.places[kind]] for kind in Kind} == {
        "tag": [f"{NUMBERS}:3  half"],
        "test": [],
        "vector": [f"{KIT}/vectors/num-odd.json:1  num-odd"],
        "fault": [f"{KIT}/faults/catalogue/a01.py:1  a01"],
        "reason": ["spec/reasons.toml:1  odd"],
        "parameter": [],
    }
    assert number.contracts == {f"{NUMBERS} half": "confirmed"}
    assert (number.proof, atom.proof, invariant.proof) == (Proof.WHOLE, "-", "tested")
    assert [str(place) for place in invariant.places[Kind.LINE]] == [f"{KIT}/auditor.py:1"]
    assert [str(place) for place in invariant.places[Kind.TEST]] == [
        "tests/test_numbers.py:4  test_nothing_is_lost"
    ]
    assert atom.places[Kind.TEST] == ()


def test_what_is_whole_has_no_gaps(root: Path) -> None:
    matrix = read_matrix(root)
    assert matrix.gaps == ()
    assert matrix.counts()["source"] == {"ours": 1, "world": 1, "industry": 1}
    assert matrix.counts()["force"] == {"MUST": 2, "DEF": 1}
    assert matrix.counts()["proof"]["proved"] == matrix.counts()["proof"]["tested"] == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "gap"),
    [
        (NUMBERS, "  # [NUM-001]", "", f"{CHAPTER}:3: NUM-001 has no deciding line"),
        (NUMBERS, "[NUM-001]", "[NUM-001] [NUM-999]", f"{NUMBERS}:3  half: tag NUM-999"),
        (NUMBERS, "[NUM-001]", "[NUM-001] [MUN-001]", f"{NUMBERS}:3  half: tag MUN-001"),
        ("fast/tallystick/fast/numbers.py", "2", "2  # [NUM-999]", "tag NUM-999"),
        (f"{KIT}/auditor.py", "INV-001", "", "INV-001 has no deciding line"),
        (f"{KIT}/auditor.py", "INV-001", "about INV-001", "INV-001 has no deciding line"),
        (f"{KIT}/vectors/num-odd.json", '"NUM-001"', "", "neither a test nor a vector"),
        (f"{KIT}/vectors/num-odd.json", '"NUM', '"NUM-999", "NUM', "vector NUM-999"),
        (f"{KIT}/faults/catalogue/a01.py", "NUM-001", "NUM-999", "a01: fault NUM-999"),
        ("spec/reasons.toml", "NUM-001", "NUM-999", "odd: reason NUM-999"),
        ("spec/parameters.toml", "NUM-002", "NUM-999", "most: parameter NUM-999"),
        ("tests/test_numbers.py", '"""INV-001"""', "pass", "INV-001 has neither a test"),
        ("tests/test_numbers.py", '"INV-001"', '"INV-001 to INV-003"', "INV-001 has neither"),
        (CHAPTER, "# Numbers", "**NUM-002** (DEF, ours, since 1.0) X.", "NUM-002 is used twice"),
        (CHAPTER, "# Numbers", "**NUM-003** (MAY, ours, since 1.0) X.", "1: malformed clause"),
        (CHAPTER, "# Numbers", "- **NUM-3** X.", "1: malformed clause"),
        (
            EXEMPTIONS,
            "exempt = []",
            '[[exempt]]\nclauses = ["NUM-001"]\nlacks = ["line"]\nwhy = "x"',
            f"{EXEMPTIONS}: NUM-001 lacks no line: the exemption is not needed",
        ),
        (
            EXEMPTIONS,
            "exempt = []",
            '[[exempt]]\nclauses = ["NUM-999"]\nlacks = ["line"]\nwhy = "x"',
            f"{EXEMPTIONS}: exemption NUM-999 names no clause",
        ),
    ],
)
def test_each_gap_is_found(root: Path, name: str, old: str, new: str, gap: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = read_matrix(root).gaps
    assert gap in found


def test_an_exemption_closes_a_gap_and_no_other(root: Path) -> None:
    (root / NUMBERS).write_text("def half() -> None: ...\n", encoding="utf-8")
    (root / f"{KIT}/vectors/num-odd.json").unlink()
    (root / EXEMPTIONS).write_text(
        '[[exempt]]\nclauses = ["NUM-001"]\nlacks = ["line"]\nwhy = "x"\n', encoding="utf-8"
    )
    matrix = read_matrix(root)
    assert matrix.rows[0].lacks == (Lack.LINE, Lack.EVIDENCE)
    assert matrix.gaps == (f"{CHAPTER}:3: NUM-001 has neither a test nor a vector",)


def test_this_checkout_has_no_gaps() -> None:
    assert read_matrix(checkout_root()).gaps == ()
