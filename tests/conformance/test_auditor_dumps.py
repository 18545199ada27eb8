"""What the auditor rebuilds, and what it sees in a dump, computed by hand."""

from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.checkers.difference import first_difference
from tallystick.conformance.checkers.state_checks import state_violations
from tallystick.reference.types.choices import (
    MarketKind,
    Profile,
)
from tallystick.reference.types.dump import (
    AccountDump,
    AssetDump,
    BalanceDump,
    MarketDump,
    OrderDump,
    StateDump,
)
from tallystick.reference.types.events import (
    DelegateAdded,
    DelegateRemoved,
    Event,
    FeeExemptSet,
    HaltedSet,
    MarkSet,
    OrderAccepted,
    TimeAdvanced,
    Transferred,
    TreasuryWithdrawn,
    Withdrawn,
)
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    FeeCredit,
    Lots,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.conformance.trails import (
    ASSET,
    BASE,
    BUY,
    DEPOSITS,
    LISTING,
    MARKET,
    ONE,
    PARAMETERS,
    SELL,
    THREE,
    TWO,
    accepted,
    amended,
    bought,
    clauses,
    fee,
    rested,
    sold,
)


def session() -> Auditor:
    """A session with every kind of event; its dump is computed by hand below."""
    auditor = Auditor(Profile.SPOT_1, PARAMETERS)
    commands: tuple[tuple[int, tuple[Event, ...]], ...] = (
        (0, (*LISTING, *DEPOSITS)),
        (0, (accepted(ONE, 1, SELL, 100, 3), rested(ONE, 1, 3))),
        (
            1,
            (
                accepted(TWO, 1, BUY, 100, 2),
                bought((ONE, 1), (TWO, 1), 100, 2),
                fee(TWO, 1, ASSET, 3),
                fee(ONE, 1, BASE, 3),
            ),
        ),
        (0, (accepted(THREE, 1, BUY, 95, 2), rested(THREE, 1, 2), amended(THREE, 1, 95, 1))),
        (
            1,
            (
                accepted(TWO, 2, SELL, 95, 2),
                sold((THREE, 1), (TWO, 2), 95, 1),
                fee(THREE, 1, ASSET, 1),
                fee(TWO, 2, BASE, 3),
                rested(TWO, 2, 1),
            ),
        ),
        (0, (accepted(THREE, 2, BUY, 90, 5), rested(THREE, 2, 5))),
        (
            1,
            (
                accepted(ONE, 2, SELL, 90, 1),
                sold((THREE, 2), (ONE, 2), 90, 1),
                fee(THREE, 2, ASSET, 1),
                fee(ONE, 2, BASE, 3),
            ),
        ),
        (0, (TimeAdvanced(Milliseconds(7)), MarkSet(ASSET, Price(101)), HaltedSet(MARKET, True))),
        (0, (FeeExemptSet(ONE, exempt=True), DelegateAdded(ONE, PrincipalId(21)))),
        (0, (DelegateAdded(ONE, PrincipalId(20)), DelegateAdded(ONE, PrincipalId(3)))),
        (0, (DelegateRemoved(ONE, PrincipalId(20)),)),
        (0, (Withdrawn(THREE, BASE, Atoms(15)), Transferred(TWO, THREE, ASSET, Atoms(7)))),
        (0, (TreasuryWithdrawn(BASE, Atoms(4)),)),
    )
    for touched_orders, events in commands:
        assert clauses(auditor, *events, touched_orders=touched_orders) == []
    return auditor


def resting(terms: OrderAccepted, open_lots: int, paid: int, credit: int) -> OrderDump:
    return OrderDump(
        account=terms.account,
        order_id=terms.order_id,
        price=terms.price,
        open_lots=Lots(open_lots),
        order_type=terms.order_type,
        self_trade=terms.self_trade,
        expires_at=terms.expires_at,
        reduce_only=terms.reduce_only,
        maker_fee_rate=terms.maker_fee_rate,
        taker_fee_rate=terms.taker_fee_rate,
        fee_cap_atoms=terms.fee_cap_atoms,
        fee_paid_atoms=Atoms(paid),
        fee_credit=FeeCredit(credit),
    )


def account_dump(
    account: AccountId, delegates: tuple[int, ...], base: tuple[int, int], asset: tuple[int, int]
) -> AccountDump:
    return AccountDump(
        account=account,
        owner=PrincipalId(10 + account),
        delegates=tuple(PrincipalId(delegate) for delegate in delegates),
        fee_exempt=account == ONE,
        last_order_id=OrderId(2),
        balances=(
            BalanceDump(BASE, Atoms(base[0]), Atoms(base[1])),
            BalanceDump(ASSET, Atoms(asset[0]), Atoms(asset[1])),
        ),
    )


