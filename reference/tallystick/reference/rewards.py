"""What the caller of a liquidation earns, and where it waits (chapter 09): pure.

An `assert` before the first statement is a precondition, one after it is a promise.
"""

from attrs import frozen

from tallystick.reference.numbers import PERMILLE, floor_div
from tallystick.reference.types.units import AccountId, Atoms, EscrowId, Milliseconds, Permille


@frozen
class Escrow:
    """A reward that is in nobody's balance until it is claimed or reversed (LIQ-021)."""

    escrow: EscrowId
    account: AccountId
    target: AccountId
    atoms: Atoms
    due: Milliseconds


def reward_of(net_worth: Atoms, maintenance: Atoms, balance: Atoms, permille: Permille) -> Atoms:
    """What leaves the balance of a target that is sound again (LIQ-021)."""
    assert maintenance >= 0
    assert balance >= 0
    assert 0 <= permille <= PERMILLE
    share = floor_div(net_worth * permille, PERMILLE)  # [LIQ-021]
    reward = max(0, min(share, maintenance, balance))  # [LIQ-021]
    assert 0 <= reward <= balance
    assert reward <= maintenance
    assert reward == 0 or reward * PERMILLE <= net_worth * permille
    return Atoms(reward)
