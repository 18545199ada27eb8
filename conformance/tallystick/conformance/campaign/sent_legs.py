"""What the campaign generator guesses of legs: who faces whom, as trades have netted (CNF-030)."""

from attrs import Factory, define


@define(eq=False)
class SentLeg:
    """A leg as the generator guesses it to be; there may be none between these two."""

    market: int
    long_account: int
    short_account: int
    lots: int

    def has(self, account: int) -> bool:
        """Whether the account is one of the two."""
        return account in (self.long_account, self.short_account)


@define
class SentLegs:
    """Legs that were probably made, in the order in which they began."""

    entries: list[SentLeg] = Factory(list)

    def trade(self, market: int, buyer: int, seller: int, lots: int) -> None:
        """Net a trade as PRP-030 says, without any cap."""
        rest = lots
        while rest:
            shorts = [
                leg for leg in self.entries if (leg.market, leg.short_account) == (market, buyer)
            ]
            longs = [
                leg for leg in self.entries if (leg.market, leg.long_account) == (market, seller)
            ]
            old, other = (legs[-1] if legs else None for legs in (shorts, longs))
            if old and other:
                own = self._leg(market, seller, buyer)
                if own in (old, other):
                    old = other = own
            reduced = [leg for leg in (old, other) if leg]
            step = min(rest, *(leg.lots for leg in reduced)) if reduced else rest
            for leg in set(reduced):
                self._change(leg, -step)
            long_account = old.long_account if old else buyer
            short_account = other.short_account if other else seller
            if not (reduced and old is other):
                self._gain(market, long_account, short_account, step)
            rest -= step

    def _leg(self, market: int, long_account: int, short_account: int) -> SentLeg | None:
        for leg in self.entries:
            named = (leg.market, leg.long_account, leg.short_account)
            if named == (market, long_account, short_account):
                return leg
        return None

    def _gain(self, market: int, long_account: int, short_account: int, lots: int) -> None:
        leg = self._leg(market, long_account, short_account)
        if leg is None:
            self.entries.append(SentLeg(market, long_account, short_account, lots))
        else:
            self._change(leg, lots)

    def _change(self, leg: SentLeg, lots: int) -> None:
        leg.lots += lots
        if leg.lots == 0:
            self.entries = [other for other in self.entries if other is not leg]
