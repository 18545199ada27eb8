"""From the rows of the kernel's log back to the events of liquidation and bankruptcy."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tallystick.fast.kernel import codes
from tallystick.reference.types import liquidation_events
from tallystick.reference.types.liquidation_events import LiquidationEvent
from tallystick.reference.types.units import AccountId, AssetId, Atoms, EscrowId, Milliseconds

Cells = Sequence[int]


def _reward_held(cells: Cells) -> LiquidationEvent:
    return liquidation_events.RewardHeld(
        escrow=EscrowId(cells[0]),
        account=AccountId(cells[1]),
        target=AccountId(cells[2]),
        atoms=Atoms(cells[3]),
        due=Milliseconds(cells[4]),
    )


def _reward_paid(cells: Cells) -> LiquidationEvent:
    return liquidation_events.RewardPaid(
        EscrowId(cells[0]), AccountId(cells[1]), AccountId(cells[2]), Atoms(cells[3])
    )


def _reward_reversed(cells: Cells) -> LiquidationEvent:
    return liquidation_events.RewardReversed(
        EscrowId(cells[0]), AccountId(cells[1]), AccountId(cells[2]), Atoms(cells[3])
    )


def _swapped_for_target(cells: Cells) -> LiquidationEvent:
    return liquidation_events.SwappedForTarget(
        account=AccountId(cells[0]),
        target=AccountId(cells[1]),
        give_asset=AssetId(cells[2]),
        give_atoms=Atoms(cells[3]),
        take_asset=AssetId(cells[4]),
        take_atoms=Atoms(cells[5]),
    )


def _bankruptcy_declared(cells: Cells) -> LiquidationEvent:
    return liquidation_events.BankruptcyDeclared(
        AccountId(cells[0]), Atoms(cells[1]), Atoms(cells[2])
    )


def _close_out_paid(cells: Cells) -> LiquidationEvent:
    return liquidation_events.CloseOutPaid(
        AccountId(cells[0]), AccountId(cells[1]), Atoms(cells[2])
    )


def _estate_paid(cells: Cells) -> LiquidationEvent:
    return liquidation_events.EstatePaid(
        AccountId(cells[0]), AccountId(cells[1]), AssetId(cells[2]), Atoms(cells[3])
    )


def _loss_recorded(cells: Cells) -> LiquidationEvent:
    return liquidation_events.LossRecorded(
        AccountId(cells[0]), AccountId(cells[1]), Atoms(cells[2]), Atoms(cells[3])
    )


LIQUIDATION_DECODERS: Mapping[int, Callable[[Cells], LiquidationEvent]] = MappingProxyType(
    {
        codes.REWARD_HELD: _reward_held,
        codes.REWARD_PAID: _reward_paid,
        codes.REWARD_REVERSED: _reward_reversed,
        codes.SWAPPED_FOR_TARGET: _swapped_for_target,
        codes.BANKRUPTCY_DECLARED: _bankruptcy_declared,
        codes.CLOSE_OUT_PAID: _close_out_paid,
        codes.ESTATE_PAID: _estate_paid,
        codes.LOSS_RECORDED: _loss_recorded,
    }
)
