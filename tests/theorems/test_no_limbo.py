"""LIQ-052: whoever is open, with fresh marks, can be wound up or declared bankrupt."""

from collections import Counter
from random import Random

import pytest

from tallystick.reference import State, step
from tallystick.reference.pricing import is_stale
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId
from tests.theorems.doomed import CALLER, MAKER, TARGET, Doomed
from tests.theorems.downfalls import Moment, histories
from tests.theorems.ruins import MOST_WORK, bankruptcy

CAPS = (Reason.TOO_MANY_DEBTS, Reason.TOO_MANY_DEBTS_OF_ACCOUNT, Reason.DEBT_TOO_LARGE)
MOST_CALLS = 40


def way_out(state: State, target: AccountId) -> str:
    """What can be done about an account that is open: wind it up, close it out, or nothing."""
    caller = next(one for one in state.accounts if one != target)
    owner, work = state.accounts[caller].owner, state.parameters.max_touches
    _, wound_up = step(state, Liquidate(owner, caller, target, work))
    if isinstance(wound_up, Accepted):
        return "wound up"
    _, closed_out = step(state, bankruptcy(target))
    if isinstance(closed_out, Rejected):
        return closed_out.reason
    return "closed out"


def has_fresh_marks(moment: Moment) -> bool:
    """Whether no mark of the venue is stale (MGN-050)."""
    return not any(is_stale(moment.state, asset) for asset in moment.state.assets)


def test_there_is_a_way_out_of_every_state() -> None:
    """Of random histories and campaigns, where caps of debts are met too."""
    found, overdue = Counter[str](), 0
    for moment in (each for one in histories() for each in one.moments):
        if len(moment.state.accounts) < 2 or not has_fresh_marks(moment):
            continue
        for target in moment.ajar:
            way = way_out(moment.state, target)
            assert way in ("wound up", "closed out", *CAPS), (way, target)
            found[way] += 1
            overdue += moment.held.values(target).maintenance_atoms >= 0
    assert found["wound up"] > 80
    assert found["closed out"] > 30
    assert 0 < sum(found[cap] for cap in CAPS) < found.total() // 10
    assert overdue > 20


@pytest.mark.parametrize("has_loans", [False, True])
def test_calls_come_to_an_end(has_loans: bool) -> None:
    """After every call of much or little work there is a way on; and the last one is soon there."""
    ends, partial = Counter[str](), 0
    for seed in range(40):
        world, random = Doomed(seed, has_loans=has_loans), Random(seed)
        world.rest()
        world.quote(MAKER, 1 + seed % 3, (3, 30)[seed % 2], worst=seed % 5 == 0)
        for _call in range(MOST_CALLS):
            if not world.is_open:
                ends["sound"] += 1
                break
            way = way_out(world.state, TARGET)
            assert way in ("wound up", "closed out")
            if way == "closed out":
                ends[way] += 1
                break
            work = random.choice((1, 2, 3, 5, MOST_WORK))
            outcome = world.apply(world.liquidate(CALLER, TARGET, work))
            partial += isinstance(outcome, Accepted) and work < MOST_WORK
        else:
            pytest.fail(f"no end of seed {seed}")
    assert min(ends["sound"], ends["closed out"]) > 2, ends
    assert partial > 3
