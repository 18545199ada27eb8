"""Private copies of the reference engine: made from its source, linked among themselves.

The engine's side of a conversation (`SERVER`) can be copied in the same way.

Modules of a copy see each other and the live `types`, so that commands and outcomes of a copy equal
those of the live engine. Nothing of a copy is in `sys.modules`. A copy has no contracts, unless it
is made to ask what they see: a wrong engine is to be seen by what it answers, not by its own
assertions.
"""

import ast
import importlib.util
import pkgutil
import traceback
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.abc import InspectLoader
from types import CodeType, MappingProxyType, ModuleType

from attrs import frozen

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

SERVER: Mapping[str, str] = MappingProxyType(
    {
        "wire": "tallystick.conformance.wire",
        "frames": "tallystick.conformance.protocol.frames",
        "serve": "tallystick.conformance.protocol.serve",
    }
)
"""The modules that read frames and answer them, by their short names, and where they are."""

PrivateCopy = Mapping[str, ModuleType]
"""The modules of a copy by their short names."""


@frozen
class _Part:
    """One module to execute: the names that it is given by other modules of the copy, its code."""

    imports: tuple[tuple[str, str | None], ...]
    code: CodeType


class PrivateEngine:
    """A venue on a private copy; the Engine protocol of the kit."""

    def __init__(self, copy: PrivateCopy, profile: Profile, parameters: Parameters) -> None:
        self._copy = copy
        self._state = copy["state"].open_venue(profile, parameters)

    def restored(self, dump: StateDump) -> "PrivateEngine":
        """Another venue on the same copy, as the dump says (STA-025)."""
        engine = PrivateEngine(self._copy, dump.profile, dump.parameters)
        engine._state = self._copy["restoring"].restore(dump)
        return engine

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
    """The source of a module of the live reference, or of the server."""
    path = SERVER.get(name, f"{PACKAGE}.{name}")
    found = importlib.util.find_spec(path)
    assert found is not None
    assert isinstance(found.loader, InspectLoader)
    source = found.loader.get_source(path)
    assert source is not None
    return source


def parse(name: str) -> ast.Module:
    """The syntax tree of a module, for the caller to change."""
    return ast.parse(source_of(name))


def sound_copy(*, with_contracts: bool = False) -> PrivateCopy:
    """The copy in which nothing is changed."""
    return _sound_copy(with_contracts)


@cache
def _sound_copy(with_contracts: bool) -> PrivateCopy:
    return _linked(module_names(), {}, {}, with_contracts)


def changed_copy(changed: Mapping[str, ast.Module], *, with_contracts: bool = False) -> PrivateCopy:
    """A copy with some modules given as trees.

    Modules that import a changed one, directly or not, are made anew; the others, which nothing can
    tell from new ones since they keep no state, are those of the sound copy.
    """
    stale = set(changed)
    while more := {name for name in module_names() if _imports(name) & stale} - stale:
        stale |= more
    sound = sound_copy(with_contracts=with_contracts)
    kept = {name: module for name, module in sound.items() if name not in stale}
    return _linked(sorted(stale), changed, kept, with_contracts)


def changed_server(changed: Mapping[str, ast.Module]) -> PrivateCopy:
    """A copy of the server with some modules given as trees; the engine it serves is not in it."""
    return _linked(SERVER, changed, {}, with_contracts=True)


def is_broken_contract(error: BaseException) -> bool:
    """Whether it is an assertion of a copy that failed, and none of Python or a library."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, AssertionError) and frames[-1].filename.startswith(_FILENAME)


def _linked(
    names: Iterable[str],
    changed: Mapping[str, ast.Module],
    kept: PrivateCopy,
    with_contracts: bool,
) -> PrivateCopy:
    """Execute those modules, changed or as they are, each after those it imports."""
    modules: dict[str, ModuleType] = dict(kept)
    level = WITH_CONTRACTS if with_contracts else WITHOUT_CONTRACTS

    def module(name: str) -> ModuleType:
        if name not in modules:
            fresh = ModuleType(f"{PRIVATE_PACKAGE}.{name}")
            is_changed = name in changed
            part = _compiled(name, changed[name], level) if is_changed else _sound_part(name, level)
            for short, alias in part.imports:
                imported = module(short) if alias is None else getattr(module(short), alias)
                setattr(fresh, alias or short, imported)
            exec(part.code, fresh.__dict__)
            modules[name] = fresh
        return modules[name]

    for name in names:
        module(name)
    return modules


def _compiled(name: str, tree: ast.Module, level: int) -> _Part:
    """A module without its imports of other parts of a copy, and what these are."""
    imports = tuple(_private_imports(tree))
    without = _WithoutPrivateImports().visit(tree)
    code = compile(without, f"{_FILENAME}.{name}>", "exec", dont_inherit=True, optimize=level)
    return _Part(imports, code)


@cache
def _sound_part(name: str, level: int) -> _Part:
    """A module in which nothing is changed: compiled once, and executed in every copy anew."""
    return _compiled(name, parse(name), level)


@cache
def _imports(name: str) -> frozenset[str]:
    return frozenset(short for short, _alias in _private_imports(parse(name)))


@cache
def _short_names() -> Mapping[str, str]:
    """Of every module that can be copied, by its whole name."""
    return {f"{PACKAGE}.{name}": name for name in module_names()} | {
        path: name for name, path in SERVER.items()
    }


def _is_private_import(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom):
        return False
    copied = len(list(_imported(node)))
    assert copied in (0, len(node.names))
    return copied > 0


def _private_imports(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Module and name of every import that is copied; the name is None for a whole module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from _imported(node)


def _imported(node: ast.ImportFrom) -> Iterator[tuple[str, str | None]]:
    for alias in node.names:
        whole = _short_names().get(f"{node.module}.{alias.name}")
        part = _short_names().get(f"{node.module}")
        assert alias.asname is None or (whole or part) is None
        if whole is not None:
            yield whole, None
        elif part is not None:
            yield part, alias.name


class _WithoutPrivateImports(ast.NodeTransformer):
    """Leaves out what was linked, also inside of functions."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node) if _is_private_import(node) else node
