"""On what a measurement was made, as far as that is known."""

import os
import platform
import sys
from pathlib import Path

from attrs import frozen

from tallystick.fast import describe

BUSY_LOAD_PER_CORE = 0.25
"""Programs that wanted to run in the last minute: from here on they take time from each other."""


@frozen
class Machine:
    """What a figure depends on."""

    processor: str
    cores: int
    system: str
    python: str
    fast_engine: str
    load_average: float | None
    """Of the minute before the measurement, or None where the system does not say."""

    def warnings(self) -> tuple[str, ...]:
        """Why the figures may be worse than the engines are."""
        found = []
        if self.load_average is not None and self.load_average > BUSY_LOAD_PER_CORE * self.cores:
            found.append(
                f"the machine is busy (load {self.load_average:.2f} on {self.cores} cores):"
                " trust ratios and instruction counts, not times"
            )
        if not self.fast_engine.startswith("compiled"):
            found.append(f"the fast engine is {self.fast_engine}")
        return tuple(found)


def this_machine() -> Machine:
    """The machine, the Python and the build that run now."""
    load_average = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()},"
        f" {platform.python_compiler()}",
        fast_engine=describe(),
        load_average=load_average,
    )


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition(":")
            if name.strip() == "model name":
                return text.strip()
    return platform.processor() or platform.machine()
