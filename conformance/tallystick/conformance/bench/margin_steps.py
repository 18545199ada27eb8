"""From what an engine answered to what the baseline of valuations reads, before it is timed."""

from collections.abc import Iterator, Sequence

from attrs import define, field

from tallystick.conformance.bench.margin_book import Line, MarginBook, Step, order_line
from tallystick.conformance.bench.margin_streams import MAKERS
from tallystick.conformance.bench.streams import BASE, LOT_ATOMS
from tallystick.reference.types.choices import Side
from tallystick.reference.types.events import (
    AccountOpened,
    Deposited,
    Event,
    FeePaid,
    MarkSet,
    OrderAccepted,
    OrderRemoved,
    OrderRested,
    Traded,
)
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import AccountId, AssetId, MarketId, OrderId

Values = tuple[int, int]
"""RBV initial and maintenance."""


@define
class _Order:
    """A resting order; `lots` are open."""

    asset: int
    is_perp: bool
    is_buy: bool
    price: int
    rate: int
    lots: int

    def line(self) -> Line:
        """Its term."""
        return order_line(
            LOT_ATOMS, self.lots, self.price, self.rate, is_perp=self.is_perp, is_buy=self.is_buy
        )


@define
class _Change:
    """What a command does to one account, in one market."""

    base: int = 0
    asset: int = 0
    is_perp: bool = False
    atoms: int = 0
    lots: int = 0
    removed: int = 0
    added: int = 0
    line: Line = (0, 0)

    def step(self, account: int) -> Step:
        """As the baseline reads it."""
        return (
            account, self.base, self.asset, self.is_perp, self.atoms, self.lots,
            self.removed, self.added, self.line,
        )  # fmt: skip


@define
class Follower:
    """Keeps the baseline's portfolios as an engine's events say, but not those of makers.

    Results are counted with the base atoms of an account: what a leg gains when it is settled
    changes neither. Every market trades at whatever price; the mark says what that gains.
    """

    book: MarginBook
    marks: list[int]
    _accepted: dict[tuple[int, int], _Order] = field(factory=dict)
    _resting: set[tuple[int, int]] = field(factory=set)

    def follow(self, outcomes: Sequence[Outcome]) -> None:
        """Bring the portfolios up to date."""
        for outcome in outcomes:
            for step in self._steps(_events(outcome)):
                self.book.apply(step)

    def take_marks(self, outcomes: Sequence[Outcome]) -> None:
        """Marks that are set before a round; the portfolios are told them when it is timed."""
        for outcome in outcomes:
            for event in _events(outcome):
                if isinstance(event, MarkSet):
                    self.marks[_place(event.asset)] = event.mark

    def timed(self, outcomes: Sequence[Outcome]) -> tuple[list[Step], list[Values]]:
        """One step of each command, to be applied later, and the values that the engine states."""
        steps: list[Step] = []
        stated: list[Values] = []
        for outcome in outcomes:
            events = _events(outcome)
            (step,) = self._steps(events)
            valued = events[-1]
            assert isinstance(valued, AccountValued)
            steps.append(step)
            stated.append((valued.initial_atoms, valued.maintenance_atoms))
        return steps, stated

    def _steps(self, events: Sequence[Event]) -> Iterator[Step]:
        changes: dict[int, _Change] = {}
        for event in events:
            self._take(event, changes)
        for account, change in changes.items():
            if account > MAKERS:
                yield change.step(account)

    def _take(self, event: Event, changes: dict[int, _Change]) -> None:
        match event:
            case AccountOpened(account):
                self.book.open(account)
            case MarkSet(asset, mark):
                self.marks[_place(asset)] = mark
                self.book.set_mark(_place(asset), mark)
            case Deposited(account, asset, atoms):
                _gain(changes, account, asset, atoms)
            case FeePaid(account, _, asset, atoms):
                _gain(changes, account, asset, -atoms)
            case OrderAccepted():
                self._accept(event, changes)
            case OrderRested(account, order_id, open_lots):
                order = self._accepted[account, order_id]
                order.lots = open_lots
                self._resting.add((account, order_id))
                change = changes[account]
                change.added, change.line = order_id, order.line()
            case OrderRemoved(account, order_id):
                self._remove(account, order_id, changes)
            case Traded():
                self._trade(event, changes)
            case _:
                pass

    def _accept(self, event: OrderAccepted, changes: dict[int, _Change]) -> None:
        asset, is_perp = _of_market(event.market)
        self._accepted[event.account, event.order_id] = _Order(
            asset, is_perp, event.side is Side.BUY, event.price, event.maker_fee_rate, event.lots
        )
        change = changes.setdefault(event.account, _Change())
        change.asset, change.is_perp = asset, is_perp

    def _remove(self, account: AccountId, order_id: OrderId, changes: dict[int, _Change]) -> None:
        """Of an order that did not rest there was never a term."""
        order = self._accepted.pop((account, order_id))
        change = changes.setdefault(account, _Change())
        change.asset, change.is_perp = order.asset, order.is_perp
        if (account, order_id) in self._resting:
            self._resting.remove((account, order_id))
            change.removed = order_id

    def _trade(self, event: Traded, changes: dict[int, _Change]) -> None:
        asset, is_perp = _of_market(event.market)
        sign = 1 if event.taker_side is Side.BUY else -1
        for account, lots in (
            (event.taker_account, sign * event.lots),
            (event.maker_account, -sign * event.lots),
        ):
            change = changes.setdefault(account, _Change())
            change.asset, change.is_perp = asset, is_perp
            if is_perp:
                change.lots += lots
                change.base += lots * (self.marks[asset] - event.price)
            else:
                change.atoms += lots * LOT_ATOMS
                change.base -= lots * event.price
        maker = event.maker_account, event.maker_order_id
        order, change = self._accepted[maker], changes[event.maker_account]
        order.lots -= event.lots
        change.removed, change.added = event.maker_order_id, 0
        if order.lots:
            change.added, change.line = event.maker_order_id, order.line()
        else:
            self._resting.discard(maker)
            del self._accepted[maker]


def _events(outcome: Outcome) -> Sequence[Event]:
    assert isinstance(outcome, Accepted), outcome
    return outcome.events


def _of_market(market: MarketId) -> tuple[int, bool]:
    """Of an asset, counted from 0, the spot market and then the perpetual one."""
    return (market - 1) // 2, market % 2 == 0


def _place(asset: AssetId) -> int:
    return asset - 2


def _gain(changes: dict[int, _Change], account: AccountId, asset: AssetId, atoms: int) -> None:
    change = changes.setdefault(account, _Change())
    if asset == BASE:
        change.base += atoms
    else:
        change.asset = _place(asset)
        change.atoms += atoms
