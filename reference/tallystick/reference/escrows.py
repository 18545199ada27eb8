"""Rewards in escrow: how they are earned, claimed and reversed (LIQ-021, LIQ-022)."""

from attrs import evolve

from tallystick.reference.ledger import balance_of, change_balance
from tallystick.reference.net_worth import net_worth_of
from tallystick.reference.rewards import Escrow, reward_of
from tallystick.reference.soundness import liquidation_parameters
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.types.liquidation_commands import ClaimReward, ReverseReward
from tallystick.reference.types.liquidation_events import (
    RewardHeld,
    RewardPaid,
    RewardReversed,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, EscrowId, Milliseconds
from tallystick.reference.valuation import valuation_of
from tallystick.reference.verdict import Applied, Verdict


def with_reward(so_far: Applied, account: AccountId, target: AccountId) -> Applied:
    """What the caller earns for a target that is sound again goes into an escrow (LIQ-021)."""
    state = so_far.state
    limits = liquidation_parameters(state)
    if len(state.escrows) >= limits.max_escrows:  # [LIQ-021] [STA-012]
        return so_far
    atoms = reward_of(  # [LIQ-021]
        net_worth_of(state, target),
        valuation_of(state, target).maintenance_atoms,
        balance_of(state, target, BASE_ASSET),
        limits.reward_permille,
    )
    if atoms == 0:  # [LIQ-021]
        return so_far
    number = EscrowId(state.last_escrow + 1)  # [LIQ-021]
    due = Milliseconds(state.now + limits.escrow_ms)  # [LIQ-021]
    escrow = Escrow(number, account, target, atoms, due)
    state = change_balance(state, target, BASE_ASSET, -atoms)  # [LIQ-021]
    state = evolve(state, escrows={**state.escrows, number: escrow}, last_escrow=number)
    event = RewardHeld(number, account, target, atoms, due)
    return evolve(so_far, state=state, events=(*so_far.events, event))  # [LIQ-021]


def claim_reward(state: State, command: ClaimReward) -> Verdict:
    """Pay a reward once its time has passed (LIQ-022)."""
    escrow = state.escrows.get(command.escrow)
    if escrow is None:  # [LIQ-022]
        return Reason.UNKNOWN_ESCROW
    if state.now <= escrow.due:  # [LIQ-022]
        return Reason.ESCROW_NOT_DUE
    event = RewardPaid(escrow.escrow, escrow.account, escrow.target, escrow.atoms)
    return Applied(_paid_out(state, escrow, escrow.account), (event,))  # [LIQ-022]


def reverse_reward(state: State, command: ReverseReward) -> Verdict:
    """Give a reward back as long as its time has not passed (LIQ-022)."""
    escrow = state.escrows.get(command.escrow)
    if escrow is None:  # [LIQ-022]
        return Reason.UNKNOWN_ESCROW
    if state.now > escrow.due:  # [LIQ-022]
        return Reason.ESCROW_DUE
    event = RewardReversed(escrow.escrow, escrow.account, escrow.target, escrow.atoms)
    return Applied(_paid_out(state, escrow, escrow.target), (event,))  # [LIQ-022]


def _paid_out(state: State, escrow: Escrow, receiver: AccountId) -> State:
    """The state with the atoms of an escrow in a balance, and the escrow gone."""
    escrows = dict(state.escrows)
    del escrows[escrow.escrow]
    state = evolve(state, escrows=escrows)
    return change_balance(state, receiver, BASE_ASSET, escrow.atoms)  # [LIQ-022]
