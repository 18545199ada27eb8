"""What the operator does, and what a profile has (CMD-007, CMD-008, CMD-026 to CMD-032)."""

import pytest
from attrs import evolve

from tallystick.reference import open_venue
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.units import Count, Tenths
from tests.reference.venue import Venue


def test_assets_count_up_to_their_cap_with_the_base_asset(spot: Venue) -> None:
    spot.run("""
        list_asset signer=0 lot_atoms=7 fee_cap_atoms=0
        => asset_listed asset=3 lot_atoms=7 fee_cap_atoms=0
        list_asset signer=0 lot_atoms=7 fee_cap_atoms=0
        => rejected reason=too_many_assets
    """)
    base = spot.dump().assets[0]
    assert (base.lot_atoms, base.fee_cap_atoms, base.mark, base.mark_time) == (7, 3, None, None)


def test_markets_count_up_to_their_cap(books: Venue) -> None:
    books.run("""
        list_market signer=0 asset=3 kind=spot tick=1 minimum_lots=1
        => rejected reason=unknown_asset
        list_market signer=0 asset=1 kind=spot tick=1 minimum_lots=1
        => rejected reason=base_asset
        list_market signer=0 asset=1 kind=perp tick=1 minimum_lots=1
        => rejected reason=base_asset
        list_market signer=0 asset=2 kind=spot tick=1 minimum_lots=1
        => rejected reason=market_kind_taken
        list_market signer=0 asset=1 kind=lend tick=1 minimum_lots=3
        => market_listed market=2 asset=1 kind=lend tick=1 minimum_lots=3
        list_market signer=0 asset=2 kind=perp tick=2 minimum_lots=1
        => market_listed market=3 asset=2 kind=perp
        list_market signer=0 asset=2 kind=lend tick=1 minimum_lots=1
        => rejected reason=too_many_markets
    """)


def test_a_spot_venue_lists_spot_markets_only(spot: Venue) -> None:
    spot.run("""
        list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1
        => rejected reason=not_in_profile
        list_market signer=0 asset=1 kind=lend tick=1 minimum_lots=1
        => rejected reason=not_in_profile
    """)


def test_a_mark_carries_the_time_it_was_set(spot: Venue) -> None:
    spot.run("""
        set_mark signer=0 asset=1 mark=5
        => rejected reason=base_asset
        set_mark signer=0 asset=3 mark=5
        => rejected reason=unknown_asset
        advance_time signer=0 now=40
        set_mark signer=0 asset=2 mark=5
        => mark_set asset=2 mark=5
        advance_time signer=0 now=41
    """)
    assert (spot.dump().assets[1].mark, spot.dump().assets[1].mark_time) == (5, 40)


def test_setting_a_flag_to_what_it_is_tells_nothing(spot: Venue) -> None:
    spot.run("""
        set_halted signer=0 market=1 halted=false
        => nothing
        set_halted signer=0 market=1 halted=true
        => halted_set market=1 halted=true
        set_halted signer=0 market=1 halted=true
        => nothing
        set_halted signer=0 market=2 halted=true
        => rejected reason=unknown_market
        set_fee_exempt signer=0 account=1 exempt=false
        => nothing
        set_fee_exempt signer=0 account=1 exempt=true
        => fee_exempt_set account=1 exempt=true
        set_fee_exempt signer=0 account=4 exempt=true
        => rejected reason=unknown_account
    """)
    assert spot.dump().markets[0].halted
    assert spot.dump().accounts[0].fee_exempt


def test_time_stands_or_moves_forward(spot: Venue) -> None:
    spot.run("""
        advance_time signer=0 now=50
        => time_advanced now=50
        advance_time signer=0 now=49
        => rejected reason=time_reversed
        advance_time signer=0 now=50
        => nothing
        advance_time signer=0 now=51
        => time_advanced now=51
    """)
    assert spot.dump().now == 51


