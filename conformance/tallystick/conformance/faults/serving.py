"""An engine of the kit at its end of a pipe, with or without a fault of the pipe.

    python -m tallystick.conformance.faults.serving faulty:a06

is how the kit starts an engine with such a fault; `tallystick serve` does the same.
"""

import sys
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from tallystick.conformance import targets
from tallystick.conformance.faults.change import apply_changes
from tallystick.conformance.faults.faulty import FAULTY, find_fault
from tallystick.conformance.faults.private_copy import changed_server
from tallystick.conformance.protocol.serve import serve


def serve_target(
    target: str, source: BinaryIO, sink: BinaryIO, complain: Callable[[str], None]
) -> int:
    """Answer frames as the engine of that name (section 4); the exit status.

    UnknownTargetError, or UnsupportedTargetError once a venue is opened. A fault of the pipe is one
    of the server: it serves the reference.
    """
    targets.check_target(target)
    fault = find_fault(target.removeprefix(FAULTY)) if target.startswith(FAULTY) else None
    if fault is not None and fault.is_of_the_pipe:
        copy = changed_server(apply_changes(fault.changes))
        opener = partial(targets.open_engine, "reference")
        status: int = copy["serve"].serve(target, opener, source, sink, complain)
        return status
    return serve(target, partial(targets.open_engine, target), source, sink, complain)


if __name__ == "__main__":
    sys.exit(
        serve_target(
            sys.argv[1], sys.stdin.buffer, sys.stdout.buffer, partial(print, file=sys.stderr)
        )
    )
