"""Legs, funding and debts together, and what is known of an account from them."""

from collections.abc import Iterable

from attrs import define, field

from tallystick.conformance.checkers.books import BookOrder, Books
from tallystick.conformance.checkers.debts import TREASURY, Debts, Row
from tallystick.conformance.checkers.funding_record import FundingRecord
from tallystick.conformance.checkers.leg_record import LegBook, LegRecord
from tallystick.conformance.checkers.registry import BASE_ASSET, Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.choices import Side
from tallystick.reference.types.parameters import PerpetualParameters
from tallystick.reference.types.perp_events import DebtPaid
from tallystick.reference.types.units import AccountId, Atoms, MarketId, Milliseconds


@define
class PerpState:
    """What chapter 06 adds to a venue."""

    registry: Registry
    perpetual: PerpetualParameters
    debts: Debts = field(factory=Debts)
    legs: dict[MarketId, LegBook] = field(factory=dict)
    funding: dict[MarketId, FundingRecord] = field(factory=dict)

    def mark(self, market: MarketId) -> int:
        """The mark of the market's asset; without one the trail is broken."""
        mark = self.registry.asset(self.registry.market(market).listed.asset).mark
        if mark is None:
            raise BrokenTrailError("PRP-011", f"market {market} has no mark")
        return mark

    def balance(self, account: AccountId) -> int:
        """Base atoms of an account."""
        return self.registry.ledger.assets[BASE_ASSET].balances.get(account, 0)

    def pay(self, payer: AccountId, payee: AccountId, atoms: int) -> None:
        """Move base atoms to an account or the treasury."""
        self.registry.ledger.book(BASE_ASSET, payer, -atoms)
        if payee == TREASURY:
            self.registry.ledger.book_treasury(BASE_ASSET, atoms)
        else:
            self.registry.ledger.book(BASE_ASSET, payee, atoms)

    def paid_from(self, account: AccountId, rows: Iterable[Row]) -> list[DebtPaid]:
        """What an account's balance pays of these debts of its own, in their order (PRP-039)."""
        paid, balance = [], self.balance(account)
        for row in rows:
            atoms = min(balance, self.debts.atoms(row))
            balance -= atoms
            if atoms:
                paid.append(DebtPaid(account, row[1], Milliseconds(row[2]), Atoms(atoms)))
        return paid

    def value(self, market: MarketId, record: LegRecord) -> int:
        """What a leg is worth to the long, at the mark (PRP-003)."""
        return record.value(self.mark(market), self.funding[market].index)

    def wealth(self) -> dict[AccountId, int]:
        """Of every account: balance, debts and the value of its legs (PRP-060)."""
        wealth = {
            account: self.balance(account) + self.debts.net(account)
            for account in self.registry.accounts
        }
        for market, book in self.legs.items():
            for record in book.all():
                value = self.value(market, record)
                wealth[record.long_account] += value
                wealth[record.short_account] -= value
        return wealth

    def positions(self, market: MarketId) -> dict[AccountId, int]:
        """Of every account (PRP-004)."""
        book = self.legs[market]
        return {account: book.position(account) for account in self.registry.accounts}

    def deliverable(self, order: BookOrder) -> int:
        """How many lots an order can deliver, its position being what it now is (PRP-013)."""
        terms = order.terms
        position = self.legs[terms.market].position(terms.account)
        ahead = position if terms.side is Side.BUY else -position
        return max(0, -ahead) if terms.reduce_only else self.perpetual.max_position_lots - ahead

    def best_prices(
        self, books: Books, market: MarketId, max_touches: int
    ) -> tuple[int, int] | None:
        """Best bid and best offer, if there are both (PRP-019, PRP-020)."""
        best = []
        for side in Side:
            for order in books.side(market, side)[:max_touches]:
                if not order.expired(self.registry.now) and self.deliverable(order) > 0:
                    best.append(order.price)
                    break
        return (best[0], best[1]) if len(best) == len(Side) else None
