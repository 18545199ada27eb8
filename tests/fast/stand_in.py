"""What the twins need: the ranges of their arguments, and a venue of which a kernel reads a part.

CrossHair follows numbers neither through parameters of mypyc's `i64` nor through the buffers of
librt. The stand-in is a real venue of the interpreted kernel with lists for buffers, of which only
the cells that the functions of the twins read are filled.
"""

from types import SimpleNamespace
from typing import Any

from tallystick.fast.kernel.codes import ABSENT, LIMIT
from tallystick.fast.kernel.layout import (
    ACCOUNT_WIDTH,
    HOLDING_BALANCE,
    HOLDING_RESERVED,
    HOLDING_WIDTH,
    LINE_START,
    MARKET_ASSET,
    MARKET_LOT_ATOMS,
    MARKET_MINIMUM,
    MARKET_TICK,
    MARKET_WIDTH,
    ORDER_ACCOUNT,
    ORDER_EXPIRES_AT,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_WIDTH,
)
from tallystick.fast.kernel.venue import Venue
from tallystick.reference.state import Market
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.units import AssetId, LegId, Lots, MarketId, Price

HIGHEST = 2**40
"""Highest price, lots and lot_atoms."""
HIGHEST_ATOMS = 2**56
HIGHEST_COST = 2**54
HIGHEST_RESERVED = 2**58
HIGHEST_TIME = 2**53 - 1
HIGHEST_NUMBER = 2**62
HIGHEST_RATE = 50_000
FEE_UNITS = 100_000
MULTIPLES = (10, 40)

MAKER, TAKER, ASSET, MARKET, LEVEL = 1, 2, 2, 1, 1
"""The ids that a stand-in knows: two accounts, of which the first has order 1."""


class OutOfRangeError(ValueError):
    """An argument that no venue can have: both twins refuse it."""


def check(low: int, number: int, high: int) -> None:
    """Refuse a number outside its range, in both twins with the same error."""
    if not low <= number <= high:
        raise OutOfRangeError


def check_fields(*numbers: int) -> None:
    """The range of prices, ticks, lots and lot_atoms (NUM-010)."""
    for number in numbers:
        check(1, number, HIGHEST)


def stand_in(side: int = 0, price: int = 1, lot_atoms: int = 1, multiple: int = 10) -> Any:
    """A spot venue with a taker and one order of a maker, both of 1 lot at this price."""
    venue: Any = Venue.__new__(Venue)
    venue.has_ledger = True
    venue.has_perps = False
    venue.has_margin = False
    venue.now = 0
    venue.budget = 1
    venue.limits = SimpleNamespace(max_assets=ASSET, reservation_multiple_tenths=multiple)
    venue.markets = [0] * (2 * MARKET_WIDTH)
    venue.markets[MARKET * MARKET_WIDTH + MARKET_ASSET] = ASSET
    venue.markets[MARKET * MARKET_WIDTH + MARKET_LOT_ATOMS] = lot_atoms
    venue.markets[MARKET * MARKET_WIDTH + MARKET_TICK] = 1
    venue.markets[MARKET * MARKET_WIDTH + MARKET_MINIMUM] = 1
    venue.accounts = [0] * ACCOUNT_WIDTH
    venue.holdings = [0] * (TAKER * ASSET * HOLDING_WIDTH + LINE_START)
    rows = [0] * (2 * ORDER_WIDTH)
    rows[ORDER_WIDTH + ORDER_ACCOUNT] = MAKER
    rows[ORDER_WIDTH + ORDER_OPEN_LOTS] = 1
    rows[ORDER_WIDTH + ORDER_PRICE] = price
    rows[ORDER_WIDTH + ORDER_EXPIRES_AT] = ABSENT
    venue.orders = SimpleNamespace(rows=rows)
    venue.taker = SimpleNamespace(
        account=TAKER,
        order_id=1,
        book=2 * MARKET + side,
        price=price,
        open_lots=1,
        order_type=LIMIT,
        rates=0,
        fee_paid=0,
        fee_credit=0,
        fee_cap=0,
        traded_lots=0,
    )
    return venue


def hold(venue: Any, account: int, asset: int, balance: int, reserved: int = 0) -> None:
    """Write what an account holds."""
    cell = venue.holding_cell(account, asset)
    venue.holdings[cell + HOLDING_BALANCE] = balance
    venue.holdings[cell + HOLDING_RESERVED] = reserved


def ignore(*_arguments: object) -> None:
    """What a stand-in writes is not looked at."""


def check_fee(rate: int, amount: int, cap: int, paid: int, credit: int) -> None:
    """The ranges of SPT-011 and SPT-012."""
    check(0, rate, HIGHEST_RATE)
    check(0, amount, HIGHEST_ATOMS)
    check(0, cap, HIGHEST_ATOMS)
    check(0, paid, cap)
    check(0, credit, FEE_UNITS - 1)


def check_holding(balance: int, reserved: int, multiple: int) -> None:
    """The ranges of SPT-003 and SPT-020."""
    check(0, balance, HIGHEST_ATOMS)
    check(0, reserved, HIGHEST_RESERVED)
    check(MULTIPLES[0], multiple, MULTIPLES[1])


def check_order(price: int, lots: int, lot_atoms: int) -> None:
    """The ranges of an order that SPT-001 admits."""
    check_fields(price, lots, lot_atoms)
    check(1, price * lots, HIGHEST_COST)
    check(1, lots * lot_atoms, HIGHEST_ATOMS)


def check_limit(own: int, former: int, balance: int, reserved: int, multiple: int) -> None:
    """The ranges of SPT-003; `former` is what the order that makes way has reserved, or 0."""
    check(1, own, HIGHEST_ATOMS)
    check_holding(balance, reserved, multiple)
    check(0, former, reserved)


def check_lots(maker_open: int, maker_atoms: int, taker_open: int, taker_atoms: int) -> None:
    """The ranges of open lots, and of balances of lots of 1 atom at a price of 1."""
    check_fields(maker_open)
    check(0, maker_atoms, HIGHEST_ATOMS)
    check_fields(taker_open)
    check(0, taker_atoms, HIGHEST_ATOMS)


def market_of(kind: int, tick: int, minimum_lots: int) -> Market:
    """A market of the reference; `kind` as in the fast engine."""
    kinds = (MarketKind.SPOT, MarketKind.PERP, MarketKind.LEND)
    ids = MarketId(MARKET), AssetId(ASSET)
    perps: dict[str, Any] = {"funding": None, "last_leg": LegId(0), "legs": {}}
    return Market(*ids, kinds[kind], Price(tick), Lots(minimum_lots), False, (), (), **perps)
