"""The commands with which every sequence of a profile and preset begins (CNF-023)."""

from collections.abc import Iterator, Sequence

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.tables import FIRST_TIME, CampaignMarket, CampaignWorld
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    Milliseconds,
    Price,
    PrincipalId,
)

OPERATOR = PrincipalId(0)


def set_up(
    profile: Profile, world: CampaignWorld, markets: Sequence[CampaignMarket], accounts: int
) -> Iterator[c.Command]:
    """Open so many accounts, list assets and markets, and fill the accounts."""
    for owner in world.owners[:accounts]:
        yield c.OpenAccount(PrincipalId(owner))
    for lot_atoms, cap_atoms in zip(world.lot_atoms, world.fee_cap_atoms, strict=True):
        yield c.ListAsset(OPERATOR, Atoms(lot_atoms), Atoms(cap_atoms))
    for market in markets:
        yield c.ListMarket(
            OPERATOR,
            AssetId(market.asset),
            market.kind,
            Price(market.tick),
            Lots(market.minimum_lots),
            market.funding_source,
        )
    yield c.AdvanceTime(OPERATOR, Milliseconds(FIRST_TIME))
    if profile.has_ledger:
        yield from _fill(world, accounts)
    if profile is Profile.PERP_1:
        yield c.SetMark(OPERATOR, AssetId(2), Price(markets[1].tick * 20))


def _fill(world: CampaignWorld, accounts: int) -> Iterator[c.Command]:
    for account, delegate in ((1, 21), (1, 22), (1, 23), (2, 21), (3, 21)):
        yield c.AddDelegate(owner_of(account), AccountId(account), PrincipalId(delegate))
    for account, row in enumerate(world.deposit_atoms[:accounts], start=1):
        for asset, atoms in enumerate(row, start=1):
            yield c.Deposit(owner_of(account), AccountId(account), AssetId(asset), Atoms(atoms))
