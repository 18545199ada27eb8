"""The most memory that this process has had.

Not `ru_maxrss`: a process inherits that from the one which started it, here a worker of the tests
that may have read a long recording before.
"""

import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_kib() -> int:
    """In KiB; where there is no such file, what the system says of process and parent together."""
    if STATUS.exists():
        rows = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
        return int(rows["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
