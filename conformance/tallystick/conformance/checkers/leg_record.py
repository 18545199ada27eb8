"""Legs as the events tell of them: who faces whom, with the arithmetic of PRP-003 to PRP-006."""

from attrs import define, field

from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.dump import LegDump
from tallystick.reference.types.units import AccountId, Atoms, LegId, Lots

Pair = tuple[AccountId, AccountId]
"""Long account, then short account."""


@define(eq=False)
class LegRecord:
    """A leg; its value and accrued funding are to the long."""

    leg: LegId
    long_account: AccountId
    short_account: AccountId
    lots: int = 0
    cost: int = 0
    funding_base: int = 0

    def accrued(self, index: int) -> int:
        """Funding that the long has not paid yet (PRP-003)."""
        return self.lots * index - self.funding_base

    def value(self, price: int, index: int) -> int:
        """What the leg is worth to the long (PRP-003)."""
        return self.lots * price - self.cost - self.accrued(index)

    def settle(self, mark: int, index: int) -> None:
        """Let its value be 0 (PRP-006)."""
        self.cost = self.lots * mark
        self.funding_base = self.lots * index

    def as_dump(self) -> LegDump:
        """The leg as a dump lists it (STA-020)."""
        return LegDump(
            leg=self.leg,
            long_account=self.long_account,
            short_account=self.short_account,
            lots=Lots(self.lots),
            cost=Atoms(self.cost),
            funding_base=Atoms(self.funding_base),
        )


@define
class LegBook:
    """The legs of one market."""

    last_leg: LegId = field(default=LegId(0))
    _legs: dict[Pair, LegRecord] = field(factory=dict)

    def count(self) -> int:
        """How many legs there are."""
        return len(self._legs)

    def leg(self, pair: Pair) -> LegRecord:
        """The leg of these two; without one the trail is broken."""
        if pair not in self._legs:
            raise BrokenTrailError("INV-008", f"account {pair[0]} has no leg with {pair[1]}")
        return self._legs[pair]

    def drop_all(self, account: AccountId) -> None:
        """All legs of an account are gone (LIQ-031)."""
        self._legs = {pair: leg for pair, leg in self._legs.items() if account not in pair}

    def all(self) -> list[LegRecord]:
        """All legs, in the order of their numbers."""
        return sorted(self._legs.values(), key=lambda record: record.leg)

    def position(self, account: AccountId) -> int:
        """Lots long less lots short (PRP-004)."""
        signed = (
            record.lots * ((record.long_account == account) - (record.short_account == account))
            for record in self._legs.values()
        )
        return sum(signed)

    def number(self, pair: Pair) -> int:
        """The number that a leg of these two has, or would have (PRP-002)."""
        return self._legs[pair].leg if pair in self._legs else self.last_leg + 1

    def gain(self, pair: Pair, leg: LegId, lots: int, price: int, index: int) -> LegRecord:
        """Add lots; a leg that was not there begins (PRP-005)."""
        if lots < 1:
            raise BrokenTrailError("INV-015", f"{lots} lots gained")
        if pair not in self._legs:
            self._legs[pair] = LegRecord(leg, *pair)
            self.last_leg = leg
        record = self._legs[pair]
        record.lots += lots
        record.cost += lots * price
        record.funding_base += lots * index
        return record

    def lose(self, record: LegRecord, lots: int, mark: int, index: int) -> None:
        """Take lots off a settled leg; without any it is gone (PRP-006)."""
        if not 1 <= lots <= record.lots:
            raise BrokenTrailError("INV-015", f"{lots} lots lost of {record.lots}")
        record.lots -= lots
        record.settle(mark, index)
        if record.lots == 0:
            del self._legs[record.long_account, record.short_account]

    def dumps(self) -> tuple[LegDump, ...]:
        """All legs as a dump lists them (STA-020)."""
        return tuple(record.as_dump() for record in self.all())
