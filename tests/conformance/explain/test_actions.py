"""What may be done about a counterparty: every action named is accepted, and does something."""

import pytest

from tallystick import reference
from tallystick.conformance.explain.actions import Action, Possible, band_prices, possible
from tallystick.conformance.explain.exposures import exposure_of
from tallystick.conformance.explain.world_runs import Moment
from tallystick.reference import views
from tallystick.reference.types.commands import PlaceOrder
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy, Liquidate
from tallystick.reference.types.loan_commands import PayInterest, RollLoan, SetLoanTerms, SwapLoan
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.perp_commands import CollectDebt, RepayDebts, TrueUp
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, AssetId
from tests.conformance.explain.world_cases import (
    OWES_BOTH_WAYS,
    moment_behind,
    moments_of_campaign,
    moments_of_vector,
    world_vectors,
)

ONE = AccountId(1)


def about(moment: Moment, account: int, counterparty: int) -> Possible:
    view = exposure_of(moment, AccountId(account))
    (found,) = (
        one for one in possible(moment, view) if one.counterparty == AccountId(counterparty)
    )
    return found


def action_of(told: Possible, kind: type) -> Action:
    (found,) = (one for one in told.actions if isinstance(one.command, kind))
    return found


def test_a_leg_can_be_trued_up_by_either_side() -> None:
    """Account 3 is owed 300 on its leg, which account 1 has: 600 in its balance."""
    moment = moment_behind(OWES_BOTH_WAYS, 38)
    for account, other in ((1, 3), (3, 1)):
        told = action_of(about(moment, account, other), TrueUp)
        assert isinstance(told.command, TrueUp)
        assert (told.command.account, told.command.counterparty) == (account, other)
        assert (told.net_atoms, told.clause) == (0, "PRP-050")
    assert told.maintenance_atoms == 1_000_180


def test_who_faces_an_open_account_may_liquidate_it_if_that_is_progress() -> None:
    """In this one nobody trades and equity is negative: only the operator can end it."""
    told = about(moment_behind(OWES_BOTH_WAYS, 38), 2, 1)
    assert not any(isinstance(one.command, Liquidate) for one in told.actions)
    (refused,) = (one for one in told.refusals if isinstance(one.command, Liquidate))
    assert refused.reason is Reason.NO_PROGRESS
    declared = action_of(told, DeclareBankruptcy)
    assert (declared.by, declared.net_atoms) == ("the operator", 0)


def test_what_is_overdue_can_be_collected_rolled_and_paid() -> None:
    rolled = about(moment_behind("liq-overdue-and-rolled", 20), 2, 1)
    assert action_of(rolled, RollLoan).by == "anybody"
    assert action_of(rolled, Liquidate).by == "anybody"
    assert action_of(rolled, RollLoan).net_atoms == 0
    (swap,) = (one for one in rolled.refusals if isinstance(one.command, SwapLoan))
    assert swap.reason is Reason.LOAN_OVERDUE
    moment = moment_behind("liq-overdue-debts-by-creditor", 23)
    (collect,) = (
        one for one in about(moment, 2, 1).refusals if isinstance(one.command, CollectDebt)
    )
    assert collect.reason is Reason.INSUFFICIENT_BALANCE
    own = about(moment, 1, 2)
    (repay,) = (one for one in own.refusals if isinstance(one.command, RepayDebts))
    assert repay.reason is Reason.INSUFFICIENT_BALANCE


def test_a_position_is_closed_inside_the_band() -> None:
    """Long 10 lots with a bid of the band's edge in the book: the order names that edge."""
    moment = moment_behind("liq-a-long-future-is-closed", 18)
    closing = [
        one
        for facing in possible(moment, exposure_of(moment, ONE))
        for one in facing.actions
        if isinstance(one.command, PlaceOrder)
    ]
    assert closing
    for one in closing:
        assert isinstance(one.command, PlaceOrder)
        order = one.command.order
        low, _ = band_prices(moment.dump, AssetId(2))
        assert (order.price, order.reduce_only, order.side) == (low, True, "sell")
        after, outcome = reference.step(moment.state, one.command)
        assert isinstance(outcome, Accepted)
        before = views.position(moment.state, ONE, order.market)
        assert 0 <= views.position(after, ONE, order.market) < before == order.lots


def test_the_band_is_that_of_its_clause() -> None:
    """World: 4 * 10 * 1,000 - 1,000 = 39,000 millionths of 40 are 1.56: 39 to 41."""
    assert band_prices(moment_behind(OWES_BOTH_WAYS, 38).dump, AssetId(2)) == (39, 41)


def test_a_borrower_pays_and_a_lender_sets_terms() -> None:
    moment = moment_behind("liq-loans-in-a-close-out", 23)
    paid = about(moment, 1, 3)
    whats = [one.what for one in paid.actions]
    assert whats == ["pay the interest of loan 2", "no more renew loan 2"]
    refused = {one.what: one.reason for one in paid.refusals}
    assert refused["repay loan 2"] is Reason.INSUFFICIENT_BALANCE
    assert refused["extend loan 2"] is Reason.NOT_EXTENSIBLE
    lent = about(moment, 1, 2)
    assert [one.what for one in lent.actions] == ["offer again what returns of loan 1"]
    assert action_of(paid, PayInterest).net_atoms == -9000
    assert isinstance(lent.actions[0].command, SetLoanTerms)


def told_everywhere(moments: list[Moment]) -> tuple[set[type], int]:
    """Every action is accepted in the state and leaves what it says; every refusal is one."""
    kinds: set[type] = set()
    count = 0
    for moment in moments:
        for account in moment.state.accounts:
            for told in possible(moment, exposure_of(moment, account)):
                for one in told.actions:
                    after, outcome = reference.step(moment.state, one.command)
                    assert outcome == one.outcome
                    assert isinstance(outcome, Accepted)
                    assert reference.dump(after) != moment.dump
                    rbv = one.initial_atoms, one.maintenance_atoms
                    assert views.risk_based_value(after, account) == rbv
                    kinds.add(type(one.command))
                    count += 1
                for other in told.refusals:
                    _, outcome = reference.step(moment.state, other.command)
                    assert isinstance(outcome, Rejected) == (other.reason is not None)
    return kinds, count


def test_what_is_told_of_vectors_is_true() -> None:
    moments = [list(moments_of_vector(name))[-1] for name in world_vectors()]
    kinds, count = told_everywhere(moments)
    assert count > 50
    assert kinds >= {TrueUp, PayInterest, SetLoanTerms}


@pytest.mark.parametrize("preset", ["minimal", "world"])
def test_what_is_told_of_campaigns_is_true(preset: str) -> None:
    moments = list(moments_of_campaign(2, preset, 0))[::25]
    kinds, count = told_everywhere(moments)
    assert count > 50
    assert TrueUp in kinds
