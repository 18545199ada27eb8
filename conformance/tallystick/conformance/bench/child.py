"""A process of its own for what is asked of a whole process: start-up, memory, instructions.

    python -m tallystick.conformance.bench.child TASK ARGUMENT...

Answers with one JSON object. Here only the standard library is imported, so that the imports of an
engine can be measured.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from runpy import run_path
from time import process_time

_ENGINE_MODULES = {
    "reference": ("tallystick.reference",),
    "fast:interpreted": ("tallystick.fast.engine", "tallystick.fast.kernel.kernel"),
    "fast:compiled": ("tallystick.fast.engine", "tallystick.fast_compiled.kernel"),
}
_OPENING = "tallystick.conformance.bench.opening"
_WORKING = "tallystick.conformance.bench.working"


def start_up(target: str) -> dict[str, float]:
    """Seconds of processor time to import an engine and to open it in every profile and preset."""
    began = process_time()
    for name in _ENGINE_MODULES[target]:
        import_module(name)
    imported = process_time() - began
    opened: dict[str, float] = import_module(_OPENING).open_all(target)
    return {"import": imported, **opened}


def memory(file: str) -> dict[str, int]:
    """Bytes before opening, at most, and at the end, of a process that runs a file of work."""
    measured: dict[str, int] = import_module(_WORKING).measure_memory(Path(file))
    return measured


def count(file: str, segments: str) -> dict[str, int]:
    """Run the first so many segments of a file of work, for somebody who counts instructions."""
    commands: int = import_module(_WORKING).run_segments(Path(file), int(segments))
    return {"commands": commands}


def build(kernel: str, hook: str, stage: str) -> dict[str, int]:
    """Compile the kernel into a folder, by the build hook of a checkout."""
    compile_kernel = run_path(hook)["compile_kernel"]
    compile_kernel(Path(kernel), Path(stage), Path(stage) / "library")
    return {"libraries": len(list((Path(stage) / "library").rglob("*.so")))}


TASKS: dict[str, Callable[..., object]] = {
    "start-up": start_up,
    "memory": memory,
    "count": count,
    "build": build,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
