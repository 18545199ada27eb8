"""What a trade on a perpetual market, or a true-up, makes two accounts owe each other, and pays."""

from collections import Counter
from collections.abc import Mapping

from attrs import define, field

from tallystick.reference.types.perp_events import LegReduced, LegSettled
from tallystick.reference.types.units import AccountId, Lots, MarketId, Price

Payment = tuple[AccountId, AccountId, int]
"""Who pays, whom, how many atoms."""


@define
class Owed:
    """What passes between accounts, net of each pair, before anything is paid (PRP-033)."""

    _atoms: Counter[tuple[AccountId, AccountId]] = field(factory=Counter)
    _met: list[AccountId] = field(factory=list)

    def take(self, event: LegReduced | LegSettled) -> None:
        """The value of a settled leg is owed (PRP-006)."""
        self.add(event.short_account, event.long_account, event.atoms)
        for account in (event.long_account, event.short_account):
            if account not in self._met:
                self._met.append(account)

    def add(self, payer: AccountId, payee: AccountId, atoms: int) -> None:
        """So much more is owed, or less if it is negative."""
        self._atoms[payer, payee] += atoms

    def between(self, payer: AccountId, payee: AccountId) -> int:
        """What the first owes the second; negative if the second owes."""
        return self._atoms[payer, payee] - self._atoms[payee, payer]

    def payments(self, buyer: AccountId, seller: AccountId) -> list[Payment]:
        """Every payment in the order of PRP-033."""
        third = [account for account in self._met if account not in (buyer, seller)]
        two = (buyer, seller) if self.between(buyer, seller) >= 0 else (seller, buyer)
        pairs = [(account, party) for account in third for party in (buyer, seller)]
        pairs += [(two[0], account) for account in third]
        pairs += [two]
        pairs += [(two[1], account) for account in third]
        owed = ((payer, payee, self.between(payer, payee)) for payer, payee in pairs)
        return [payment for payment in owed if payment[2] > 0]


@define
class PerpTrade:
    """One trade between its event and the next order that is met."""

    market: MarketId
    buyer: AccountId
    seller: AccountId
    price: Price
    lots: Lots
    wealth: Mapping[AccountId, int]
    """Of every account, before it."""
    positions: Mapping[AccountId, int]
    owed: Owed = field(factory=Owed)
    opened_lots: int = 0
    """Lots that the buyer now holds against the seller, gained at the price."""
    fees: Counter[AccountId] = field(factory=Counter)
    is_netted: bool = False
    """Whether all steps are told, and what is owed is being paid."""

    def gain_of(self, account: AccountId, mark: int) -> int:
        """By how much the trade changes an account's wealth (PRP-061)."""
        sign = (account == self.buyer) - (account == self.seller)
        return sign * (mark - self.price) * self.lots - self.fees[account]

    def position_of(self, account: AccountId) -> int:
        """The position of an account after it (PRP-061)."""
        sign = (account == self.buyer) - (account == self.seller)
        return self.positions[account] + sign * self.lots

    def close_steps(self, mark: int) -> list[Payment]:
        """End the steps: what was not opened anew is paid (PRP-032); all payments."""
        self.is_netted = True
        passed = (self.price - mark) * (self.lots - self.opened_lots)
        self.owed.add(self.buyer, self.seller, passed)
        return self.owed.payments(self.buyer, self.seller)
