"""MGN-072, MGN-073, MGN-075 and INV-018 on random histories of the reference.

Who did not give the command is valued at three scales, at the marks as they are and at others.
"""

from collections import Counter
from random import Random

import pytest

from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_judge import ValuationJudge, own_account
from tallystick.conformance.margin.certificate_check import certificate_faults
from tallystick.conformance.margin.certificate_json import decode_certificate, encode_certificate
from tallystick.reference import certificate, risk_based_value
from tallystick.reference.types.commands import (
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Deposit,
    PlaceOrder,
    ReplaceOrder,
    Transfer,
)
from tallystick.reference.types.events import OrderRemoved, OrdersDecremented, Traded
from tallystick.reference.types.loan_commands import PayInterest, RenewLoan, RollLoan, SwapLoan
from tallystick.reference.types.perp_commands import TrueUp
from tests.theorems.histories import OF_THE_VENUE, SEEDS, all_values, history, scenes
from tests.theorems.worlds import COIN, GRAIN, at_marks

SCALES = (0, 500, 1_000)
TRADING = (PlaceOrder, AmendOrder, ReplaceOrder)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_judge_finds_nothing_and_the_reference_agrees(seed: int) -> None:
    judge = ValuationJudge()
    for scene in history(seed):
        assert judge.judge(scene.before, scene.command, scene.outcome, scene.after) == ()
        for account, values in scene.held_after.all_values().items():
            assert tuple(risk_based_value(scene.state, account)) == tuple(values), scene
            assert values.initial_atoms <= values.maintenance_atoms


def test_certificates_of_the_reference_add_up() -> None:
    for scene in list(scenes())[::61]:
        for account in scene.state.accounts:
            made = certificate(scene.state, account)
            assert certificate_faults(made) == ()
            assert decode_certificate(encode_certificate(made)) == made


def test_histories_have_everything_that_is_judged() -> None:
    kinds = Counter(type(scene.command) for scene in scenes())
    wanted = (*TRADING, Batch, SwapLoan, RenewLoan, RollLoan, PayInterest, TrueUp, Transfer)
    assert all(kinds[kind] >= 10 for kind in wanted), kinds
    below = sum(
        values.initial_atoms < 0
        for scene in scenes()
        for values in scene.held_after.all_values().values()
    )
    assert below > 50


def test_fills_never_lower_and_strangers_keep_all() -> None:
    """MGN-072 and MGN-073, of trades."""
    random, fills = Random(1), Counter[bool]()
    for scene in scenes(*TRADING):
        own, makers = own_account(scene.command), scene.makers
        if not makers:
            continue
        others = {COIN: random.randint(1, 400), GRAIN: random.randint(1, 300)}
        for marks in ({}, others):
            states = (at_marks(scene.before, marks), at_marks(scene.after, marks))
            before, after = map(Portfolios, states)
            for account in scene.state.accounts:
                for scale in SCALES:
                    values = before.value(account, scale), after.value(account, scale)
                    if account in makers - {own}:
                        assert values[1] >= values[0], (scene, account, scale, marks)
                        fills[values[1] > values[0]] += 1
                    elif account != own:
                        assert values[1] == values[0], (scene, account, scale, marks)
    assert min(fills.values()) > 500


def test_a_true_up_changes_nobody() -> None:
    for scene in scenes(TrueUp):
        for scale in SCALES:
            assert all_values(scene.held_after, scale) == all_values(scene.held_before, scale)


def test_swap_renewal_roll_and_payment_make_no_third_party_poorer() -> None:
    """INV-018 of chapter 07, at every scale; its exceptions are shown in `test_paying`."""
    richer = capped = 0
    for scene in scenes(SwapLoan, RenewLoan, RollLoan, PayInterest):
        for scale in SCALES:
            before, after = (
                all_values(one, scale) for one in (scene.held_before, scene.held_after)
            )
            for account in before.keys() - scene.spared:
                lowest = before[account] - scene.slack_atoms(account)
                assert after[account] >= lowest, (scene, account, scale)
                capped += after[account] < before[account]
                richer += after[account] > before[account]
    assert richer > 50
    # The exception of MGN-073 occurs, and is no rule.
    assert 0 < capped < 20


def test_no_command_of_another_makes_poorer() -> None:
    """INV-018 of all other commands, at scales that no venue of these histories has."""
    for scene in scenes():
        if isinstance(scene.command, OF_THE_VENUE):
            continue
        before, after = (all_values(one, 333) for one in (scene.held_before, scene.held_after))
        for account in before.keys() - scene.spared:
            lowest = before[account] - scene.slack_atoms(account)
            assert after[account] >= lowest, (scene, account)


def test_placing_never_raises_and_removing_never_lowers() -> None:
    """MGN-075."""
    placed = 0
    for scene in scenes(PlaceOrder):
        events = (Traded, OrderRemoved, OrdersDecremented)
        if any(isinstance(event, events) for event in scene.outcome.events):
            continue
        own = own_account(scene.command)
        assert own is not None
        before, after = scene.held_before, scene.held_after
        for scale in SCALES:
            fall = before.value(own, scale) - after.value(own, scale)
            assert fall >= 0
            placed += fall > 0
    assert placed > 100
    removed = 0
    for scene in scenes(CancelOrder, CancelAll, Deposit):
        own = own_account(scene.command)
        assert own is not None
        before, after = scene.held_before, scene.held_after
        for scale in SCALES:
            rise = after.value(own, scale) - before.value(own, scale)
            assert rise >= 0
            removed += rise > 0
    assert removed > 100
