"""What happens to legs in vectors and campaigns, for the tests of the explanations."""

import json
from collections.abc import Iterator

from attrs import frozen

from tallystick import reference
from tallystick.conformance.campaign import sequence
from tallystick.conformance.explain.network import Network, network_between
from tallystick.conformance.explain.perp_views import PerpMarket, perp_markets
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.vectors import vector_paths
from tallystick.conformance.verdicts import Case
from tallystick.reference.state import State
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted


@frozen
class Moment:
    """An accepted command with the states around it."""

    number: int
    command: Command
    outcome: Accepted
    before: StateDump
    after: StateDump
    state: State

    def markets(self) -> tuple[PerpMarket, ...]:
        """Perpetual markets after it."""
        return perp_markets(self.after)

    def network(self, name: str, market: PerpMarket) -> Network:
        """It, in one market."""
        dumps = (self.before, self.after)
        return network_between(
            name, "reference", self.number, self.command, self.outcome, dumps, market
        )


def perp_vectors() -> tuple[str, ...]:
    """The ids of the vectors of profile `perp/1`."""
    profiles = {path.stem: json.loads(path.read_bytes())["profile"] for path in vector_paths()}
    return tuple(name for name, profile in profiles.items() if profile == Profile.PERP_1)


def moments(case: Case) -> Iterator[Moment]:
    """Every accepted command of a case, on the reference."""
    state = reference.open_venue(case.profile, case.parameters)
    before = reference.dump(state)
    for number, command in enumerate(case.commands, start=1):
        state, outcome = reference.step(state, command)
        after = reference.dump(state)
        if isinstance(outcome, Accepted):
            yield Moment(number, command, outcome, before, after, state)
        before = after


def moments_of_campaign(seed: int, preset: str, sequences: int) -> Iterator[Moment]:
    """Of the first sequences of a campaign."""
    parameters = load_preset(preset, profile=Profile.PERP_1)
    for index in range(sequences):
        commands = sequence(seed, Profile.PERP_1, preset, index)
        yield from moments(Case(Profile.PERP_1, parameters, commands, {}))
