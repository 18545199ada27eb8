"""Venues of `margin/1` to begin with: accounts whose holdings are a few orders, near the edge."""

from random import Random

from tallystick.reference.types.choices import FundingSource, MarketKind, OrderType, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
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
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely

OPERATOR = PrincipalId(0)
OWNERS = (11, 11, 12)
LENDING_TICK = 25
LOT_ATOMS = 10
TICK = 5
MIDDLE = TICK * 16
"""Where prices of orders stand, and the first mark."""
RISKS = ((100, 30, 30), (200, 20, 20), (50, 10, 10), (300, 30, 30), (0, 0, 0))
"""Each passes MGN-012 in all variations, also with `closable_risk`."""


def risk_of(asset: int, values: tuple[int, int, int], at: int | None = None) -> SetRisk:
    """A command of the operator."""
    risk, slippage, perp_slippage = map(Permille, values)
    effective_at = None if at is None else Milliseconds(at)
    return SetRisk(OPERATOR, AssetId(asset), risk, slippage, perp_slippage, effective_at)


def set_up_of_margin(
    choose: Random, parameters: Parameters, *, with_loans: bool = True
) -> tuple[Command, ...]:
    """Spot and perpetual market of asset 2, base lending; mostly marks, risk values and loans."""
    minimum = Lots(pick(choose, (2, 1, 3)))
    source = pick(choose, (None, *FundingSource))
    commands: list[Command] = [
        *(OpenAccount(PrincipalId(owner)) for owner in OWNERS),
        ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(pick(choose, (5, 0, 90)))),
        ListMarket(OPERATOR, AssetId(2), MarketKind.SPOT, Price(TICK), minimum),
        ListMarket(OPERATOR, AssetId(1), MarketKind.LEND, Price(LENDING_TICK), minimum),
        ListMarket(OPERATOR, AssetId(2), MarketKind.PERP, Price(TICK), minimum, source),
    ]
    if parameters.max_markets > 3:
        lending = MarketKind.LEND, Price(LENDING_TICK), minimum
        commands.append(ListMarket(OPERATOR, AssetId(2), *lending))
    for account, owner in enumerate(OWNERS, start=1):
        atoms = MIDDLE * minimum * pick(choose, (4, 2, 10, 1, 0)) + pick(choose, (0, 1))
        lots = minimum * pick(choose, (2, 4, 1, 0))
        for asset, amount in ((1, atoms), (2, lots * LOT_ATOMS)):
            if amount:
                named = AccountId(account), AssetId(asset), Atoms(amount)
                commands.append(Deposit(PrincipalId(owner), *named))
    commands.append(AdvanceTime(OPERATOR, Milliseconds(1000)))
    if rarely(choose, 20):
        return tuple(commands)
    commands.append(SetMark(OPERATOR, AssetId(2), Price(MIDDLE)))
    if not rarely(choose, 20):
        commands.append(risk_of(2, pick(choose, RISKS)))
    if with_loans and not rarely(choose, 3):
        commands += _ring_of_loans(choose, minimum)
    return tuple(commands)


def _ring_of_loans(choose: Random, minimum: Lots) -> list[Command]:
    """Loans of the base asset between accounts that have lent and borrowed (LND-040)."""
    one, two, three = choose.sample((1, 2, 3), 3)
    # Some so large that an hour's interest is more than an atom.
    unit = minimum * pick(choose, (1, 400, 3000))
    commands: list[Command] = [
        Deposit(PrincipalId(OWNERS[n - 1]), AccountId(n), AssetId(1), Atoms(100 * unit))
        for n in (one, two, three)
    ]
    ids = dict.fromkeys((1, 2, 3), 0)
    sizes = (unit * pick(choose, (1, 2)), unit, unit)
    for lots, (lender, borrower) in zip(sizes, ((one, three), (two, one), (one, two)), strict=True):
        price = Price(LENDING_TICK * (16 + choose.randint(-1, 1)))
        sides = ((lender, Side.SELL, OrderType.LIMIT), (borrower, Side.BUY, OrderType.IOC))
        for account, side, order_type in sides:
            ids[account] += 1
            order = NewOrder(
                OrderId(ids[account]), MarketId(2), side, price, Lots(lots), order_type
            )
            owner = PrincipalId(OWNERS[account - 1])
            commands.append(PlaceOrder(owner, AccountId(account), order))
    return commands
