"""All engines agree after every command, and every invariant of chapter 10 holds."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tallystick.reference.types.choices import Profile
from tests.stateful.bench import Tally
from tests.stateful.machines import all_engines, machine_of
from tests.stateful.moves import Focus
from tests.stateful.scenes import PROFILES

LEAST_ACCEPTED_PERCENT = 40


@pytest.mark.parametrize("focus", Focus)
@pytest.mark.parametrize("profile", PROFILES)
def test_engines_agree_and_invariants_hold(profile: Profile, focus: Focus) -> None:
    tally = Tally()
    machine = machine_of(profile, all_engines(), tally, focus)
    chosen = settings()
    if profile.has_margin:
        # Its moves and its judge value every account at every step: a third as many do as long,
        # and where accounts are wound up as well, a sixth.
        share = 6 if profile.has_liquidation else 3
        chosen = settings(max_examples=max(10, chosen.max_examples // share))
    run_state_machine_as_test(machine, settings=chosen)
    print(f"{profile} {focus}: {tally.accepted} accepted, {tally.rejected} rejected, {tally.seen}")
    # A campaign in which nearly all is rejected would prove nothing.
    assert tally.accepted_percent >= LEAST_ACCEPTED_PERCENT
    assert tally.seen["Traded"] > 0
