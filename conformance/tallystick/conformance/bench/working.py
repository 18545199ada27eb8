"""What a process of its own does with a file of work. It imports little: that is measured too."""

import pickle
import resource
import sys
from pathlib import Path

from tallystick.conformance.bench.work import Work, open_worker, read_chunks

_STATUS = Path("/proc/self/status")
_KIBIBYTE = 1024


def measure_memory(path: Path) -> dict[str, int]:
    """Run the set-up of a file of work; the bytes before it, at most and at the end."""
    with path.open("rb") as file:
        work: Work = pickle.load(file)
        before, _ = _resident_and_peak_bytes()
        worker = open_worker(work)
        opened, _ = _resident_and_peak_bytes()
        for chunk in read_chunks(file, work.set_up_chunks):
            worker.run(chunk)
        resident, peak = _resident_and_peak_bytes()
    return {
        "before_bytes": before,
        "opened_bytes": opened,
        "resident_bytes": resident,
        "peak_bytes": peak,
    }


def run_segments(path: Path, count: int) -> int:
    """Set up, prepare all segments and run the first `count`; return how many chunks those were.

    All is read before, so that two processes differ only in what they run.
    """
    with path.open("rb") as file:
        work: Work = pickle.load(file)
        set_up = list(read_chunks(file, work.set_up_chunks))
        segments = [
            (list(read_chunks(file, prepared)), list(read_chunks(file, timed)))
            for prepared, timed in work.segments
        ]
    worker = open_worker(work)
    for chunk in set_up:
        worker.run(chunk)
    chunks = 0
    for number, (prepared, timed) in enumerate(segments):
        for chunk in prepared:
            worker.run(chunk)
        if number < count:
            for chunk in timed:
                worker.run(chunk)
            chunks += len(timed)
    return chunks


def _resident_and_peak_bytes() -> tuple[int, int]:
    """Now and at most. Where the system does not say, both are the most, in which the peak of the
    process that started this one may be counted.
    """
    if _STATUS.exists():
        rows = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        resident, peak = (int(rows[name].split()[0]) for name in ("VmRSS", "VmHWM"))
        return resident * _KIBIBYTE, peak * _KIBIBYTE
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else _KIBIBYTE
    return most * unit, most * unit
