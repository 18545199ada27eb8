"""Venues to begin with: parameter sets near `minimal`, and set-ups that let rare paths happen."""

from random import Random

from attrs import frozen

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import FastEngine
from tallystick.reference.types.choices import MarketKind, Profile
from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely

PROFILES = FastEngine.PROFILES
"""The profiles that all engines have."""
OPERATOR = PrincipalId(0)
LARGEST_DEPOSIT = 2**54
"""Three of them stay below the bound of supply (SPT-020)."""
MIDDLE_TICKS = 16
"""Prices stand around so many ticks."""

ROOMIER = {
    "max_accounts": 4,
    "max_orders_per_account": 5,
    "max_orders": 14,
    "max_touches": 6,
    "max_batch_commands": 5,
    "max_assets": 5,
    "max_markets": 5,
}
VARIATIONS: tuple[dict[str, int], ...] = (
    {},
    {},
    {"max_touches": 1},
    ROOMIER,
    {**ROOMIER, "reservation_multiple_tenths": 40, "max_touches": 2},
    {**ROOMIER, "base_fee_cap_atoms": 40, "spot_maker_fee_rate": 33_333},
    {"max_touches": 1, "max_markets": 1, "max_delegates_per_account": 1},
    {"max_touches": 1, "reservation_multiple_tenths": 10},
    {"spot_maker_fee_rate": 0, "spot_taker_fee_rate": 50_000, "base_fee_cap_atoms": 2**56},
    {"spot_maker_fee_rate": 1, "spot_taker_fee_rate": 0, "base_fee_cap_atoms": 0},
)


@frozen
class Scale:
    """Sizes of a market: the usual, the finest, and the largest that the bounds allow."""

    lot_atoms: int
    fee_cap_atoms: int
    tick: int
    minimum_lots: int

    @property
    def base_atoms(self) -> int:
        """Price of the smallest order in the middle."""
        return MIDDLE_TICKS * self.tick * self.minimum_lots

    @property
    def asset_atoms(self) -> int:
        """What the smallest order delivers."""
        return self.minimum_lots * self.lot_atoms


SCALES = (
    Scale(10, 5, 5, 2),
    Scale(10, 5, 5, 2),
    Scale(7, 90, 5, 1),
    Scale(1, 0, 1, 3),
    Scale(2**40, 2**56, 2**35, 2**12),
    Scale(2**40, 2**56, 5, 2**12),
)


def draw_parameters(choose: Random) -> Parameters:
    """Preset `minimal` with a variation."""
    return load_preset("minimal", pick(choose, VARIATIONS))


def draw_set_up(choose: Random, profile: Profile, parameters: Parameters) -> tuple[Command, ...]:
    """Commands that open a venue in which orders can meet; accounts 1 and 2 have one owner."""
    scale = pick(choose, SCALES)
    kinds = [MarketKind.SPOT]
    if profile is Profile.MATCH_1:
        kinds += [MarketKind.PERP, MarketKind.LEND]
    tick, minimum_lots = Price(scale.tick), Lots(scale.minimum_lots)
    list_asset = ListAsset(OPERATOR, Atoms(scale.lot_atoms), Atoms(scale.fee_cap_atoms))
    commands: list[Command] = [
        list_asset,
        *(
            ListMarket(
                OPERATOR,
                AssetId(2),
                kind,
                # A tick above the highest rate would leave a lending market without prices.
                min(tick, Price(5)) if kind is MarketKind.LEND else tick,
                minimum_lots,
            )
            for kind in kinds[: parameters.max_markets]
        ),
        *(OpenAccount(PrincipalId(owner)) for owner in (11, 11, 12)),
    ]
    if profile is Profile.SPOT_1:
        sizes = [(1, scale.base_atoms), (2, scale.asset_atoms)]
        if parameters.max_markets > 1 and rarely(choose, 2):
            commands += [
                list_asset,
                ListMarket(OPERATOR, AssetId(3), MarketKind.SPOT, tick, minimum_lots),
            ]
            sizes.append((3, scale.asset_atoms))
        for account, owner in ((1, 11), (2, 11), (3, 12)):
            for asset, atoms in sizes:
                # In halves of the smallest order, and not a multiple of a lot: little.
                halves = pick(choose, (8, 6, 12, 5, 20, 3, 1, 0))
                amount = min(atoms * halves // 2, LARGEST_DEPOSIT) + pick(choose, (0, 1))
                if amount:
                    commands.append(
                        Deposit(
                            PrincipalId(owner), AccountId(account), AssetId(asset), Atoms(amount)
                        )
                    )
    return tuple(commands)
