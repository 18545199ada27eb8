"""A rejected command changes nothing: neither the dump nor anything that follows (CMD-004)."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast import Build, FastEngine
from tallystick.fast.kernel import layout
from tallystick.reference.types.choices import OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    InnerCommand,
    ReplaceOrder,
)
from tallystick.reference.types.events import Traded
from tallystick.reference.types.loan_commands import PayClaims, RollLoan
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    LoanId,
    Lots,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.fast.profile_streams import room_for, stream_for
from tests.fast.streams import owner_of
from tests.fast.venues import Venue, place

ROOMY = {"max_touches": 20, "max_orders": 50, "max_orders_per_account": 20, "max_batch_commands": 9}
ONE = AccountId(1)
OWNER = owner_of(ONE)


def used_rows(venue: Venue) -> tuple[int, int]:
    """Order rows and level rows that are neither free nor never used, by the free lists."""
    orders = venue.engine._kernel.venue.orders
    ladder = orders.ladder
    counts = []
    for before, fresh, first_free in (
        (0, orders.fresh, orders.free),
        (ladder.first, ladder.fresh, ladder.free),
    ):
        in_use = fresh - 1
        free = first_free
        while free != 0:
            in_use -= 1
            free = orders.links[(before + free) * layout.LINK_WIDTH + layout.LINK_BEHIND]
        counts.append(int(in_use))
    return counts[0], counts[1]


def used_loan_rows(venue: Venue) -> tuple[int, int]:
    """The same of loans and of claims."""
    loans = venue.engine._kernel.venue.loans
    counts = [int(loans.fresh) - 1, int(loans.fresh_claim) - 1]
    free, free_claim = loans.free, loans.free_claim
    while free != 0:
        counts[0] -= 1
        free = loans.rows[free * layout.LOAN_WIDTH + layout.LOAN_NEWER]
    while free_claim != 0:
        counts[1] -= 1
        free_claim = loans.claims[free_claim * layout.CLAIM_WIDTH + layout.CLAIM_NEXT]
    return counts[0], counts[1]


def used_perp_rows(venue: Venue) -> tuple[int, int]:
    """The same of legs and of settlement debts."""
    perps = venue.engine._kernel.venue.perps
    counts = []
    for table, width, link in (
        (perps.legs, layout.LEG_WIDTH, layout.LEG_NEWER),
        (perps.debts, layout.DEBT_WIDTH, layout.DEBT_BEHIND),
    ):
        in_use = table.fresh - 1
        free = table.free
        while free != 0:
            in_use -= 1
            free = table.rows[free * width + link]
        assert in_use == table.count
        counts.append(int(in_use))
    return counts[0], counts[1]


def check_rows(venue: Venue) -> None:
    """Every row in use is an order, a level, a loan, a claim, a leg or a debt: none leaks."""
    sides = [side for market in venue.engine.dump().markets for side in (market.bids, market.asks)]
    levels = sum(len({order.price for order in side}) for side in sides)
    assert used_rows(venue) == (sum(len(side) for side in sides), levels)
    loans = venue.engine.dump().loans or ()
    assert used_loan_rows(venue) == (len(loans), sum(len(loan.claims) for loan in loans))
    legs = sum(len(market.legs or ()) for market in venue.engine.dump().markets)
    assert used_perp_rows(venue) == (legs, len(venue.engine.dump().debts or ()))


def live_with_and_without(build: Build, profile: Profile, seed: int, steps: int) -> int:
    """Two venues, one of which never sees what is rejected; return how much was."""
    room = {"max_touches": 5, "max_orders": 9, **room_for(profile)}
    seen, spared = (Venue(build, profile, **room) for _ in range(2))
    stream = stream_for(profile, seed)
    rejected = 0
    for _ in range(steps):
        command = stream.command()
        before = seen.engine.dump()
        outcome = seen.engine.apply(command)
        if isinstance(outcome, Accepted):
            assert spared.engine.apply(command) == outcome, command
            stream.seen(seen.engine.dump())
        else:
            rejected += 1
            assert seen.engine.dump() == before, command
    assert seen.engine.dump() == spared.engine.dump()
    check_rows(seen)
    return rejected


@pytest.mark.parametrize("profile", FastEngine.PROFILES)
@given(seed=st.integers(0, 2**32))
def test_nothing_later_tells_that_a_command_was_rejected(profile: Profile, seed: int) -> None:
    live_with_and_without(Build.INTERPRETED, profile, seed, 60)


@pytest.mark.parametrize("profile", FastEngine.PROFILES)
def test_a_long_life_with_rejections(build: Build, profile: Profile) -> None:
    # Given 1,500 commands, of which many are rejected, some in the middle of their walk
    # When one venue sees all and the other only the accepted, then nobody can tell them apart
    assert 300 < live_with_and_without(build, profile, 7, 1_500) < 1_200


@pytest.mark.parametrize("profile", [Profile.MATCH_1, Profile.SPOT_1])
def test_what_is_about_loans_is_in_no_other_profile(build: Build, profile: Profile) -> None:
    # Given commands of loans, and an order that names a flag of an offer (CMD-007, LND-003)
    venue = Venue(build, profile)
    sell = place(1, 1, Side.SELL, 100, 2)
    flagged = evolve(sell, order=evolve(sell.order, returnable=True))
    pay = PayClaims(OWNER, ONE, LoanId(1), Atoms(1))
    for command in (flagged, pay, RollLoan(OWNER, LoanId(1))):
        venue.reject(command, Reason.NOT_IN_PROFILE)
    # When one stands in a batch, then when its turn comes, before anybody asks whose it is
    for inner in (flagged, pay, evolve(pay, account=AccountId(2))):
        venue.reject(Batch(OWNER, ONE, (sell, inner)), Reason.NOT_IN_PROFILE, index=2)


@pytest.fixture
def crowded(build: Build) -> Venue:
    """Six asks of two accounts at three prices, of which one is expired, and two bids."""
    venue = Venue(build, Profile.SPOT_1, **ROOMY)
    for command in (
        place(2, 1, Side.SELL, 100, 2, expires_at=5),
        place(2, 2, Side.SELL, 100, 3),
        place(3, 1, Side.SELL, 100, 2),
        place(2, 3, Side.SELL, 105, 2),
        place(1, 1, Side.SELL, 110, 2),
        place(3, 2, Side.SELL, 110, 4),
        place(1, 2, Side.BUY, 90, 3),
        place(2, 4, Side.BUY, 90, 2),
        AdvanceTime(PrincipalId(0), Milliseconds(5)),
    ):
        venue.accept(command)
    return venue


def test_a_walk_that_is_rejected_puts_everything_back(crowded: Venue) -> None:
    # Given a crowded book; when a walk removed an expired order, traded, emptied levels and paid
    # fees before it is rejected, then the book, balances and treasury are as before
    check = crowded.reject
    check(place(1, 3, Side.BUY, 110, 9), Reason.SELF_TRADE)
    check(place(1, 3, Side.BUY, 105, 9, OrderType.FOK), Reason.FOK_NOT_FILLED)
    for policy in (SelfTrade.CANCEL_MAKER, SelfTrade.CANCEL_TAKER, SelfTrade.DECREMENT):
        # 11 lots are for sale beside the own 2
        check(place(1, 3, Side.BUY, 110, 12, OrderType.FOK, policy), Reason.FOK_NOT_FILLED)
    check(place(1, 3, Side.BUY, 100, 2, OrderType.POST_ONLY), Reason.POST_ONLY_CROSSES)
    check_rows(crowded)


def test_an_amend_or_replace_that_is_rejected_keeps_its_place(crowded: Venue) -> None:
    # Given the bid of account 1, first of two at its price
    # When it would re-enter, or be replaced, and then trade with itself
    crowded.reject(AmendOrder(OWNER, ONE, OrderId(2), Price(110), Lots(9)), Reason.SELF_TRADE)
    new = place(1, 3, Side.BUY, 110, 9).order
    crowded.reject(ReplaceOrder(OWNER, ONE, OrderId(2), new), Reason.SELF_TRADE)
    # Then it is still the first: an incoming sell meets it before the other
    events = crowded.accept(place(3, 3, Side.SELL, 90, 2))
    assert [event.maker_account for event in events if isinstance(event, Traded)] == [ONE]
    check_rows(crowded)


def test_a_batch_takes_back_rows_that_it_used_again(crowded: Venue) -> None:
    # Given a batch that removes orders and places others, at new prices and at emptied ones
    inner: tuple[InnerCommand, ...] = (
        CancelAll(OWNER, ONE),
        place(1, 3, Side.SELL, 110, 2),
        place(1, 4, Side.SELL, 120, 3),
        AmendOrder(OWNER, ONE, OrderId(3), Price(125), Lots(2)),
        CancelOrder(OWNER, ONE, OrderId(4)),
        place(1, 5, Side.BUY, 105, 8, self_trade=SelfTrade.CANCEL_MAKER),
        ReplaceOrder(OWNER, ONE, OrderId(3), place(1, 6, Side.SELL, 115, 2).order),
        AmendOrder(OWNER, ONE, OrderId(5), Price(90), Lots(2)),
    )
    # When each of them is the last before one that is rejected, then all is as before
    for count in range(1, len(inner) + 1):
        bad = CancelOrder(OWNER, ONE, OrderId(99))
        crowded.reject(
            Batch(OWNER, ONE, (*inner[:count], bad)), Reason.UNKNOWN_ORDER, index=count + 1
        )
        check_rows(crowded)
    # When nothing is wrong, then it is accepted
    crowded.accept(Batch(OWNER, ONE, inner))
    check_rows(crowded)


def test_a_rejected_command_leaves_nothing_in_the_log(crowded: Venue) -> None:
    # Given a walk that trades before it is rejected; when the log of the kernel is read raw
    crowded.reject(place(1, 3, Side.BUY, 110, 9), Reason.SELF_TRADE)
    # Then it is empty, so that whoever reads outcomes row by row need not skip anything
    assert crowded.engine._kernel.venue.events.count == 0
