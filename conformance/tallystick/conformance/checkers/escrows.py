"""Rewards in escrow as the events tell of them (LIQ-021, LIQ-022)."""

from attrs import define, field

from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.registry import BASE_ASSET, Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.dump import EscrowDump
from tallystick.reference.types.liquidation_events import RewardHeld, RewardPaid, RewardReversed
from tallystick.reference.types.parameters import LiquidationParameters
from tallystick.reference.types.units import AccountId, EscrowId

RewardEvent = RewardHeld | RewardPaid | RewardReversed


@define
class Escrows:
    """Every reward that is neither claimed nor reversed."""

    registry: Registry
    liquidation: LiquidationParameters
    report: Report
    last_escrow: EscrowId = field(default=EscrowId(0))
    _held: dict[EscrowId, EscrowDump] = field(factory=dict)

    def dumps(self) -> tuple[EscrowDump, ...]:
        """All escrows as a dump lists them (STA-020)."""
        return tuple(held for _, held in sorted(self._held.items()))

    def fold(self, event: RewardEvent) -> None:
        """Apply an event; BrokenTrailError if it cannot be."""
        for account in (event.account, event.target):
            self.registry.account(account)
        if isinstance(event, RewardHeld):
            self._hold(event)
        else:
            self._release(event)

    def _hold(self, event: RewardHeld) -> None:
        due = self.registry.now + self.liquidation.escrow_ms
        if (event.escrow, event.due) != (self.last_escrow + 1, due):
            text = f"the next escrow is {self.last_escrow + 1}, due at {due}"
            self.report("LIQ-021", f"{event}, but {text}")
        if event.atoms < 1 or event.account == event.target:
            self.report("LIQ-021", f"{event}")
        self.last_escrow = event.escrow
        self._held[event.escrow] = EscrowDump(
            event.escrow, event.account, event.target, event.atoms, event.due
        )
        if len(self._held) > self.liquidation.max_escrows:
            self.report("LIQ-021", f"the venue has {len(self._held)} escrows")
        self._move(event.target, -event.atoms)

    def _release(self, event: RewardPaid | RewardReversed) -> None:
        held = self._held.pop(event.escrow, None)
        if held is None:
            raise BrokenTrailError("LIQ-022", f"there is no escrow {event.escrow}")
        seen = (event.account, event.target, event.atoms)
        if seen != (held.account, held.target, held.atoms):
            self.report("LIQ-022", f"{event}, but what was held is {held}")
        is_paid = isinstance(event, RewardPaid)
        if is_paid != (self.registry.now > held.due):
            self.report("LIQ-022", f"{event} at {self.registry.now}, and it is due at {held.due}")
        self._move(held.account if is_paid else held.target, held.atoms)

    def _move(self, account: AccountId, atoms: int) -> None:
        """Atoms out of escrow to an account, or into it if negative."""
        self.registry.ledger.book(BASE_ASSET, account, atoms)
        self.registry.ledger.book_escrow(BASE_ASSET, -atoms)
