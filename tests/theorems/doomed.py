"""One account a few atoms below zero, whom it faces, and a book inside the band."""

from random import Random

from tallystick.reference.debts import with_debt
from tallystick.reference.perpetual import due_of_debt
from tallystick.reference.state import DebtKey
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import AccountId, AssetId, Atoms
from tests.theorems.downfalls import Moment
from tests.theorems.ruins import STONE, Ruin, ruinous
from tests.theorems.worlds import BASE, COIN, GRAIN, Climate

PERP, SPOT, LEND = MarketKind.PERP, MarketKind.SPOT, MarketKind.LEND
TARGET, FACED, OTHER, MAKER, CALLER, ALOOF = (AccountId(number) for number in range(1, 7))
"""`ALOOF` has nothing to do with anybody."""
TRADED = (COIN, GRAIN)


class Doomed(Ruin):
    """The target has positions, spot and perhaps loans; the book is made by `quote`."""

    def __init__(self, seed: int, *, has_loans: bool, climate: Climate | None = None) -> None:
        super().__init__(seed, climate or ruinous())
        self.draws = Random(seed)
        for account in (FACED, OTHER, MAKER, CALLER):
            for asset, atoms in ((BASE, 10**6), (COIN, 10**5), (GRAIN, 10**5)):
                self.give(account, asset, atoms)
        for asset in (BASE, *TRADED, STONE):
            self.lose(TARGET, asset, self.balance(TARGET, asset))
        self.give(TARGET, BASE, 6_000)
        if has_loans:
            self._lend()
        for asset in TRADED:
            self._trade(asset)
        self._sink(may_owe=has_loans)

    @property
    def is_open(self) -> bool:
        """Whether the target can be wound up."""
        return Moment(self.state).is_open(TARGET)

    @property
    def net_worth(self) -> int:
        """What the target has at the marks less what it owes."""
        return Moment(self.state).net_worth(TARGET)

    def _lend(self) -> None:
        """Loans of the target, both ways; it faces nobody else by them."""
        for asset in (BASE, *TRADED):
            rate = 5 * self.draws.randint(1, 60)
            if self.draws.random() < 0.4:
                self.deal(TARGET, OTHER, asset, LEND, rate, self.draws.randint(1, 20))
            elif self.draws.random() < 0.8:
                self.deal(FACED, TARGET, asset, LEND, rate, self.draws.randint(1, 10))

    def _trade(self, asset: AssetId) -> None:
        """A position in one or two legs, and some spot."""
        mark, is_long = self.mark(asset), self.draws.random() < 0.5
        for other in (FACED, OTHER):
            if self.draws.random() < 0.6:
                parties = (TARGET, other) if is_long else (other, TARGET)
                self.deal(*parties, asset, PERP, mark, self.draws.randint(1, 40))
        if self.draws.random() < 0.5:
            self.deal(TARGET, OTHER, asset, SPOT, mark, self.draws.randint(1, 9))

    def _sink(self, *, may_owe: bool) -> None:
        """What is too much has been lost, or is owed, and marks move until the target is open."""
        for _ in range(12):
            worth = Moment(self.state).held.values(TARGET).maintenance_atoms
            excess = worth + self.draws.choice((1, 1, 5, 40, 200))
            lost = min(self.balance(TARGET), excess)
            if worth >= 0:
                self.lose(TARGET, BASE, lost)
            if worth >= 0 and may_owe and excess > lost:
                key = DebtKey(TARGET, OTHER, due_of_debt(self.state.now))
                self.state = with_debt(self.state, key, Atoms(excess - lost))
            if self.is_open:
                return
            self.move_mark(self.draws.choice(TRADED), self.draws.choice((980, 990, 1_010, 1_020)))

    def quote(self, account: AccountId, orders: int, most_lots: int, *, worst: bool) -> None:
        """Bids and offers of one account inside the band, or all at its edges."""
        for asset in TRADED:
            band, mark = self.band(asset), self.mark(asset)
            for _ in range(orders):
                kind, lots = self.draws.choice((PERP, SPOT)), self.draws.randint(1, most_lots)
                low = band.lowest if worst else self.draws.randint(band.lowest, mark - 1)
                self.place(account, asset, kind, Side.BUY, max(1, low), lots)
                high = band.highest if worst else self.draws.randint(mark + 1, band.highest)
                self.place(account, asset, kind, Side.SELL, high, lots)

    def rest(self) -> None:
        """Orders of the target itself, away from the mark."""
        for asset in TRADED:
            if self.draws.random() < 0.4:
                kind = self.draws.choice((PERP, SPOT))
                self.place(TARGET, asset, kind, Side.SELL, 3 * self.mark(asset) // 2, 1)
