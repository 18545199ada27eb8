"""What a checker reports."""

from attrs import frozen


@frozen
class Violation:
    """A clause that does not hold, and what was seen instead."""

    clause: str
    text: str


class BrokenTrailError(Exception):
    """An event that cannot be applied to what the events before it left behind."""

    def __init__(self, clause: str, text: str) -> None:
        """Keep the clause that the event breaks."""
        super().__init__(text)
        self.clause = clause
