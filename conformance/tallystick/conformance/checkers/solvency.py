"""What the target of a liquidation had when it began to pay or to borrow (LIQ-013).

A step that pays or borrows is left out if net worth is negative when it begins. Where it begins is
seen behind a removal, a forced order that closes or sells, and where settlement debts are paid.
"""

from collections.abc import Callable

from attrs import define, field

from tallystick.conformance.checkers.close_out import net_worth_of
from tallystick.conformance.checkers.registry import Registry
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, OrderAccepted
from tallystick.reference.types.loan_events import (
    InterestPaid,
    LoanExtended,
    LoanHandedOver,
    LoanRepaid,
    LoanRolled,
)
from tallystick.reference.types.perp_events import DebtPaid
from tallystick.reference.types.units import AccountId

_OF_LOANS = InterestPaid | LoanExtended | LoanHandedOver | LoanRepaid | LoanRolled


@define
class Solvency:
    """One liquidation, as far as it pays and borrows."""

    target: AccountId
    registry: Registry
    state: Callable[[], StateDump]
    found: list[Violation] = field(factory=list)
    """For whoever knows that the command is a liquidation: other commands have such events too."""
    _is_paying: bool = False
    _pays_debts: bool = False

    def begin_step(self) -> None:
        """Whatever is paid or borrowed next belongs to another step."""
        self._is_paying = self._pays_debts = False

    def before(self, event: Event | None) -> None:
        """Look at what the target has, if a step that pays or borrows begins with this event."""
        kind = self._forced_on(event)
        sells = isinstance(event, OrderAccepted) and event.side is Side.SELL
        if kind is MarketKind.PERP or (kind is MarketKind.SPOT and sells):
            self.begin_step()
        elif isinstance(event, DebtPaid) and event.account == self.target:
            self._look(event, is_begun=self._pays_debts)
            self._pays_debts = True
        elif isinstance(event, _OF_LOANS) or kind is not None:
            self._look(event, is_begun=self._is_paying)

    def _forced_on(self, event: Event | None) -> MarketKind | None:
        """Of an order of the target the kind of its market."""
        if not isinstance(event, OrderAccepted) or event.account != self.target:
            return None
        market = self.registry.markets.get(event.market)
        return None if market is None else market.listed.kind

    def _look(self, event: Event | None, *, is_begun: bool) -> None:
        self._is_paying = True
        if is_begun:
            return
        net_worth_atoms = net_worth_of(self.state(), self.target)
        if net_worth_atoms < 0:
            text = f"{event}, and account {self.target} has a net worth of {net_worth_atoms}"
            self.found.append(Violation("LIQ-013", text))
