"""The auditor follows legs, debts and funding: what is sound passes, what is not is named."""

from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.checkers.state_checks import state_violations
from tallystick.reference.types.choices import FundingSource, Profile
from tallystick.reference.types.dump import DebtDump, FundingDump, LegDump, StateDump
from tallystick.reference.types.events import Deposited, Transferred
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    FundingIndex,
    FundingRate,
    FundingRemainder,
    LegId,
    Lots,
    Milliseconds,
    Premium,
)
from tests.conformance.trails import BASE, BUY, ONE, SELL, THREE, TWO, removed, rested
from tests.conformance.trails_of_legs import (
    DUE,
    HOUR,
    IN_DEBT,
    PARAMETERS,
    PASSED_ON,
    TREASURY,
    TRUED,
    UNSOUND_COMMANDS,
    UNSOUND_TRADES,
    UNSOUND_WALKS,
    accepted,
    at,
    clauses,
    extended,
    fee,
    marked,
    open_auditor,
    owes,
    paid,
    reduced,
    repaid,
    settled,
    ticked,
    traded,
)


def funding_of(auditor: Auditor) -> FundingDump:
    funding = auditor.dump().markets[1].funding
    assert funding is not None
    return funding


def test_a_leg_that_passes_on_is_sound_and_rebuilt() -> None:
    auditor = open_auditor()
    assert clauses(auditor, *PASSED_ON, touched_orders=1) == []
    dump = auditor.dump()
    assert dump.markets[1].legs == (
        LegDump(LegId(1), TWO, ONE, Lots(2), Atoms(2020), Atoms(0)),
        LegDump(LegId(2), THREE, ONE, Lots(2), Atoms(2020), Atoms(0)),
    )
    # 997 - 40; 997 + 40 + 20 - 3, its second order paying again; 1000 - 20 - 3.
    assert [account.balances[0].atoms for account in dump.accounts] == [957, 1054, 977]
    assert dump.assets[0].treasury_atoms == 12
    assert dump.debts == ()
    assert state_violations(dump) == ()


def test_debts_are_opened_paid_offset_and_joined() -> None:
    auditor = open_auditor()
    for events in IN_DEBT:
        assert clauses(auditor, *events) == []
    assert clauses(auditor, Deposited(ONE, BASE, Atoms(3)), repaid(ONE, TWO, 3)) == []
    # At 1290 account 2 owes 40, of which account 1 owes it 200.
    assert clauses(auditor, marked(1290)) == []
    assert clauses(auditor, settled(-40), paid(TWO, ONE, 0, 40)) == []
    assert auditor.dump().debts == (DebtDump(ONE, TWO, Milliseconds(DUE), Atoms(160)),)
    # An hour after it is due it is overdue, so a new one of account 1 to account 2 leaves two.
    ticks = (ticked(8, 0), ticked(16, 0), ticked(24, 0))
    assert clauses(auditor, at(24, 1), *ticks) == []
    assert clauses(auditor, marked(1300)) == []
    late = DUE + 25 * HOUR
    assert clauses(auditor, settled(40), paid(ONE, TWO, 0), owes(ONE, TWO, 40, late)) == []
    assert auditor.dump().debts == (
        DebtDump(ONE, TWO, Milliseconds(DUE), Atoms(160)),
        DebtDump(ONE, TWO, Milliseconds(late), Atoms(40)),
    )
    # After 50 hours both are overdue and become one when a third is opened.
    assert clauses(auditor, at(50), ticked(32, 0), ticked(40, 0), ticked(48, 0)) == []
    assert clauses(auditor, marked(1310)) == []
    later = 74 * HOUR
    assert clauses(auditor, settled(40), paid(ONE, TWO, 0), owes(ONE, TWO, 40, later)) == []
    assert auditor.dump().debts == (
        DebtDump(ONE, TWO, Milliseconds(DUE), Atoms(200)),
        DebtDump(ONE, TWO, Milliseconds(later), Atoms(40)),
    )
    assert state_violations(auditor.dump()) == ()


