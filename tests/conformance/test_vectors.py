"""Vector files: all are well formed and pass on every engine; broken files are refused in words."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tallystick.conformance.runner import Limits
from tallystick.conformance.targets import ReferenceEngine, open_engine, profiles_of
from tallystick.conformance.vectors import (
    UnknownVectorError,
    VectorError,
    find_vector,
    load_vector,
    run_vector,
    spec_clauses,
    vector_paths,
)
from tallystick.conformance.verdicts import Verdict
from tallystick.reference.types.choices import Profile
from tests.conformance.broken_engines import BROKEN
from tests.engine_targets import targets_to_test

LIMITS = Limits()
MADE: dict[str, Any] = {
    "format": "tallystick-vector/1",
    "id": "cmd-made-up",
    "title": "A vector of this test",
    "clauses": ["CMD-020", "CMD-012"],
    "profile": "match/1",
    "preset": "minimal",
    "parameters": {"max_accounts": 1},
    "derivation": "hand",
    "setup": [{"type": "open_account", "signer": "11"}],
    "steps": [
        {
            "command": {"type": "open_account", "signer": "12"},
            "expect": {"type": "rejected", "reason": "too_many_accounts", "index": 0},
        },
        {
            "command": {"type": "advance_time", "signer": "0", "now": "6"},
            "expect": {
                "type": "accepted",
                "events": [{"type": "time_advanced", "now": "6"}],
                "touched_orders": 0,
            },
        },
    ],
    "state": [{"at": "/now", "equals": "6"}, {"at": "/parameters/max_accounts", "equals": 1}],
    "arithmetic": [
        {"expression": "2 * 3", "equals": "6", "at": "/steps/1/expect/events/0/now"},
        {"expression": "3 - 3", "equals": "0", "at": "/steps/0/expect/index"},
    ],
}


def write(folder: Path, document: object) -> Path:
    path = folder / "cmd-made-up.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def changed(*keys: str | int, to: object) -> dict[str, Any]:
    """The vector above, with one part replaced."""
    document = json.loads(json.dumps(MADE))
    part = document
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = to
    return dict(document)


@pytest.mark.parametrize("target", targets_to_test())
def test_every_vector_passes(target: str) -> None:
    failed = {
        path.stem: finding
        for path in vector_paths()
        if (vector := load_vector(path)).case.profile in profiles_of(target)
        and (finding := run_vector(vector, partial(open_engine, target), LIMITS))
    }
    assert failed == {}


def test_there_are_vectors_of_every_kind() -> None:
    vectors = [load_vector(path) for path in vector_paths()]
    assert {vector.case.profile for vector in vectors} == set(Profile)
    assert any(vector.derivation == "hand" for vector in vectors)


def test_a_vector_of_all_fields(tmp_path: Path) -> None:
    vector = load_vector(write(tmp_path, MADE))
    assert vector.setup_commands == 1
    assert len(vector.case.commands) == 3
    assert vector.case.parameters.max_accounts == 1
    assert run_vector(vector, ReferenceEngine, LIMITS) is None


DIFFERENT: dict[str, tuple[dict[str, Any], int, str]] = {
    "set-up": (changed("setup", 0, "signer", to="0"), 0, "rejected"),
    "reason": (changed("steps", 0, "expect", "reason", to="out_of_range"), 1, "too_many_accounts"),
    "index": (changed("steps", 0, "expect", "index", to=1), 1, "too_many_accounts"),
    "event": (changed("steps", 1, "expect", "events", to=[]), 2, "time_advanced"),
    "state": (changed("state", 0, "equals", to="7"), 2, "6"),
    "state flag": (changed("state", 1, "equals", to=True), 2, "1"),
    "state pointer": (changed("state", 0, "at", to="/no/such"), 2, "nothing at /no/such"),
    "state index": (changed("state", 0, "at", to="/assets/9"), 2, "nothing at /assets/9"),
}


@pytest.mark.parametrize(("document", "step", "got"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_vector_that_does_not_hold(
    tmp_path: Path, document: dict[str, Any], step: int, got: str
) -> None:
    document["arithmetic"] = []
    document["profile"] = "spot/1"
    finding = run_vector(load_vector(write(tmp_path, document)), ReferenceEngine, LIMITS)
    assert finding is not None
    assert (finding.verdict, finding.step) == (Verdict.DIVERGED, step)
    assert finding.clauses == ("CMD-020", "CMD-012")
    assert got in json.dumps(finding.got)


def test_a_root_that_is_not_that_of_the_vector() -> None:
    with_root = [vector for vector in map(load_vector, vector_paths()) if vector.root]
    assert {vector.case.profile for vector in with_root} == set(Profile)
    for vector in with_root:
        finding = run_vector(vector, BROKEN["StrangeRoot"], LIMITS)
        assert finding is not None
        assert (finding.verdict, finding.clauses) == (Verdict.DIVERGED, vector.clauses)
        assert (finding.expected, finding.got) == (vector.root, "0" * 64)
        assert finding.step == len(vector.case.commands) - 1


def test_broken_engines_fail_vectors() -> None:
    def failed(name: str) -> set[Verdict]:
        found = (run_vector(load_vector(path), BROKEN[name], LIMITS) for path in vector_paths())
        return {finding.verdict for finding in found if finding}

    for name in ("TakersPrice", "NoFeeEvents", "WrongReason", "WrongIndex", "NoTouches"):
        assert failed(name) == {Verdict.DIVERGED}
    assert failed("Raises") == {Verdict.CRASHED}
    assert failed("CannotOpen") == {Verdict.CRASHED}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "format": (changed("format", to="tallystick-vector/2"), r"\$\.format"),
    "id of another file": (changed("id", to="cmd-other"), 'at /id: found "cmd-other"'),
    "id not kebab": (changed("id", to="cmd_made_up"), r"\$\.id"),
    "title": (changed("title", to=""), r"\$\.title"),
    "no clause": (changed("clauses", to=[]), r"\$\.clauses"),
    "four clauses": (changed("clauses", to=["CMD-001"] * 4), r"\$\.clauses"),
    "a clause twice": (changed("clauses", to=["CMD-001"] * 2), "named once"),
    "a clause of no chapter": (changed("clauses", 1, to="CMD-999"), 'at /clauses/1: found "CMD-9'),
    "profile": (
        changed("profile", to="perp/2"),
        r"\|perp/1\|margin/1\|world/1\).* at `\$\.profile`",
    ),
    "preset": (changed("preset", to="tiny"), "known: hardened, minimal, world"),
    "parameter": (changed("parameters", to={"max": 1}), "at /parameters/max: found an unknown"),
    "parameter form": (changed("parameters", to={"max_accounts": "1"}), "at /parameters/max_acc"),
    "parameter range": (changed("parameters", to={"max_accounts": 0}), "expected 1 to 1048576"),
    "derivation": (changed("derivation", to="engine"), r"\(hand\|reference\)"),
    "command": (changed("setup", 0, "signer", to=11), "at /setup/0/signer: found 11, expected a d"),
    "no steps": (changed("steps", to=[]), r"length >= 1 - at `\$\.steps`"),
    "step": (changed("steps", 0, to={"command": {}}), "missing required field `expect`"),
    "step command": (changed("steps", 0, "command", to={}), 'at /steps/0/command: found no key "t'),
    "outcome": (changed("steps", 1, "expect", "events", 0, "now", to=6), "events/0/now: found 6"),
    "arithmetic": (changed("arithmetic", 0, "expression", to="2 /"), "at /arithmetic/0/expression"),
    "sum": (changed("arithmetic", 0, "equals", to="7"), "expected 2 \\* 3 = 6"),
    "wrong place": (changed("arithmetic", 0, "at", to="/title"), "at /title: .* expected 6"),
    "no place": (changed("arithmetic", 0, "at", to="/steps/7"), "at /steps/7: found nothing"),
    "no pointer": (changed("arithmetic", 0, "at", to="now"), "at now: found nothing"),
    "root form": (changed("root", to="0" * 63), r"\$\.root"),
    "no root": (changed("root", to=None), r"Expected `str`, got `null` - at `\$\.root`"),
    "text without root": (
        changed("canonical", to="{}"),
        'at /root: found "", expected 44136fa355b3678a.* the SHA-256 of /canonical',
    ),
    "canonical form": (changed("canonical", to="\n"), r"\$\.canonical"),
    "unknown key": (changed("comment", to="x"), "unknown field `comment`"),
}


@pytest.mark.parametrize(("document", "said"), REFUSED.values(), ids=REFUSED)
def test_a_malformed_vector_is_refused(tmp_path: Path, document: dict[str, Any], said: str) -> None:
    with pytest.raises(VectorError, match=said) as refused:
        load_vector(write(tmp_path, document))
    assert "cmd-made-up.json" in str(refused.value)


@pytest.mark.parametrize(
    "key", [key for key in MADE if key not in ("parameters", "state", "arithmetic")]
)
def test_a_missing_key_is_refused(tmp_path: Path, key: str) -> None:
    document = {name: part for name, part in MADE.items() if name != key}
    with pytest.raises(VectorError, match=f"missing required field `{key}`"):
        load_vector(write(tmp_path, document))


BROKEN_FILES: dict[str, Callable[[Path], object]] = {
    "absent": Path.exists,
    "a directory": lambda path: path.mkdir(),
    "empty": lambda path: path.touch(),
    "truncated": lambda path: path.write_text(json.dumps(MADE)[:300], encoding="utf-8"),
    "a key twice": lambda path: path.write_text('{"id": "a", "id": "a"}', encoding="utf-8"),
    "no object": lambda path: path.write_text("[]", encoding="utf-8"),
}


@pytest.mark.parametrize("make", BROKEN_FILES.values(), ids=BROKEN_FILES)
def test_a_broken_file_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "cmd-made-up.json"
    make(path)
    with pytest.raises(VectorError, match="cmd-made-up"):
        load_vector(path)


def test_unknown_vectors() -> None:
    for name in ("cmd-none", "../vectors/cmd-advance-time", ""):
        with pytest.raises(UnknownVectorError, match="vectors ls"):
            find_vector(name)


def test_clauses_of_the_spec() -> None:
    of_every_kind = {"NUM-001", "STA-023", "MAT-029", "SPT-012", "INV-008", "CNF-020", "CNF-101"}
    assert of_every_kind <= spec_clauses()
