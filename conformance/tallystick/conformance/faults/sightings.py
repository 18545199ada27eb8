"""What the methods see of many faults: asked in worker processes, since it takes long."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.methods import Sighting, sighting_of


def sightings_of(faults: Sequence[Fault], commands: int, jobs: int) -> Iterator[Sighting]:
    """The sightings in the order of the faults, made in so many processes.

    They do not depend on how many. A single fault or process is looked at in this one.
    MissingToolError, FailedToolError.
    """
    look = partial(sighting_of, commands=commands)
    processes = min(jobs, len(faults))
    if processes <= 1:
        yield from map(look, faults)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context)
    try:
        yield from pool.map(look, faults)
    finally:
        pool.shutdown(cancel_futures=True)
