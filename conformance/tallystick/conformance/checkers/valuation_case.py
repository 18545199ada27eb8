"""One accepted command, with what everybody has before and after it."""

from attrs import frozen

from tallystick.conformance.checkers.valuation import Portfolios, Values
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId


@frozen
class Case:
    """One accepted command, with what everybody has before and after it."""

    before: StateDump
    command: Command
    outcome: Accepted
    after: StateDump
    portfolios_before: Portfolios
    portfolios_after: Portfolios
    values_before: dict[AccountId, Values]
    values_after: dict[AccountId, Values]
