"""The fast engine: commands to integers, the kernel, integers to events."""

from collections.abc import Sequence
from typing import ClassVar, cast

from librt.vecs import vec
from mypy_extensions import i64

from tallystick.fast.build import Build, kernel_module
from tallystick.fast.canonical import root_of
from tallystick.fast.command_rows import command_rows
from tallystick.fast.event_rows import decode_events
from tallystick.fast.kernel.kernel import Kernel
from tallystick.fast.kernel.layout import (
    COMMAND_WIDTH,
    EVENT_WIDTH,
    OUTCOME_EVENTS_END,
    OUTCOME_INDEX,
    OUTCOME_REASON,
    OUTCOME_TOUCHED,
    OUTCOME_WIDTH,
)
from tallystick.fast.kernel.venue import Limits, Venue
from tallystick.fast.state_dump import dump_state
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters, parameter_error
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count

_REASONS = tuple(Reason)
"""Counted from 1 in the kernel, where 0 is an acceptance."""


class FastEngine:
    """A venue of the fast engine. ValueError for another profile or a parameter out of range."""

    PROFILES: ClassVar[tuple[Profile, ...]] = (Profile.MATCH_1, Profile.SPOT_1)
    """What a venue of this engine can be opened with."""

    def __init__(self, profile: Profile, parameters: Parameters, build: Build) -> None:
        """Open a new venue on that build; BuildUnavailableError if it cannot run here."""
        if profile not in self.PROFILES:
            raise ValueError(f"the fast engine has only the profiles {', '.join(self.PROFILES)}")
        error = parameter_error(parameters, profile)
        if error is not None:
            raise ValueError(error)
        self._profile = profile
        self._parameters = parameters
        self._kernel = _open_kernel(profile, parameters, build)

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""
        return self.apply_all((command,))[0]

    def apply_all(self, commands: Sequence[Command]) -> list[Outcome]:
        """Execute commands one after another, in one call of the kernel."""
        cells: list[int] = []
        for command in commands:
            cells += command_rows(command)
        self._kernel.run(vec[i64](cells), len(cells) // COMMAND_WIDTH)
        cells_of_outcomes = memoryview(self._kernel.outcomes)[: len(commands) * OUTCOME_WIDTH]
        outcomes = cells_of_outcomes.tolist()
        log = memoryview(self._kernel.venue.events.rows)
        answers: list[Outcome] = []
        first_event = 0
        for position in range(len(commands)):
            row = outcomes[position * OUTCOME_WIDTH : (position + 1) * OUTCOME_WIDTH]
            end = row[OUTCOME_EVENTS_END]
            if row[OUTCOME_REASON] != 0:
                reason = _REASONS[row[OUTCOME_REASON] - 1]
                answers.append(Rejected(reason, Count(row[OUTCOME_INDEX])))
            else:
                events = decode_events(log[first_event * EVENT_WIDTH : end * EVENT_WIDTH].tolist())
                answers.append(Accepted(events, Count(row[OUTCOME_TOUCHED])))
            first_event = end
        return answers

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""
        return dump_state(self._profile, self._parameters, self._kernel.venue)

    def root(self) -> str:
        """SHA-256 of the canonical encoding of the dump, in hexadecimal (STA-024)."""
        return root_of(self.dump())


def _open_kernel(profile: Profile, parameters: Parameters, build: Build) -> Kernel:
    # The compiled modules have the same source, so the same types, under another name.
    kernel = cast(type[Kernel], kernel_module(build, "kernel").Kernel)
    venues = kernel_module(build, "venue")
    limits = cast(type[Limits], venues.Limits)(
        parameters.reservation_multiple_tenths,
        parameters.spot_maker_fee_rate,
        parameters.spot_taker_fee_rate,
        parameters.max_touches,
        parameters.max_batch_commands,
        parameters.max_accounts,
        parameters.max_assets,
        parameters.max_markets,
        parameters.max_delegates_per_account,
        parameters.max_orders_per_account,
        parameters.max_orders,
    )
    venue = cast(type[Venue], venues.Venue)(
        profile is Profile.SPOT_1,
        limits,
        parameters.base_lot_atoms,
        parameters.base_fee_cap_atoms,
    )
    return kernel(venue)
