"""Says what this installation has, and what it lacks."""

import importlib.metadata
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Iterator

from attrs import frozen

from tallystick.conformance.spec_files import load_toml, preset_names, spec_directory
from tallystick.conformance.vectors import VectorError, load_vector, spec_clauses, vector_paths
from tallystick.fast import Build, describe, status
from tallystick.reference.types.reasons import Reason

CHAPTERS = ("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12")
DEPENDENCIES = ("attrs", "librt", "msgspec", "mypy-extensions", "rich", "typer")
OLDEST_PYTHON = (3, 11)


@frozen
class Check:
    """One thing that was looked at; `is_fine` false makes the installation unfit."""

    name: str
    is_fine: bool
    text: str


def checks() -> Iterator[Check]:
    """Everything that a run needs, one by one."""
    version = sys.version_info[:3]
    text = f"{platform.python_version()}, {platform.python_implementation()} on {sys.platform}"
    yield Check("python", version >= OLDEST_PYTHON, text)
    for name in DEPENDENCIES:
        try:
            yield Check(name, True, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Check(name, False, "not installed")
    candidates = shlex.split(os.environ.get("CC", ""))[:1] or ["cc", "gcc", "clang"]
    found = [path for path in map(shutil.which, candidates) if path]
    yield Check("c compiler", True, found[0] if found else "none; the engine runs interpreted")
    yield Check("fast engine", status() is not Build.STALE, describe())
    yield _spec_check()
    yield _vectors_check()
    shown = "a terminal" if sys.stdout.isatty() else "no terminal"
    yield Check("output", True, f"{shown}, {sys.stdout.encoding}")


def _spec_check() -> Check:
    folder = spec_directory()
    lacking = [number for number in CHAPTERS if not list(folder.glob(f"{number}-*.md"))]
    if lacking:
        return Check("spec", False, f"chapter {lacking[0]} is not in {folder}")
    try:
        names = [row["name"] for row in load_toml("reasons.toml")["reason"]]
        presets = preset_names()
    except (OSError, ValueError, KeyError) as error:
        return Check("spec", False, f"{folder}: {error}")
    if names != list(Reason):
        return Check("spec", False, f"{folder / 'reasons.toml'} is of another version")
    clauses = len(spec_clauses())
    return Check("spec", True, f"{clauses} clauses, presets {', '.join(presets)}, in {folder}")


def _vectors_check() -> Check:
    paths = vector_paths()
    try:
        for path in paths:
            load_vector(path)
    except VectorError as error:
        return Check("vectors", False, str(error))
    return Check("vectors", bool(paths), f"{len(paths)} files")
