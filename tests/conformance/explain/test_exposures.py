"""Whom accounts face: by hand, and as the reference has it."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from tallystick.conformance.explain.contracts import (
    Kind,
    contracts_of,
    counterparties,
    net_value,
    with_counterparty,
)
from tallystick.conformance.explain.exposures import ExposureView, Facing, exposure_of
from tallystick.conformance.explain.world_runs import Moment, has_contract
from tallystick.conformance.explain.world_standing import free_atoms, standing_of
from tallystick.reference import views
from tallystick.reference.ledger import free_atoms as free_of_reference
from tallystick.reference.net_worth import net_worth_of
from tallystick.reference.soundness import is_valued_by_stale_mark
from tallystick.reference.types.units import AccountId, AssetId, MarketId
from tests.conformance.explain.world_cases import (
    ESTATE_OF_600,
    LOANS,
    OWES_BOTH_WAYS,
    last_moments,
    moment_behind,
    moments_of_campaign,
    world_vectors,
)

ONE = AccountId(1)


def view_behind(name: str, number: int, account: int = 1) -> ExposureView:
    return exposure_of(moment_behind(name, number), AccountId(account))


def facing_of(view: ExposureView, counterparty: int) -> Facing:
    (found,) = (one for one in view.facing if one.counterparty == counterparty)
    return found


def whole(*values: Fraction) -> tuple[int, ...]:
    assert all(value.denominator == 1 for value in values)
    return tuple(map(int, values))


def test_500_300_and_200_are_owed_on_legs() -> None:
    """50, 30 and 20 lots bought at 50, the mark 40; r = 100, so the worst price is 36."""
    view = view_behind(ESTATE_OF_600, 23)
    assert [one.net_atoms for one in view.facing] == [-500, -300, -200]
    assert [50 * (40 - 50), 30 * (40 - 50), 20 * (40 - 50)] == [-500, -300, -200]
    assert [one.worst_atoms for one in view.facing] == [-700, -420, -280]
    assert [50 * (36 - 50), 30 * (36 - 50), 20 * (36 - 50)] == [-700, -420, -280]
    assert (view.is_owed_atoms, view.owes_atoms) == (0, 1000)
    standing = view.standing
    assert (standing.net_worth_atoms, standing.base_atoms) == (600 - 1000, 600)
    assert standing.equity_atoms == standing.net_worth_atoms
    assert (standing.initial_atoms, standing.maintenance_atoms) == (600 - 1400, 600 - 1400)
    assert not standing.is_sound
    assert (standing.overdue_loans, standing.overdue_debts, standing.stale_assets) == ((), (), ())


def test_the_first_who_owes_200_himself_is_owed_300_net() -> None:
    """20 lots of asset 3 bought at 50, the mark 60: he owes 200; at the worst price, 54, 80."""
    view = view_behind(OWES_BOTH_WAYS, 38)
    assert [one.net_atoms for one in view.facing] == [-300, -300, -200]
    first = facing_of(view, 2)
    (legs,) = first.kinds
    assert legs.kind is Kind.LEG
    assert whole(legs.is_owed, legs.owes, legs.net) == (200, 500, -300)
    asset_2, asset_3 = first.worst_pieces
    assert whole(asset_2.value, asset_2.worst, asset_2.price) == (-500, -700, 36)
    assert whole(asset_3.value, asset_3.worst, asset_3.price) == (20 * 10, 20 * (54 - 50), 54)
    assert first.worst_atoms == -700 + 80
    assert [piece.piece[0] for piece in first.worst_pieces] == ["-", "-"]


def test_a_counterparty_is_shown_with_its_own_value_and_its_others() -> None:
    """Account 6 is long 10 lots against 5 and has borrowed from it 1 lot of 1,000 at 100."""
    moment = moment_behind(OWES_BOTH_WAYS, 38)
    first = facing_of(exposure_of(moment, ONE), 2)
    assert first.standing == standing_of(moment, AccountId(2))
    assert first.elsewhere is not None
    assert first.elsewhere.counterparty_count == 0
    from_five = facing_of(exposure_of(moment, AccountId(5)), 6)
    assert {one.kind for one in from_five.kinds} == {Kind.LEG, Kind.LOAN}
    of_creditor = facing_of(exposure_of(moment, AccountId(2)), 1)
    assert of_creditor.net_atoms == 300
    assert of_creditor.elsewhere is not None
    assert of_creditor.elsewhere.counterparty_count == 2
    assert whole(of_creditor.elsewhere.is_owed, of_creditor.elsewhere.owes) == (0, 300 + 200)
    (interest,) = of_creditor.elsewhere.open_interest
    assert (interest.market, interest.long_lots, interest.short_lots) == (MarketId(2), 50, 0)


def test_loans_count_with_the_interest_of_hours_owed() -> None:
    """100 atoms at 500 for 10 lent, 9,000 base borrowed, both at 365 for 8 hours of 8,760."""
    view = view_behind(LOANS, 23)
    lent, borrowed, leg = view.facing
    assert lent.net == Fraction(500, 10) * (100 + Fraction(100 * 365 * 8, 87_600_000))
    assert borrowed.net == -(9000 + Fraction(9000 * 365 * 8, 87_600_000)) == Fraction(-90003, 10)
    assert (lent.net_atoms, borrowed.net_atoms, leg.net_atoms) == (5000, -9001, -15000)
    assert borrowed.worst_atoms == borrowed.net_atoms
    # Without haircut and provision: 3,300, rounded up what is owed to it, down what it owes.
    standing = view.standing
    assert standing.net_worth_atoms == 3300 + 5001 - 9000 - 15000
    assert standing.equity_atoms == 3300 + (100 - 2) * 50 - 9000 - 9 - 15000
    # The price of spot falls by r = 100 and by s = 10 permille.
    assert lent.worst_pieces[0].worst == lent.net * Fraction(890, 1000)


def test_the_treasury_is_a_counterparty_without_a_value() -> None:
    """It is owed 30 of fees; account 2 is owed 1,200 on its leg."""
    view = view_behind("liq-the-treasury-is-a-creditor", 14)
    treasury, other = view.facing
    assert (treasury.counterparty, treasury.net_atoms, treasury.worst_atoms) == (0, -30, -30)
    assert (treasury.standing, treasury.elsewhere) == (None, None)
    assert other.net_atoms == -1200
    assert other.standing is not None


def test_claims_are_owed_to_who_has_left_and_to_the_treasury() -> None:
    name = "liq-claims-on-a-loan-of-the-bankrupt"
    moment = moment_behind(name, 24)
    view = exposure_of(moment, ONE)
    claims = [claim for one in view.facing for claim in one.claims]
    assert claims
    for claim in claims:
        assert (claim.borrower, claim.counterparty) == (ONE, claim.creditor)
        assert claim.value < 0
        if claim.creditor:
            back = facing_of(exposure_of(moment, claim.creditor), ONE).claims
            assert [one.value for one in back] == [-claim.value]


def states() -> Iterator[Moment]:
    for name in world_vectors():
        yield from last_moments(name)


def check_against_reference(moment: Moment) -> int:
    """What dump and certificate give is what the reference says of every account."""
    for account in moment.state.accounts:
        view = exposure_of(moment, account)
        mine = [(one.counterparty, one.net_atoms, one.worst_atoms) for one in view.facing]
        theirs = views.exposure(moment.state, account)
        assert mine == [(one.counterparty, one.atoms, one.worst_atoms) for one in theirs]
        assert view.standing.net_worth_atoms == net_worth_of(moment.state, account)
        is_stale = is_valued_by_stale_mark(moment.state, account)
        assert bool(view.standing.stale_assets) == is_stale
        assert has_contract(moment.state, account) >= bool(mine)
        for asset in moment.state.assets:
            free = free_atoms(moment, account, AssetId(asset))
            assert free == free_of_reference(moment.state, account, asset)
    told = [one for one in moment.state.accounts if not standing_of(moment, one).is_sound]
    assert tuple(told) == views.open_accounts(moment.state)
    return len(moment.state.accounts)


def test_the_vectors_are_seen_as_the_reference_sees_them() -> None:
    assert sum(map(check_against_reference, states())) > 500


@pytest.mark.parametrize("preset", ["minimal", "world"])
def test_campaigns_are_seen_as_the_reference_sees_them(preset: str) -> None:
    kinds: set[Kind] = set()
    moments = list(moments_of_campaign(1, preset, 0))[::5]
    assert len(moments) > 10
    for moment in moments:
        check_against_reference(moment)
        for account in moment.state.accounts:
            for facing in exposure_of(moment, account).facing:
                kinds |= {one.kind for one in facing.kinds}
    assert kinds >= {Kind.LEG, Kind.LOAN}


def test_a_debt_counts_whether_overdue_or_not() -> None:
    """2 and 3 lots have lost 10 each; account 1 pays nothing, since it has nothing."""
    view = view_behind("liq-overdue-debts-by-creditor", 23)
    told = [(one.kinds[-1].kind, int(one.kinds[-1].net), one.net_atoms) for one in view.facing]
    assert told == [(Kind.DEBT, -20, -20), (Kind.DEBT, -30, -30)]
    (debt,) = view.facing[0].debts
    assert (debt.debtor, debt.creditor, debt.overdue_ms, debt.atoms) == (1, 2, 1, 20)
    early = view_behind("liq-overdue-debts-by-creditor", 22).facing[0].debts
    assert [one.overdue_ms for one in early] == [0]


def test_what_one_owes_the_other_is_owed() -> None:
    """From both sides it is the same, but for the sign; nobody faces himself."""
    compared = 0
    for moment in states():
        dump = moment.dump
        found = {account: contracts_of(dump, account) for account in moment.state.accounts}
        for account, contracts in found.items():
            parties = counterparties(contracts)
            assert account not in parties
            for other in parties:
                if other:
                    back = net_value(with_counterparty(found[other], account))
                    assert back == -net_value(with_counterparty(contracts, other))
                    compared += 1
    assert compared > 500
