"""State machines that drive a bench: one rule a move, one machine a profile."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Accepted, Outcome
from tests.engine_targets import targets_to_test
from tests.stateful.bench import Bench, OpenEngine, Tally
from tests.stateful.moves import MOVES, Focus
from tests.stateful.orders import Context
from tests.stateful.scenes import draw_parameters, draw_set_up
from tests.stateful.trading_moves import Move


def all_engines() -> dict[str, OpenEngine]:
    """Every engine that must run here; the reference comes first."""
    return {target: partial(open_engine, target) for target in targets_to_test()}


CHOICES = st.randoms(use_true_random=False)


class VenueMachine(RuleBasedStateMachine):
    """Opens a venue on every engine, then makes moves; the bench compares after each."""

    profile: Profile
    engines: Mapping[str, OpenEngine]
    tally: Tally

    def __init__(self) -> None:
        super().__init__()
        self.bench: Bench | None = None

    @initialize(choose=CHOICES)
    def open_venue(self, choose: Random) -> None:
        """Open the venue and bring it to where orders can meet."""
        parameters = draw_parameters(choose, self.profile)
        note(f"open {self.profile} {parameters}")
        self.bench = Bench(self.profile, parameters, self.engines)
        for command in draw_set_up(choose, self.profile, parameters):
            assert isinstance(self.apply(self.bench, command), Accepted)

    @rule()
    def restore(self) -> None:
        """Restore the venue on every engine, and let that go on beside it."""
        assert self.bench is not None
        note("restore")
        self.bench.restore()

    def move(self, make: Move, choose: Random) -> None:
        """Let a move propose a command for the present state, and apply it."""
        assert self.bench is not None
        command = make(Context(choose, self.bench.view))
        self.tally.count(self.apply(self.bench, command))

    def apply(self, bench: Bench, command: Command) -> Outcome:
        """Apply a command; a falsifying example shows each of them."""
        note(str(command))
        try:
            return bench.apply(command)
        except AssertionError:
            # What differs already is not to be compared again.
            self.bench = None
            raise

    def teardown(self) -> None:
        """Compare the roots of the final state."""
        if self.bench is not None:
            self.bench.compare_roots()


def machine_of(
    profile: Profile,
    engines: Mapping[str, OpenEngine],
    tally: Tally,
    focus: Focus = Focus.EVERYTHING,
) -> type[VenueMachine]:
    """The machine with the moves of a profile and focus; a move that stands twice is two rules."""

    def rule_of(make: Move, name: str) -> Callable[[VenueMachine, Random], None]:
        def step(self: VenueMachine, choose: Random) -> None:
            self.move(make, choose)

        step.__name__ = name
        step.__doc__ = make.__doc__
        return step

    # Hypothesis sorts rules by name and favours the first: that one shall place orders.
    named = {f"move_{n:02}_{make.__name__}": make for n, make in enumerate(MOVES[profile, focus])}
    rules = {name: rule(choose=CHOICES)(rule_of(make, name)) for name, make in named.items()}
    fixed = {"profile": profile, "engines": engines, "tally": tally}
    return type(f"Machine_{profile.name}_{focus.name}", (VenueMachine,), {**fixed, **rules})
