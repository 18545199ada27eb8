"""The numbers of campaigns with liquidation, as spec chapter 12 lists them (CNF-032)."""

from attrs import evolve, frozen

from tallystick.conformance.campaign.margin_tables import MARGIN_NUMBERS, MarginNumbers


@frozen
class LiquidationNumbers:
    """What a preset's campaign with liquidation has beside the numbers of those with margin."""

    margin: MarginNumbers
    coin: int
    """The asset without a spot market that accounts can be relieved of."""
    purse_lots: int
    """About how much of it an account has."""
    max_touches: int
    escrow_ms: int


def _with_coin(numbers: MarginNumbers) -> MarginNumbers:
    """The numbers of a preset whose assets all have spot markets, with one more asset."""
    world = numbers.world
    world = evolve(
        world,
        lot_atoms=(*world.lot_atoms, 10**6),
        fee_cap_atoms=(*world.fee_cap_atoms, 10**6),
        deposit_atoms=tuple((*row, 10**9) for row in world.deposit_atoms),
    )
    return evolve(numbers, world=world, first_marks=(*numbers.first_marks, 20_000_000))


_WORLD = LiquidationNumbers(_with_coin(MARGIN_NUMBERS["world"]), 4, 512, 100, 86_400_000)
LIQUIDATION_NUMBERS = {
    "minimal": LiquidationNumbers(MARGIN_NUMBERS["minimal"], 3, 64, 3, 3_600_000),
    "world": _WORLD,
    "hardened": evolve(_WORLD, margin=_with_coin(MARGIN_NUMBERS["hardened"])),
}
