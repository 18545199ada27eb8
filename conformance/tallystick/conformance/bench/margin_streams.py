"""Streams of checked orders: accounts with spot, perpetual futures and open orders of their own.

Of the accounts that act a few make the market, deep and close to the mark, and the others take from
them, or replace an order of their own that is farther away. What they have beside that differs from
stream to stream. The other accounts have a portfolio each and do nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from types import MappingProxyType

from attrs import define, evolve, field, frozen

from tallystick.conformance.bench.shapes import owner
from tallystick.conformance.bench.streams import (
    BASE,
    FEE_CAP_ATOMS,
    LOT_ATOMS,
    OPERATOR,
    QUICK_DIVISOR,
    Segment,
)
from tallystick.conformance.campaign import SplitMix64
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    ReplaceOrder,
    SetMark,
)
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
)

ASSETS = 8
"""Each with a spot and a perpetual market."""
MARKETS = 2 * ASSETS
MAKERS, TAKERS = 8, 192
ACTING = MAKERS + TAKERS
FEW_ACCOUNTS, MANY_ACCOUNTS = 1_000, 100_000
"""All accounts of a venue; every stream is measured with both."""
MAX_ACCOUNTS, MAX_ORDERS = 2**17, 2**18
RISK, SLIPPAGE, PERP_SLIPPAGE = Permille(100), Permille(10), Permille(10)
MIDDLE = 1_000_000
"""Every mark at first; they move a little from round to round."""
MAKER_DISTANCE = 1_000
QUOTED_LOTS = 2**18
"""Of each quote: more than all rounds take."""
MAKER_FUNDS, TAKER_FUNDS, OTHER_FUNDS = 2**48, 2**40, 2**30
"""Base atoms: far more than an account can lose."""
HELD_LOTS = 1_000
LEAST_DISTANCE, MOST_DISTANCE = 20_000, 150_000
"""Of an own order from the middle: some of them count in the pieces."""
MOST_LOTS = 3
OTHER_ASSETS = 4
"""Assets that one of the others holds."""
STEP_MILLISECONDS = 10_000
"""Time between two rounds; marks are set anew in each."""
COMMANDS_PER_BLOCK = 8_192


@frozen
class MarginStream:
    """A kind of load of checked orders; `units` of them are timed in a round."""

    name: str
    title: str
    orders: int
    """Open orders of each account that takes."""
    units: int
    accounts: int = FEW_ACCOUNTS
    many_accounts: int = MANY_ACCOUNTS
    takers: int = TAKERS
    profile: Profile = Profile.MARGIN_1

    def beside(self, accounts: int) -> "MarginStream":
        """The same in a venue of so many accounts."""
        return evolve(self, accounts=accounts)

    def parameters(self) -> Parameters:
        """Preset `world` with room for accounts and orders, and no more assets than there are."""
        overrides = {
            "max_accounts": MAX_ACCOUNTS,
            "max_orders": MAX_ORDERS,
            "max_assets": 1 + ASSETS,
            "max_markets": MARKETS,
        }
        return load_preset("world", overrides, self.profile)


@frozen
class MarginLoad:
    """A stream written down: the opening in blocks, then the segments in order."""

    stream: MarginStream
    acting: tuple[Command, ...]
    segments: tuple[Segment, ...]

    def opening(self) -> Iterator[tuple[Command, ...]]:
        """Made anew each time: with many accounts it is large."""
        acting = MAKERS + self.stream.takers
        others = chain.from_iterable(
            _other(number, acting) for number in range(self.stream.accounts - acting)
        )
        commands = chain(self.acting, others)
        while block := tuple(islice(commands, COMMANDS_PER_BLOCK)):
            yield block


_STREAMS = (
    MarginStream("margin-0", "checked orders, none open; 8 assets, spot and perpetual", 0, 5_000),
    MarginStream("margin-16", "the same with 16 open orders of every account", 16, 5_000),
    MarginStream("margin-64", "the same with 64", 64, 5_000),
)
MARGIN_STREAMS: Mapping[str, MarginStream] = MappingProxyType({one.name: one for one in _STREAMS})


def quick_margin(stream: MarginStream) -> MarginStream:
    """The same with a tenth of the commands and of the many accounts."""
    return evolve(
        stream,
        units=max(1, stream.units // QUICK_DIVISOR),
        many_accounts=stream.many_accounts // QUICK_DIVISOR,
    )


def selected_margin(names: Sequence[str], *, is_quick: bool) -> tuple[MarginStream, ...]:
    """Those of these streams that are about margin, each once; all without a name."""
    chosen = [one for one in _STREAMS if one.name in names or not names]
    return tuple(quick_margin(one) if is_quick else one for one in chosen)


def write_down_margin(stream: MarginStream, seed: int, rounds: int) -> MarginLoad:
    """All commands of a stream; the same for the same arguments, whatever the others."""
    flow = MarginFlow(SplitMix64(seed), stream.orders, stream.takers)
    acting = (*_venue(), *flow.opening())
    segments = tuple(flow.round(stream.units) for _ in range(rounds))
    return MarginLoad(stream, acting, segments)


def spot_market(asset: int) -> MarketId:
    """The spot market of an asset, which are counted from 0 here."""
    return MarketId(2 * asset + 1)


def perp_market(asset: int) -> MarketId:
    """The perpetual market of an asset."""
    return MarketId(2 * asset + 2)


def asset_id(asset: int) -> AssetId:
    """The id of an asset."""
    return AssetId(asset + 2)


@define
class MarginFlow:
    """Writes commands down."""

    random: SplitMix64
    orders: int
    takers: int
    now: int = 0
    _last_orders: dict[int, int] = field(factory=dict)
    _own: dict[int, list[OrderId]] = field(factory=dict)
    """The open orders of each account that takes, by their place."""

    def opening(self) -> Iterator[Command]:
        """Makers quote every market; takers have spot, legs and orders in all of them."""
        for maker in range(1, MAKERS + 1):
            yield from _funded(maker, MAKER_FUNDS, dict.fromkeys(range(ASSETS), 2**40))
            for market in range(1, MARKETS + 1):
                yield self._quote(maker, market, Side.BUY)
                yield self._quote(maker, market, Side.SELL)
        for taker in range(MAKERS + 1, MAKERS + self.takers + 1):
            held = dict.fromkeys(range(ASSETS), HELD_LOTS * LOT_ATOMS)
            yield from _funded(taker, TAKER_FUNDS, held)
            for asset in range(ASSETS):
                side = (Side.BUY, Side.SELL)[(taker + asset) % 2]
                yield self._take(taker, perp_market(asset), side, 1)
            self._own[taker] = []
            for place in range(self.orders):
                order = self._far(taker, place)
                self._own[taker].append(order.order_id)
                yield PlaceOrder(owner(taker), AccountId(taker), order)

    def round(self, count: int) -> Segment:
        """Time passes and marks move; then so many checked orders."""
        self.now += STEP_MILLISECONDS
        prepare: list[Command] = [AdvanceTime(OPERATOR, Milliseconds(self.now))]
        for asset in range(ASSETS):
            mark = MIDDLE + self.random.draw(201) - 100
            prepare.append(SetMark(OPERATOR, asset_id(asset), Price(mark)))
        return Segment(tuple(prepare), tuple(self._checked() for _ in range(count)))

    def _checked(self) -> Command:
        """One in two trades; the others replace an order, or find nothing if there is none."""
        taker = MAKERS + 1 + self.random.draw(self.takers)
        if self.random.draw(2):
            market = MarketId(1 + self.random.draw(MARKETS))
            side = (Side.BUY, Side.SELL)[self.random.draw(2)]
            return self._take(taker, market, side, 1 + self.random.draw(MOST_LOTS))
        if not self.orders:
            market = MarketId(1 + self.random.draw(MARKETS))
            order = self._order(taker, market, Side.BUY, MIDDLE // 2, 1, OrderType.IOC)
            return PlaceOrder(owner(taker), AccountId(taker), order)
        place = self.random.draw(self.orders)
        order, replaced = self._far(taker, place), self._own[taker][place]
        self._own[taker][place] = order.order_id
        return ReplaceOrder(owner(taker), AccountId(taker), replaced, order)

    def _far(self, taker: int, place: int) -> NewOrder:
        """An order behind the quotes of the makers; its place says where and on which side."""
        market, is_sell = 1 + place % MARKETS, place // MARKETS % 2 or place % 3 == 0
        away = LEAST_DISTANCE + self.random.draw(MOST_DISTANCE - LEAST_DISTANCE)
        price = MIDDLE + away if is_sell else MIDDLE - away
        lots = 1 + self.random.draw(MOST_LOTS)
        side = Side.SELL if is_sell else Side.BUY
        return self._order(taker, MarketId(market), side, price, lots, OrderType.LIMIT)

    def _quote(self, maker: int, market: int, side: Side) -> PlaceOrder:
        away = MAKER_DISTANCE + maker
        price = MIDDLE - away if side is Side.BUY else MIDDLE + away
        order = self._order(maker, MarketId(market), side, price, QUOTED_LOTS, OrderType.LIMIT)
        return PlaceOrder(owner(maker), AccountId(maker), order)

    def _take(self, taker: int, market: MarketId, side: Side, lots: int) -> PlaceOrder:
        reach = 2 * MAKER_DISTANCE
        price = MIDDLE + reach if side is Side.BUY else MIDDLE - reach
        order = self._order(taker, market, side, price, lots, OrderType.IOC)
        return PlaceOrder(owner(taker), AccountId(taker), order)

    def _order(
        self,
        account: int,
        market: MarketId,
        side: Side,
        price: int,
        lots: int,
        order_type: OrderType,
    ) -> NewOrder:
        order_id = OrderId(self._last_orders.get(account, 0) + 1)
        self._last_orders[account] = order_id
        return NewOrder(order_id, market, side, Price(price), Lots(lots), order_type)


def _venue() -> Iterator[Command]:
    for asset in range(ASSETS):
        yield ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(FEE_CAP_ATOMS))
        for kind in (MarketKind.SPOT, MarketKind.PERP):
            yield ListMarket(OPERATOR, asset_id(asset), kind, Price(1), Lots(1))
        yield SetMark(OPERATOR, asset_id(asset), Price(MIDDLE))
        yield SetRisk(OPERATOR, asset_id(asset), RISK, SLIPPAGE, PERP_SLIPPAGE)


def _funded(account: int, base_atoms: int, held: Mapping[int, int]) -> Iterator[Command]:
    yield OpenAccount(owner(account))
    yield Deposit(owner(account), AccountId(account), BASE, Atoms(base_atoms))
    for asset, atoms in held.items():
        yield Deposit(owner(account), AccountId(account), asset_id(asset), Atoms(atoms))


def _other(number: int, acting: int) -> Iterator[Command]:
    """An account that holds some assets, an order, and a leg with its neighbour."""
    account, first = acting + 1 + number, number // 2 % ASSETS
    held = {(first + step) % ASSETS: 10 * LOT_ATOMS for step in range(OTHER_ASSETS)}
    yield from _funded(account, OTHER_FUNDS, held)
    is_first = number % 2 == 0
    side = Side.SELL if is_first else Side.BUY
    order_type = OrderType.LIMIT if is_first else OrderType.IOC
    leg = NewOrder(OrderId(1), perp_market(first), side, Price(MIDDLE), Lots(1), order_type)
    yield PlaceOrder(owner(account), AccountId(account), leg)
    price = Price(MIDDLE - LEAST_DISTANCE)
    bid = NewOrder(OrderId(2), spot_market(first), Side.BUY, price, Lots(1))
    yield PlaceOrder(owner(account), AccountId(account), bid)
