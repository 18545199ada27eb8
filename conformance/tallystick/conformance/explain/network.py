"""Who faces whom in a perpetual market before and after one command, and what the command did."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum, unique

from attrs import evolve, frozen

from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.leg_story import Parties, Step
from tallystick.conformance.explain.loan_book import LoanBookError
from tallystick.conformance.explain.perp_runs import answers, run_with_dumps
from tallystick.conformance.explain.perp_story import (
    PerpPayment,
    Story,
    StoryTeller,
    unpaid,
)
from tallystick.conformance.explain.perp_views import PerpMarket, perp_markets, wealth_of
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.explain.wealth_story import wealth_causes
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import LegDump, StateDump
from tallystick.reference.types.events import MarketListed, Traded
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.units import AccountId, Count, MarketId


@unique
class Change(StrEnum):
    """What a command did to a leg."""

    UNCHANGED = "unchanged"
    SETTLED = "settled"
    REDUCED = "reduced"
    ENDED = "ended"
    EXTENDED = "extended"
    NEW = "new"


@frozen
class Link:
    """A leg before and after the command, absent where it is not there."""

    before: LegDump | None
    after: LegDump | None

    @property
    def leg(self) -> LegDump:
        """The leg as it is, or was."""
        leg = self.before if self.after is None else self.after
        assert leg is not None
        return leg

    @property
    def change(self) -> Change:
        """What happened to it."""
        if self.before is None:
            return Change.NEW
        if self.after is None:
            return Change.ENDED
        if self.before == self.after:
            return Change.UNCHANGED
        if self.before.lots == self.after.lots:
            return Change.SETTLED
        return Change.REDUCED if self.after.lots < self.before.lots else Change.EXTENDED


@frozen
class Node:
    """An account: its position in the market, and its wealth over all markets."""

    account: AccountId
    roles: tuple[str, ...]
    """`buyer` or `seller`, or both in a batch."""
    before: int
    after: int
    wealth_before: int
    wealth_after: int
    cause: Sum
    """By how much its wealth changes by the rules, and why."""


@frozen
class Network:
    """A market before and after a command; commands are numbered from 1."""

    name: str
    target: str
    number: int
    command: Command
    outcome: Accepted
    before: PerpMarket
    after: PerpMarket
    links: tuple[Link, ...]
    """By the numbers of the legs."""
    nodes: tuple[Node, ...]
    """Every account of the venue, ascending."""
    story: Story
    differences: tuple[str, ...]
    """Where the engine's state or events are not what the rules give."""

    @property
    def market(self) -> MarketId:
        """The market."""
        return self.after.market

    @property
    def steps(self) -> tuple[Step, ...]:
        """Steps in this market."""
        return tuple(step for step in self.story.steps if step.market == self.market)

    @property
    def trades(self) -> tuple[Traded, ...]:
        """Trades in this market."""
        return tuple(trade for trade in self.story.trades if trade.market == self.market)

    @property
    def payments(self) -> tuple[PerpPayment, ...]:
        """All payments of the command."""
        return self.story.payments


def explain_network(
    name: str,
    case: Case,
    target: str,
    limits: Limits,
    *,
    step: int | None,
    market: MarketId | None,
) -> Network:
    """Run a case up to one command, by default the last that trades in a perpetual market.

    ExplainError if there is no such command or market, or if it was rejected; EngineFailedError if
    the engine fails; UnsupportedTargetError for one that shows no state.
    """
    number = step
    if number is None:
        number = _last_trade(name, answers(case, target, limits), market)
    elif number > len(case.commands):
        raise ExplainError(f"{name} has {len(case.commands)} commands, and so no {number}")
    run = run_with_dumps(
        evolve(case, commands=case.commands[:number]),
        target,
        limits,
        lambda place, _command: place == number,
    )
    outcome = run.outcomes[-1]
    if isinstance(outcome, Rejected):
        text = f"command {number} of {name} was rejected {outcome.reason}: it changed nothing"
        raise ExplainError(text)
    before, after = run.before[number], run.end
    chosen = _market(name, number, outcome, perp_markets(after), market)
    return network_between(
        name, target, number, case.commands[number - 1], outcome, (before, after), chosen
    )


