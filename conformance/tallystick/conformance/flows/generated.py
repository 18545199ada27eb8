"""A flow of the shape of recorded order entry, for everybody who has no recording.

The tables below are rounded from five hours of spot order entry: half of the commands create, half
delete, most orders live for seconds and far from the market, one command in ninety trades, some two
hundred orders rest. What that venue did not have is sprinkled in: the other order types, expiry,
amends, replaces, batches, money going in and out, halts, and three accounts with little money.
Nothing depends on an outcome, so a seed is the same flow whatever the engines do.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from attrs import define, field, frozen

from tallystick.conformance.campaign import SplitMix64
from tallystick.conformance.flows.venue import (
    BASE,
    BASE_ATOMS_PER_DOLLAR,
    BITCOIN,
    LOT_ATOMS,
    MARKET,
    OPERATOR,
    PROFILE,
    Funds,
    flow_parameters,
    opening_commands,
    owner,
)
from tallystick.conformance.verdicts import Case
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import OrderType, SelfTrade, Side
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Lots,
    Milliseconds,
    OrderId,
    Price,
)

DISTANCES = (0, 10, 20, 35, 50, 65, 100, 150, 170, 185, 200, 210, 220, 240, 265, 325, 475, 1800)
"""Ticks behind the best price of the own side: one order in 17 lies between two neighbours."""
SIZES_CENTIBITCOIN = (2, 20, 50, 90, 200, 350, 380, 600, 700, 850, 860, 870, 950, 1500, 2000, 4000)
"""Hundredths of a bitcoin: one size in 15 lies between two neighbours."""
BUYS_PERCENT = 69
HALF_SPREAD = 8
FIRST_PRICE = 23_600
LOWEST_PRICE, HIGHEST_PRICE = 22_000, 25_000
FEWEST_ORDERS, MOST_ORDERS = 190, 260
"""Between them, creations and deletions balance."""
FIRST_TIME = 1_430_438_404_000
LOTS_PER_CENTIBITCOIN = 10**6

WEIGHTS = {
    "place": 438,
    "take": 14,
    "cancel": 455,
    "amend": 22,
    "replace": 10,
    "batch": 8,
    "cancel_all": 1,
    "advance_time": 44,
    "transfer_in_or_out": 4,
    "halt": 1,
    "set_mark": 3,
}

RICH, POOR = Funds(dollars=400_000, bitcoins=9_000), Funds(dollars=2_500, bitcoins=9)
RICH_ACCOUNTS = tuple(AccountId(number) for number in range(1, 12))
POOR_ACCOUNTS = tuple(AccountId(number) for number in range(12, 15))
FUNDS = dict.fromkeys(RICH_ACCOUNTS, RICH) | dict.fromkeys(POOR_ACCOUNTS, POOR)


@frozen
class _Sent:
    """An order that was sent; it may have been rejected or traded since."""

    account: AccountId
    order_id: OrderId
    side: Side
    price: int
    lots: int


def generated_case(commands: int, seed: int) -> Case:
    """So many commands, the opening of the venue among them; the same for the same seed."""
    flow = chain(opening_commands(FUNDS), _Flow(SplitMix64(seed)).commands())
    source = {"flow": "generated", "commands": str(commands), "seed": str(seed)}
    return Case(PROFILE, flow_parameters(), tuple(islice(flow, commands)), source)


@define
class _Flow:
    """What the generator believes of the market that it sends its commands to."""

    random: SplitMix64
    fair: int = FIRST_PRICE
    now: int = FIRST_TIME
    halted: bool = False
    sent: list[_Sent] = field(factory=list)
    last_ids: dict[AccountId, int] = field(factory=lambda: dict.fromkeys(FUNDS, 0))

    def commands(self) -> Iterator[c.Command]:
        """Commands without end."""
        kinds, weights = tuple(WEIGHTS), tuple(WEIGHTS.values())
        yield self._advance_time()
        while True:
            kind = kinds[self.random.pick(*weights)]
            if kind in ("place", "cancel"):
                kind = self._balanced(kind)
            self._move_fair()
            yield self._command(kind)

    def _balanced(self, kind: str) -> str:
        if len(self.sent) < FEWEST_ORDERS:
            return "place"
        return "cancel" if len(self.sent) > MOST_ORDERS else kind

    def _move_fair(self) -> None:
        """One command in fifty moves the price that everybody quotes around."""
        if self.random.draw(50) == 0:
            moved = self.fair + self.random.draw(13) - 6
            self.fair = min(max(moved, LOWEST_PRICE), HIGHEST_PRICE)

    def _command(self, kind: str) -> c.Command:
        if kind == "place":
            account = self._account()
            return c.PlaceOrder(owner(account), account, self._quote(account))
        if kind == "take":
            poor = self.random.draw(3) == 0  # who soon cannot pay what an IOC order would trade
            account = (
                POOR_ACCOUNTS[self.random.draw(len(POOR_ACCOUNTS))] if poor else self._account()
            )
            return c.PlaceOrder(owner(account), account, self._take(account))
        if kind in ("cancel", "amend", "replace", "batch"):
            return self._change(kind)
        if kind == "cancel_all":
            return self._cancel_all()
        if kind == "transfer_in_or_out":
            return self._move_money()
        if kind == "halt":
            # The next tick of the clock resumes it, so that few orders are refused.
            self.halted = True
            return c.SetHalted(OPERATOR, MARKET, True)
        if kind == "set_mark":
            return c.SetMark(OPERATOR, BITCOIN, Price(self.fair))
        return self._advance_time()

    def _advance_time(self) -> c.Command:
        if self.halted:
            self.halted = False
            return c.SetHalted(OPERATOR, MARKET, False)
        self.now += self.random.draw(8_000)
        return c.AdvanceTime(OPERATOR, Milliseconds(self.now))

    def _account(self) -> AccountId:
        return AccountId(1 + self.random.draw(len(FUNDS)))

    def _quote(self, account: AccountId) -> c.NewOrder:
        """An order behind the best price of its side, remembered for a later cancel."""
        side = Side.BUY if self.random.draw(100) < BUYS_PERCENT else Side.SELL
        distance = HALF_SPREAD + self._between(DISTANCES)
        price = self.fair - distance if side is Side.BUY else self.fair + distance
        lots = self._between(SIZES_CENTIBITCOIN) * LOTS_PER_CENTIBITCOIN + self.random.draw(1000)
        order_type = (OrderType.LIMIT, OrderType.POST_ONLY)[self.random.draw(25) == 0]
        expires_at = None
        if self.random.draw(25) == 0:
            expires_at = Milliseconds(self.now + 1 + self.random.draw(120_000))
        order = self._order(account, side, price, lots, order_type, expires_at)
        self.sent.append(_Sent(account, order.order_id, side, price, order.lots))
        return order

    def _take(self, account: AccountId) -> c.NewOrder:
        """An order through the best price of the other side; every type, IOC twice as often."""
        side = Side.BUY if self.random.draw(2) == 0 else Side.SELL
        reach = self.random.draw(60)
        price = self.fair + reach if side is Side.BUY else self.fair - reach
        types = (OrderType.IOC, *OrderType)
        order_type = types[self.random.draw(len(types))]
        lots = self._between(SIZES_CENTIBITCOIN[:8]) * LOTS_PER_CENTIBITCOIN + 1
        order = self._order(account, side, price, lots, order_type, None)
        if order_type is OrderType.LIMIT:
            self.sent.append(_Sent(account, order.order_id, side, price, lots))
        return order

    def _order(
        self,
        account: AccountId,
        side: Side,
        price: int,
        lots: int,
        order_type: OrderType,
        expires_at: Milliseconds | None,
    ) -> c.NewOrder:
        self.last_ids[account] += 1
        policies = (None, *SelfTrade)
        return c.NewOrder(
            order_id=OrderId(self.last_ids[account]),
            market=MARKET,
            side=side,
            price=Price(price),
            lots=Lots(lots),
            order_type=order_type,
            self_trade=policies[self.random.draw(len(policies))],
            expires_at=expires_at,
        )

    def _change(self, kind: str) -> c.Command:
        """A cancel, amend or replace of an order sent before, most often of a young one."""
        if not self.sent:
            return self._advance_time()
        young = min(16, len(self.sent)) if self.random.draw(10) < 6 else len(self.sent)
        position = len(self.sent) - 1 - self.random.draw(young)
        order = self.sent.pop(position)
        signer = owner(order.account)
        cancel = c.CancelOrder(signer, order.account, order.order_id)
        if kind == "cancel":
            return cancel
        if kind == "replace":
            fresh = self._quote(order.account)
            return c.ReplaceOrder(signer, order.account, order.order_id, fresh)
        if kind == "batch":
            place = c.PlaceOrder(signer, order.account, self._quote(order.account))
            return c.Batch(signer, order.account, (cancel, place))
        price, lots = self._amended(order)
        self.sent.append(_Sent(order.account, order.order_id, order.side, price, lots))
        return c.AmendOrder(signer, order.account, order.order_id, Price(price), Lots(lots))

    def _amended(self, order: _Sent) -> tuple[int, int]:
        """Half of the amends take from the size; the others chase the price, or add."""
        choice = self.random.draw(4)
        if choice < 2:
            return order.price, max(1, order.lots - order.lots // (2 + self.random.draw(6)))
        if choice == 2:
            return order.price, order.lots + (1 + self.random.draw(900)) * LOTS_PER_CENTIBITCOIN
        step = self.random.draw(30)
        closer = order.price + step if order.side is Side.BUY else order.price - step
        return closer, order.lots

    def _cancel_all(self) -> c.Command:
        account = self._account()
        self.sent = [order for order in self.sent if order.account != account]
        return c.CancelAll(owner(account), account, MARKET)

    def _move_money(self) -> c.Command:
        account = self._account()
        kind = (c.Deposit, c.Withdraw)[self.random.draw(2)]
        if self.random.draw(2) == 0:
            dollars = 1 + self.random.draw(1_000)
            return kind(owner(account), account, BASE, Atoms(dollars * BASE_ATOMS_PER_DOLLAR))
        lots = self._between(SIZES_CENTIBITCOIN[:6]) * LOTS_PER_CENTIBITCOIN
        return kind(owner(account), account, BITCOIN, Atoms(lots * LOT_ATOMS))

    def _between(self, table: Sequence[int]) -> int:
        """A number between two neighbours of a table, each pair as likely as any."""
        position = self.random.draw(len(table) - 1)
        low, high = table[position], table[position + 1]
        return low + self.random.draw(high - low + 1)
