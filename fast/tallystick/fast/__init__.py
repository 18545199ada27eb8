"""The optimized engine: a flat, ints-only kernel and the adapter around it."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.fast.build import Build, BuildUnavailableError, describe, status
    from tallystick.fast.engine import FastEngine

__all__ = ["Build", "BuildUnavailableError", "FastEngine", "describe", "status"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import late, so that `python -m tallystick.fast.build` runs its module once."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = "engine" if name == "FastEngine" else "build"
        return getattr(import_module(f"{__name__}.{home}"), name)
