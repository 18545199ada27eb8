"""What a fault of the catalogue is."""

from attrs import frozen

from tallystick.conformance.faults.change import Change


@frozen
class Fault:
    """One thing that an engine does wrong.

    `clause` is the one it breaks. `fault_class` groups faults of one kind; `seen` says where such a
    fault was met, or `ours`; `does` says in one sentence what the engine does. `beyond_vectors`
    says why no vector can see it, and is empty for nearly all.
    """

    id: str
    clause: str
    fault_class: str
    seen: str
    does: str
    changes: tuple[Change, ...]
    beyond_vectors: str = ""
