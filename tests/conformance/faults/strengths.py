"""The catalogue against the vectors, once for all tests of a process."""

import time
from functools import cache

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import fault_ids, find_fault
from tallystick.conformance.faults.strength import Strength, sound_vectors, strength_against

FAULTS: tuple[Fault, ...] = tuple(map(find_fault, fault_ids()))

BEYOND = Fault(
    id="x999",
    clause="MAT-029",
    fault_class="made up",
    seen="ours",
    does="It is made up, and changes nothing.",
    changes=(Change("walk._trade", "maker.price", "maker.price"),),
    beyond_vectors="no engine shows it",
)
"""Stands for the faults of which the catalogue says that no vector can kill them."""


@cache
def strengths_and_seconds() -> tuple[tuple[Strength, ...], float]:
    """Every fault until its first kill, and the processor time that it took."""
    began = time.process_time()
    vectors = sound_vectors()
    strengths = tuple(strength_against(fault, vectors, find_all=False) for fault in FAULTS)
    return strengths, time.process_time() - began
