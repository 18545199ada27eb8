"""What a fault of the catalogue is."""

from attrs import frozen

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.private_copy import SERVER


@frozen
class Fault:
    """One thing that an engine does wrong.

    `clause` is the one it breaks. `fault_class` groups faults of one kind; `seen` says where such a
    fault was met, or `ours`; `does` says in one sentence what the engine does. `beyond_vectors`
    says why no vector can see it, and is empty for nearly all.

    A fault of the pipe changes the server, not the reference: it is in what the engine reads and
    writes. Its engine runs as a process, and is seen by a probe (CNF-144).
    """

    id: str
    clause: str
    fault_class: str
    seen: str
    does: str
    changes: tuple[Change, ...]
    beyond_vectors: str = ""

    @property
    def is_of_the_pipe(self) -> bool:
        """Whether the fault is in the server, and not in the engine that it serves."""
        return any(change.where.partition(".")[0] in SERVER for change in self.changes)
