"""What a check takes back leaves nothing behind, and what passes below zero is as if at once."""

from tallystick.fast import Build
from tallystick.reference.types.choices import OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Batch,
    Deposit,
    NewOrder,
    PlaceOrder,
    SetMark,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.events import Event, OrderRemoved, Traded
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
)
from tests.fast.streams import BASE, OPERATOR, STOCK, owner_of
from tests.fast.test_rejection import check_rows
from tests.fast.venues import Venue

SPOT, PERP = MarketId(1), MarketId(3)
ROOM = {
    "max_orders": 20,
    "max_orders_per_account": 6,
    "max_legs": 9,
    "max_legs_per_command": 9,
    "max_debts": 9,
    "base_fee_cap_atoms": 0,
}
ONE = AccountId(1)


class MarginVenue(Venue):
    """Asset 2 has the mark 100 and the risk values 100, 30, 20; no fees in the base asset."""

    def __init__(self, build: Build, **overrides: int) -> None:
        super().__init__(build, Profile.MARGIN_1, **{**ROOM, **overrides})
        self._ids = dict.fromkeys((1, 2, 3), 0)

    def order(
        self,
        account: int,
        market: MarketId,
        side: Side,
        price: int,
        lots: int,
        order_type: OrderType = OrderType.LIMIT,
    ) -> PlaceOrder:
        """The next order of an account; it is not placed."""
        self._ids[account] += 1
        ids = OrderId(self._ids[account]), market
        new = NewOrder(*ids, side, Price(price), Lots(lots), order_type, SelfTrade.CANCEL_MAKER)
        return PlaceOrder(owner_of(AccountId(account)), AccountId(account), new)

    def trade(self, buyer: int, seller: int, lots: int, price: int = 100) -> None:
        """Let two accounts face each other for so many lots."""
        self.accept(self.order(buyer, PERP, Side.BUY, price, lots))
        self.accept(self.order(seller, PERP, Side.SELL, price, lots, OrderType.IOC))

    def mark(self, mark: int) -> None:
        """Set the mark."""
        self.accept(SetMark(OPERATOR, STOCK, Price(mark)))

    def values(self, account: int) -> tuple[int, int]:
        """Both RBV."""
        return self.engine.risk_based_values(account, account)[0]

    def take_back(self, command: PlaceOrder | Batch | Withdraw | Transfer, reason: Reason) -> None:
        """A command that is rejected when it has been carried out, and left no row taken."""
        before = [self.values(account) for account in (1, 2, 3)]
        self.reject(command, reason)
        assert [self.values(account) for account in (1, 2, 3)] == before
        check_rows(self)


def stated(events: tuple[Event, ...]) -> tuple[int, int]:
    """What the last event says."""
    last = events[-1]
    assert isinstance(last, AccountValued)
    return last.initial_atoms, last.maintenance_atoms


def test_what_would_leave_too_little_is_taken_back_whole(build: Build) -> None:
    # Given offers of two accounts
    venue = MarginVenue(build)
    venue.accept(venue.order(2, PERP, Side.SELL, 100, 200))
    venue.accept(venue.order(3, PERP, Side.SELL, 105, 300))
    # Then what buys too much of both, or could, or takes away what is needed, changes nothing
    venue.take_back(venue.order(1, PERP, Side.BUY, 105, 500), Reason.INSUFFICIENT_MARGIN)
    venue.take_back(venue.order(1, PERP, Side.BUY, 95, 800), Reason.INSUFFICIENT_MARGIN)
    both = tuple(venue.order(1, PERP, Side.BUY, price, 250) for price in (100, 105))
    venue.take_back(Batch(owner_of(ONE), ONE, both), Reason.INSUFFICIENT_MARGIN)
    venue.accept(venue.order(1, PERP, Side.BUY, 105, 300))
    venue.take_back(Withdraw(owner_of(ONE), ONE, BASE, Atoms(990)), Reason.INSUFFICIENT_MARGIN)
    transfer = Transfer(owner_of(ONE), ONE, AccountId(3), BASE, Atoms(990))
    venue.take_back(transfer, Reason.INSUFFICIENT_MARGIN)


def below_zero(build: Build) -> MarginVenue:
    """Account 1 is long 200 lots against account 2, and can just pay what it has lost."""
    venue = MarginVenue(build)
    venue.accept(Deposit(owner_of(ONE), ONE, BASE, Atoms(7_500)))
    venue.accept(Withdraw(owner_of(ONE), ONE, STOCK, Atoms(450)))
    venue.trade(1, 2, 200)
    venue.mark(60)
    assert venue.values(1)[0] < 0
    return venue


def test_below_zero_it_may_reduce_near_the_mark_and_nothing_else(build: Build) -> None:
    venue = below_zero(build)
    initial, maintenance = venue.values(1)
    for price in (60, 40):
        venue.accept(venue.order(3, PERP, Side.BUY, price, 4))
    # More of it, or less of it too far from the mark, is taken back
    venue.take_back(venue.order(1, PERP, Side.BUY, 60, 2), Reason.INSUFFICIENT_MARGIN)
    venue.take_back(venue.order(1, PERP, Side.SELL, 40, 8), Reason.INSUFFICIENT_MARGIN)
    venue.take_back(Withdraw(owner_of(ONE), ONE, BASE, Atoms(1)), Reason.INSUFFICIENT_MARGIN)
    # Less of it at the mark is accepted; the events are there once, the state is as it says
    events = venue.accept(venue.order(1, PERP, Side.SELL, 60, 4, OrderType.IOC))
    assert sum(isinstance(event, Traded) for event in events) == 1
    assert not any(isinstance(event, OrderRemoved) for event in events)
    assert stated(events) == venue.values(1)
    assert stated(events)[0] > initial
    assert stated(events)[1] > maintenance
    check_rows(venue)


def test_who_would_owe_more_and_be_worth_less_is_taken_back(build: Build) -> None:
    # Given an account with a loss that its cash does not cover, but its stock does
    venue = MarginVenue(build)
    venue.trade(1, 2, 40)
    venue.accept(Deposit(owner_of(ONE), ONE, STOCK, Atoms(3_000)))
    venue.mark(70)
    for price in (70, 50):
        venue.accept(venue.order(3, PERP, Side.BUY, price, 20))
    # When it closes far below the mark, then it would owe the rest and be worth less
    venue.take_back(venue.order(1, PERP, Side.SELL, 50, 40), Reason.DEBT_LEFT)
    # When it closes at the mark, then it owes too, and is worth more
    before = venue.values(1)
    assert stated(venue.accept(venue.order(1, PERP, Side.SELL, 70, 20, OrderType.IOC))) > before
    assert [debt.debtor for debt in venue.engine.dump().debts or ()] == [1]
    check_rows(venue)


def test_an_old_mark_lets_an_account_only_out_of_risk(build: Build) -> None:
    # Given an order near an old mark
    venue = MarginVenue(build)
    venue.accept(venue.order(2, SPOT, Side.BUY, 100, 4))
    later = AdvanceTime(OPERATOR, Milliseconds(36_000_001))
    venue.accept(later)
    # Then what lowers a value by it is taken back: of stock, or of cash beside it
    venue.take_back(venue.order(1, SPOT, Side.BUY, 105, 2), Reason.VALUATION_STALE)
    venue.take_back(Withdraw(owner_of(ONE), ONE, BASE, Atoms(1)), Reason.VALUATION_STALE)
    # And who sells at more than it counts is served
    before = venue.values(1)
    events = venue.accept(venue.order(1, SPOT, Side.SELL, 100, 2, OrderType.IOC))
    assert stated(events) == venue.values(1) > before
    check_rows(venue)
