"""Several engines side by side, with an auditor that watches the first."""

from collections import Counter
from collections.abc import Callable, Mapping

from attrs import define, field

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.checkers.difference import first_difference
from tallystick.conformance.engine import Engine, RestorableEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Batch, Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import OrderAmended, OrderRemoved, OrdersDecremented, Traded
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters

OpenEngine = Callable[[Profile, Parameters], Engine]
RESTORED = " restored"
"""Behind the name of an engine: the venue that was restored on it."""


@define
class Tally:
    """How often each answer was given."""

    accepted: int = 0
    rejected: int = 0
    seen: Counter[str] = field(factory=Counter)
    """Reasons, event classes, and causes of removal."""

    def count(self, outcome: Outcome) -> None:
        """Add one outcome."""
        if isinstance(outcome, Rejected):
            self.rejected += 1
            self.seen[outcome.reason] += 1
            return
        self.accepted += 1
        for event in outcome.events:
            self.seen[type(event).__name__] += 1
            if isinstance(event, OrderRemoved):
                self.seen[f"cause {event.cause}"] += 1

    @property
    def accepted_percent(self) -> int:
        """Share of accepted commands, rounded down."""
        return 100 * self.accepted // max(1, self.accepted + self.rejected)


class Bench:
    """Opens one venue on every engine; whatever differs or breaks an invariant is an error."""

    def __init__(
        self, profile: Profile, parameters: Parameters, openers: Mapping[str, OpenEngine]
    ) -> None:
        self.parameters = parameters
        self.engines = {name: opener(profile, parameters) for name, opener in openers.items()}
        self.auditor = Auditor(profile, parameters)
        self.view = self._compare_dumps()
        assert self.auditor.check(self.view) == ()

    def apply(self, command: Command) -> Outcome:
        """Apply a command everywhere, and compare outcomes, states and invariants."""
        outcomes = {name: engine.apply(command) for name, engine in self.engines.items()}
        (first_name, outcome), *others = outcomes.items()
        for name, other in others:
            # The text also tells a flag from a number, and a word from its choice.
            if repr(other) != repr(outcome):
                difference = first_difference(other, outcome) or f"{other!r}, not {outcome!r}"
                raise AssertionError(f"{name} against {first_name} at {difference}")
        violations = self.auditor.observe(outcome) or self.auditor.judge(command, outcome)
        assert violations == (), violations
        before, self.view = self.view, self._compare_dumps()
        if isinstance(outcome, Rejected):
            assert self.view == before, "INV-003"
        else:
            self._check_work(command, outcome)
        violations = self.auditor.check(self.view)
        assert violations == (), violations
        return outcome

    def restore(self) -> None:
        """Restore the present state on every engine that can; those venues go on beside the others.

        Venues restored before make way. What each is restored from is the state of the first
        engine, so that every other one is given the dump of another engine (STA-025).
        """
        opened = {name: each for name, each in self.engines.items() if RESTORED not in name}
        restored = {
            f"{name}{RESTORED}": engine.restored(self.view)
            for name, engine in opened.items()
            if isinstance(engine, RestorableEngine)
        }
        self.engines = {**opened, **restored}
        self._compare_dumps()
        self.compare_roots()

    def compare_roots(self) -> str:
        """The root that all engines state."""
        roots = {name: engine.root() for name, engine in self.engines.items()}
        dumps = {name: repr(engine.dump()) for name, engine in self.engines.items()}
        assert len(set(dumps.values())) == 1, "dumps are equal but of unequal types"
        assert len(set(roots.values())) == 1, roots
        return next(iter(roots.values()))

    def _compare_dumps(self) -> StateDump:
        dumps = {name: engine.dump() for name, engine in self.engines.items()}
        (first_name, dump), *others = dumps.items()
        for name, other in others:
            if other != dump:
                difference = first_difference(other, dump)
                raise AssertionError(f"{name} against {first_name} in the dump at {difference}")
        return dump

    def _check_work(self, command: Command, outcome: Accepted) -> None:
        """INV-011, counted in events: one command touches no more orders than it may."""
        touches = OrderRemoved, OrderAmended, Traded, OrdersDecremented
        touched = sum(isinstance(event, touches) for event in outcome.events)
        inner = len(command.commands) if isinstance(command, Batch) else 1
        # Each walk may also remove its own taker, each trade the maker it has cut.
        own = self.parameters.max_orders_per_account + 1
        assert touched <= 2 * self.parameters.max_touches + own * inner, "INV-011"
