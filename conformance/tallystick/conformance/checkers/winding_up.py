"""Rewards, swaps, liquidations and bankruptcies as the events tell of them (chapter 09)."""

from collections.abc import Callable, Sequence

from attrs import define

from tallystick.conformance.checkers.close_out import net_worth_of
from tallystick.conformance.checkers.close_out_record import CloseOutRecord
from tallystick.conformance.checkers.escrows import Escrows
from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.loans import Loans
from tallystick.conformance.checkers.margin_checks import is_priced
from tallystick.conformance.checkers.perpetuals import Perpetuals
from tallystick.conformance.checkers.registry import Registry
from tallystick.conformance.checkers.risk_record import Risks
from tallystick.conformance.checkers.solvency import Solvency
from tallystick.conformance.checkers.violation import Violation
from tallystick.conformance.checkers.winding_trail import WindingTrail, target_of
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, OrderAccepted, OrderRemoved
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    LiquidationEvent,
    RewardHeld,
    RewardPaid,
    RewardReversed,
    SwappedForTarget,
)
from tallystick.reference.types.parameters import LiquidationParameters
from tallystick.reference.types.perp_events import DebtPaid
from tallystick.reference.types.units import MarketId


@define
class WindingUp:
    """What chapter 09 adds to a venue, and the liquidation that the present command is."""

    registry: Registry
    loans: Loans
    perpetuals: Perpetuals
    risks: Risks
    report: Report
    state: Callable[[], StateDump]
    """The state as it is in the middle of a command."""
    escrows: Escrows
    close_out: CloseOutRecord
    trail: WindingTrail | None = None
    solvency: Solvency | None = None

    @classmethod
    def of_new_venue(
        cls,
        liquidation: LiquidationParameters,
        records: tuple[Registry, Loans, Perpetuals, Risks],
        report: Report,
        state: Callable[[], StateDump],
    ) -> "WindingUp":
        """Nothing yet."""
        escrows = Escrows(records[0], liquidation, report)
        return cls(*records, report, state, escrows, CloseOutRecord(records[0], report))

    def begin_command(self, events: Sequence[Event]) -> None:
        """Take in which account the command winds up, if it does."""
        self.close_out.begin_command()
        target = target_of(events, self.registry)
        self.trail = self.solvency = None
        if target is not None:
            perpetual, debts = self.perpetuals.state.perpetual, self.perpetuals.state.debts
            owes_nothing = not self.loans.has_party(target) and not debts.of(target)
            self.trail = WindingTrail(
                *(target, self.registry, self.risks.margin, perpetual, self._net_worth),
                owes_nothing=owes_nothing,
            )
            self.solvency = Solvency(target, self.registry, self.state)
        self.loans.winding = self.perpetuals.debt_payments.winding = target

    def _net_worth(self) -> int:
        """Of the account that is wound up, now."""
        return net_worth_of(self.state(), self.trail.target) if self.trail is not None else 0

    def before(self, event: Event | None) -> None:
        """Report what a bankruptcy lacks before this event, or the end of the command."""
        if not isinstance(event, BankruptcyDeclared):
            self.close_out.before(event)
        if self.solvency is not None:
            self.solvency.before(event)
        if self.trail is not None and isinstance(event, DebtPaid):
            self.trail.debts_paid += event.account == self.trail.target

    def fold(self, event: LiquidationEvent) -> None:
        """Apply an event; BrokenTrailError if it cannot be."""
        match event:
            case RewardHeld() | RewardPaid() | RewardReversed():
                self.escrows.fold(event)
            case SwappedForTarget():
                self._swap(event)
            case BankruptcyDeclared():
                self._declare(event)
            case _:
                self.close_out.fold(event)

    def _swap(self, event: SwappedForTarget) -> None:
        for account in (event.account, event.target):
            self.registry.account(account)
        for asset, atoms in (
            (event.give_asset, -event.give_atoms),
            (event.take_asset, event.take_atoms),
        ):
            self.registry.asset(asset)
            self.registry.ledger.book(asset, event.account, atoms)
            self.registry.ledger.book(asset, event.target, -atoms)

    def _declare(self, event: BankruptcyDeclared) -> None:
        """All that the bankrupt has with others ends; what follows from it must be told next."""
        plan = self.close_out.begin(self.state(), event)
        self.close_out.before(event)
        self.perpetuals.close_out(event.target)
        self.perpetuals.payments.owed = list(plan.payments)
        self.loans.close_out(event.target)

    def forces(self, order: OrderAccepted) -> bool:
        """Whether an order of the engine is one that a liquidation forces on the target.

        Those on lending markets are told with the loans.
        """
        kind = self.registry.market(order.market).listed.kind
        return self.trail is not None and kind is not MarketKind.LEND

    def force(self, order: OrderAccepted, resting: int) -> None:
        """Check a forced order on a spot or perpetual market (LIQ-012)."""
        asset = self.registry.market(order.market).listed.asset
        dump = self.risks.with_values(self.registry.asset_dumps())[asset - 1]
        if self.trail is None or not is_priced(dump):
            self.report("LIQ-012", f"{order} in an asset that is not priced")
            return
        legs = self.perpetuals.state.legs.get(order.market)
        position = legs.position(order.account) if legs is not None else 0
        owed = self.loans.cost_of_ending(order.account, asset)
        problems = self.trail.force(order, dump, position=position, resting=resting, owed=owed)
        for problem in problems:
            self.report(*problem)

    def cancel(self, market: MarketId, event: OrderRemoved) -> None:
        """Check an order removed outside of a walk (LIQ-014)."""
        if self.trail is not None:
            for problem in self.trail.cancel(market, event):
                self.report(*problem)
        if self.solvency is not None:
            self.solvency.begin_step()

    def judge(self, command: Command) -> tuple[Violation, ...]:
        """What was found of payments, if the command just observed is a liquidation."""
        if self.solvency is None or not isinstance(command, Liquidate):
            return ()
        return tuple(self.solvency.found)
