"""Who is open to liquidation, why, and what a call would do: by hand, and as it then happens."""

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.open_accounts import (
    Ending,
    OpenAccount,
    open_view,
)
from tallystick.conformance.explain.world_runs import Moment
from tallystick.reference import views
from tallystick.reference.types.liquidation_events import BankruptcyDeclared, RewardHeld
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Permille
from tests.conformance.explain.world_cases import (
    ESTATE_OF_600,
    OWES_BOTH_WAYS,
    last_moments,
    moment_behind,
    world_vectors,
)


def only(moment: Moment, caller: int | None = None) -> OpenAccount:
    (one,) = open_view(moment, None if caller is None else AccountId(caller)).open_accounts
    return one


def test_an_estate_of_600_for_claims_of_1000_loses_400_permille() -> None:
    one = only(moment_behind(ESTATE_OF_600, 23))
    assert (one.standing.account, one.is_below_zero) == (1, True)
    # Nobody buys its legs, and to remove its bid far below the mark frees nothing.
    assert (one.liquidate.ending, one.liquidate.events) == (Ending.NO_PROGRESS, ())
    told = one.bankruptcy
    assert (told.is_possible, told.estate_atoms, told.claims_atoms) == (True, 600, 1000)
    assert told.command.max_loss_permille == 400
    assert [(loss.account, loss.claim_atoms, loss.paid_atoms) for loss in told.losses] == [
        (2, 500, 300),
        (3, 300, 180),
        (4, 200, 120),
    ]


def test_three_quarters_are_left_where_the_first_owes_too() -> None:
    one = only(moment_behind(OWES_BOTH_WAYS, 38))
    assert (one.liquidate.ending, one.liquidate.reason) == (Ending.NO_PROGRESS, Reason.NO_PROGRESS)
    assert one.bankruptcy.command.max_loss_permille == 250
    assert [(loss.claim_atoms, loss.paid_atoms) for loss in one.bankruptcy.losses] == [
        (300, 225),
        (300, 225),
        (200, 150),
    ]


def test_a_loan_overdue_by_a_millisecond_is_a_reason() -> None:
    """10,000 lent for ten days; rolled by two other lenders it is sound, and nobody is paid."""
    moment = moment_behind("liq-overdue-and-rolled", 20)
    one = only(moment)
    (loan,) = one.standing.overdue_loans
    assert (loan.loan, loan.overdue_ms, loan.principal_atoms, loan.lender) == (1, 1, 10_000, 2)
    assert not one.is_below_zero
    assert (one.liquidate.ending, one.liquidate.reward_atoms) == (Ending.SOUND, 0)
    assert one.bankruptcy.reason is Reason.NOT_BANKRUPT


def test_debts_overdue_by_a_millisecond_are_reasons() -> None:
    """2 lots and 3 lots have lost 10 each: 20 and 30."""
    one = only(moment_behind("liq-overdue-debts-by-creditor", 23))
    debts = one.standing.overdue_debts
    assert [(debt.creditor, debt.atoms, debt.overdue_ms) for debt in debts] == [
        (2, 20, 1),
        (3, 30, 1),
    ]


def test_a_reward_is_what_the_vector_pays() -> None:
    one = only(moment_behind("liq-a-reward-is-at-most-the-valuation", 18))
    assert (one.liquidate.ending, one.liquidate.reward_atoms) == (Ending.SOUND, 5)
    assert one.liquidate.after is not None
    assert one.liquidate.after.maintenance_atoms == 0
    names = [event.type for event in one.liquidate.events]
    assert (names[-2:], names[0]) == (["reward_held", "account_valued"], "order_accepted")


def test_old_marks_reject_both() -> None:
    """The mark of asset 3, which account 2 has, is a millisecond too old; account 1 has none."""
    view = open_view(moment_behind("liq-marks-of-what-the-target-holds", 32), None)
    fresh, one = view.open_accounts
    assert (fresh.standing.stale_assets, fresh.liquidate.ending) == ((), Ending.SOUND)
    assert one.liquidate.ending is Ending.REJECTED
    assert one.liquidate.reason is Reason.VALUATION_STALE
    assert one.bankruptcy.reason is Reason.VALUATION_STALE
    assert one.standing.stale_assets == (3,)


def test_who_calls_can_be_named_and_must_be_there() -> None:
    moment = moment_behind(OWES_BOTH_WAYS, 38)
    told = only(moment, caller=4).liquidate
    assert told.command is not None
    assert (told.command.account, told.command.signer) == (4, 14)
    of_itself = only(moment, caller=1).liquidate
    assert (of_itself.ending, of_itself.reason) == (Ending.REJECTED, Reason.SAME_ACCOUNT)
    with pytest.raises(ExplainError, match="there is no account 99"):
        open_view(moment, AccountId(99))


def test_what_is_told_is_what_happens() -> None:
    endings: set[Ending] = set()
    for name in world_vectors():
        for moment in last_moments(name)[-3:]:
            for one in open_view(moment, None).open_accounts:
                endings.add(one.liquidate.ending)
                check_liquidate(moment, one)
                check_bankruptcy(moment, one)
    assert endings == {Ending.SOUND, Ending.PROGRESS, Ending.NO_PROGRESS, Ending.REJECTED}


def check_liquidate(moment: Moment, one: OpenAccount) -> None:
    told = one.liquidate
    assert told.command is not None
    state, outcome = reference.step(moment.state, told.command)
    if isinstance(outcome, Rejected):
        assert (told.reason, told.after) == (outcome.reason, None)
        return
    is_open = one.standing.account in views.open_accounts(state)
    assert (told.ending is Ending.PROGRESS) == is_open
    assert sum(event.count for event in told.events) == len(outcome.events)
    held = [event.atoms for event in outcome.events if isinstance(event, RewardHeld)]
    assert held == ([told.reward_atoms] if told.reward_atoms else [])
    assert told.after is not None
    values = told.after.initial_atoms, told.after.maintenance_atoms
    assert values == views.risk_based_value(state, one.standing.account)


def check_bankruptcy(moment: Moment, one: OpenAccount) -> None:
    told = one.bankruptcy
    _, outcome = reference.step(moment.state, told.command)
    assert isinstance(outcome, Accepted) == told.is_possible
    if isinstance(outcome, Rejected):
        assert outcome.reason is told.reason
        return
    (declared,) = (event for event in outcome.events if isinstance(event, BankruptcyDeclared))
    assert (declared.estate_atoms, declared.claims_atoms) == (told.estate_atoms, told.claims_atoms)
    if declared.estate_atoms < 2**62:  # stated within that (LIQ-034)
        assert told.estate_atoms - told.claims_atoms == one.standing.net_worth_atoms
    least = told.command.max_loss_permille
    if least:
        less = evolve(told.command, max_loss_permille=Permille(least - 1))
        _, outcome = reference.step(moment.state, less)
        assert isinstance(outcome, Rejected)
        assert outcome.reason is Reason.LOSS_TOO_LARGE


def test_where_nobody_is_open_there_is_nobody() -> None:
    view = open_view(moment_behind(OWES_BOTH_WAYS, 36), None)
    assert (view.account_count, view.open_accounts) == (6, ())
