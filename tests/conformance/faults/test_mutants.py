"""Mutants: what the operators make, and that no survivor is without a reason."""

import ast
from functools import partial

import pytest

from tallystick.conformance.faults.mutants import (
    OF_WORLD,
    Fate,
    Mutant,
    Survivor,
    all_mutants,
    known_survivors,
    sample,
    try_mutants,
)
from tallystick.conformance.faults.operators import edits
from tallystick.conformance.faults.private_copy import PrivateEngine, changed_copy, parse
from tallystick.conformance.faults.strength import LIMITS, sound_vectors
from tallystick.conformance.vectors import run_vector

SAMPLE = 40
SEED = 20261121
MUTANTS = {mutant.key: mutant for mutant in all_mutants()}
KNOWN = {survivor.key: survivor for survivor in known_survivors()}

SOURCE = '''
"""A module."""
from somewhere import Applied
LIMIT: int = 7

def bounded(numbers: tuple[int, ...], low: int) -> bool:
    """Says something."""
    assert low > 0
    total = 0
    total = min(total, ceil_div(low, 2))
    if not numbers or low <= total < LIMIT:
        return Side.BUY is not Reason.SUPPLY_LIMIT
    while numbers:
        total += 1
    return True
'''

ROUNDED = "total = min(total, ceil_div(low, 2))"
COMPARED = "if not numbers or low <= total < LIMIT:"
RETURNED = "return Side.BUY is not Reason.SUPPLY_LIMIT"
EDITS = [
    ("", "LIMIT: int = 7", "LIMIT: int = 8"),
    ("", "LIMIT: int = 7", "LIMIT: int = 6"),
    ("bounded", "def bounded", "return True"),
    ("bounded", "def bounded", "return False"),
    ("bounded", "total = 0", "total = 1"),
    ("bounded", "total = 0", "total = -1"),
    ("bounded", ROUNDED, "total = max(total, ceil_div(low, 2))"),
    ("bounded", ROUNDED, "total = min(total, low // 2)"),
    ("bounded", ROUNDED, "total = min(total, ceil_div(low, 3))"),
    ("bounded", ROUNDED, "total = min(total, ceil_div(low, 1))"),
    ("bounded", ROUNDED, ""),
    ("bounded", COMPARED, "if not numbers and low <= total < LIMIT:"),
    ("bounded", COMPARED, "if numbers or low <= total < LIMIT:"),
    ("bounded", COMPARED, "if not numbers or low < total < LIMIT:"),
    ("bounded", COMPARED, "if not numbers or low > total < LIMIT:"),
    ("bounded", COMPARED, "if not numbers or low <= total <= LIMIT:"),
    ("bounded", COMPARED, "if not numbers or low <= total >= LIMIT:"),
    ("bounded", COMPARED, ""),
    ("bounded", RETURNED, "return Side.BUY is Reason.SUPPLY_LIMIT"),
    ("bounded", RETURNED, "return Side.SELL is not Reason.SUPPLY_LIMIT"),
    ("bounded", RETURNED, "return Side.BUY is not Reason.NOT_BANKRUPT"),
    ("bounded", "while numbers:", "while not numbers:"),
    ("bounded", "total += 1", "total += 2"),
    ("bounded", "total += 1", "total += 0"),
    ("bounded", "total += 1", ""),
    ("bounded", "return True", "return False"),
]  # fmt: skip


def test_the_operators_make_these_edits_and_no_others() -> None:
    assert [(edit.scope, edit.was, edit.now) for edit in edits(ast.parse(SOURCE))] == EDITS


def test_an_edit_does_what_it_says_and_nothing_else() -> None:
    sound = ast.unparse(ast.parse(SOURCE)).splitlines()
    for number in range(len(EDITS)):
        tree = ast.parse(SOURCE)
        edit = list(edits(tree))[number]
        assert ast.unparse(tree).splitlines() == sound
        edit.apply()
        changed = ast.unparse(ast.fix_missing_locations(tree)).splitlines()
        gone = [line.strip() for line in sound if line not in changed]
        assert edit.was.startswith("def ") or gone[0] == edit.was
        assert edit.now in ("", *(line.strip() for line in changed))


def test_mutants_are_told_apart_by_what_they_are() -> None:
    assert len(MUTANTS) == len(all_mutants())
    assert {mutant.module for mutant in all_mutants()} >= {"walk", "fees", "ranges", "admission"}


def test_a_sample_has_no_survivor_without_a_reason() -> None:
    tried = list(try_mutants(sample(all_mutants(), SAMPLE, SEED), sound_vectors()))
    assert len(tried) == SAMPLE
    survivors = [each.mutant for each in tried if each.fate is Fate.SURVIVED]
    assert [mutant for mutant in survivors if mutant.key not in KNOWN] == []
    killed = [each for each in tried if each.fate is Fate.KILLED]
    assert len(killed) >= SAMPLE * 3 // 4
    assert all(each.vector for each in killed)


@pytest.mark.parametrize("survivor", KNOWN.values(), ids=lambda each: f"{each.module}.{each.scope}")
def test_a_known_survivor_is_still_a_mutant_and_survives(survivor: Survivor) -> None:
    assert len(survivor.why) > 20
    assert survivor.key in MUTANTS
    (tried,) = try_mutants([MUTANTS[survivor.key]], sound_vectors())
    assert tried.fate is Fate.SURVIVED


def mutant(module: str, scope: str, was: str, now: str) -> Mutant:
    """The mutant of that edit."""
    return MUTANTS[module, scope, was, now, 1]


@pytest.mark.parametrize(
    ("chosen", "fate"),
    [
        (
            mutant("crossing", "crosses", "crossing = bid >= ask", "crossing = bid > ask"),
            Fate.KILLED,
        ),
        (
            mutant("walk", "_meet_makers", "progress = _decrement(progress, maker)", ""),
            Fate.ENDLESS,
        ),
        (mutant("trading", "cancel_order", "if order is None:", ""), Fate.CRASHED),
    ],
    ids=lambda part: str(part) if isinstance(part, Fate) else "",
)
def test_fates_are_kept_apart(chosen: Mutant, fate: Fate) -> None:
    (tried,) = try_mutants([chosen], sound_vectors())
    assert tried.fate is fate


def test_no_vector_of_another_profile_enters_a_module_of_world() -> None:
    trees = {name: parse(name) for name in OF_WORLD}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                node.body = ast.parse("raise RuntimeError").body
        ast.fix_missing_locations(tree)
    opener = partial(PrivateEngine, changed_copy(trees))
    others = [each for each in sound_vectors() if not each.case.profile.has_liquidation]
    assert [each.id for each in others if run_vector(each, opener, LIMITS)] == []
    entering = [each for each in sound_vectors() if each.id.startswith("liq-")]
    assert all(run_vector(each, opener, LIMITS) for each in entering[:3])


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    mutants = all_mutants()
    assert sample(mutants, 5, 1) == sample(mutants, 5, 1) != sample(mutants, 5, 2)
    assert len(sample(mutants[:3], 5, 1)) == 3