def test_what_is_overdue_is_collected_and_no_more() -> None:
    auditor = open_auditor()
    for events in IN_DEBT:
        assert clauses(auditor, *events) == []
    gift = Transferred(THREE, ONE, BASE, Atoms(300))
    assert clauses(auditor, gift) == []
    assert clauses(auditor, at(24, 1), ticked(8, 0), ticked(16, 0), ticked(24, 0)) == []
    assert clauses(auditor, marked(1400)) == []
    # 4 * 100 are owed, of which 300 are there; the rest joins nothing.
    events = settled(400), paid(ONE, TWO, 300), owes(ONE, TWO, 100, DUE + 25 * HOUR)
    assert clauses(auditor, *events) == []
    assert clauses(auditor, evolve(gift, atoms=Atoms(250))) == []
    assert clauses(auditor, repaid(ONE, TWO, 203)) == []
    assert clauses(auditor, repaid(ONE, TWO, 47, DUE + 25 * HOUR)) == []


def test_a_part_of_what_is_overdue_is_not_all_that_can_be_collected() -> None:
    auditor = open_auditor()
    for events in IN_DEBT:
        assert clauses(auditor, *events) == []
    assert clauses(auditor, Transferred(THREE, ONE, BASE, Atoms(300))) == []
    assert clauses(auditor, repaid(ONE, TWO, 202)) == ["PRP-039"]


def test_a_fee_that_the_balance_does_not_cover_is_owed_to_the_treasury() -> None:
    auditor = open_auditor()
    for events in IN_DEBT:
        assert clauses(auditor, *events) == []
    assert clauses(auditor, accepted(ONE, 2, SELL, 1300, 2), rested(ONE, 2, 2)) == []
    buy = accepted(THREE, 1, BUY, 1300, 2)
    trade = (buy, traded((ONE, 2), (THREE, 1), 1300, 2), extended(THREE, ONE, 2, 1300, 2))
    events = (*trade, fee(THREE, 1, 3), fee(ONE, 2, 3), owes(ONE, TREASURY, 3))
    assert clauses(auditor, removed(TWO, 2, 2, "cancelled")) == []
    assert clauses(auditor, *events, touched_orders=1) == []
    assert auditor.dump().debts == (
        DebtDump(ONE, TREASURY, Milliseconds(DUE), Atoms(3)),
        DebtDump(ONE, TWO, Milliseconds(DUE), Atoms(203)),
    )


def test_samples_and_ticks_make_the_rate() -> None:
    auditor = open_auditor()
    # Bid 1000 of account 3, offer 1020 of account 2: the middle is the mark, so the premium is 0.
    assert clauses(auditor, accepted(THREE, 1, BUY, 1000, 2), rested(THREE, 1, 2)) == []
    assert clauses(auditor, marked(1000)) == []
    # At 1000 it is 1 %, but counts as 7 permille: floor_div(2^30 * 7, 1000) = 7516192 a lot.
    buy = accepted(ONE, 2, BUY, 1020, 2)
    events = (
        *(buy, traded((TWO, 2), (ONE, 2), 1020, 2), reduced(TWO, ONE, 2, 0)),
        *(paid(ONE, TWO, 40), fee(ONE, 2, 3), fee(TWO, 2, 3)),
    )
    assert clauses(auditor, *events, touched_orders=1) == []
    assert (funding_of(auditor).lots, funding_of(auditor).premium) == (2, 2 * 7_516_192)
    # trunc(15032384 * 10000000 / (2 * 2^31)) = 34999, so the step of 500.
    assert clauses(auditor, at(8), ticked(8, 0, rate=500)) == []
    # 500 * 1000 = 500000: no atom yet; twenty ticks make one. The window is empty, so it stays.
    assert funding_of(auditor) == FundingDump(
        source=FundingSource.BOOK,
        rate=FundingRate(500),
        published_rate=None,
        index=FundingIndex(0),
        remainder=FundingRemainder(500_000),
        lots=Lots(0),
        premium=Premium(0),
        next_lots=Lots(0),
        next_premium=Premium(0),
    )
    more = (ticked(16, 0, rate=500), ticked(24, 0, rate=500), ticked(160, 1, rate=500, ticks=17))
    assert clauses(auditor, at(160), *more) == []
    assert funding_of(auditor).remainder == 0
    # 2 lots have accrued 1 atom each: the leg is worth 2 less to its long.
    assert clauses(auditor, settled(-2, 2), paid(TWO, ONE, 2)) == []


