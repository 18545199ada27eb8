"""Orders that orders at the best price fill: in one stretch, and as the reference has it."""

from collections.abc import Sequence
from itertools import product

import pytest
from librt.vecs import vec
from mypy_extensions import i64

from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import ReferenceEngine
from tallystick.fast import Build, FastEngine
from tallystick.fast.kernel.venue import Venue
from tallystick.fast.kernel.whole_fills import fill
from tallystick.reference.types.choices import OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import AdvanceTime, Command
from tallystick.reference.types.units import Milliseconds
from tests.fast.streams import OPERATOR, opening
from tests.fast.venues import place

LATER = 10
MOST_TOUCHES = 2
BOOKS: tuple[tuple[tuple[int, int, int, int | None], ...], ...] = (
    # Account, price, lots and expiry of sells that rest.
    ((2, 5, 4, None), (3, 5, 4, None), (2, 5, 4, None), (3, 10, 6, None)),
    ((2, 5, 4, None), (1, 5, 4, None), (2, 10, 4, None)),
    ((2, 5, 4, LATER), (3, 5, 4, LATER + 1), (2, 5, 4, None)),
    ((3, 5, 2, None),),
)


def commands_for(
    book: Sequence[tuple[int, int, int, int | None]],
    lots: int,
    order_type: OrderType,
    policy: SelfTrade | None,
) -> list[Command]:
    """Sells that rest, a buy of account 1 that meets them, and one more of each side."""
    commands: list[Command] = []
    last_ids = dict.fromkeys((1, 2, 3), 0)
    for account, price, resting, expires_at in book:
        last_ids[account] += 1
        order = place(account, last_ids[account], Side.SELL, price, resting, expires_at=expires_at)
        commands.append(order)
    commands.append(AdvanceTime(OPERATOR, Milliseconds(LATER)))
    taker = place(1, last_ids[1] + 1, Side.BUY, 10, lots, order_type, policy)
    after = place(2, last_ids[2] + 1, Side.SELL, 10, 3), place(3, last_ids[3] + 1, Side.BUY, 5, 2)
    return [*commands, taker, *after]


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("max_touches", [1, MOST_TOUCHES, 3])
def test_a_fill_is_that_of_the_reference(
    build: Build, book: Sequence[tuple[int, int, int, int | None]], max_touches: int
) -> None:
    # Given makers at one price and behind it, of the taker too, some of them expired
    parameters = load_preset("minimal", {"max_touches": max_touches}, Profile.MATCH_1)
    for lots, order_type, policy in product(range(2, 14), OrderType, (None, *SelfTrade)):
        commands = commands_for(book, lots, order_type, policy)
        fast = FastEngine(Profile.MATCH_1, parameters, build)
        reference = ReferenceEngine(Profile.MATCH_1, parameters)
        # When orders of all kinds and sizes meet them, in one run of the kernel
        answers = fast.apply_all([*opening(Profile.MATCH_1), *commands])
        # Then outcomes, events and state are those of the reference
        expected = [reference.apply(one) for one in (*opening(Profile.MATCH_1), *commands)]
        assert answers == expected, (lots, order_type, policy)
        assert fast.root() == reference.root(), (lots, order_type, policy)


@pytest.mark.parametrize(
    ("lots", "order_type", "is_whole"),
    [
        (4, OrderType.LIMIT, True),
        (5, OrderType.IOC, True),
        (8, OrderType.LIMIT, True),
        (9, OrderType.LIMIT, False),  # A third maker is beyond the budget.
        (4, OrderType.FOK, False),
        (4, OrderType.POST_ONLY, False),
    ],
)
def test_a_whole_fill_takes_one_stretch(
    monkeypatch: pytest.MonkeyPatch, lots: int, order_type: OrderType, *, is_whole: bool
) -> None:
    # Given three makers at the best price, and work for two of them
    parameters = load_preset("minimal", {"max_touches": MOST_TOUCHES}, Profile.MATCH_1)
    engine = FastEngine(Profile.MATCH_1, parameters, Build.INTERPRETED)
    fills: list[int] = []

    def noted_fill(venue: Venue, commands: vec[i64], row: i64) -> None:
        fills.append(int(row))
        fill(venue, commands, row)

    monkeypatch.setattr("tallystick.fast.kernel.straight.fill", noted_fill)
    # When an order meets them
    *commands, _, _ = commands_for(BOOKS[0], lots, order_type, None)
    engine.apply_all([*opening(Profile.MATCH_1), *commands])
    # Then it is filled in one stretch if nothing else can happen to it
    assert bool(fills) is is_whole
