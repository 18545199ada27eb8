"""How much one command of a venue with perpetual markets may write (CMD-004, INV-011)."""

from typing import Final

from mypy_extensions import i64

from .perp_limits import PerpLimits

MOST_OF_PAIR: Final = 26
"""Debts of one account to another (PRP-037)."""


class PerpRoom:
    """Bounds of one command, and of one trade."""

    def __init__(
        self,
        limits: PerpLimits,
        touches: i64,
        orders: i64,
        commands: i64,
        accounts: i64,
        markets: i64,
        closing: i64,
    ) -> None:
        """The arguments are those of `most_events`, and the capacities of accounts and markets.

        `closing` is how many debts a command may open that makes no trades.
        """
        # A trade has no more steps than its parties have legs, and one: each but the last ends one.
        self.legs: Final[i64] = min(
            limits.max_legs_per_command, 3 * touches * (limits.max_legs + 1)
        )
        # Each third party comes up with a leg of its own, and once in a trade.
        self.flows: Final[i64] = min(self.legs, limits.max_legs, accounts)
        # Two of three legs of a step are settled with third parties at most. A trade is paid
        # between its parties and has two fees; a true-up is paid once.
        is_there = limits.max_legs > 0
        self.payments: Final[i64] = self.legs + 3 * touches + commands if is_there else 0
        self.spare_debts: Final[i64] = self.payments + closing
        debts = min(limits.max_debts_per_account, limits.max_debts)
        trading = self._events(touches, orders, commands, debts)
        # A tick writes up to three events a market (PRP-017).
        self.events: Final[i64] = max(trading, 3 * markets + 1)
        # Debts that were there, at most 26 of a pair, and those that the command opened may all go.
        gone = min(limits.max_debts, MOST_OF_PAIR * self.payments) + self.payments
        self.entries: Final[i64] = self._entries(touches, orders, commands, gone)
        # With margin also two sums for each account of a leg, and the debts that are paid last.
        self.margin_entries: Final[i64] = 4 * (self.legs + commands) + 8 * debts

    def _events(self, touches: i64, orders: i64, commands: i64, debts: i64) -> i64:
        """A touch writes a trade, two fees and a removal; of an order, see `most_events`.

        Each leg that is counted has an event, each payment up to two (a fee has one of them
        already). A true-up writes no more than an order, but for its payment. At the end an account
        pays its debts.
        """
        return 4 * touches + orders + 3 * commands + self.legs + 2 * self.payments + debts

    def _entries(self, touches: i64, orders: i64, commands: i64, gone: i64) -> i64:
        """Beside `most_entries`: a leg that is counted takes up to 8, all payments up to 12 each.

        A leg that begins: its number, two newest ones with two links, its row; then two positions.
        One that goes takes 5, one that changes 3. A trade takes 2 in its window. A payment moves
        two balances, keeps two totals, lowers a debt, and opens one by 6; a debt that goes takes 4
        and may have been joined to another.
        """
        trading = 12 * touches + 2 * orders + 5 * commands
        return trading + 8 * self.legs + 12 * self.payments + 5 * gone
