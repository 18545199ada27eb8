"""The reference engine: the spec of chapters 01 to 09 as one pure function.

Read `engine.py` first. A comment such as `# [MAT-023]` names the clause that a line decides.
"""

from tallystick.reference.canonical import dump, encode_dump, root
from tallystick.reference.engine import step
from tallystick.reference.restoring import restore
from tallystick.reference.state import State, open_venue
from tallystick.reference.views import (
    certificate,
    claimed_atoms,
    exposure,
    legs_of,
    loans_of,
    next_due,
    open_accounts,
    owed_atoms,
    position,
    risk_based_value,
    settlement_cost,
    wealth,
)

__all__ = [
    "State",
    "certificate",
    "claimed_atoms",
    "dump",
    "encode_dump",
    "exposure",
    "legs_of",
    "loans_of",
    "next_due",
    "open_accounts",
    "open_venue",
    "owed_atoms",
    "position",
    "restore",
    "risk_based_value",
    "root",
    "settlement_cost",
    "step",
    "wealth",
]
