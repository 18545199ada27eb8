"""A venue that is led command by command, and looked at in between.

What a trader does next depends on what the ledger says, so a scenario cannot be written down
before it is run. The session keeps every command; afterwards all engines are given the same ones.
"""

from collections.abc import Callable, Sequence

from attrs import define, field

from tallystick import reference
from tallystick.fast import Build, FastEngine, status
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import LoanDump, StateDump
from tallystick.reference.types.events import Event, MarkSet, TimeAdvanced
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AccountId, AssetId, Milliseconds, OrderId, Price
from tallystick.reference.views import certificate, risk_based_value

PROFILE = Profile.MARGIN_1
HOLDING_UNITS = 8_760_000_000_000
"""Of an atom, in a certificate."""

Follower = Callable[[Event, Price], None]
"""Is told every event of an accepted command, and the mark that then holds."""


class ScenarioError(RuntimeError):
    """The venue did not do what the story takes for granted."""


class EnginesDifferError(ScenarioError):
    """The fast engine shows something else than the reference."""


class ReferenceVenue:
    """The reference model, kept between commands, with its views (MGN-060)."""

    def __init__(self, state: reference.State) -> None:
        self._state = state

    def apply(self, command: Command) -> Outcome:
        """Execute one command."""
        self._state, outcome = reference.step(self._state, command)
        return outcome

    def dump(self) -> StateDump:
        """The whole state."""
        return reference.dump(self._state)

    def certificate(self, account: AccountId) -> Certificate:
        """What an account is worth."""
        return certificate(self._state, account)

    def risk_based_values(
        self, first_account: AccountId, last_account: AccountId
    ) -> list[tuple[int, int]]:
        """RBV of accounts that follow each other."""
        numbers = range(first_account, last_account + 1)
        return [risk_based_value(self._state, AccountId(number)) for number in numbers]


@define
class Session:
    """A venue of the reference, the commands it was given, and what holds.

    `twin` is the fast engine, if it is to show the same of accounts as the reference does.
    """

    parameters: Parameters
    engine: ReferenceVenue
    twin: FastEngine | None
    mark: Price
    now: Milliseconds
    commands: list[Command] = field(factory=list)
    followers: list[Follower] = field(factory=list)
    last_orders: dict[AccountId, int] = field(factory=dict)

    def attempt(self, command: Command) -> Outcome:
        """Execute a command that may be refused."""
        outcome = self.engine.apply(command)
        self.commands.append(command)
        if self.twin is not None and self.twin.apply(command) != outcome:
            raise EnginesDifferError(f"on the outcome of command {len(self.commands)}")
        for event in outcome.events if isinstance(outcome, Accepted) else ():
            if isinstance(event, MarkSet):
                self.mark = event.mark
            elif isinstance(event, TimeAdvanced):
                self.now = event.now
            for follow in self.followers:
                follow(event, self.mark)
        return outcome

    def apply(self, command: Command) -> Accepted:
        """Execute a command that must be accepted; ScenarioError if it is not."""
        outcome = self.attempt(command)
        if isinstance(outcome, Rejected):
            raise ScenarioError(
                f"command {len(self.commands)}, {type(command).__name__}, was rejected:"
                f" {outcome.reason}, index {outcome.index}"
            )
        return outcome

    def values(self, first: AccountId, last: AccountId) -> Sequence[tuple[int, int]]:
        """RBV initial and maintenance of accounts that follow each other, in base atoms."""
        values = self.engine.risk_based_values(first, last)
        if self.twin is not None and list(self.twin.risk_based_values(first, last)) != values:
            raise EnginesDifferError(f"on RBV after command {len(self.commands)}")
        return values

    def certificate(self, account: AccountId) -> Certificate:
        """What an account is worth, with every part of it (MGN-060)."""
        found = self.engine.certificate(account)
        if self.twin is not None and self.twin.certificate(account) != found:
            raise EnginesDifferError(f"on a certificate after command {len(self.commands)}")
        return found

    def order_id(self, account: AccountId) -> OrderId:
        """The next order id of an account."""
        number = self.last_orders.get(account, 0) + 1
        self.last_orders[account] = number
        return OrderId(number)


def new_session(parameters: Parameters, *, with_twin: bool) -> Session:
    """A new venue; if wanted with the fast engine beside it, where that has the profile."""
    twin = None
    if with_twin and PROFILE in FastEngine.PROFILES:
        build = Build.COMPILED if status() is Build.COMPILED else Build.INTERPRETED
        twin = FastEngine(PROFILE, parameters, build)
    engine = ReferenceVenue(reference.open_venue(PROFILE, parameters))
    return Session(parameters, engine, twin, Price(1), Milliseconds(0))


def balance(dump: StateDump, account: AccountId, asset: AssetId) -> int:
    """Atoms of an asset that an account has in the ledger."""
    rows = dump.accounts[account - 1].balances
    return next((row.atoms for row in rows if row.asset == asset), 0)


def loan_of(dump: StateDump, borrower: AccountId) -> LoanDump | None:
    """The one loan of a borrower."""
    return next((loan for loan in dump.loans or () if loan.borrower == borrower), None)


def equity_atoms(of: Certificate) -> int:
    """RBV at scale 0 of an account without orders, each asset rounded down (MGN-070)."""
    worth = 0
    for one in of.assets:
        assert one.mark is not None
        worth += one.holding_numerator * one.mark // (one.lot_atoms * HOLDING_UNITS)
        worth += one.result_atoms
    return worth
