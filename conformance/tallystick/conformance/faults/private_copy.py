"""Private copies of the reference engine: made from its source, linked among themselves.

Modules of a copy see each other and the live `types`, so that commands and outcomes of a copy equal
those of the live engine. Nothing of a copy is in `sys.modules`. A copy has no contracts, unless it
is made to ask what they see: a wrong engine is to be seen by what it answers, not by its own
assertions.
"""

import ast
import pkgutil
import traceback
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from tallystick import reference
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import Parameters

PACKAGE = reference.__name__
PRIVATE_PACKAGE = "private_reference"
_FILENAME = f"<{PRIVATE_PACKAGE}"
WITH_CONTRACTS, WITHOUT_CONTRACTS = 0, 1
"""The levels of optimization at which assertions are kept, and left out."""

PrivateCopy = Mapping[str, ModuleType]
"""The modules of a copy by their short names."""


class PrivateEngine:
    """A venue on a private copy; the Engine protocol of the kit."""

    def __init__(self, copy: PrivateCopy, profile: Profile, parameters: Parameters) -> None:
        self._copy = copy
        self._state = copy["state"].open_venue(profile, parameters)

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""
        outcome: Outcome
        self._state, outcome = self._copy["engine"].step(self._state, command)
        return outcome

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""
        dump: StateDump = self._copy["canonical"].dump(self._state)
        return dump

    def root(self) -> str:
        """SHA-256 of the canonical encoding of the dump (STA-024)."""
        return str(self._copy["canonical"].root(self._state))


@cache
def module_names() -> tuple[str, ...]:
    """The modules that a copy consists of: all of the reference but its types."""
    found = pkgutil.iter_modules(reference.__path__)
    return tuple(module.name for module in found if not module.ispkg)


@cache
def source_of(name: str) -> str:
    """The source of a module of the live reference."""
    source = pkgutil.get_data(PACKAGE, f"{name}.py")
    assert source is not None
    return source.decode()


def parse(name: str) -> ast.Module:
    """The syntax tree of a module, for the caller to change."""
    return ast.parse(source_of(name))


def sound_copy(*, with_contracts: bool = False) -> PrivateCopy:
    """The copy in which nothing is changed."""
    return _sound_copy(with_contracts)


@cache
def _sound_copy(with_contracts: bool) -> PrivateCopy:
    return _linked({name: parse(name) for name in module_names()}, {}, with_contracts)


def changed_copy(changed: Mapping[str, ast.Module], *, with_contracts: bool = False) -> PrivateCopy:
    """A copy with some modules given as trees.

    Modules that import a changed one, directly or not, are made anew; the others, which nothing can
    tell from new ones since they keep no state, are those of the sound copy.
    """
    stale = set(changed)
    while more := {name for name in module_names() if _imports(name) & stale} - stale:
        stale |= more
    trees = {name: changed.get(name) or parse(name) for name in module_names() if name in stale}
    sound = sound_copy(with_contracts=with_contracts)
    kept = {name: module for name, module in sound.items() if name not in stale}
    return _linked(trees, kept, with_contracts)


def is_broken_contract(error: BaseException) -> bool:
    """Whether it is an assertion of a copy that failed, and none of Python or a library."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, AssertionError) and frames[-1].filename.startswith(_FILENAME)


def _linked(
    trees: Mapping[str, ast.Module], kept: PrivateCopy, with_contracts: bool
) -> PrivateCopy:
    """Execute the trees, each after those it imports."""
    modules: dict[str, ModuleType] = dict(kept)
    level = WITH_CONTRACTS if with_contracts else WITHOUT_CONTRACTS

    def module(name: str) -> ModuleType:
        if name not in modules:
            fresh = ModuleType(f"{PRIVATE_PACKAGE}.{name}")
            for short, alias in _private_imports(trees[name]):
                imported = module(short) if alias is None else getattr(module(short), alias)
                setattr(fresh, alias or short, imported)
            tree = _WithoutPrivateImports().visit(trees[name])
            filename = f"{_FILENAME}.{name}>"
            code = compile(tree, filename, "exec", dont_inherit=True, optimize=level)
            exec(code, fresh.__dict__)
            modules[name] = fresh
        return modules[name]

    for name in trees:
        module(name)
    return modules


@cache
def _imports(name: str) -> frozenset[str]:
    return frozenset(short for short, _alias in _private_imports(parse(name)))


def _is_private_import(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return False
    short = node.module.removeprefix(f"{PACKAGE}.")
    return node.module == PACKAGE or short in module_names()


def _private_imports(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Module and name of every import from the reference; the name is None for a whole module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and _is_private_import(node):
            assert node.module is not None
            for alias in node.names:
                assert alias.asname is None
                if node.module == PACKAGE:
                    yield alias.name, None
                else:
                    yield node.module.removeprefix(f"{PACKAGE}."), alias.name


class _WithoutPrivateImports(ast.NodeTransformer):
    """Leaves out what was linked, also inside of functions."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node) if _is_private_import(node) else node
