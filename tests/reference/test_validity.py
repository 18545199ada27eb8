"""Which dumps a venue is restored from (STA-026): every condition, and that each is needed."""

import ast
from collections.abc import Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.campaign import sequence
from tallystick.conformance.spec_files import load_preset, preset_names
from tallystick.conformance.vectors import load_vector, vector_paths
from tallystick.reference import dump, open_venue, restore, step
from tallystick.reference.types import (
    dump_rules,
    liquidation_validity,
    loan_validity,
    margin_validity,
    perp_validity,
    validity,
)
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import AnnouncedRiskDump, RiskDump
from tallystick.reference.types.units import Milliseconds, Permille
from tallystick.reference.types.validity import InvalidDumpError, check_dump
from tests.reference.broken_dumps import AT_LIMIT, BROKEN, Broken, changed_dump, valid_dump
from tests.reference.broken_liquidation_dumps import BROKEN_ESCROWS, ESCROWS_AT_LIMIT
from tests.reference.broken_loan_dumps import BROKEN_LOANS, LOANS_AT_LIMIT
from tests.reference.broken_margin_dumps import BROKEN_MARGINS, MARGINS_AT_LIMIT
from tests.reference.broken_perp_dumps import BROKEN_LEGS, LEGS_AT_LIMIT

SEED = 3
ALL_BROKEN = (*BROKEN, *BROKEN_LOANS, *BROKEN_LEGS, *BROKEN_MARGINS, *BROKEN_ESCROWS)
LOANS_AND_LEGS = [
    path for path in vector_paths() if path.stem.startswith(("lnd-", "prp-", "mgn-", "liq-"))
]
PARTS = (dump_rules, loan_validity, perp_validity, margin_validity, liquidation_validity, validity)
"""The modules that yield rules; each imports those before it."""


@pytest.mark.parametrize("profile", Profile)
def test_the_dump_that_is_broken_is_valid_before(profile: Profile) -> None:
    sound = valid_dump(profile)
    check_dump(sound)
    assert dump(restore(sound)) == sound


@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("profile", Profile)
def test_every_state_that_is_reached_is_valid(profile: Profile, preset: str) -> None:
    state = open_venue(profile, load_preset(preset, {}, profile))
    check_dump(dump(state))
    for command in sequence(SEED, profile, preset, 0):
        state, _outcome = step(state, command)
        check_dump(dump(state))


@pytest.mark.parametrize("path", LOANS_AND_LEGS, ids=lambda path: path.stem)
def test_loans_and_legs_go_on_from_every_dump(path: Path) -> None:
    """Each vector of lending and of perpetuals, restored behind every command."""
    vector = load_vector(path)
    state = open_venue(vector.case.profile, vector.case.parameters)
    for position, command in enumerate(vector.case.commands):
        state, outcome = step(state, command)
        reached = dump(state)
        state = restore(reached)
        assert dump(state) == reached
        if position >= vector.setup_commands:
            assert outcome == vector.expected[position - vector.setup_commands]


@pytest.mark.parametrize("profile", [each for each in Profile if not each.has_margin])
def test_risk_values_are_of_margin_only(profile: Profile) -> None:
    sound, values = valid_dump(profile), (Permille(0), Permille(0), Permille(0))
    coming = AnnouncedRiskDump(*values, Milliseconds(sound.now + 1))
    base, asset, *others = sound.assets
    risky, announced = evolve(asset, risk=RiskDump(*values)), evolve(asset, announced=coming)
    for name, changed in (("risk", risky), ("announced", announced)):
        with pytest.raises(InvalidDumpError) as raised:
            restore(evolve(sound, assets=(base, changed, *others)))
        assert raised.value.path == f"/assets/1/{name}"


@pytest.mark.parametrize("broken", ALL_BROKEN, ids=lambda broken: broken.name)
def test_a_broken_condition_is_found_where_it_is(broken: Broken) -> None:
    with pytest.raises(InvalidDumpError) as raised:
        restore(broken.dump())
    error = raised.value
    assert error.path == broken.path
    assert str(error) == f"at {error.path}: found {error.found}, expected {error.expected}"


@pytest.mark.parametrize(
    ("profile", "changes"),
    [*AT_LIMIT, *LOANS_AT_LIMIT, *LEGS_AT_LIMIT, *MARGINS_AT_LIMIT, *ESCROWS_AT_LIMIT],
    ids=str,
)
def test_what_is_at_its_limit_is_restored(profile: Profile, changes: Mapping[str, Any]) -> None:
    at_limit = changed_dump(profile, changes)
    assert dump(restore(at_limit)) == at_limit


def rules(tree: ast.Module) -> list[tuple[list[ast.stmt], ast.Expr]]:
    """The statements that yield one rule, each with the body it stands in."""
    bodies = [
        body
        for node in ast.walk(tree)
        for name in ("body", "orelse")
        if isinstance(body := getattr(node, name, None), list)
    ]
    return [
        (body, statement)
        for body in bodies
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield)
    ]


def source_of(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def changed_validity(part: ModuleType, number: int) -> ModuleType:
    """The module that checks a dump, without that rule of one of the modules."""
    stand_ins: dict[int, FunctionType] = {}
    for each in PARTS[PARTS.index(part) :]:
        tree = ast.parse(source_of(each))
        if each is part:
            body, statement = rules(tree)[number]
            # Still a generator, that yields a rule which always holds.
            body[body.index(statement)] = ast.parse("yield True, '', None, None").body[0]
        module = ModuleType("changed_validity")
        exec(compile(ast.fix_missing_locations(tree), module.__name__, "exec"), vars(module))
        for name, member in tuple(vars(module).items()):
            if id(member) in stand_ins:
                setattr(module, name, stand_ins[id(member)])
            elif isinstance(member, FunctionType) and member.__module__ == module.__name__:
                stand_ins[id(getattr(each, name))] = member
    return module


def path_found(module: ModuleType, broken: Broken) -> str | None:
    try:
        module.check_dump(broken.dump())
    except module.InvalidDumpError as error:
        return str(error.path)
    except (IndexError, KeyError, ZeroDivisionError, AttributeError, AssertionError):
        return "no answer"
    return None


EACH = [
    (part, number) for part in PARTS for number in range(len(rules(ast.parse(source_of(part)))))
]


@pytest.mark.parametrize(("part", "number"), EACH)
def test_without_a_rule_something_broken_would_pass_or_be_found_elsewhere(
    part: ModuleType, number: int
) -> None:
    module = changed_validity(part, number)
    assert [each for each in ALL_BROKEN if path_found(module, each) != each.path] != []