@pytest.mark.parametrize("name", UNSOUND_TRADES)
def test_a_trade_that_is_wrong_in_one_place_is_seen(name: str) -> None:
    clause, events = UNSOUND_TRADES[name]
    assert clauses(open_auditor(), *events, touched_orders=1)[0] == clause


@pytest.mark.parametrize("name", UNSOUND_COMMANDS)
def test_a_command_that_is_wrong_in_one_place_is_seen(name: str) -> None:
    clause, commands = UNSOUND_COMMANDS[name]
    auditor = open_auditor()
    for events in commands[:-1]:
        assert clauses(auditor, *events) == []
    assert clauses(auditor, *commands[-1])[0] == clause


@pytest.mark.parametrize("name", UNSOUND_WALKS)
def test_a_walk_that_is_wrong_in_one_place_is_seen(name: str) -> None:
    clause, touched_orders, events = UNSOUND_WALKS[name]
    assert clauses(open_auditor(), *events, touched_orders=touched_orders)[0] == clause


def test_a_leg_opened_beside_one_of_the_other_kind_is_seen() -> None:
    events = (*PASSED_ON[:2], extended(THREE, TWO, 2, 1020, 2), fee(THREE, 1, 3), fee(TWO, 2, 3))
    assert "INV-015" in clauses(open_auditor(), *events, touched_orders=1)


def test_more_legs_than_one_command_may_change_are_seen() -> None:
    # Three trades of two legs each would be six; five are allowed.
    auditor = open_auditor()
    lost = [reduced(TWO, ONE, 1, atoms) for atoms in (40, 0)]
    gained = [extended(THREE, ONE, 1, 1010, 2)] * 2
    steps = (lost[0], gained[0], lost[1], gained[1], reduced(TWO, ONE, 1, 0), gained[0])
    events = (*PASSED_ON[:2], *steps, *PASSED_ON[4:])
    assert "INV-011" in clauses(auditor, *events, touched_orders=1)


@pytest.mark.parametrize("stated", [None, 0, 1, 3])
def test_another_count_of_legs_is_seen(stated: int | None) -> None:
    legs = None if stated is None else Count(stated)
    found = open_auditor().observe(Accepted(PASSED_ON, Count(1), legs))
    assert [violation.clause for violation in found] == ["PRP-031"]


def test_a_profile_without_legs_states_none() -> None:
    auditor = Auditor(Profile.MATCH_1, evolve(PARAMETERS, perpetual=None))
    found = auditor.observe(Accepted((), Count(0), Count(0)))
    assert [violation.clause for violation in found] == ["CMD-003"]


def test_events_of_legs_in_a_profile_that_has_none_are_seen() -> None:
    auditor = Auditor(Profile.SPOT_1, evolve(PARAMETERS, perpetual=None))
    found = auditor.observe(Accepted((settled(1),), Count(0)))
    assert [violation.clause for violation in found] == ["CMD-007"]


def test_another_window_is_seen_in_the_dump() -> None:
    auditor = open_auditor()
    dump = auditor.dump()
    spot, perpetual = dump.markets
    funding = evolve(funding_of(auditor), lots=Lots(1))
    wrong = evolve(dump, markets=(spot, evolve(perpetual, funding=funding)))
    assert auditor.check(dump) == ()
    assert [violation.clause for violation in auditor.check(wrong)] == ["INV-008"]


