"""Venues of `world/1` to begin with: those of `margin/1`, an asset without a market, an edge."""

from collections.abc import Iterator, Sequence
from random import Random

from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    NewOrder,
    PlaceOrder,
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
    OrderId,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.margin_scenes import (
    LENDING_TICK,
    LOT_ATOMS,
    MIDDLE,
    OPERATOR,
    OWNERS,
    RISKS,
    risk_of,
    set_up_of_margin,
)

COIN = AssetId(3)
"""An asset without a market: only a swap relieves an account of it (LIQ-023)."""
LENDING, PERPETUAL = MarketId(2), MarketId(3)
RATE = LENDING_TICK * 16
LENT_LOTS = 24
LEAST_RISK_PERMILLE = 100
EDGE_LOTS = 240
"""A multiple of every minimum, and so many that other holdings hardly count."""


def set_up_of_liquidation(choose: Random, parameters: Parameters) -> tuple[Command, ...]:
    """What `margin/1` begins with; often an account near the edge; mostly some coins."""
    at_the_edge = rarely(choose, 2)
    commands = list(set_up_of_margin(choose, parameters, with_loans=not at_the_edge))
    if at_the_edge:
        commands += _edge(choose, parameters, commands)
    if rarely(choose, 4) or parameters.max_assets < COIN:
        return tuple(commands)
    commands.append(ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(0)))
    for account, owner in enumerate(OWNERS, start=1):
        lots = pick(choose, (4, 1, 10, 0))
        if lots:
            named = AccountId(account), COIN, Atoms(lots * LOT_ATOMS)
            commands.append(Deposit(PrincipalId(owner), *named))
    if not rarely(choose, 6):
        commands.append(SetMark(OPERATOR, COIN, Price(MIDDLE)))
        commands.append(risk_of(COIN, pick(choose, RISKS)))
    return tuple(commands)


def _edge(choose: Random, parameters: Parameters, commands: Sequence[Command]) -> Iterator[Command]:
    """A position that one account can hardly carry, and often who would take over what it has."""
    values = [command for command in commands if isinstance(command, SetRisk)]
    perpetual = parameters.perpetual
    if perpetual is None or perpetual.max_position_lots < 3 * EDGE_LOTS:
        return
    if not values or values[0].risk_permille < LEAST_RISK_PERMILLE:
        return
    one, other, third = choose.sample((1, 2, 3), 3)
    notional = EDGE_LOTS * MIDDLE
    stress = values[0].risk_permille + 2 * values[0].perp_slippage_permille
    # A scale is at most 1.2 in all variations, and a fee rate 5 %; a little is left.
    carried = notional * stress * 13 // 10_000 + notional * 6 // 100
    side = pick(choose, tuple(Side))
    opposite = Side.SELL if side is Side.BUY else Side.BUY
    yield _deposited(one, carried)
    yield _deposited(other, 40 * notional)
    at_mark = PERPETUAL, Price(MIDDLE), Lots(EDGE_LOTS)
    yield _ordered(other, 1, opposite, OrderType.LIMIT, *at_mark)
    yield _ordered(one, 1, side, OrderType.IOC, *at_mark)
    if not rarely(choose, 3):
        yield _ordered(other, 2, side, OrderType.LIMIT, *at_mark)
    if rarely(choose, 2):
        yield from _lent(one, third)
        offer = LENDING, Price(RATE + LENDING_TICK), Lots(LENT_LOTS)
        yield _ordered(other, 3, Side.SELL, OrderType.LIMIT, *offer)


def _lent(lender: int, borrower: int) -> Iterator[Command]:
    """A small loan of the base asset, for which there is cash."""
    for account in (lender, borrower):
        yield _deposited(account, 40 * LENT_LOTS)
    terms = LENDING, Price(RATE), Lots(LENT_LOTS)
    yield _ordered(lender, 2, Side.SELL, OrderType.LIMIT, *terms)
    yield _ordered(borrower, 1, Side.BUY, OrderType.IOC, *terms)


def _deposited(account: int, atoms: int) -> Deposit:
    return Deposit(
        PrincipalId(OWNERS[account - 1]), AccountId(account), AssetId(1), Atoms(max(1, atoms))
    )


def _ordered(
    account: int,
    order_id: int,
    side: Side,
    order_type: OrderType,
    market: MarketId,
    price: Price,
    lots: Lots,
) -> PlaceOrder:
    order = NewOrder(OrderId(order_id), market, side, price, lots, order_type)
    return PlaceOrder(PrincipalId(OWNERS[account - 1]), AccountId(account), order)
