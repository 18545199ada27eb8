"""The auditor where accounts are valued: risk values from events, values from states."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance.auditor import Auditor
from tallystick.conformance.campaign import sequence
from tallystick.conformance.checkers.margin_checks import margin_violations
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import MarketKind, Profile, Side
from tallystick.reference.types.dump import AnnouncedRiskDump, RiskDump, StateDump
from tallystick.reference.types.events import Event, TimeAdvanced
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.margin_events import AccountValued, RiskAnnounced, RiskChanged
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)

OPERATOR, OWNER = PrincipalId(0), PrincipalId(11)
ONE, COIN, NOTICE_MS = AccountId(1), AssetId(2), 3_600_000
VALUES = (Permille(100), Permille(20), Permille(20))
OTHER_VALUES = (Permille(200), Permille(30), Permille(30))
SET_UP: tuple[c.Command, ...] = (
    c.OpenAccount(OWNER),
    c.ListAsset(OPERATOR, Atoms(10), Atoms(5)),
    c.ListMarket(OPERATOR, COIN, MarketKind.SPOT, Price(5), Lots(2)),
    c.Deposit(OWNER, ONE, AssetId(1), Atoms(1_000)),
    c.SetMark(OPERATOR, COIN, Price(100)),
    SetRisk(OPERATOR, COIN, *VALUES),
    SetRisk(OPERATOR, COIN, *OTHER_VALUES, Milliseconds(NOTICE_MS)),
)
WITHDRAWS = c.Withdraw(OWNER, ONE, AssetId(1), Atoms(1))


@cache
def final_dump() -> StateDump:
    """The state behind the set-up."""
    return followed(SET_UP)[1]


def followed(commands: Sequence[c.Command]) -> tuple[Auditor, StateDump]:
    """An auditor that has seen these commands on the reference, and the state after them."""
    parameters = load_preset("minimal", profile=Profile.MARGIN_1)
    auditor = Auditor(Profile.MARGIN_1, parameters)
    state = reference.open_venue(Profile.MARGIN_1, parameters)
    for command in commands:
        state, outcome = reference.step(state, command)
        assert isinstance(outcome, Accepted), outcome
        assert auditor.observe(outcome) == ()
        assert auditor.judge(command, outcome) == ()
    return auditor, reference.dump(state)


def told(*events: Event) -> set[str]:
    """The clauses that such a command violates, behind the set-up."""
    auditor, _ = followed(SET_UP)
    found = auditor.observe(Accepted(events, Count(0), Count(0)))
    return {violation.clause for violation in found}


@pytest.mark.parametrize("preset", ["minimal", "world", "hardened"])
@pytest.mark.parametrize("index", range(3))
def test_campaigns_are_followed_to_the_last_value(preset: str, index: int) -> None:
    parameters = load_preset(preset, profile=Profile.MARGIN_1)
    auditor = Auditor(Profile.MARGIN_1, parameters)
    state, valued = reference.open_venue(Profile.MARGIN_1, parameters), 0
    for command in sequence(1, Profile.MARGIN_1, preset, index):
        state, outcome = reference.step(state, command)
        assert auditor.observe(outcome) == ()
        assert auditor.judge(command, outcome) == ()
        assert auditor.check(reference.dump(state)) == ()
        if isinstance(outcome, Accepted):
            valued += sum(isinstance(event, AccountValued) for event in outcome.events)
    assert valued >= 20


def test_the_set_up_is_as_it_is_told() -> None:
    coin = final_dump().assets[1]
    assert coin.risk == RiskDump(*VALUES)
    assert coin.announced == AnnouncedRiskDump(*OTHER_VALUES, Milliseconds(NOTICE_MS))


def test_announced_values_come_into_force_when_their_time_is_reached() -> None:
    at = TimeAdvanced(Milliseconds(NOTICE_MS))
    assert told(at, RiskChanged(COIN, *OTHER_VALUES)) == set()
    assert told(TimeAdvanced(Milliseconds(NOTICE_MS - 1))) == set()
    assert told(at) == {"MGN-013"}
    assert told(at, RiskChanged(COIN, *VALUES)) == {"MGN-013"}
    assert told(at, *(RiskChanged(COIN, *OTHER_VALUES),) * 2) == {"MGN-011"}


def test_values_at_once_are_the_first_ones() -> None:
    assert told(RiskChanged(COIN, *OTHER_VALUES)) == {"MGN-011"}
    assert told(RiskChanged(AssetId(1), *VALUES)) == {"MGN-011"}
    assert told(RiskChanged(AssetId(3), *VALUES)) == {"INV-008"}


def test_an_announcement_is_in_time() -> None:
    assert told(RiskAnnounced(COIN, *VALUES, Milliseconds(NOTICE_MS))) == set()
    assert told(RiskAnnounced(COIN, *VALUES, Milliseconds(NOTICE_MS - 1))) == {"MGN-011"}


def test_nothing_of_this_is_in_another_profile() -> None:
    parameters = load_preset("minimal", profile=Profile.PERP_1)
    for event in (AccountValued(ONE, Atoms(0), Atoms(0)), RiskChanged(COIN, *VALUES)):
        found = Auditor(Profile.PERP_1, parameters).observe(Accepted((event,), Count(0), Count(0)))
        assert "CMD-007" in {violation.clause for violation in found}


def judged(changed: Callable[[tuple[Event, ...]], tuple[Event, ...]]) -> set[str]:
    """The clauses that a withdrawal violates whose events are told otherwise."""
    auditor, _ = followed(SET_UP)
    parameters = load_preset("minimal", profile=Profile.MARGIN_1)
    state = reference.open_venue(Profile.MARGIN_1, parameters)
    for command in (*SET_UP, WITHDRAWS):
        state, outcome = reference.step(state, command)
    assert isinstance(outcome, Accepted)
    outcome = evolve(outcome, events=changed(outcome.events))
    assert auditor.observe(outcome) == ()
    return {violation.clause for violation in auditor.judge(WITHDRAWS, outcome)}


@pytest.mark.parametrize("name", ["initial_atoms", "maintenance_atoms"])
@pytest.mark.parametrize("more", [-1, 1])
def test_a_stated_value_is_right_to_the_atom(name: str, more: int) -> None:
    def wrong(events: tuple[Event, ...]) -> tuple[Event, ...]:
        valued: Any = events[-1]
        return (*events[:-1], evolve(valued, **{name: getattr(valued, name) + more}))

    assert judged(wrong) == {"MGN-032"}


def test_a_value_is_stated_once_and_last() -> None:
    assert judged(lambda events: events) == set()
    assert judged(lambda events: events[:-1]) == {"MGN-032"}
    assert judged(lambda events: (*events, events[-1])) == {"MGN-032"}
    assert judged(lambda events: events[::-1]) == {"MGN-032"}


def test_what_makes_others_poorer_is_found() -> None:
    auditor, _ = followed((*SET_UP, c.OpenAccount(PrincipalId(12))))
    taken = c.Transfer(OWNER, ONE, AccountId(2), AssetId(1), Atoms(5))
    # Whose command it says it was: the owner of the account that gains.
    pretended = evolve(taken, account=AccountId(2), to_account=ONE)
    parameters = load_preset("minimal", profile=Profile.MARGIN_1)
    state = reference.open_venue(Profile.MARGIN_1, parameters)
    for command in (*SET_UP, c.OpenAccount(OWNER), taken):
        state, outcome = reference.step(state, command)
    assert isinstance(outcome, Accepted)
    auditor.observe(outcome)
    assert "INV-018" in {violation.clause for violation in auditor.judge(pretended, outcome)}


def with_coin(**changes: Any) -> StateDump:
    """The final state with another asset 2."""
    dump = final_dump()
    return evolve(dump, assets=(dump.assets[0], evolve(dump.assets[1], **changes)))


def test_risk_values_in_a_dump() -> None:
    announced = AnnouncedRiskDump(*OTHER_VALUES, Milliseconds(0))
    high = RiskDump(Permille(834), Permille(0), Permille(0))
    highest = RiskDump(Permille(833), Permille(0), Permille(0))
    base = evolve(final_dump().assets[0], risk=RiskDump(*VALUES))
    wrong = {
        "MGN-012": with_coin(risk=high),
        "MGN-013": with_coin(announced=announced),
        "MGN-010": evolve(final_dump(), assets=(base, final_dump().assets[1])),
    }
    for clause, dump in wrong.items():
        assert {violation.clause for violation in margin_violations(dump)} == {clause}
    for sound in (final_dump(), with_coin(risk=highest), with_coin(risk=None, announced=None)):
        assert list(margin_violations(sound)) == []


def test_what_is_traded_is_priced() -> None:
    order = c.NewOrder(OrderId(1), MarketId(1), Side.BUY, Price(50), Lots(2))
    _, dump = followed((*SET_UP, c.PlaceOrder(OWNER, ONE, order)))
    assert list(margin_violations(dump)) == []
    lacking: tuple[dict[str, Any], ...] = ({"mark": None, "mark_time": None}, {"risk": None})
    for changes in lacking:
        unpriced = evolve(dump.assets[1], **changes)
        found = margin_violations(evolve(dump, assets=(dump.assets[0], unpriced)))
        assert {violation.clause for violation in found} == {"MGN-004"}


def test_only_closable_values_where_they_must_be() -> None:
    hardened = load_preset("hardened", profile=Profile.MARGIN_1)
    # band = 20 * 600 - 1000 = 11000; twice that is at most (20 + sp) * 600 from sp = 17 on.
    for slippage, clauses in ((17, set()), (16, {"MGN-012"})):
        risk = RiskDump(Permille(100), Permille(20), Permille(slippage))
        dump = evolve(with_coin(risk=risk, announced=None), parameters=hardened)
        assert {violation.clause for violation in margin_violations(dump)} == clauses
