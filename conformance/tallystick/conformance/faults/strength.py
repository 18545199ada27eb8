"""How strong the vectors are: every fault of the catalogue against all of them.

A kill counts if the vector names the clause that the fault breaks, if the engine with the fault
answers otherwise than the vector says, and if the sound engine passes the vector. That an engine
raises an error or never ends shows that it is broken, but not through which clause: no kill.
"""

from collections.abc import Sequence
from functools import cache, partial

from attrs import Factory, define

from tallystick.conformance import targets
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import opener_of
from tallystick.conformance.runner import Limits
from tallystick.conformance.vectors import Vector, load_vector, run_vector, vector_paths
from tallystick.conformance.verdicts import Finding, Verdict

LIMITS = Limits(step_seconds=5.0)


@define
class Strength:
    """The vectors by which a fault was seen.

    `kills` count. `others` were answered otherwise too, but do not name the clause. On `failures`
    the engine crashed or took too long.
    """

    fault: Fault
    kills: list[str] = Factory(list)
    others: list[str] = Factory(list)
    failures: list[str] = Factory(list)

    @property
    def is_killed(self) -> bool:
        """Whether a vector sees the fault through its clause."""
        return bool(self.kills)

    @property
    def is_as_it_must_be(self) -> bool:
        """A fault is killed, unless the catalogue says why no vector can."""
        return self.is_killed != bool(self.fault.beyond_vectors)


@cache
def sound_vectors() -> tuple[Vector, ...]:
    """The vectors that the reference passes; no other can kill."""
    vectors = (load_vector(path) for path in vector_paths())
    opener = partial(targets.open_engine, "reference")
    return tuple(vector for vector in vectors if run_vector(vector, opener, LIMITS) is None)


def strength_against(fault: Fault, vectors: Sequence[Vector], *, find_all: bool) -> Strength:
    """Run the vectors; until the first kill, or all of them.

    Those that name the clause come first: the others only say where else the fault would show.
    """
    strength = Strength(fault)
    for vector in sorted(vectors, key=lambda vector: fault.clause not in vector.clauses):
        if strength.kills and not find_all:
            break
        finding = run_vector(vector, opener_of(fault), LIMITS)
        if finding is not None:
            _sort_in(strength, vector, finding)
    return strength


def _sort_in(strength: Strength, vector: Vector, finding: Finding) -> None:
    if finding.verdict is not Verdict.DIVERGED:
        strength.failures.append(vector.id)
    elif strength.fault.clause in vector.clauses:
        strength.kills.append(vector.id)
    else:
        strength.others.append(vector.id)
