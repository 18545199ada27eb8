"""How a trade on a perpetual market rewires who faces whom, step by step (PRP-030 to PRP-032).

As in the chapter: B is the buyer, S the seller, X a long account, Y a short one.
"""

from attrs import evolve, frozen

from tallystick.reference.legs import gain, leg_count, lose, mark_of, newest_leg
from tallystick.reference.settlement import Owed
from tallystick.reference.state import Leg, Market, State, perpetual_parameters
from tallystick.reference.types.choices import RemovalCause
from tallystick.reference.types.events import Event
from tallystick.reference.types.perp_events import LegExtended, LegReduced
from tallystick.reference.types.units import AccountId, Atoms, Count, Lots, MarketId, Price


@frozen
class Step:
    """One step: the legs that lose `lots`, a before c, and who then gains them at which price.

    Nobody gains where the leg of seller and buyer alone loses.
    """

    lots: Lots
    losing: tuple[Leg, ...]
    gaining: tuple[AccountId, AccountId] | None
    price: Price


@frozen
class Netted:
    """The steps of a trade so far; `cause` says why another was not begun, if so (PRP-031)."""

    state: State
    events: tuple[Event, ...]
    lots: Lots
    touched_legs: Count
    owed: Owed
    cause: RemovalCause | None


def net(
    state: State,
    market: MarketId,
    parties: tuple[AccountId, AccountId],
    wanted: tuple[Price, Lots],
    leg_budget: Count,
) -> Netted:
    """Carry out the steps of a trade between a buyer and a seller at a price (PRP-030).

    `leg_budget` is how many legs the steps may still count.
    """
    (buyer, seller), (price, lots) = parties, wanted
    owed = Owed(buyer, seller, Atoms(0), {})
    netted = Netted(state, (), Lots(0), Count(0), owed, None)
    mark = mark_of(state, market)
    while netted.lots < lots:  # [PRP-030] [PRP-062]
        rest = Lots(lots - netted.lots)
        step = next_step(netted.state.markets[market], parties, price, mark, rest)
        after = _carried_out(netted, market, step)
        if after.touched_legs > leg_budget:  # [PRP-031]
            return evolve(netted, cause=RemovalCause.WORK_LIMIT)  # [PRP-031]
        if leg_count(after.state) > perpetual_parameters(state).max_legs:  # [PRP-031] [STA-012]
            return evolve(netted, cause=RemovalCause.LEG_LIMIT)  # [PRP-031]
        if step.losing:  # Parts 1 to 3.
            paid = Atoms(after.owed.buyer_owes + (price - mark) * step.lots)  # [PRP-032] [PRP-061]
            after = evolve(after, owed=evolve(after.owed, buyer_owes=paid))
        netted = after
    return netted


def next_step(
    market: Market, parties: tuple[AccountId, AccountId], price: Price, mark: Price, rest: Lots
) -> Step:
    """The next step of a trade that has `rest` lots left (PRP-030)."""
    buyer, seller = parties
    a = newest_leg(market, short_account=buyer)  # [PRP-030] [PRP-063]
    c = newest_leg(market, long_account=seller)  # [PRP-030] [PRP-063]
    if a is not None and c is not None:  # Part 1.
        for leg in (a, c):
            if (leg.long_account, leg.short_account) == (seller, buyer):  # [PRP-030]
                return Step(min(rest, leg.lots), (leg,), None, mark)  # [PRP-030]
        lots = min(rest, a.lots, c.lots)  # [PRP-030]
        return Step(lots, (a, c), (a.long_account, c.short_account), mark)  # [PRP-030]
    if a is not None:  # Part 2.
        return Step(min(rest, a.lots), (a,), (a.long_account, seller), mark)  # [PRP-030]
    if c is not None:  # Part 3.
        return Step(min(rest, c.lots), (c,), (buyer, c.short_account), mark)  # [PRP-030]
    return Step(rest, (), (buyer, seller), price)  # [PRP-030]


def _carried_out(netted: Netted, market: MarketId, step: Step) -> Netted:
    """The trade after one more step; PRP-032 is left to the caller."""
    for leg in step.losing:
        netted = _with_loss(netted, market, leg, step.lots)  # [CMD-052]
    count = len(step.losing)
    if step.gaining is not None:
        state, leg = gain(netted.state, market, step.gaining, step.lots, step.price)  # [PRP-030]
        event = LegExtended(market, *step.gaining, step.lots, step.price, leg.leg)  # [PRP-005]
        netted = evolve(netted, state=state, events=(*netted.events, event))
        count += 1
    return evolve(
        netted,
        lots=Lots(netted.lots + step.lots),
        touched_legs=Count(netted.touched_legs + count),  # [PRP-031]
    )


def _with_loss(netted: Netted, market: MarketId, leg: Leg, lots: Lots) -> Netted:
    """The trade after a leg lost lots: what it was worth is owed (PRP-006)."""
    state, settled = lose(netted.state, market, leg, lots)  # [PRP-030] [PRP-006]
    parties = (leg.long_account, leg.short_account)
    event = LegReduced(market, *parties, lots, settled.atoms, settled.funding_atoms)
    owed = _with_value(netted.owed, leg, settled.atoms)
    return evolve(netted, state=state, events=(*netted.events, event), owed=owed)


def _with_value(owed: Owed, leg: Leg, atoms: Atoms) -> Owed:
    """What is owed with the value of a leg to its long added: its short owes it (PRP-033)."""
    if (leg.long_account, leg.short_account) == (owed.seller, owed.buyer):
        return evolve(owed, buyer_owes=Atoms(owed.buyer_owes + atoms))  # [PRP-033]
    if leg.short_account == owed.buyer:
        third, party, owes = leg.long_account, owed.buyer, -atoms  # [PRP-033]
    else:
        third, party, owes = leg.short_account, owed.seller, atoms  # [PRP-033]
    _, before = owed.thirds.get(third, (party, Atoms(0)))
    return evolve(owed, thirds={**owed.thirds, third: (party, Atoms(before + owes))})  # [PRP-033]
