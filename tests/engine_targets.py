"""The engines that a test of all engines must run, and whether one can be compiled here."""

import os
import shlex
import shutil
import sysconfig
from pathlib import Path

from tallystick.conformance.targets import TARGETS
from tallystick.fast.build import Build, status

COMPILERS = ("cc", "gcc", "clang", "cl")


def targets_to_test() -> tuple[str, ...]:
    """Reference, interpreted and compiled; without the last only where nothing can compile it.

    Where a compiler exists, a compiled engine that is missing or stale lets the tests fail.
    """
    targets = ["reference", "fast:interpreted", "fast:compiled"]
    assert set(targets) < set(TARGETS)
    if status() is not Build.COMPILED and why_not_compiled():
        targets.remove("fast:compiled")
    return tuple(targets)


def why_not_compiled() -> str:
    """Why the kernel need not be compiled here; empty where it must be.

    Compiler and headers are found without asking the build hook, which is what tests judge.
    """
    if os.environ.get("TALLYSTICK_COMPILE") == "no":
        return "TALLYSTICK_COMPILE=no"
    candidates = shlex.split(os.environ.get("CC", ""))[:1] or COMPILERS
    if not any(shutil.which(candidate) for candidate in candidates):
        return f"no C compiler: looked for {', '.join(candidates)}"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "the headers of Python are not installed"
    return ""
