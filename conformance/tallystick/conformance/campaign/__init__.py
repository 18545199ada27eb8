"""The campaign generator (CNF-020 to CNF-031): commands from a seed, a profile and a preset.

It knows no engine and no outcome, so that any language regenerates the same commands.
"""

from tallystick.conformance.campaign.sequences import campaign, sequence, set_up_commands
from tallystick.conformance.campaign.splitmix import SplitMix64
from tallystick.conformance.campaign.tables import (
    CAMPAIGNS,
    COMMANDS_PER_SEQUENCE,
    PROFILES,
    WORLDS,
)

__all__ = [
    "CAMPAIGNS",
    "COMMANDS_PER_SEQUENCE",
    "PROFILES",
    "WORLDS",
    "SplitMix64",
    "campaign",
    "sequence",
    "set_up_commands",
]
