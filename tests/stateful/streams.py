"""Whole command streams from a seed, made with the same moves as the machines make."""

from functools import partial
from random import Random

from attrs import frozen

from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.parameters import Parameters
from tests.stateful.bench import Bench, Tally
from tests.stateful.choosing import pick
from tests.stateful.moves import MOVES, Focus, extreme
from tests.stateful.orders import Context
from tests.stateful.scenes import draw_parameters, draw_set_up
from tests.stateful.trading_moves import Move


@frozen
class Stream:
    """A venue's parameters, the commands given to it, and what the reference answered."""

    profile: Profile
    parameters: Parameters
    commands: tuple[Command, ...]
    outcomes: tuple[Outcome, ...]


def stream_of(
    profile: Profile, seed: int, moves: int, tally: Tally | None = None, *, extremes: bool = True
) -> Stream:
    """A set-up and so many moves; the tally counts the moves only."""
    choose = Random(seed)
    possible: tuple[Move, ...] = MOVES[profile, Focus.EVERYTHING]
    if not extremes:
        possible = tuple(move for move in possible if move is not extreme)
    bench = Bench(
        profile, draw_parameters(choose, profile), {"reference": partial(open_engine, "reference")}
    )
    commands = list(draw_set_up(choose, profile, bench.parameters))
    outcomes = [bench.apply(command) for command in commands]
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    for _ in range(moves):
        command = pick(choose, possible)(Context(choose, bench.view))
        commands.append(command)
        outcomes.append(bench.apply(command))
        if tally is not None:
            tally.count(outcomes[-1])
    return Stream(profile, bench.parameters, tuple(commands), tuple(outcomes))
