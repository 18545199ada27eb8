"""Mutants of the reference: every small change of its source, against the vectors.

A mutant is killed by a vector to which it answers otherwise. One that only raises errors, or only
walks without end, is counted as such and not as killed. One that answers every vector as the
reference does is a survivor: either no answer can tell it from the reference, or a vector is
missing. `survivors.toml` says which, for each.
"""

import ast
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, unique
from functools import cache, partial
from importlib import resources
from itertools import islice

from attrs import define, frozen

from tallystick.conformance.faults.operators import edits
from tallystick.conformance.faults.private_copy import (
    PrivateCopy,
    PrivateEngine,
    changed_copy,
    module_names,
    parse,
    source_of,
)
from tallystick.conformance.faults.strength import LIMITS
from tallystick.conformance.vectors import Vector, run_vector
from tallystick.conformance.verdicts import Verdict

MOST_TURNS = 2_000
"""Turns of all loops for one vector: far more than any walk of a vector makes."""
ASIDE = frozenset({"views"})
"""Modules that only show a state to people: no answer depends on them, so no vector can tell."""
OF_WORLD = frozenset(
    {
        *("bankruptcy", "closing", "closing_out", "counterparties", "escrows", "forced"),
        *("liquidation", "net_worth", "rewards", "sharing", "swapping_assets"),
        *("winding", "winding_loans"),
    }
)
"""Modules of chapter 09: a venue whose profile has it not enters none of their functions."""
_TURN = "_take_turn"
_TAG = re.compile(r"\[([A-Z]{3}-[0-9]{3})\]")


@unique
class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    CRASHED = "crashed"
    ENDLESS = "endless"
    SURVIVED = "survived"


@frozen
class Mutant:
    """One edit of one module.

    `number` is its position among the edits of the module. The same edit can be possible twice in
    one function: `nth` counts, from 1.
    """

    module: str
    scope: str
    line: int
    was: str
    now: str
    nth: int
    number: int

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What it is, wherever the line has moved."""
        return (self.module, self.scope, self.was, self.now, self.nth)


@frozen
class Survivor:
    """A mutant that no vector kills, and why."""

    module: str
    scope: str
    was: str
    now: str
    why: str
    nth: int = 1

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """As that of the mutant."""
        return (self.module, self.scope, self.was, self.now, self.nth)


@frozen
class Tried:
    """A mutant, its fate, and the vector that killed it."""

    mutant: Mutant
    fate: Fate
    vector: str = ""


class EndlessError(Exception):
    """A mutant loops without end."""


@define
class _Turns:
    left: int = MOST_TURNS

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise EndlessError


def mutants_of(module: str) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its lines."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for number, edit in enumerate(edits(parse(module))):
        what = (edit.scope, edit.was, edit.now)
        seen[what] += 1
        yield Mutant(module, edit.scope, edit.line, edit.was, edit.now, seen[what], number)


def all_mutants() -> tuple[Mutant, ...]:
    """The mutants of all modules of the reference that have a part in its answers."""
    modules = (module for module in module_names() if module not in ASIDE)
    return tuple(mutant for module in modules for mutant in mutants_of(module))


def sample(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """So many mutants, the same for the same seed."""
    return random.Random(seed).sample(mutants, min(count, len(mutants)))


def try_mutants(mutants: Iterable[Mutant], vectors: Sequence[Vector]) -> Iterator[Tried]:
    """Run the vectors against each mutant until one kills it."""
    killers: Counter[str] = Counter()
    for mutant in mutants:
        tags = _tags(mutant)
        # What is most likely to kill comes first; the fate does not depend on it.
        ordered = sorted(
            (vector for vector in vectors if _may_enter(vector, mutant.module)),
            key=lambda vector: (tags.isdisjoint(vector.clauses), -killers[vector.id]),
        )
        tried = _try(mutant, ordered)
        killers[tried.vector] += 1
        yield tried


def _may_enter(vector: Vector, module: str) -> bool:
    """Whether a vector can come into a module at all."""
    return vector.case.profile.has_liquidation or module not in OF_WORLD


def _try(mutant: Mutant, vectors: Iterable[Vector]) -> Tried:
    turns = _Turns()
    try:
        copy = _copy_of(mutant, turns)
    except Exception:
        return Tried(mutant, Fate.CRASHED)
    fate = Fate.SURVIVED
    for vector in vectors:
        turns.left = MOST_TURNS
        finding = run_vector(vector, partial(PrivateEngine, copy), LIMITS)
        if finding is None:
            continue
        if finding.verdict is Verdict.DIVERGED:
            return Tried(mutant, Fate.KILLED, vector.id)
        is_endless = turns.left < 0 or finding.verdict is Verdict.TIMED_OUT
        fate = Fate.ENDLESS if is_endless else Fate.CRASHED
    return Tried(mutant, fate)


def _copy_of(mutant: Mutant, turns: _Turns) -> PrivateCopy:
    """The reference with this edit, and with loops that count their turns."""
    trees = {name: parse(name) for name in {mutant.module, *_looping_modules()}}
    next(islice(edits(trees[mutant.module]), mutant.number, None)).apply()
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.While):
                node.body.insert(0, ast.parse(f"{_TURN}()").body[0])
        ast.fix_missing_locations(tree)
    copy = changed_copy(trees)
    for name in _looping_modules():
        copy[name].__dict__[_TURN] = turns.take
    return copy


@cache
def _looping_modules() -> frozenset[str]:
    """The modules with loops that need not end."""
    return frozenset(
        name
        for name in module_names()
        if any(isinstance(node, ast.While) for node in ast.walk(parse(name)))
    )


def _tags(mutant: Mutant) -> frozenset[str]:
    """Clauses that the mutated line and the two below it decide."""
    lines = source_of(mutant.module).splitlines()[mutant.line - 1 : mutant.line + 2]
    return frozenset(_TAG.findall("\n".join(lines)))


@cache
def known_survivors() -> tuple[Survivor, ...]:
    """The mutants that may survive, as `survivors.toml` lists them."""
    text = resources.files(__package__).joinpath("survivors.toml").read_text(encoding="utf-8")
    return tuple(Survivor(**row) for row in tomllib.loads(text).get("survivor", []))
