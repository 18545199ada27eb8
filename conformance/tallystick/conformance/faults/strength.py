"""How strong the vectors are: every fault of the catalogue against all of them.

A kill counts if the vector names the clause that the fault breaks, if the engine with the fault
answers otherwise than the vector says, and if the sound engine passes the vector. That an engine
raises an error or never ends shows that it is broken, but not through which clause: no kill.

A fault of the pipe is in what an engine reads and writes, of which no vector knows. It is shown to
the probes (CNF-144) instead, in the same way: the clause must be that of the probe.
"""

from collections.abc import Sequence
from contextlib import closing
from functools import cache, partial

from attrs import Factory, define

from tallystick.conformance import targets
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import opener_of, own_pipe, pipe_of_fault
from tallystick.conformance.protocol.probes import PROBES, Probe, run_probes
from tallystick.conformance.runner import Limits
from tallystick.conformance.vectors import Vector, load_vector, run_vector, vector_paths
from tallystick.conformance.verdicts import Verdict
from tallystick.reference.types.choices import Profile

LIMITS = Limits(step_seconds=5.0)
SEED = 1


@define
class Strength:
    """The vectors by which a fault was seen; of a fault of the pipe the probes.

    `kills` count. `others` were answered otherwise too, but do not name the clause. On `failures`
    the engine crashed or took too long.
    """

    fault: Fault
    kills: list[str] = Factory(list)
    others: list[str] = Factory(list)
    failures: list[str] = Factory(list)

    @property
    def is_killed(self) -> bool:
        """Whether a vector or a probe sees the fault through its clause."""
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
    if fault.is_of_the_pipe:
        return _strength_against_probes(fault, find_all=find_all)
    strength = Strength(fault)
    for vector in sorted(vectors, key=lambda vector: fault.clause not in vector.clauses):
        if strength.kills and not find_all:
            break
        finding = run_vector(vector, opener_of(fault), LIMITS)
        if finding is not None:
            answers = finding.verdict is Verdict.DIVERGED
            names_clause = fault.clause in vector.clauses
            _sort_in(strength, vector.id, answers=answers, names_clause=names_clause)
    return strength


def _strength_against_probes(fault: Fault, *, find_all: bool) -> Strength:
    strength = Strength(fault)
    ordered = sorted(PROBES, key=lambda probe: probe.clause != fault.clause)
    pipe = pipe_of_fault(fault)
    with closing(run_probes(pipe, ordered, Profile.MATCH_1, SEED)) as results:
        for probe, finding in ((result.probe, result.finding) for result in results):
            if finding is not None:
                answers = finding.verdict in (Verdict.DIVERGED, Verdict.BROKE_PROTOCOL)
                names_clause = probe.clause == fault.clause and is_sound(probe)
                _sort_in(strength, probe.id, answers=answers, names_clause=names_clause)
            if strength.kills and not find_all:
                break
    return strength


@cache
def is_sound(probe: Probe) -> bool:
    """Whether the engine without a fault passes; no other probe can kill."""
    with closing(run_probes(own_pipe("reference"), [probe], Profile.MATCH_1, SEED)) as results:
        return all(result.finding is None for result in results)


def _sort_in(strength: Strength, name: str, *, answers: bool, names_clause: bool) -> None:
    """Under what has seen the fault: through its clause, elsewhere, or by a crash."""
    if not answers:
        strength.failures.append(name)
    elif names_clause:
        strength.kills.append(name)
    else:
        strength.others.append(name)
