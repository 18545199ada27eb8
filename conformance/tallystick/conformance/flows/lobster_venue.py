"""The spot venue on which a LOBSTER recording is replayed: its units, parameters and accounts.

A lot is a share, and a base atom is 1/10,000 dollar, so that a recorded price is the same number in
base atoms per lot. Buys and sells go to separate pools of accounts, so that nobody trades with
himself; all are rich enough for a day.
"""

from collections.abc import Iterator

from tallystick.conformance.flows.venue import BASE, MARKET, OPERATOR, owner
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import MarketKind, OrderType, Side
from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Lots, OrderId, Price

SHARE = AssetId(2)
SHARE_ATOMS = 1000
"""Three decimals in the ledger, none on the market."""
BASE_ATOMS_PER_DOLLAR = 10_000
FEE_CAP_DOLLARS = 10
SHARE_FEE_CAP_ATOMS = 20
"""About as much, at 500 dollars a share."""
POOL_ACCOUNTS = 8
"""Accounts 1 to 8 buy, 9 to 16 sell; an order's account follows from its number."""
BUYER_DOLLARS = 10**11
SELLER_SHARES = 10**9
MAX_TOUCHES = 4_096
"""Makers that one order may meet: it is the recording that says how far it went."""


def lobster_parameters() -> Parameters:
    """Preset `world`, with its numbers of base atoms in this venue's unit."""
    overrides = {
        "base_lot_atoms": BASE_ATOMS_PER_DOLLAR,
        "base_fee_cap_atoms": FEE_CAP_DOLLARS * BASE_ATOMS_PER_DOLLAR,
        "max_touches": MAX_TOUCHES,
    }
    return load_preset("world", overrides)


def lobster_opening() -> Iterator[Command]:
    """List the market, open the accounts and fund them."""
    yield ListAsset(OPERATOR, Atoms(SHARE_ATOMS), Atoms(SHARE_FEE_CAP_ATOMS))
    yield ListMarket(OPERATOR, SHARE, MarketKind.SPOT, Price(1), Lots(1))
    for number in range(1, 2 * POOL_ACCOUNTS + 1):
        account = AccountId(number)
        yield OpenAccount(owner(account))
        if number <= POOL_ACCOUNTS:
            asset, atoms = BASE, BUYER_DOLLARS * BASE_ATOMS_PER_DOLLAR
        else:
            asset, atoms = SHARE, SELLER_SHARES * SHARE_ATOMS
        yield Deposit(owner(account), account, asset, Atoms(atoms))


def place_order(
    number: int, order_id: int, side: Side, price: int, lots: int, order_type: OrderType
) -> PlaceOrder:
    """An order from the account that follows from `number`."""
    pool = 0 if side is Side.BUY else POOL_ACCOUNTS
    account = AccountId(1 + pool + number % POOL_ACCOUNTS)
    order = NewOrder(OrderId(order_id), MARKET, side, Price(price), Lots(lots), order_type)
    return PlaceOrder(owner(account), account, order)
