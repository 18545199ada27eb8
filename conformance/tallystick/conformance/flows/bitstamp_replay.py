"""Order entry of a Bitstamp log as commands of a `spot/1` venue.

Only order entry becomes commands: the book at the first snapshot (`bitstamp_seeds`), and then

- `order_created`: a limit order at the full amount;
- `order_changed` to another price: an amend to the price and the size it states. No trade changes
  the price of an order: this is the owner, or the venue for him, chasing the market;
- `order_deleted` with something left: a cancel, also when the log repeats it;
- `order_book`: the clock moves on to its time.

What a fill reports (`order_changed` at an unchanged price, `order_deleted` with nothing left) and
`trade` rows never become commands. They are held against the engine's events by `bitstamp_oracle`.
A deletion logged before the creation of its order is given after it.

Units are those of `venue`; the largest recorded order is worth 70,000 dollars. Buys and sells go to
separate pools of accounts, so that nobody trades with himself.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from attrs import define, field, frozen

from tallystick.conformance.flows.bitstamp_rows import Action, BookRow, OrderRow, Row
from tallystick.conformance.flows.bitstamp_seeds import OpeningBook, opening_book, split_history
from tallystick.conformance.flows.event_book import OrderName
from tallystick.conformance.flows.venue import MARKET, OPERATOR, Funds, opening_commands, owner
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    CancelOrder,
    Command,
    NewOrder,
    PlaceOrder,
)
from tallystick.reference.types.units import AccountId, Lots, Milliseconds, OrderId, Price

POOL_ACCOUNTS = 8
"""Accounts 1 to 8 buy, 9 to 16 sell; an order's account follows from its id."""
BUYER_FUNDS = Funds(dollars=400_000, bitcoins=0)
SELLER_FUNDS = Funds(dollars=0, bitcoins=10_000)


@frozen
class FlowStep:
    """A command and the line of the log it comes from; 0 for those that open the venue."""

    command: Command
    line: int


@define
class BitstampReplay:
    """A log split into history, opening book and the rows to replay."""

    history: Sequence[Row]
    first: BookRow
    later: Sequence[Row]
    opening: OpeningBook
    order_ids: dict[OrderName, int] = field(factory=dict)
    """The venue's id of each order, filled in as the steps are made."""
    _names: dict[int, OrderName] = field(factory=dict)
    _order_numbers: "count[int]" = field(factory=lambda: count(1))
    _prices: dict[int, int] = field(factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row], source: str) -> "BitstampReplay":
        """Prepare the rows of a log called `source`; FlowInputError if it has no snapshot."""
        history, first, later = split_history(rows, source)
        return cls(history, first, later, opening_book(first, later))

    def steps(self) -> Iterator[FlowStep]:
        """Every command, with the line it comes from."""
        for command in self._opening_commands():
            yield FlowStep(command, 0)
        yield self._clock(self.first)
        created_at = {
            row.order_id: row.line
            for row in self.later
            if isinstance(row, OrderRow) and row.action is Action.CREATED
        }
        held: dict[int, OrderRow] = {}
        for row in self.later:
            if isinstance(row, BookRow):
                yield self._clock(row)
            elif isinstance(row, OrderRow):
                if row.action is Action.DELETED and created_at.get(row.order_id, 0) > row.line:
                    held[row.order_id] = row
                    continue
                yield from self._order_steps(row)
                if row.action is Action.CREATED and row.order_id in held:
                    yield from self._order_steps(held.pop(row.order_id))

    def _opening_commands(self) -> Iterator[Command]:
        funds = [BUYER_FUNDS] * POOL_ACCOUNTS + [SELLER_FUNDS] * POOL_ACCOUNTS
        yield from opening_commands(
            {AccountId(number): funding for number, funding in enumerate(funds, start=1)}
        )
        for number, seed in enumerate(self.opening.seeds):
            venue_id = -number if seed.order_id is None else seed.order_id
            self._prices[venue_id] = seed.cents
            yield self._place(venue_id, seed.side, seed.cents, seed.satoshi)

    def _clock(self, row: BookRow) -> FlowStep:
        return FlowStep(AdvanceTime(OPERATOR, Milliseconds(row.milliseconds)), row.line)

    def _order_steps(self, row: OrderRow) -> Iterator[FlowStep]:
        """The command of a row, if it is order entry about an order that we have."""
        if row.action is Action.CREATED:
            yield FlowStep(self._place(row.order_id, row.side, row.cents, row.satoshi), row.line)
        elif row.order_id in self._names:
            if row.action is Action.DELETED and row.satoshi:
                yield FlowStep(self._cancel(row.order_id), row.line)
            elif row.action is Action.CHANGED and row.cents != self._prices[row.order_id]:
                yield FlowStep(self._amend(row), row.line)
        self._prices[row.order_id] = row.cents

    def _place(self, venue_id: int, side: Side, cents: int, satoshi: int) -> PlaceOrder:
        pool = 0 if side is Side.BUY else POOL_ACCOUNTS
        account = AccountId(1 + pool + venue_id % POOL_ACCOUNTS)
        order_id = OrderId(next(self._order_numbers))
        self._names[venue_id] = (account, order_id)
        self.order_ids[account, order_id] = venue_id
        order = NewOrder(order_id, MARKET, side, Price(cents), Lots(satoshi))
        return PlaceOrder(owner(account), account, order)

    def _amend(self, row: OrderRow) -> AmendOrder:
        account, order_id = self._names[row.order_id]
        price, open_lots = Price(row.cents), Lots(row.satoshi)
        return AmendOrder(owner(account), account, order_id, price, open_lots)

    def _cancel(self, venue_id: int) -> CancelOrder:
        account, order_id = self._names[venue_id]
        return CancelOrder(owner(account), account, order_id)
