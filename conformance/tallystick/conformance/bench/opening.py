"""Opens venues against the clock, in a process of its own."""

from time import process_time

from tallystick.conformance.spec_files import load_preset, preset_names
from tallystick.conformance.targets import open_engine, profiles_of


def open_all(target: str) -> dict[str, float]:
    """Seconds of processor time to open a venue, by profile that the engine has and preset."""
    seconds = {}
    for profile in profiles_of(target):
        for preset in preset_names():
            parameters = load_preset(preset, profile=profile)
            began = process_time()
            open_engine(target, profile, parameters)
            seconds[f"open {profile} {preset}"] = process_time() - began
    return seconds