def in_debt() -> StateDump:
    """A state with a leg and a debt."""
    auditor = open_auditor()
    for events in IN_DEBT:
        assert clauses(auditor, *events) == []
    assert TRUED[2] == owes(ONE, TWO, 203)
    return auditor.dump()


def leg(number: int, long_account: int, short_account: int, lots: int) -> LegDump:
    parties = AccountId(long_account), AccountId(short_account)
    return LegDump(LegId(number), *parties, Lots(lots), Atoms(lots), Atoms(0))


def debt(debtor: int, creditor: int, due: int, atoms: int) -> DebtDump:
    return DebtDump(AccountId(debtor), AccountId(creditor), Milliseconds(due * HOUR), Atoms(atoms))


UNSOUND_LEGS: dict[str, tuple[str, tuple[LegDump, ...]]] = {
    "a leg without lots": ("INV-015", (leg(1, 2, 1, 0),)),
    "a pair twice": ("INV-015", (leg(1, 2, 1, 1), leg(2, 2, 1, 1))),
    "a leg of one account": ("INV-015", (leg(1, 2, 2, 1),)),
    "an account long and short": ("INV-015", (leg(1, 2, 1, 1), leg(2, 1, 3, 1))),
    "a position above the limit": ("INV-015", (leg(1, 2, 1, 9_999), leg(2, 2, 3, 2))),
    "numbers that do not ascend": ("INV-015", (leg(2, 2, 1, 1), leg(1, 2, 3, 1))),
    "a number that was not given": ("PRP-002", (leg(9, 2, 1, 1),)),
    "more legs than the venue may have": (
        "INV-015",
        (leg(1, 4, 1, 1), leg(2, 4, 2, 1), leg(3, 4, 3, 1), leg(4, 5, 3, 1)),
    ),
}
UNSOUND_DEBTS: dict[str, tuple[DebtDump, ...]] = {
    "a debt of nothing": (debt(1, 2, 24, 0),),
    "a debt to oneself": (debt(1, 1, 24, 5),),
    "debts both ways": (debt(1, 2, 24, 5), debt(2, 1, 25, 5)),
    "too many debts of an account": tuple(debt(1, 2, 24 + n, 5) for n in range(4)),
    "too many debts of the venue": (
        *(debt(1, 0, 24, 5), debt(1, 2, 24, 5), debt(2, 0, 24, 5), debt(3, 0, 24, 5)),
        debt(3, 2, 24, 5),
    ),
    "more owed by an account than 2^60": (debt(1, 2, 24, 2**60), debt(1, 3, 24, 1)),
    "more owed to an account than 2^60": (debt(1, 2, 24, 2**60), debt(3, 2, 24, 1)),
}


@pytest.mark.parametrize("name", UNSOUND_LEGS)
def test_unsound_legs_are_seen_in_the_dump_alone(name: str) -> None:
    clause, legs = UNSOUND_LEGS[name]
    dump = in_debt()
    assert state_violations(dump) == ()
    spot, perpetual = dump.markets
    changed = evolve(dump, markets=(spot, evolve(perpetual, legs=legs, last_leg=LegId(4))))
    assert {violation.clause for violation in state_violations(changed)} == {clause}


@pytest.mark.parametrize("name", UNSOUND_DEBTS)
def test_unsound_debts_are_seen_in_the_dump_alone(name: str) -> None:
    changed: Any = evolve(in_debt(), debts=UNSOUND_DEBTS[name])
    assert {violation.clause for violation in state_violations(changed)} == {"INV-016"}


def test_what_is_owed_to_the_treasury_has_no_bound_of_its_own() -> None:
    debts = (debt(1, 0, 24, 2**60), debt(2, 0, 24, 2**60))
    assert state_violations(evolve(in_debt(), debts=debts)) == ()
