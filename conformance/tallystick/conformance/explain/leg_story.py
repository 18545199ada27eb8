"""What the events of one command did to legs, step by step, and what is owed for it.

Amounts that an event states are computed anew from the legs before it; where both differ, a problem
says so, and the legs follow the rule.
"""

from collections.abc import Mapping

from attrs import define, evolve, frozen

from tallystick.conformance.explain.perp_views import PerpMarket, leg_sums, signed
from tallystick.conformance.explain.sums import Sum
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import LegDump
from tallystick.reference.types.events import Traded
from tallystick.reference.types.perp_events import LegExtended, LegReduced, LegSettled
from tallystick.reference.types.units import AccountId, Atoms, LegId, Lots, MarketId, Price

Pair = tuple[AccountId, AccountId]
"""Long account, then short account."""
LegEvent = LegReduced | LegExtended | LegSettled
TRUE_UP = 0
"""As the part of a step: no part of PRP-030."""


@frozen
class Parties:
    """Who trades with whom."""

    buyer: AccountId
    seller: AccountId

    @classmethod
    def of(cls, trade: Traded) -> "Parties":
        """The two of a trade."""
        if trade.taker_side is Side.BUY:
            return cls(trade.taker_account, trade.maker_account)
        return cls(trade.maker_account, trade.taker_account)


@frozen
class Step:
    """A step of a trade (PRP-030), or a true-up: what changes hands, in words and sums."""

    market: MarketId
    trade: int
    """Number of the trade within the command, from 1; 0 of a true-up."""
    part: int
    lots: Lots
    words: str
    sums: tuple[Sum, ...]


@define
class Legs:
    """The legs of one market, as the events of a command change them."""

    market: MarketId
    mark: Price
    index: int
    by_pair: dict[Pair, LegDump]

    @classmethod
    def of(cls, market: PerpMarket) -> "Legs":
        """As a dump has them; without a mark there are none."""
        legs = {(leg.long_account, leg.short_account): leg for leg in market.legs}
        return cls(market.market, market.mark or Price(1), market.funding.index, legs)

    def settle(self, event: LegReduced | LegSettled) -> tuple[LegDump, tuple[Sum, ...], str]:
        """Settle the leg of an event (PRP-006): as it was, its sums, and what is wrong."""
        pair = (event.long_account, event.short_account)
        leg = self.by_pair.get(pair)
        if leg is None:
            nothing = LegDump(LegId(0), *pair, Lots(0), Atoms(0), Atoms(0))
            return nothing, (), f"there is no leg of account {pair[0]} with account {pair[1]}"
        lost = event.lots if isinstance(event, LegReduced) else 0
        profit, accrued, value = leg_sums(leg, self.mark, self.index)
        left = Lots(leg.lots - lost)
        settled = evolve(
            leg,
            lots=left,
            cost=Atoms(left * self.mark),
            funding_base=Atoms(left * self.index),
        )
        if left > 0:
            self.by_pair[pair] = settled
        else:
            del self.by_pair[pair]
        problem = ""
        if left < 0:
            problem = f"leg {leg.leg}: the event takes {lost} of {leg.lots} lots"
        for told, wanted in ((event.atoms, value), (event.funding_atoms, accrued)):
            if told != wanted.equals:
                text = f"the event says {told}, the rules give {wanted.equals}"
                problem = problem or f"leg {leg.leg}, {wanted.name}: {text}"
        written = f"{profit.expression} - {signed(accrued.equals)}"
        sums = (Sum(f"leg {leg.leg}, to account {pair[0]}", written, value.equals),)
        return leg, (*(() if accrued.equals == 0 else (accrued,)), *sums), problem

    def gain(self, event: LegExtended) -> str:
        """Let the leg of an event gain its lots (PRP-005); what is wrong, in words."""
        pair = (event.long_account, event.short_account)
        leg = self.by_pair.get(pair)
        problem = ""
        if leg is None:
            leg = LegDump(event.leg, *pair, Lots(0), Atoms(0), Atoms(0))
        elif leg.leg != event.leg:
            problem = f"the event calls leg {leg.leg} leg {event.leg}"
        self.by_pair[pair] = evolve(
            leg,
            lots=Lots(leg.lots + event.lots),
            cost=Atoms(leg.cost + event.lots * event.price),
            funding_base=Atoms(leg.funding_base + event.lots * self.index),
        )
        return problem

    def close_out(self, account: AccountId) -> None:
        """Let all legs of an account end, without an event for each (LIQ-031)."""
        self.by_pair = {pair: leg for pair, leg in self.by_pair.items() if account not in pair}

    def all(self) -> tuple[LegDump, ...]:
        """As a dump lists them."""
        return tuple(sorted(self.by_pair.values(), key=lambda leg: leg.leg))


def part_of(events: tuple[LegEvent, ...], parties: Parties) -> int | None:
    """Which part of PRP-030 these events of one step are; None if they are no whole step."""
    buyer, seller = parties.buyer, parties.seller
    match events:
        case (LegReduced(long_account=x, short_account=y),) if (x, y) == (seller, buyer):
            return 1
        case (LegReduced() as a, LegReduced() as c, LegExtended() as new):
            whole = (a.short_account, c.long_account) == (buyer, seller)
            joined = (new.long_account, new.short_account) == (a.long_account, c.short_account)
            return 1 if whole and joined and a.lots == c.lots == new.lots else None
        case (LegReduced() as old, LegExtended() as new) if old.lots == new.lots:
            left = (old.long_account, old.short_account)
            joins = (new.long_account, new.short_account)
            if left == (joins[0], buyer) and joins[1] == seller:
                return 2
            return 3 if left == (seller, joins[1]) and joins[0] == buyer else None
        case (LegExtended(long_account=x, short_account=y),) if (x, y) == (buyer, seller):
            return 4
    return None


def step_words(part: int, legs: Mapping[Pair, LegId], events: tuple[LegEvent, ...]) -> str:
    """What a step does, in words; `legs` are the numbers of those that it settles."""
    first, last = events[0], events[-1]
    pair = (first.long_account, first.short_account)
    if isinstance(first, LegSettled) or isinstance(last, LegSettled):
        return f"leg {legs[pair]} of account {pair[0]} with account {pair[1]} is settled"
    lots = f"{last.lots} {'lot' if last.lots == 1 else 'lots'}"
    if isinstance(last, LegReduced):
        who = f"account {pair[1]} and account {pair[0]}"
        return f"{who} end {lots} of leg {legs[pair]} with each other"
    if part == 4:
        new = f"account {last.long_account} gains {lots} against account {last.short_account}"
        return f"{new} at {last.price}: leg {last.leg}"
    numbers = [legs[each.long_account, each.short_account] for each in events[:-1]]
    old = (
        f"leg {numbers[0]} loses"
        if len(numbers) == 1
        else f"legs {numbers[0]} and {numbers[1]} lose"
    )
    new = f"account {last.long_account} faces account {last.short_account}"
    return f"{old} {lots}; {new} for them: leg {last.leg}"
