"""The spot venue on which the flows trade: its units, parameters and accounts.

A lot is 1e-8 bitcoin (a satoshi), and a base atom is 1e-10 dollar, so that a price in cents per
bitcoin is the same number in base atoms per lot. An order may then be worth 1.8 million dollars
(2^54 base atoms, SPT-001), and all accounts together may hold 7.2 million (2^56, SPT-020).
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import MarketKind, Profile
from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Price,
    PrincipalId,
)

PROFILE = Profile.SPOT_1
OPERATOR = PrincipalId(0)
BASE = AssetId(1)
BITCOIN = AssetId(2)
MARKET = MarketId(1)

BASE_ATOMS_PER_DOLLAR = 10**10
LOTS_PER_BITCOIN = 10**8
LOT_ATOMS = 100
"""Ten decimals in the ledger, eight on the market: lots and atoms are not the same number."""
FEE_CAP_DOLLARS = 10
BITCOIN_FEE_CAP_ATOMS = 4_200_000 * LOT_ATOMS
"""About as much, at 238 dollars a bitcoin."""


@frozen
class Funds:
    """What an account starts with."""

    dollars: int
    bitcoins: int


def flow_parameters() -> Parameters:
    """Preset `world`, with its two numbers of base atoms in this venue's unit."""
    overrides = {
        "base_lot_atoms": BASE_ATOMS_PER_DOLLAR,
        "base_fee_cap_atoms": FEE_CAP_DOLLARS * BASE_ATOMS_PER_DOLLAR,
    }
    return load_preset("world", overrides)


def owner(account: AccountId) -> PrincipalId:
    """Every account has an owner of its own."""
    return PrincipalId(100 + account)


def opening_commands(funds: Mapping[AccountId, Funds]) -> Iterator[Command]:
    """List the market, open the accounts, which count up from 1, and fund them."""
    yield ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(BITCOIN_FEE_CAP_ATOMS))
    yield ListMarket(OPERATOR, BITCOIN, MarketKind.SPOT, Price(1), Lots(1))
    for account, funding in funds.items():
        yield OpenAccount(owner(account))
        base_atoms = funding.dollars * BASE_ATOMS_PER_DOLLAR
        bitcoin_atoms = funding.bitcoins * LOTS_PER_BITCOIN * LOT_ATOMS
        for asset, atoms in ((BASE, base_atoms), (BITCOIN, bitcoin_atoms)):
            if atoms:
                yield Deposit(owner(account), account, asset, Atoms(atoms))
