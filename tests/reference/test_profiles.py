"""Which chapters a profile has, and the parameters and commands that come with them (CMD-002)."""

import pytest
from attrs import evolve

from tallystick.conformance.spec_files import load_preset
from tallystick.reference import open_venue
from tallystick.reference.authority import kinds_of
from tallystick.reference.types.choices import MarketKind, Profile
from tallystick.reference.types.parameters import GROUPS, MarginParameters, Parameters, has_group
from tallystick.reference.types.units import Count, Milliseconds, Permille
from tests.reference.venue import Venue

SPOT, LEND, PERP = MarketKind.SPOT, MarketKind.LEND, MarketKind.PERP
CHAPTERS = {
    Profile.MATCH_1: (False, False, False, False, False),
    Profile.SPOT_1: (True, False, False, False, False),
    Profile.LEND_1: (True, True, False, False, False),
    Profile.PERP_1: (True, False, True, False, False),
    Profile.MARGIN_1: (True, True, True, True, False),
    Profile.WORLD_1: (True, True, True, True, True),
}
KINDS = {
    Profile.MATCH_1: {SPOT, LEND, PERP},
    Profile.SPOT_1: {SPOT},
    Profile.LEND_1: {SPOT, LEND},
    Profile.PERP_1: {SPOT, PERP},
    Profile.MARGIN_1: {SPOT, LEND, PERP},
    Profile.WORLD_1: {SPOT, LEND, PERP},
}


@pytest.mark.parametrize("profile", Profile)
def test_a_profile_has_its_chapters_and_their_parameters(profile: Profile) -> None:
    has = (
        *(profile.has_ledger, profile.has_lending, profile.has_perpetuals),
        *(profile.has_margin, profile.has_liquidation),
    )
    assert has == CHAPTERS[profile]
    assert tuple(has_group(profile, group) for group in GROUPS) == has[1:]
    assert set(kinds_of(profile)) == KINDS[profile]


def test_a_venue_with_margin_needs_every_group_and_others_have_none() -> None:
    parameters = load_preset("minimal", profile=Profile.MARGIN_1)
    without: dict[str, Parameters] = {
        "lending": evolve(parameters, lending=None),
        "perpetual": evolve(parameters, perpetual=None),
        "margin": evolve(parameters, margin=None),
    }
    for group, fewer in without.items():
        expected = f"profile margin/1 needs those of {group}, found none"
        with pytest.raises(ValueError, match=expected):
            open_venue(Profile.MARGIN_1, fewer)
    for profile in (Profile.MATCH_1, Profile.SPOT_1, Profile.LEND_1, Profile.PERP_1):
        own = load_preset("minimal", profile=profile)
        with pytest.raises(ValueError, match=f"profile {profile} has none of margin, found some"):
            open_venue(profile, evolve(own, margin=parameters.margin))


MARGIN = MarginParameters(
    initial_scale_permille=Permille(1_000),
    maintenance_scale_permille=Permille(1_000),
    lent_haircut_permille=Permille(20),
    band_multiple=Count(4),
    mark_valid_ms=Milliseconds(60_000),
    risk_notice_ms=Milliseconds(86_400_000),
    closable_risk=Count(0),
)


@pytest.mark.parametrize(
    ("margin", "problem"),
    [
        (evolve(MARGIN, initial_scale_permille=Permille(10_001)), "initial_scale_permille"),
        (evolve(MARGIN, maintenance_scale_permille=Permille(0)), "maintenance_scale_permille"),
        (evolve(MARGIN, maintenance_scale_permille=Permille(1_001)), "maintenance_scale_permille"),
        (evolve(MARGIN, maintenance_scale_permille=Permille(1)), None),
        (evolve(MARGIN, lent_haircut_permille=Permille(1_001)), "lent_haircut_permille"),
        (evolve(MARGIN, lent_haircut_permille=Permille(1_000)), None),
        (evolve(MARGIN, band_multiple=Count(101)), "band_multiple"),
        (evolve(MARGIN, band_multiple=Count(100)), None),
        (evolve(MARGIN, mark_valid_ms=Milliseconds(-1)), "mark_valid_ms"),
        (evolve(MARGIN, mark_valid_ms=Milliseconds(0)), None),
        (evolve(MARGIN, risk_notice_ms=Milliseconds(0)), "risk_notice_ms"),
        (evolve(MARGIN, risk_notice_ms=Milliseconds(2**53 - 1)), None),
        (evolve(MARGIN, closable_risk=Count(2)), "closable_risk"),
    ],
)
def test_the_parameters_of_margin_are_in_range(
    margin: MarginParameters, problem: str | None
) -> None:
    parameters = evolve(load_preset("world", profile=Profile.MARGIN_1), margin=margin)
    if problem is None:
        assert open_venue(Profile.MARGIN_1, parameters).parameters.margin == margin
        return
    with pytest.raises(ValueError, match=f"parameter {problem}: expected"):
        open_venue(Profile.MARGIN_1, parameters)


