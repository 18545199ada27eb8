"""The commands of a campaign, one sequence after another (CNF-022)."""

from collections.abc import Iterator, Sequence
from itertools import count, islice

from tallystick.conformance.campaign.liquidation_stories import LiquidationSequence
from tallystick.conformance.campaign.liquidation_tables import LIQUIDATION_NUMBERS
from tallystick.conformance.campaign.margin_stories import MarginSequence
from tallystick.conformance.campaign.margin_tables import MARGIN_NUMBERS
from tallystick.conformance.campaign.sent_loans import SentLoans
from tallystick.conformance.campaign.sent_orders import SentOrders
from tallystick.conformance.campaign.sequence_draws import SequenceDraws
from tallystick.conformance.campaign.splitmix import INCREMENT, SplitMix64
from tallystick.conformance.campaign.tables import (
    COMMANDS_PER_SEQUENCE,
    WORLDS,
    CampaignMarket,
    CampaignWorld,
)
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import MarketKind, Profile


def sequence(seed: int, profile: Profile, preset: str, index: int) -> tuple[c.Command, ...]:
    """Sequence number `index`, from 0, of a campaign; KeyError for another preset (CNF-022)."""
    # The word that the seeds' own stream gives after `index` others.
    drawn = _opened(SplitMix64(seed + index * INCREMENT).word(), profile, preset).commands()
    return tuple(islice(drawn, COMMANDS_PER_SEQUENCE))


def set_up_commands(profile: Profile, preset: str) -> tuple[c.Command, ...]:
    """The commands with which every sequence begins (CNF-023)."""
    return tuple(_opened(0, profile, preset).set_up())


def campaign(seed: int, profile: Profile, preset: str) -> Iterator[c.Command]:
    """The sequences of a campaign one after another, each meant for a new venue."""
    for index in count():
        yield from sequence(seed, profile, preset, index)


def _opened(seed: int, profile: Profile, preset: str) -> SequenceDraws:
    """A sequence before its first draw."""
    draws = SplitMix64(seed)
    if profile.has_liquidation:
        winding = LIQUIDATION_NUMBERS[preset]
        world = winding.margin.world
        orders = _orders(profile, world, world.margin)
        return LiquidationSequence(
            profile, world, draws, orders, numbers=winding.margin, winding=winding
        )
    if profile.has_margin:
        numbers = MARGIN_NUMBERS[preset]
        orders = _orders(profile, numbers.world, numbers.world.margin)
        return MarginSequence(profile, numbers.world, draws, orders, numbers=numbers)
    world = WORLDS[preset]
    markets = world.lending if profile.has_lending else world.perpetual
    return SequenceDraws(profile, world, draws, _orders(profile, world, markets))


def _orders(
    profile: Profile, world: CampaignWorld, markets: Sequence[CampaignMarket]
) -> SentOrders:
    """An empty memory that knows what a trade makes on which market."""

    def listed(kind: MarketKind) -> tuple[int, ...]:
        return tuple(n for n, market in enumerate(markets, start=1) if market.kind is kind)

    return SentOrders(
        world,
        SentLoans(world.full_account_loans, world.full_venue_loans),
        listed(MarketKind.LEND) if profile.has_lending else (),
        listed(MarketKind.PERP) if profile.has_perpetuals else (),
    )
