"""Which dumps a venue is restored from (STA-026): every condition, and that each is needed."""

import ast
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tallystick.conformance.campaign import sequence
from tallystick.conformance.spec_files import load_preset, preset_names
from tallystick.reference import dump, open_venue, restore, step
from tallystick.reference.types import validity
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.validity import InvalidDumpError, check_dump
from tests.reference.broken_dumps import AT_LIMIT, BROKEN, Broken, changed_dump, valid_dump

SEED = 3


@pytest.mark.parametrize("profile", Profile)
def test_the_dump_that_is_broken_is_valid_before(profile: Profile) -> None:
    sound = valid_dump(profile)
    check_dump(sound)
    assert dump(restore(sound)) == sound


@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("profile", Profile)
def test_every_state_that_is_reached_is_valid(profile: Profile, preset: str) -> None:
    state = open_venue(profile, load_preset(preset))
    check_dump(dump(state))
    for command in sequence(SEED, profile, preset, 0):
        state, _outcome = step(state, command)
        check_dump(dump(state))


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_condition_is_found_where_it_is(broken: Broken) -> None:
    with pytest.raises(InvalidDumpError) as raised:
        restore(broken.dump())
    error = raised.value
    assert error.path == broken.path
    assert str(error) == f"at {error.path}: found {error.found}, expected {error.expected}"


@pytest.mark.parametrize(("profile", "changes"), AT_LIMIT, ids=str)
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


def changed_validity(number: int) -> ModuleType:
    """The module without that rule."""
    tree = ast.parse(Path(str(validity.__file__)).read_text(encoding="utf-8"))
    body, statement = rules(tree)[number]
    # Still a generator, that yields a rule which always holds.
    body[body.index(statement)] = ast.parse("yield True, '', None, None").body[0]
    module = ModuleType("changed_validity")
    exec(compile(ast.fix_missing_locations(tree), "changed_validity", "exec"), vars(module))
    return module


def path_found(module: ModuleType, broken: Broken) -> str | None:
    try:
        module.check_dump(broken.dump())
    except module.InvalidDumpError as error:
        return str(error.path)
    except (IndexError, KeyError, ZeroDivisionError, AttributeError):
        return "no answer"
    return None


COUNT = len(rules(ast.parse(Path(str(validity.__file__)).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("number", range(COUNT))
def test_without_a_rule_something_broken_would_pass_or_be_found_elsewhere(number: int) -> None:
    module = changed_validity(number)
    assert [each for each in BROKEN if path_found(module, each) != each.path] != []
