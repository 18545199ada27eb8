"""The numbers of campaigns with margin, as spec chapter 12 lists them (CNF-031)."""

from attrs import evolve, frozen

from tallystick.conformance.campaign.tables import WORLDS, CampaignMarket, CampaignWorld
from tallystick.reference.types.choices import FundingSource, MarketKind

RISKS = {2: (100, 20, 20), 3: (150, 30, 30), 4: (150, 30, 30)}
"""The first risk values of assets: risk, slippage, perpetual slippage."""


@frozen
class MarginNumbers:
    """What a preset's campaign with margin has beside markets, deposits and portions."""

    world: CampaignWorld
    first_marks: tuple[int, ...]
    """Of assets 2 and 3, and where there is a fourth, of that."""
    base_lot_atoms: int
    edge_bits: int
    """How many halvings lead from above all deposits to one atom of the base asset."""
    mark_valid_ms: int
    risk_notice_ms: int


_PUBLISHED = FundingSource.PUBLISHED
_MINIMAL = evolve(
    WORLDS["minimal"],
    margin=(
        CampaignMarket(2, MarketKind.SPOT, 25, 3, 3),
        CampaignMarket(1, MarketKind.LEND, 25, 100, 32),
        CampaignMarket(2, MarketKind.PERP, 25, 2, 24, _PUBLISHED),
    ),
    deposit_atoms=((90_000, 120, 2**47), (120_000, 100, 2**47), (70_000, 150, 2**46)),
    portion_atoms=(300, 1, 2**41),
)
_WORLD = evolve(
    WORLDS["world"],
    margin=(
        CampaignMarket(2, MarketKind.SPOT, 99_991, 300, 1500),
        CampaignMarket(1, MarketKind.LEND, 25, 100, 200),
        CampaignMarket(2, MarketKind.PERP, 99_991, 32, 300),
        CampaignMarket(2, MarketKind.LEND, 25, 10, 50),
        CampaignMarket(3, MarketKind.SPOT, 1_000_003, 5, 60),
        CampaignMarket(3, MarketKind.PERP, 1_000_003, 16, 64, _PUBLISHED),
        CampaignMarket(3, MarketKind.LEND, 200, 8, 6),
    ),
    deposit_atoms=(
        (10**11, 3 * 10**9, 2**48),
        (2 * 10**11, 3 * 10**9, 2**49),
        (5 * 10**10, 6 * 10**9, 2**48),
        (2 * 10**10, 10**9, 2**47),
        (10**11, 10**8, 2**48),
    ),
    portion_atoms=(10**9, 25 * 10**6, 2**42),
)
MARGIN_NUMBERS = {
    "minimal": MarginNumbers(_MINIMAL, (5000, 60), 7, 18, 36_000_000, 3_600_000),
    "world": MarginNumbers(_WORLD, (19_998_200, 200_000_600), 10**6, 38, 60_000, 86_400_000),
    "hardened": MarginNumbers(_WORLD, (19_998_200, 200_000_600), 10**6, 38, 60_000, 86_400_000),
}
