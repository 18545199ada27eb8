"""How much one command of a venue with liquidation may write (CMD-004, INV-011)."""

from typing import Final

from mypy_extensions import i64

from .lending_limits import LendingLimits
from .liquidation_limits import LiquidationLimits
from .perp_limits import PerpLimits
from .perp_room import MOST_OF_PAIR

MOST_CLOSED_AT_ONCE: Final = 8_192
MOST_PARTIES: Final = 64
"""Contracts that end, and parties that pay and are paid, for which a venue has room when opened."""


class WindingRoom:
    """Bounds of one `liquidate` beside those of walks and payments; all 0 in another profile."""

    def __init__(
        self,
        liquidation: LiquidationLimits,
        lending: LendingLimits,
        perpetual: PerpLimits,
        touches: i64,
        max_orders: i64,
        orders: i64,
        markets: i64,
    ) -> None:
        """`touches` is the most work, `orders` the most of an account, `markets` assets too."""
        is_there = liquidation.max_escrows > 0
        loans = min(lending.max_loans_per_account, lending.max_loans)
        debts = min(perpetual.max_debts_per_account, perpetual.max_debts)
        # Every repayment but those of a roll, which are two, is of its own loan. Loans are rolled
        # and recalled with a walk each, and bought back for; each debt, market and asset has one.
        returns = 4 * loans
        walks = returns + 3 * loans + debts + 2 * markets
        # A maker leaves its book, or the walk ends. Some orders returned before. Looks at loans
        # that were opened are no more than makers. Each loan has its turn up to twice.
        most = 2 * (max_orders + returns + walks) + 2 * loans + 2 * debts
        self.units: Final[i64] = min(touches, most) if is_there else 0
        self.returns: Final[i64] = min(2 * self.units, returns)
        # A loan that is recalled has one claim more; a turn settles a loan.
        self.recalls: Final[i64] = min(self.units, loans)
        claims = min(self.units, 3 * loans) * lending.max_claims
        # A bankruptcy opens debts beside those that are there to its end: what is left of claims
        # on loans that were lent may be set off by what is paid later.
        closing = perpetual.max_debts + 2 * loans * lending.max_claims
        self.closing: Final[i64] = closing if is_there else 0
        # The turn of a loan writes the most: interest paid, an order accepted and removed, repaid,
        # rolled, opened, repaid again, two orders that return, accepted and rested. Recalled loans
        # need no unit: hours claimed, an order accepted and removed; nor does a loan for which an
        # order buys nothing.
        events = 12 * self.units + orders + 2 * markets + 5 * loans + claims + 2
        self.events: Final[i64] = events if is_there else 0
        # A touch of a loan, 30 entries; of the turn of a loan, settled by 7, repaid twice and gone
        # 13, a new one 13, ids 4, orders that return 6. Of a recall without a touch, an id and the
        # claim that its hours would be; of a loan that is not settled, an id.
        entries = 80 * self.units + 2 * orders + 2 * markets + 22 * loans + 9 * claims + 2
        self.entries: Final[i64] = entries if is_there else 0


class CloseOutRoom:
    """What one `declare_bankruptcy` writes (LIQ-031 to LIQ-034)."""

    def __init__(
        self,
        orders: i64,
        contracts: i64,
        debtors: i64,
        creditors: i64,
        assets: i64,
        claims: i64,
        debts: i64,
    ) -> None:
        """`contracts` are orders, legs, debts, loans and claims that end; `claims` what is left to
        pay of claims, `debts` all that there are.
        """
        payments = claims + debtors * (creditors + 1)
        # An order that is removed, a payment of a debtor, two for a payment between others, what
        # each creditor gets of each asset, and what he loses.
        removed = orders + debtors + 2 * payments
        self.events: Final[i64] = 1 + removed + creditors * (assets + 1)
        # A leg takes the most of all that ends: 4 links, 4 sums, 2 positions, its row. A payment
        # takes 12 (see `PerpRoom`), and each debt that is set off or joined 5.
        gone = min(debts, MOST_OF_PAIR * payments) + payments
        moved = 2 * (debtors + creditors * assets)
        self.entries: Final[i64] = 11 * contracts + 12 * payments + 5 * gone + moved


def usual_close_out(
    orders: i64, lending: LendingLimits, perpetual: PerpLimits, accounts: i64, assets: i64
) -> CloseOutRoom:
    """Room for a bankruptcy of any account, or for a large one where accounts may be larger."""
    loans = min(lending.max_loans_per_account, lending.max_loans)
    claims = loans * lending.max_claims
    debts = perpetual.max_debts
    contracts = orders + perpetual.max_legs + debts + loans + 2 * claims
    parties = min(accounts, MOST_PARTIES)
    return CloseOutRoom(
        min(orders, MOST_CLOSED_AT_ONCE),
        min(contracts, MOST_CLOSED_AT_ONCE),
        parties // 2,
        parties - parties // 2,
        assets,
        min(2 * claims, MOST_CLOSED_AT_ONCE),
        min(debts, MOST_CLOSED_AT_ONCE),
    )
