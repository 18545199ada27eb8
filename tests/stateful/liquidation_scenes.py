"""Venues of `world/1` to begin with: those of `margin/1`, and an asset that no market sells."""

from random import Random

from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    SetMark,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Price, PrincipalId
from tests.stateful.choosing import pick, rarely
from tests.stateful.margin_scenes import (
    LOT_ATOMS,
    MIDDLE,
    OPERATOR,
    OWNERS,
    RISKS,
    risk_of,
    set_up_of_margin,
)

COIN = AssetId(3)
"""An asset without a market: only a swap relieves an account of it (LIQ-023)."""


def set_up_of_liquidation(choose: Random, parameters: Parameters) -> tuple[Command, ...]:
    """What `margin/1` begins with; mostly some coins, mostly priced."""
    commands = list(set_up_of_margin(choose, parameters))
    if rarely(choose, 4) or parameters.max_assets < COIN:
        return tuple(commands)
    commands.append(ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(0)))
    for account, owner in enumerate(OWNERS, start=1):
        lots = pick(choose, (4, 1, 10, 0))
        if lots:
            named = AccountId(account), COIN, Atoms(lots * LOT_ATOMS)
            commands.append(Deposit(PrincipalId(owner), *named))
    if not rarely(choose, 6):
        commands.append(SetMark(OPERATOR, COIN, Price(MIDDLE)))
        commands.append(risk_of(COIN, pick(choose, RISKS)))
    return tuple(commands)
