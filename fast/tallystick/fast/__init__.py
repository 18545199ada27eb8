"""The optimized engine: a flat, ints-only kernel and the adapter around it."""

from tallystick.fast.build import Build, BuildUnavailableError, describe, kernel_module, status

__all__ = ["Build", "BuildUnavailableError", "describe", "kernel_module", "status"]
