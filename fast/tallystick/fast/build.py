"""Which build of the kernel can be used here, and how to load one of its modules.

The kernel exists once as source, `tallystick.fast.kernel`. An installation may carry a compiled
copy under another name, `tallystick.fast_compiled`, stamped with the hash of the source it was
made from. Both can run in one process; a copy of an older source is never loaded.

Only the standard library is imported: the build hook runs this file by its path.
"""

import hashlib
import importlib
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType

_KERNEL = Path(__file__).resolve().parent / "kernel"
_INTERPRETED_PACKAGE = "tallystick.fast.kernel"
_COMPILED_PACKAGE = "tallystick.fast_compiled"


class Build(StrEnum):
    """How the kernel can run: from source, compiled from this source, or compiled from another."""

    COMPILED = "compiled"
    INTERPRETED = "interpreted"
    STALE = "stale"


class BuildUnavailableError(ImportError):
    """The compiled kernel was asked for, and there is none of this source."""


def kernel_names() -> tuple[str, ...]:
    """Names of the kernel's modules, sorted, without the package itself."""
    return tuple(sorted(path.stem for path in _KERNEL.glob("*.py") if path.stem != "__init__"))


@cache
def source_hash() -> str:
    """SHA-256, in hex, over the names and bytes of the kernel's source files.

    Taken once a process: every venue that is opened asks for it.
    """
    digest = hashlib.sha256()
    for path in sorted(_KERNEL.glob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def status() -> Build:
    """Compare the stamp of the compiled copy with the source that is here now."""
    stamped_hash = _stamp("SOURCE_SHA256")
    if not stamped_hash:
        return Build.INTERPRETED
    return Build.COMPILED if stamped_hash == source_hash() else Build.STALE


def describe() -> str:
    """Say for people which build runs, and why."""
    match status():
        case Build.COMPILED:
            return f"compiled ({_stamp('HOW_BUILT')})"
        case Build.STALE:
            return "interpreted (the compiled build is of an older source: run 'make build')"
        case Build.INTERPRETED:
            how_built = _stamp("HOW_BUILT") or "never built: run 'make build'"
            return f"interpreted ({how_built})"


def kernel_module(build: Build, name: str) -> ModuleType:
    """Import one module of the kernel in the build that is asked for, never in another."""
    if build is Build.INTERPRETED:
        return importlib.import_module(f"{_INTERPRETED_PACKAGE}.{name}")
    if build is Build.STALE or status() is not Build.COMPILED:
        raise BuildUnavailableError(
            f"no compiled kernel module {name!r} of this source; this engine is {describe()}"
        )
    return importlib.import_module(f"{_COMPILED_PACKAGE}.{name}")


def _stamp(field: str) -> str:
    try:
        package = importlib.import_module(_COMPILED_PACKAGE)
    except ModuleNotFoundError:
        return ""
    # A left-over folder imports as an empty namespace package: no stamp, so no build.
    return str(getattr(package, field, ""))


if __name__ == "__main__":
    print(f"fast engine: {describe()}")