# Base atoms: account 1 has 1000 + 200 - 3 + 90 - 3, account 2 has 1000 - 200 + 95 - 3, account 3
# has 1000 - 95 - 90 - 15; three fees of 3 less 4 withdrawn stay in the treasury.
# Asset 2: account 1 has 500 - 20 - 10, account 2 has 500 + 20 - 3 - 10 - 7, account 3 has
# 500 + 10 - 1 + 10 - 1 + 7; fees of 3, 1 and 1.
# Order 2 of account 3 received 10 atoms as maker: 77,770 owe 1 atom and leave 22,230.
SESSION_DUMP = StateDump(
    profile=Profile.SPOT_1,
    parameters=PARAMETERS,
    now=Milliseconds(7),
    assets=(
        AssetDump(BASE, Atoms(7), Atoms(3), None, None, Atoms(2_981), Atoms(5)),
        AssetDump(ASSET, Atoms(10), Atoms(5), Price(101), Milliseconds(7), Atoms(1_500), Atoms(5)),
    ),
    markets=(
        MarketDump(
            market=MARKET,
            asset=ASSET,
            kind=MarketKind.SPOT,
            tick=Price(5),
            minimum_lots=Lots(2),
            halted=True,
            bids=(resting(accepted(THREE, 2, BUY, 90, 5), 4, 1, 22_230),),
            asks=(
                resting(accepted(TWO, 2, SELL, 95, 2), 1, 3, 0),
                resting(accepted(ONE, 1, SELL, 100, 3), 1, 3, 0),
            ),
        ),
    ),
    accounts=(
        account_dump(ONE, (3, 21), (1_284, 0), (470, 10)),
        account_dump(TWO, (), (892, 0), (500, 10)),
        account_dump(THREE, (), (800, 360), (525, 0)),
    ),
)


def test_the_dump_of_a_session_is_as_computed_by_hand() -> None:
    auditor = session()
    assert first_difference(auditor.dump(), SESSION_DUMP) is None
    assert auditor.check(SESSION_DUMP) == ()


def _with_market(**changes: Any) -> StateDump:
    return evolve(SESSION_DUMP, markets=(evolve(SESSION_DUMP.markets[0], **changes),))


def _with_bid(**changes: Any) -> StateDump:
    return _with_market(bids=(evolve(SESSION_DUMP.markets[0].bids[0], **changes),))


def _with_balance(**changes: Any) -> StateDump:
    first, *others = SESSION_DUMP.accounts
    changed = evolve(first, balances=(evolve(first.balances[0], **changes), first.balances[1]))
    return evolve(SESSION_DUMP, accounts=(changed, *others))


UNSOUND_DUMPS: dict[str, tuple[list[str], StateDump]] = {
    "an atom vanished": (["INV-001"], _with_balance(atoms=Atoms(1_283))),
    "a debt": (["INV-001", "INV-002"], _with_balance(atoms=Atoms(-1))),
    "crossed": (
        ["INV-004", "INV-006"],
        _with_bid(price=Price(95)),
    ),
    "a side out of order": (
        ["INV-005"],
        _with_market(asks=SESSION_DUMP.markets[0].asks[::-1]),
    ),
    "a reservation that drifted": (["INV-006"], _with_balance(reserved_atoms=Atoms(1))),
    "an empty order": (["INV-006", "INV-007"], _with_bid(open_lots=Lots(0))),
    "a fee above the cap": (["INV-012"], _with_bid(fee_paid_atoms=Atoms(6))),
    "a credit of a whole atom": (["SPT-012"], _with_bid(fee_credit=FeeCredit(100_000))),
    "too many orders": (
        ["INV-006", "INV-007", "INV-007"],
        _with_market(bids=SESSION_DUMP.markets[0].bids * 8),
    ),
    "a treasury in debt": (
        ["INV-001", "INV-002"],
        evolve(
            SESSION_DUMP,
            assets=(
                evolve(SESSION_DUMP.assets[0], treasury_atoms=Atoms(-1)),
                SESSION_DUMP.assets[1],
            ),
        ),
    ),
    "a supply above the bound": (
        ["INV-001", "INV-002"],
        evolve(
            SESSION_DUMP,
            assets=(
                evolve(SESSION_DUMP.assets[0], supply_atoms=Atoms(2**56 + 1)),
                SESSION_DUMP.assets[1],
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", UNSOUND_DUMPS)
def test_an_unsound_dump_is_seen_without_any_history(name: str) -> None:
    wanted, dump = UNSOUND_DUMPS[name]
    assert [violation.clause for violation in state_violations(dump)] == wanted


def test_a_dump_that_the_events_do_not_tell_of_is_seen() -> None:
    changed = evolve(SESSION_DUMP, now=Milliseconds(8))
    (violation,) = session().check(changed)
    assert violation.clause == "INV-008"
    assert violation.text == "dump against audit: /now: 8, not 7"


def test_a_rejected_command_that_changed_the_dump_is_seen() -> None:
    auditor = session()
    assert auditor.observe(Rejected(Reason.UNKNOWN_ORDER, Count(0))) == ()
    assert auditor.check(SESSION_DUMP) == ()
    (violation,) = auditor.check(_with_bid(fee_credit=FeeCredit(22_229)))
    assert violation.clause == "INV-003"
    assert violation.text.endswith("/markets/0/bids/0/fee_credit: 22229, not 22230")