@pytest.mark.parametrize("profile", [each for each in Profile if not each.has_margin])
def test_only_a_venue_with_margin_has_risk_values(profile: Profile) -> None:
    values = "risk_permille=0 slippage_permille=0 perp_slippage_permille=0"
    Venue(profile).judge(f"set_risk signer=0 asset=2 {values}", "not_in_profile")


@pytest.mark.parametrize("profile", [each for each in Profile if not each.has_liquidation])
def test_only_a_venue_of_the_world_winds_accounts_up(profile: Profile) -> None:
    venue = Venue(profile)
    for command in (
        "liquidate signer=11 account=1 target=2 work=1",
        "claim_reward signer=11 escrow=1",
        "reverse_reward signer=0 escrow=1",
        "swap_for_target signer=11 account=1 target=2 give_asset=1 give_atoms=1 take_asset=2 "
        "take_atoms=1",
        "declare_bankruptcy signer=0 target=2 max_loss_permille=0",
    ):
        venue.judge(command, "not_in_profile")


@pytest.mark.parametrize(
    ("liquidation", "problem"),
    [
        ({"reward_permille": 1_001}, "reward_permille"),
        ({"reward_permille": -1}, "reward_permille"),
        ({"reward_permille": 1_000}, None),
        ({"escrow_ms": -1}, "escrow_ms"),
        ({"escrow_ms": 2**53}, "escrow_ms"),
        ({"escrow_ms": 0}, None),
        ({"max_escrows": 0}, "max_escrows"),
        ({"max_escrows": 2**20 + 1}, "max_escrows"),
        ({"max_escrows": 2**20}, None),
        # 700 * 249 * 150000 = 26,145,000,000 is at most 3 * 8,760,000,000
        ({"rate_cap_bps": 700, "lend_fee_rate": 50_000, "lent_haircut_permille": 3}, None),
        (
            {"rate_cap_bps": 700, "lend_fee_rate": 50_000, "lent_haircut_permille": 2},
            "lent_haircut_permille: expected at least 3, by rate_cap_bps",
        ),
        # 7270 * 249 * 150000 is below 31 * 8,760,000,000, and one basis point more is too much
        ({"rate_cap_bps": 7_270, "lend_fee_rate": 50_000, "lent_haircut_permille": 31}, None),
        (
            {"rate_cap_bps": 7_271, "lend_fee_rate": 50_000, "lent_haircut_permille": 31},
            "lent_haircut_permille: expected at least 32, by rate_cap_bps",
        ),
    ],
)
def test_the_parameters_of_liquidation_are_in_range(
    liquidation: dict[str, int], problem: str | None
) -> None:
    if problem is None:
        parameters = load_preset("minimal", liquidation, Profile.WORLD_1)
        assert open_venue(Profile.WORLD_1, parameters).parameters == parameters
        return
    with pytest.raises(ValueError, match=f"parameter {problem}"):
        load_preset("minimal", liquidation, Profile.WORLD_1)


def test_in_margin_a_haircut_may_be_less_than_a_recall_costs() -> None:
    few = {"rate_cap_bps": 9_999, "lend_fee_rate": 50_000, "lent_haircut_permille": 0}
    parameters = load_preset("minimal", few, Profile.MARGIN_1)
    assert open_venue(Profile.MARGIN_1, parameters).parameters == parameters


def test_a_venue_with_margin_has_every_command_and_every_order(margined: Venue) -> None:
    margined.run("""
        place_order signer=12 account=2 order_id=1 market=2 side=sell price=500 lots=2 \
            returnable=false
        place_order signer=11 account=1 order_id=1 market=2 side=buy price=500 lots=2
        place_order signer=12 account=2 order_id=2 market=3 side=buy price=100 lots=2 \
            reduce_only=true
        pay_interest signer=11 account=1 loan=1 reduce_lots=0 extend=false
        true_up signer=11 account=1 counterparty=2 market=3
        => rejected reason=unknown_leg
    """)
