"""Streams about perpetual futures: the same commands beside few or many accounts with legs.

Of the accounts that act 50 make the market and the others take. The others only have legs, half of
them long and half short, which never change: whose leg is trued up is one of theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from attrs import define, evolve, field, frozen

from tallystick.conformance.bench.shapes import owner
from tallystick.conformance.bench.streams import (
    ASSET,
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
    CancelAll,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
)

ACTING, MAKERS = 1_000, 50
FEW_OTHERS, MANY_OTHERS = 1_000, 10_000
"""Accounts with legs of their own; every stream is measured beside both."""
LEGS_OF_AN_OTHER = 4
TRUED_UP = 400
"""Long accounts of the others, the first, whose legs are trued up."""
MAX_ACCOUNTS = 2**14
FUNDS_ATOMS = 2**40
"""Of each account: far more than it can lose."""
MARKET = MarketId(1)
MIDDLE = 1_000_000
"""The mark at first; it moves a little from round to round."""
QUOTES_OF_A_SIDE, MOST_QUOTED_LOTS = 2, 1_000
MOST_DISTANCE = 20
"""Ticks between the mark and a quote."""
MOST_TAKEN_LOTS = 100
REDUCE_ONLY_PERCENT, TRUE_UP_PERCENT = 10, 5
COUNTERPARTIES, MOST_CLOSING = 100, 400
"""Of whoever closes all at once, and how many may do so in a round."""
STEP_MILLISECONDS = 3_600_000
"""Time between two rounds: ticks come too."""


@frozen
class PerpStream:
    """A kind of load about perpetual futures; `units` commands are timed in a round."""

    name: str
    title: str
    units: int
    others: int = FEW_OTHERS
    many_others: int = MANY_OTHERS
    trued_up: int = TRUED_UP
    profile: Profile = Profile.PERP_1

    def beside(self, others: int) -> "PerpStream":
        """The same beside so many accounts with legs of their own."""
        return evolve(self, others=others)

    def parameters(self) -> Parameters:
        """Preset `world` with room for the accounts."""
        return load_preset("world", {"max_accounts": MAX_ACCOUNTS}, self.profile)


@frozen
class PerpLoad:
    """A stream written down: `opening`, then the segments in order."""

    stream: PerpStream
    opening: tuple[Command, ...]
    segments: tuple[Segment, ...]


_STREAMS = (
    PerpStream("perp-makers", "50 make the market, 950 take; reduce-only, true-ups", 2_000),
    PerpStream("perp-close", "orders that close 100 legs each", 20),
)
PERP_STREAMS: Mapping[str, PerpStream] = MappingProxyType({one.name: one for one in _STREAMS})


def quick_perp(stream: PerpStream) -> PerpStream:
    """The same with a tenth of the commands, and of the others where there are many."""
    return evolve(
        stream,
        units=max(1, stream.units // QUICK_DIVISOR),
        many_others=2 * stream.others,
    )


def selected_perp(names: Sequence[str], *, is_quick: bool) -> tuple[PerpStream, ...]:
    """Those of these streams that are about perpetual futures, each once; all without a name."""
    chosen = [one for one in _STREAMS if one.name in names or not names]
    return tuple(quick_perp(one) if is_quick else one for one in chosen)


def write_down_perp(stream: PerpStream, seed: int, rounds: int) -> PerpLoad:
    """All commands of a stream; the same for the same arguments."""
    flow = PerpFlow(SplitMix64(seed), stream.others, stream.trued_up)
    opening = (*_opening(stream.others), *flow.legs_of_others())
    make = {"perp-makers": flow.round_of_makers, "perp-close": flow.round_of_closing}[stream.name]
    return PerpLoad(stream, opening, tuple(make(stream.units) for _ in range(rounds)))


@define
class PerpFlow:
    """Writes commands down; what is timed is the same beside few and many others."""

    random: SplitMix64
    others: int
    trued_up: int
    now: int = 0
    mark: int = MIDDLE
    _last_orders: dict[int, int] = field(factory=dict)

    def legs_of_others(self) -> Iterator[Command]:
        """Of each long one, with the next few short ones; nobody of them trades again."""
        half = self.others // 2
        for number in range(half):
            for step in range(LEGS_OF_AN_OTHER):
                long_account, short_account = _other(number, step, half)
                yield self._order(short_account, Side.SELL, MIDDLE, 1, OrderType.LIMIT)
                yield self._order(long_account, Side.BUY, MIDDLE, 1, OrderType.IOC)

    def round_of_makers(self, count: int) -> Segment:
        """The makers quote anew, then so many orders and true-ups of others come."""
        prepare = self._begin()
        for maker in range(1, MAKERS + 1):
            prepare += self._quotes(maker)
        return Segment(tuple(prepare), tuple(self._taking() for _ in range(count)))

    def round_of_closing(self, count: int) -> Segment:
        """So many accounts, each with many legs, close all of them with one order."""
        prepare = self._begin()
        for number in range(count):
            for step in range(COUNTERPARTIES):
                closing, other = _closing(number), _closing(MOST_CLOSING + (number + step))
                prepare.append(self._order(closing, Side.SELL, self.mark, 1, OrderType.LIMIT))
                prepare.append(self._order(other, Side.BUY, self.mark, 1, OrderType.IOC))
        timed: list[Command] = []
        for number in range(count):
            price, lots = self.mark + number, COUNTERPARTIES
            maker = 1 + number % MAKERS
            prepare.append(self._order(maker, Side.SELL, price, lots, OrderType.LIMIT))
            timed.append(self._order(_closing(number), Side.BUY, price, lots, OrderType.IOC))
        return Segment(tuple(prepare), tuple(timed))

    def _begin(self) -> list[Command]:
        """An hour passes, the mark moves."""
        self.now += STEP_MILLISECONDS
        self.mark += self.random.draw(201) - 100
        return [
            AdvanceTime(OPERATOR, Milliseconds(self.now)),
            SetMark(OPERATOR, ASSET, Price(self.mark)),
        ]

    def _quotes(self, maker: int) -> Iterator[Command]:
        """A maker's quotes for this round instead of those of the last."""
        yield CancelAll(owner(maker), AccountId(maker))
        for _ in range(QUOTES_OF_A_SIDE):
            for side, sign in ((Side.BUY, -1), (Side.SELL, 1)):
                price = self.mark + sign * (1 + self.random.draw(MOST_DISTANCE))
                lots = 1 + self.random.draw(MOST_QUOTED_LOTS)
                yield self._order(maker, side, price, lots, OrderType.LIMIT)

    def _taking(self) -> Command:
        """An order that takes, now and then one that only reduces, or a true-up of others."""
        choice = self.random.draw(100)
        if choice < TRUE_UP_PERCENT:
            return self._true_up()
        account = MAKERS + 1 + self.random.draw(ACTING - MAKERS)
        side = (Side.BUY, Side.SELL)[self.random.draw(2)]
        price = self.mark + (MOST_DISTANCE if side is Side.BUY else -MOST_DISTANCE)
        lots = 1 + self.random.draw(MOST_TAKEN_LOTS)
        reduce_only = choice < TRUE_UP_PERCENT + REDUCE_ONLY_PERCENT
        return self._order(account, side, price, lots, OrderType.IOC, reduce_only=reduce_only)

    def _true_up(self) -> TrueUp:
        number, step = self.random.draw(self.trued_up), self.random.draw(LEGS_OF_AN_OTHER)
        long_account, short_account = _other(number, step, self.others // 2)
        account = AccountId(long_account)
        return TrueUp(owner(long_account), account, AccountId(short_account), MARKET)

    def _order(
        self,
        account: int,
        side: Side,
        price: int,
        lots: int,
        order_type: OrderType,
        *,
        reduce_only: bool = False,
    ) -> PlaceOrder:
        self._last_orders[account] = self._last_orders.get(account, 0) + 1
        order = NewOrder(
            OrderId(self._last_orders[account]), MARKET, side, Price(price), Lots(lots), order_type,
            reduce_only=reduce_only,
        )  # fmt: skip
        return PlaceOrder(owner(account), AccountId(account), order)


def _opening(others: int) -> Iterator[Command]:
    yield ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(FEE_CAP_ATOMS))
    yield ListMarket(OPERATOR, ASSET, MarketKind.PERP, Price(1), Lots(1))
    yield SetMark(OPERATOR, ASSET, Price(MIDDLE))
    for number in range(1, ACTING + others + 1):
        account = AccountId(number)
        yield OpenAccount(owner(account))
        yield Deposit(owner(account), account, BASE, Atoms(FUNDS_ATOMS))


def _closing(number: int) -> int:
    """An account that closes all at once; the further ones are those that it faces."""
    return MAKERS + 1 + number


def _other(number: int, step: int, half: int) -> tuple[int, int]:
    """A long account of the others, and one of the short ones that it faces."""
    return ACTING + 1 + 2 * number, ACTING + 2 + 2 * ((number + step) % half)
