"""What the fast engine takes for progress of a liquidation (LIQ-020)."""

from tallystick.fast import Build
from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import AdvanceTime, Deposit
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.loan_events import InterestPaid, LoanExtended
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Count, MarketId, Milliseconds
from tests.fast.streams import BASE, OPERATOR, STOCK, owner_of
from tests.fast.world_venue import ONE, WorldVenue

LEND = MarketId(2)
TWO, THREE = AccountId(2), AccountId(3)
ONE_UNIT = Liquidate(owner_of(THREE), THREE, ONE, Count(1))


def due_times(venue: WorldVenue) -> list[int]:
    """When each loan is due."""
    return [loan.due for loan in venue.engine.dump().loans or ()]


def test_to_extend_one_overdue_loan_of_two_is_progress(build: Build) -> None:
    # Given an account that owes two extensible loans which were due a moment ago
    venue = WorldVenue(build, mark_valid_ms=10**12)
    venue.accept(Deposit(owner_of(TWO), TWO, STOCK, Atoms(500)))
    venue.accept(Deposit(owner_of(ONE), ONE, STOCK, Atoms(100)))
    venue.accept(Deposit(owner_of(ONE), ONE, BASE, Atoms(9_000)))
    venue.accept(venue.order(2, LEND, Side.SELL, 500, 20))
    for _ in range(2):
        venue.accept(venue.order(1, LEND, Side.BUY, 500, 10, OrderType.IOC))
    due, also_due = due_times(venue)
    assert due == also_due
    venue.accept(AdvanceTime(OPERATOR, Milliseconds(due + 1)))
    assert venue.engine.open_accounts()[0] == ONE
    # When there is work for one of them, then it is extended, though the account stays open
    events = venue.accept(ONE_UNIT)
    assert [type(event) for event in events] == [InterestPaid, LoanExtended, AccountValued]
    assert venue.engine.open_accounts()[0] == ONE
    assert sorted(time > due for time in due_times(venue)) == [False, True]
    # When there is work again, then the other one is, and the account is sound
    venue.accept(ONE_UNIT)
    assert all(time > due for time in due_times(venue))
    venue.reject(ONE_UNIT, Reason.ACCOUNT_SOUND)
