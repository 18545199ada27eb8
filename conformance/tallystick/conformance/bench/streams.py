"""The streams: named flows with their venue, made by a seed before anything is timed."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from attrs import evolve, frozen

from tallystick.conformance.bench.shapes import ACCOUNTS, MOST_LOTS, Flow, Shape, owner
from tallystick.conformance.campaign import SplitMix64
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, Side
from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
    PlaceOrder,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Lots, Price, PrincipalId

OPERATOR = PrincipalId(0)
BASE, ASSET = AssetId(1), AssetId(2)
LOT_ATOMS = 1_000
FEE_CAP_ATOMS = 10_000_000
FUNDS_ATOMS = 2**44
"""In each asset, of each account: far more than its orders promise."""
MAX_ORDERS = 2**18
FILLS_OF_A_SWEEP = 5_000
LEVELS_OF_A_SWEEP = 500
SWEEPS_PER_ROUND = 8


class Opens(Protocol):
    """What a venue is opened for."""

    @property
    def profile(self) -> Profile:
        """What the venue can do (CMD-002)."""

    def parameters(self) -> Parameters:
        """Its parameter set (STA-001)."""


@frozen
class Stream:
    """A kind of load. `scale` below makes it smaller for a quick look."""

    name: str
    title: str
    shape: Shape
    profile: Profile = Profile.MATCH_1
    commands_per_round: int = 50_000
    warm_up_commands: int = 10_000
    """So many of a round are not timed: what other subjects left in the caches is not its cost."""
    max_touches: int = 100
    max_orders: int = MAX_ORDERS
    fewest_accepted_percent: int = 100
    """Of the commands that are timed."""
    subjects: tuple[str, ...] = ()
    """Measured besides the baseline and the batches of both builds."""
    measures_memory: bool = False

    def parameters(self) -> Parameters:
        """Preset `world` with room for the orders."""
        return load_preset(
            "world", {"max_orders": self.max_orders, "max_touches": self.max_touches}
        )


@frozen
class Segment:
    """The commands of one round: those that prepare it, and those that are timed."""

    prepare: tuple[Command, ...]
    timed: tuple[Command, ...]


@frozen
class Load:
    """A stream written down: every engine runs `opening`, `filling`, then the segments in order."""

    stream: Stream
    opening: tuple[Command, ...]
    filling: tuple[Command, ...]
    segments: tuple[Segment, ...]
    rejected: int


STEADY = Shape(live_orders=2_000, levels=100, cancels_percent=45)
DEEP = Shape(live_orders=150_000, levels=10_000, cancels_percent=45)
ENGINE_WORK = ("apply_all", "single")

_STREAMS = (
    Stream(
        "steady",
        "2,000 live orders, 45 % cancels",
        STEADY,
        subjects=ENGINE_WORK,
    ),
    Stream(
        "steady-20000",
        "the same with 20,000 live orders",
        evolve(STEADY, live_orders=20_000, levels=1_000),
    ),
    Stream(
        "steady-200000",
        "the same with 200,000 live orders",
        evolve(STEADY, live_orders=200_000, levels=10_000),
    ),
    Stream(
        "deep",
        "150,000 live orders on up to 20,000 levels",
        DEEP,
        subjects=("single",),
        measures_memory=True,
    ),
    Stream(
        "thin",
        "10 live orders, one command in five takes",
        Shape(live_orders=10, levels=20, cancels_percent=30),
    ),
    Stream(
        "one-level",
        "100,000 orders at one price, cancels anywhere among them",
        Shape(
            live_orders=100_000,
            levels=1,
            cancels_percent=45,
            moves=False,
            sells_only=True,
        ),
    ),
    Stream(
        "sweep",
        "orders that fill 5,000 others each",
        Shape(live_orders=0, levels=LEVELS_OF_A_SWEEP, cancels_percent=0),
        commands_per_round=SWEEPS_PER_ROUND,
        warm_up_commands=0,
        max_touches=8_192,
    ),
    Stream(
        "sparse",
        "150,000 live orders, prices a million ticks apart",
        Shape(
            live_orders=150_000,
            levels=500_000,
            cancels_percent=45,
            gap_ticks=1_000_000,
            middle=2**39,
            near_the_middle=False,
            moves=False,
        ),
    ),
    Stream(
        "order-types",
        "post-only, fill-or-kill and amends, some of them refused",
        Shape(
            live_orders=2_000,
            levels=100,
            cancels_percent=15,
            amends_percent=40,
            post_only_percent=60,
            fok_percent=25,
        ),
        fewest_accepted_percent=90,
    ),
    Stream(
        "spot-steady",
        "as steady, with 1,000 accounts that pay, and fees",
        STEADY,
        profile=Profile.SPOT_1,
        subjects=ENGINE_WORK,
    ),
    Stream(
        "spot-deep",
        "as deep, with 1,000 accounts that pay, and fees",
        DEEP,
        profile=Profile.SPOT_1,
        measures_memory=True,
    ),
    Stream(
        "reference",
        "as spot-steady, a short one: the reference is slow on purpose",
        STEADY,
        profile=Profile.SPOT_1,
        commands_per_round=2_000,
        warm_up_commands=0,
        subjects=("reference",),
        measures_memory=True,
    ),
)
STREAMS: Mapping[str, Stream] = MappingProxyType({stream.name: stream for stream in _STREAMS})
GROWTH = ("steady", "steady-20000", "steady-200000")
"""Measured together, so that the growth of cost is a ratio within a round too."""
QUICK_DIVISOR = 10


def quick(stream: Stream) -> Stream:
    """The same with a tenth of the orders and commands, to see that everything runs."""
    shape = stream.shape
    smaller = evolve(
        shape,
        live_orders=min(shape.live_orders, max(10, shape.live_orders // QUICK_DIVISOR)),
        levels=max(1, shape.levels // QUICK_DIVISOR),
    )
    return evolve(
        stream,
        shape=smaller,
        commands_per_round=max(1, stream.commands_per_round // QUICK_DIVISOR),
        warm_up_commands=stream.warm_up_commands // QUICK_DIVISOR,
    )


def write_down(stream: Stream, seed: int, rounds: int) -> Load:
    """All commands of a stream; the same for the same arguments."""
    flow = Flow(stream.shape, SplitMix64(seed))
    filling = tuple(flow.filling())
    segments: list[Segment] = []
    for _ in range(rounds):
        if stream.name == "sweep":
            segments.append(_sweeps(flow, stream.commands_per_round))
        else:
            segments.append(Segment((), tuple(flow.commands(stream.commands_per_round))))
    opening = tuple(opening_commands(stream.profile))
    return Load(stream, opening, filling, tuple(segments), flow.rejected)


def opening_commands(profile: Profile) -> Iterator[Command]:
    """List the market, open the accounts and, where they must pay, fund them."""
    yield ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(FEE_CAP_ATOMS))
    yield ListMarket(OPERATOR, ASSET, MarketKind.SPOT, Price(1), Lots(1))
    for number in range(1, ACCOUNTS + 1):
        account = AccountId(number)
        yield OpenAccount(owner(account))
        if profile is Profile.SPOT_1:
            for asset in (BASE, ASSET):
                yield Deposit(owner(account), account, asset, Atoms(FUNDS_ATOMS))


def _sweeps(flow: Flow, count: int) -> Segment:
    """Sells on ever higher prices, and for each `FILLS_OF_A_SWEEP` of them a buy of their sum."""
    prepare: list[PlaceOrder] = []
    timed: list[PlaceOrder] = []
    price = flow.shape.middle
    lots_of: list[tuple[int, int]] = []
    for _ in range(count):
        total = 0
        for number in range(FILLS_OF_A_SWEEP):
            lots = 1 + flow.random.draw(MOST_LOTS)
            total += lots
            level = price + number * LEVELS_OF_A_SWEEP // FILLS_OF_A_SWEEP
            prepare.append(flow.place_at(Side.SELL, level, lots, OrderType.LIMIT))
        price += LEVELS_OF_A_SWEEP
        lots_of.append((price - 1, total))
    for highest, total in lots_of:
        timed.append(flow.place_at(Side.BUY, highest, total, OrderType.IOC))
    return Segment(tuple(prepare), tuple(timed))


def selected(names: Sequence[str], *, is_quick: bool) -> tuple[Stream, ...]:
    """The streams of these names, each once; all without a name. KeyError for an unknown one."""
    chosen = [STREAMS[name] for name in dict.fromkeys(names)] or list(_STREAMS)
    return tuple(quick(stream) if is_quick else stream for stream in chosen)
