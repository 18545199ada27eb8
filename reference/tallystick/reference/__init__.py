"""The reference engine: the spec of chapters 01 to 05 and 07 as one pure function.

Read `engine.py` first. A comment such as `# [MAT-023]` names the clause that a line decides.
"""

from tallystick.reference.canonical import dump, encode_dump, root
from tallystick.reference.engine import step
from tallystick.reference.restoring import restore
from tallystick.reference.state import State, open_venue
from tallystick.reference.views import loans_of, next_due, settlement_cost

__all__ = [
    "State",
    "dump",
    "encode_dump",
    "loans_of",
    "next_due",
    "open_venue",
    "restore",
    "root",
    "settlement_cost",
    "step",
]
