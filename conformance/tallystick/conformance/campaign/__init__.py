"""The campaign generator (CNF-020 to CNF-030): commands from a seed, a profile and a preset.

It knows no engine and no outcome, so that any language regenerates the same commands.
"""

from tallystick.conformance.campaign.sequences import campaign, sequence, set_up_commands
from tallystick.conformance.campaign.splitmix import SplitMix64
from tallystick.conformance.campaign.tables import COMMANDS_PER_SEQUENCE, PROFILES, WORLDS

__all__ = [
    "COMMANDS_PER_SEQUENCE",
    "PROFILES",
    "WORLDS",
    "SplitMix64",
    "campaign",
    "sequence",
    "set_up_commands",
]
