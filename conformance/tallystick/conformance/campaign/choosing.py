"""Which campaigns the options of a command line mean."""

from collections.abc import Sequence

from tallystick.conformance.campaign.tables import CAMPAIGNS, WORLDS
from tallystick.conformance.command_line import chosen, fail
from tallystick.conformance.verdicts import USAGE_EXIT_CODE
from tallystick.reference.types.choices import Profile


def chosen_campaigns(
    profile: str, preset: str, offered: Sequence[Profile] = tuple(Profile)
) -> tuple[tuple[Profile, str], ...]:
    """The campaigns of a profile and a preset; of all of them where a word is empty.

    Without a profile it is those that are offered. One clear line and exit code 2 if a word is
    unknown, or if the two are no campaign together (CNF-022).
    """
    profiles = chosen("profile", profile, tuple(Profile)) if profile else offered
    presets = chosen("preset", preset, tuple(WORLDS))
    found = tuple((one, two) for one, two in CAMPAIGNS if one in profiles and two in presets)
    if profile and preset and not found:
        known = ", ".join(two for one, two in CAMPAIGNS if one == profile)
        fail(f"{profile} has no campaign of preset {preset!r}, only of {known}", USAGE_EXIT_CODE)
    return found