def network_between(
    name: str,
    target: str,
    number: int,
    command: Command,
    outcome: Accepted,
    dumps: tuple[StateDump, StateDump],
    market: PerpMarket,
) -> Network:
    before, after = dumps
    markets = perp_markets(before)
    was = next((one for one in markets if one.market == market.market), None)
    if was is None:
        was = evolve(market, legs=(), mark=None)
    story = StoryTeller(markets).tell(outcome.events)
    problems = [*story.problems, *unpaid(story.payments)]
    try:
        causes = wealth_causes(before, outcome.events)
    except LoanBookError as error:
        causes = {}
        problems.append(str(error))
    nodes = tuple(_nodes(dumps, (was, market), story, causes))
    problems += _wrong_wealth(nodes)
    problems += _wrong_legs(story, perp_markets(after))
    return Network(
        name,
        target,
        number,
        command,
        outcome,
        was,
        market,
        tuple(_links(was, market)),
        nodes,
        story,
        tuple(f"command {number}: {problem}" for problem in problems),
    )


def _last_trade(name: str, outcomes: Sequence[Outcome], market: MarketId | None) -> int:
    """The last command with a trade in a perpetual market, in that one if it is named."""
    perpetual: set[MarketId] = set()
    last = 0
    for number, outcome in enumerate(outcomes, start=1):
        for event in outcome.events if isinstance(outcome, Accepted) else ():
            if isinstance(event, MarketListed) and event.kind is MarketKind.PERP:
                perpetual.add(event.market)
            if isinstance(event, Traded) and event.market in perpetual:
                last = number if market in (None, event.market) else last
    if last == 0:
        where = "a perpetual market" if market is None else f"perpetual market {market}"
        raise ExplainError(f"no command of {name} trades in {where}; --step names another")
    return last


def _market(
    name: str,
    number: int,
    outcome: Accepted,
    markets: Sequence[PerpMarket],
    wanted: MarketId | None,
) -> PerpMarket:
    """The market that is asked for, or the first that the command's events name, or the first."""
    if not markets:
        raise ExplainError(f"{name} has no perpetual market up to command {number}")
    by_id = {market.market: market for market in markets}
    if wanted is not None:
        if wanted not in by_id:
            known = ", ".join(map(str, by_id))
            raise ExplainError(f"{wanted} is no perpetual market of {name}; known: {known}")
        return by_id[wanted]
    named = (getattr(event, "market", None) for event in outcome.events)
    found = (market for market in named if market in by_id)
    return by_id[next(found, markets[0].market)]


def _links(before: PerpMarket, after: PerpMarket) -> Iterator[Link]:
    was = {leg.leg: leg for leg in before.legs}
    now = {leg.leg: leg for leg in after.legs}
    for leg in sorted(was.keys() | now.keys()):
        yield Link(was.get(leg), now.get(leg))


def _nodes(
    dumps: tuple[StateDump, StateDump],
    market: tuple[PerpMarket, PerpMarket],
    story: Story,
    causes: Mapping[AccountId, Sum],
) -> Iterator[Node]:
    roles: dict[AccountId, dict[str, None]] = {}
    for trade in story.trades:
        parties = Parties.of(trade)
        if trade.market == market[1].market:
            roles.setdefault(parties.buyer, {})["buyer"] = None
            roles.setdefault(parties.seller, {})["seller"] = None
    for account in (one.account for one in dumps[1].accounts):
        wealth = [wealth_of(dump, account).total.equals for dump in dumps]
        yield Node(
            account,
            tuple(roles.get(account, ())),
            int(market[0].position(account)),
            int(market[1].position(account)),
            wealth[0],
            wealth[1],
            causes.get(account, Sum("change", "0", 0)),
        )


def _wrong_wealth(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        change = node.wealth_after - node.wealth_before
        if change != node.cause.equals:
            text = f"changed by {change}, the rules give {node.cause.equals}"
            yield f"the wealth of account {node.account} {text}"


def _wrong_legs(story: Story, markets: Sequence[PerpMarket]) -> Iterator[str]:
    """Events must make the legs that the dump has."""
    made: Mapping[MarketId, tuple[LegDump, ...]] = {legs.market: legs.all() for legs in story.legs}
    for market in markets:
        if market.legs != made.get(market.market, ()):
            yield f"the legs of market {market.market} are not in the dump what events make of them"


def touched_legs(network: Network) -> Count:
    """Legs counted for the command (PRP-031)."""
    return network.outcome.touched_legs or Count(0)