def test_the_treasury_gives_what_it_holds(spot: Venue) -> None:
    # Given a trade of 3 lots at 100: the buyer pays ceil_div(13331 * 30, 100000) = 4 atoms of
    # asset 2, the seller of ceil_div(7777 * 300, 100000) = 24 the cap of 3 base atoms
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=3
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=100 lots=3
        withdraw_treasury signer=0 asset=2 atoms=5
        => rejected reason=insufficient_treasury
        withdraw_treasury signer=0 asset=2 atoms=3
        => treasury_withdrawn asset=2 atoms=3
        withdraw_treasury signer=0 asset=2 atoms=1
        withdraw_treasury signer=0 asset=2 atoms=1
        => rejected reason=insufficient_treasury
        withdraw_treasury signer=0 asset=3 atoms=1
        => rejected reason=unknown_asset
        withdraw_treasury signer=11 asset=1 atoms=1
        => rejected reason=not_authorized
    """)
    base, listed = spot.dump().assets
    assert (base.treasury_atoms, base.supply_atoms) == (3, 3_000)
    assert (listed.treasury_atoms, listed.supply_atoms) == (0, 1_500 - 4)


@pytest.mark.parametrize(
    "command",
    [
        "list_asset signer=11 lot_atoms=1 fee_cap_atoms=1",
        "list_market signer=11 asset=2 kind=spot tick=1 minimum_lots=1",
        "set_mark signer=11 asset=2 mark=1",
        "set_halted signer=11 market=1 halted=true",
        "set_fee_exempt signer=11 account=1 exempt=true",
        "withdraw_treasury signer=11 asset=1 atoms=1",
        "advance_time signer=11 now=1",
    ],
)
def test_only_the_operator_operates(spot: Venue, command: str) -> None:
    spot.run(f"{command}\n=> rejected reason=not_authorized")


@pytest.mark.parametrize(
    "command",
    [
        "add_delegate signer=11 account=1 delegate=21",
        "remove_delegate signer=11 account=1 delegate=21",
        "deposit signer=11 account=1 asset=1 atoms=1",
        "withdraw signer=11 account=1 asset=1 atoms=1",
        "transfer signer=11 account=1 to_account=2 asset=1 atoms=1",
        "set_mark signer=0 asset=2 mark=1",
        "set_fee_exempt signer=0 account=1 exempt=true",
        "withdraw_treasury signer=0 asset=1 atoms=1",
    ],
)
def test_books_have_no_ledger(books: Venue, command: str) -> None:
    books.run(f"{command}\n=> rejected reason=not_in_profile")


def test_books_refuse_no_signer(books: Venue) -> None:
    books.run("""
        set_halted signer=99 market=1 halted=true
        set_halted signer=98 market=1 halted=false
        advance_time signer=97 now=1
        list_asset signer=96 lot_atoms=1 fee_cap_atoms=1
        list_market signer=95 asset=3 kind=perp tick=1 minimum_lots=1
        place_order signer=94 account=1 order_id=1 market=1 side=sell price=100 lots=2
        cancel_order signer=93 account=2 order_id=1
        => rejected reason=unknown_order
        cancel_order signer=93 account=1 order_id=1
    """)


def test_reduce_only_is_in_no_profile_yet(spot: Venue, books: Venue, loans: Venue) -> None:
    for venue in (spot, books, loans):
        venue.run("""
            place_order signer=11 account=1 order_id=1 \
                market=1 side=buy price=100 lots=2 reduce_only=true
            => rejected reason=not_in_profile
            replace_order signer=11 account=1 order_id=1 new_order_id=2 \
                market=1 side=buy price=100 lots=2 reduce_only=true
            => rejected reason=not_in_profile
        """)


def test_a_venue_is_opened_with_parameters_in_range() -> None:
    parameters = Venue(Profile.MATCH_1).state.parameters
    for multiple, allowed in ((9, False), (10, True), (40, True), (41, False)):
        changed = evolve(parameters, reservation_multiple_tenths=Tenths(multiple))
        if allowed:
            assert open_venue(Profile.MATCH_1, changed).parameters == changed
            continue
        with pytest.raises(ValueError, match="reservation_multiple_tenths: expected 10 to 40"):
            open_venue(Profile.MATCH_1, changed)


def test_a_venue_is_opened_with_the_parameters_of_its_profile() -> None:
    parameters = Venue(Profile.LEND_1).state.parameters
    for profile in (Profile.MATCH_1, Profile.SPOT_1):
        with pytest.raises(ValueError, match=f"profile {profile} has none of lending, found some"):
            open_venue(profile, parameters)
        assert open_venue(profile, evolve(parameters, lending=None)).profile is profile
    with pytest.raises(ValueError, match="profile lend/1 needs those of lending, found none"):
        open_venue(Profile.LEND_1, evolve(parameters, lending=None))


def test_a_venue_with_legs_is_opened_with_their_parameters(perps: Venue) -> None:
    parameters = perps.state.parameters
    perpetual = parameters.perpetual
    assert perpetual is not None
    for profile in (Profile.MATCH_1, Profile.SPOT_1, Profile.LEND_1):
        with pytest.raises(ValueError, match=f"profile {profile} "):
            open_venue(profile, parameters)
    with pytest.raises(ValueError, match="profile perp/1 needs those of perpetual, found none"):
        open_venue(Profile.PERP_1, evolve(parameters, perpetual=None))
    for legs, allowed in ((2, False), (3, True), (2**20, True), (2**20 + 1, False)):
        changed = evolve(parameters, perpetual=evolve(perpetual, max_legs_per_command=Count(legs)))
        if allowed:
            assert open_venue(Profile.PERP_1, changed).parameters == changed
            continue
        with pytest.raises(ValueError, match="max_legs_per_command: expected 3 to 1048576"):
            open_venue(Profile.PERP_1, changed)
    cells = evolve(parameters, max_accounts=Count(2**20), max_assets=Count(1), max_markets=Count(5))
    cells = evolve(cells, max_delegates_per_account=Count(1))
    with pytest.raises(ValueError, match="max_accounts and max_markets"):
        open_venue(Profile.PERP_1, cells)
    assert open_venue(Profile.PERP_1, evolve(cells, max_markets=Count(4))).markets == {}


@pytest.mark.parametrize(
    "command",
    [
        "true_up signer=11 account=1 counterparty=2 market=1",
        "repay_debts signer=11 account=1",
        "collect_debt signer=11 account=1 creditor=0",
        "set_funding_rate signer=0 market=1 rate=0",
        "list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1 funding_source=book",
        "place_order signer=11 account=1 order_id=1 market=1 side=buy price=5 lots=2 "
        "reduce_only=true",
    ],
)
def test_only_a_venue_with_legs_has_what_is_theirs(
    spot: Venue, books: Venue, loans: Venue, command: str
) -> None:
    """CMD-007, CMD-008, PRP-015."""
    for venue in (spot, books, loans):
        venue.judge(command, "not_in_profile")


@pytest.mark.parametrize(
    ("claims", "allowed"), [(0, False), (1, True), (1024, True), (1025, False)]
)
def test_the_parameters_of_lending_are_in_range(claims: int, allowed: bool) -> None:
    parameters = Venue(Profile.LEND_1).state.parameters
    assert parameters.lending is not None
    changed = evolve(parameters, lending=evolve(parameters.lending, max_claims=Count(claims)))
    if allowed:
        assert open_venue(Profile.LEND_1, changed).parameters == changed
        return
    with pytest.raises(ValueError, match="max_claims: expected 1 to 1024"):
        open_venue(Profile.LEND_1, changed)


@pytest.mark.parametrize(
    ("kind", "reason"), [("spot", None), ("lend", None), ("perp", "not_in_profile")]
)
def test_a_venue_with_loans_lists_spot_and_lending_markets(
    loans: Venue, kind: str, reason: str | None
) -> None:
    loans.run("list_asset signer=0 lot_atoms=10 fee_cap_atoms=5")
    loans.judge(f"list_market signer=0 asset=3 kind={kind} tick=1 minimum_lots=1", reason)


@pytest.mark.parametrize(
    "command",
    [
        "pay_interest signer=11 account=1 loan=1 reduce_lots=0 extend=false",
        "pay_claims signer=11 account=1 loan=1 atoms=1",
        "set_loan_terms signer=11 account=1 loan=1",
        "swap_loan signer=11 account=1 loan=1",
        "renew_loan signer=11 account=1 loan=1",
        "roll_loan signer=11 loan=1",
    ],
)
def test_only_a_venue_with_loans_has_their_commands(
    spot: Venue, books: Venue, loans: Venue, command: str
) -> None:
    for venue in (spot, books):
        venue.judge(command, "not_in_profile")
    loans.judge(command, "unknown_loan")
