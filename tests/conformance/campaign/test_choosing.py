"""Which campaigns the options of a command line mean."""

import pytest
import typer

from tallystick.conformance.campaign import CAMPAIGNS, PROFILES, WORLDS
from tallystick.conformance.campaign.choosing import chosen_campaigns
from tallystick.reference.types.choices import Profile


def test_every_profile_has_its_presets_and_hardened_is_of_margin() -> None:
    assert tuple(dict.fromkeys(profile for profile, _ in CAMPAIGNS)) == PROFILES == tuple(Profile)
    of_profile = {
        profile: {preset for one, preset in CAMPAIGNS if one is profile} for profile in PROFILES
    }
    for profile in (Profile.MARGIN_1, Profile.WORLD_1):
        assert of_profile.pop(profile) == set(WORLDS) == {"minimal", "world", "hardened"}
    assert all(presets == {"minimal", "world"} for presets in of_profile.values())


def test_empty_words_choose_all_that_is_offered() -> None:
    assert chosen_campaigns("", "") == CAMPAIGNS
    assert chosen_campaigns("", "hardened") == (
        (Profile.MARGIN_1, "hardened"),
        (Profile.WORLD_1, "hardened"),
    )
    assert chosen_campaigns("", "", (Profile.SPOT_1,)) == (
        (Profile.SPOT_1, "minimal"),
        (Profile.SPOT_1, "world"),
    )
    assert chosen_campaigns("margin/1", "world", (Profile.SPOT_1,)) == (
        (Profile.MARGIN_1, "world"),
    )


@pytest.mark.parametrize(
    ("profile", "preset", "text"),
    [
        ("spot/1", "hardened", "spot/1 has no campaign of preset 'hardened', only of minimal"),
        ("spot/2", "", "unknown profile 'spot/2'"),
        ("", "huge", "unknown preset 'huge'"),
    ],
)
def test_what_is_no_campaign_is_told_in_one_line(
    profile: str, preset: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        chosen_campaigns(profile, preset)
    assert ended.value.exit_code == 2
    told = capsys.readouterr().err
    assert text in told
    assert told.count("\n") == 1
