"""The engines that a test of all engines must run."""

import os
import shlex
import shutil

from tallystick.conformance.targets import TARGETS
from tallystick.fast.build import Build, status

COMPILERS = ("cc", "gcc", "clang")


def targets_to_test() -> tuple[str, ...]:
    """Reference, interpreted and compiled; without the last only where nothing can compile it.

    Where a compiler exists, a compiled engine that is missing or stale lets the tests fail.
    """
    targets = ["reference", "fast:interpreted", "fast:compiled"]
    assert set(targets) < set(TARGETS)
    if status() is not Build.COMPILED and not _compiler_wanted():
        targets.remove("fast:compiled")
    return tuple(targets)


def _compiler_wanted() -> bool:
    if os.environ.get("TALLYSTICK_COMPILE") == "no":
        return False
    candidates = shlex.split(os.environ.get("CC", ""))[:1] or COMPILERS
    return any(shutil.which(candidate) for candidate in candidates)
