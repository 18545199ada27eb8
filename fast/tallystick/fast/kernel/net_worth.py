"""What an account has at the marks, less what it owes until now, without stress and haircut.

It is what a bankruptcy would find: the estate less the claims, before anybody pays (LIQ-032).
"""

from mypy_extensions import i64

from .counterparties import Counterparties, Prices
from .venue import Venue


def estate_of(venue: Venue, account: i64, sums: Counterparties) -> int:
    """Balances at the marks and what debtors owe, in 1/`unit` base atoms.

    What debtors pay only changes its place in it.
    """
    prices = sums.prices
    total = sum([owed for _, owed in sums.debtors()]) * prices.unit
    for asset in range(1, int(venue.asset_count) + 1):
        atoms: int = venue.balance(account, asset)
        total += atoms * prices.weights[asset]
    return total


def net_worth_of(venue: Venue, account: i64) -> int:
    """Net worth of an account in base atoms, rounded down, however large it is."""
    return net_worth_by(venue, account, Counterparties(venue, account, Prices(venue)))


def net_worth_by(venue: Venue, account: i64, sums: Counterparties) -> int:
    """The same, where the sums with its counterparties are known."""
    claims = sum([claim for _, claim in sums.creditors()])
    return estate_of(venue, account, sums) // sums.prices.unit - claims
