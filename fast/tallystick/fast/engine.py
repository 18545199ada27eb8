"""The fast engine: commands to integers, the kernel, integers to events."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self, cast

from tallystick.fast.build import Build, kernel_module
from tallystick.fast.canonical import decode_dump, encode_dump, root_of
from tallystick.fast.certificate import certificate_of
from tallystick.fast.command_rows import command_rows, packed_rows
from tallystick.fast.event_rows import decode_events
from tallystick.fast.kernel.kernel import Kernel
from tallystick.fast.kernel.layout import (
    COMMAND_WIDTH,
    EVENT_WIDTH,
    OUTCOME_EVENTS_END,
    OUTCOME_INDEX,
    OUTCOME_LEGS,
    OUTCOME_REASON,
    OUTCOME_TOUCHED,
    OUTCOME_WIDTH,
)
from tallystick.fast.kernel.lending_limits import LendingLimits
from tallystick.fast.kernel.liquidation_limits import LiquidationLimits
from tallystick.fast.kernel.margin_limits import MarginLimits
from tallystick.fast.kernel.perp_limits import PerpLimits
from tallystick.fast.kernel.venue import Limits, Venue
from tallystick.fast.state_dump import dump_state
from tallystick.fast.state_restore import fill_venue
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import (
    LendingParameters,
    LiquidationParameters,
    MarginParameters,
    Parameters,
    PerpetualParameters,
    parameter_error,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Count
from tallystick.reference.types.validity import check_dump

_REASONS = tuple(Reason)
"""Counted from 1 in the kernel, where 0 is an acceptance."""


class FastEngine:
    """A venue of the fast engine. ValueError for another profile or a parameter out of range."""

    PROFILES: ClassVar[tuple[Profile, ...]] = (
        Profile.MATCH_1,
        Profile.SPOT_1,
        Profile.LEND_1,
        Profile.PERP_1,
        Profile.MARGIN_1,
        Profile.WORLD_1,
    )
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
        self._build = build
        self._kernel = _open_kernel(profile, parameters, build)

    @classmethod
    def restore(cls, dump: StateDump, build: Build) -> Self:
        """The venue of a dump, on that build (STA-025).

        InvalidDumpError if the dump is not valid (STA-026), BuildUnavailableError as above.
        """
        check_dump(dump)
        engine = cls(dump.profile, dump.parameters, build)
        fill_venue(dump, engine._kernel.venue, kernel_module(build, "restoring"))
        return engine

    @classmethod
    def from_snapshot(cls, document: bytes, build: Build) -> Self:
        """The venue of a snapshot, whichever engine wrote it; errors as of `restore`."""
        return cls.restore(decode_dump(document), build)

    def restored(self, dump: StateDump) -> Self:
        """Another venue on the same build, as the dump says; errors as of `restore`."""
        return self.restore(dump, self._build)

    def snapshot(self) -> bytes:
        """All that one needs to keep of the venue: the canonical encoding of its dump (STA-026)."""
        return encode_dump(self.dump())

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""
        return self.apply_all((command,))[0]

    def apply_all(self, commands: Sequence[Command]) -> list[Outcome]:
        """Execute commands one after another, in as few calls of the kernel as its log allows."""
        answers: list[Outcome] = []
        most = self._kernel.input_rows * COMMAND_WIDTH
        cells: list[int] = []
        for command in commands:
            more = command_rows(command)
            if len(cells) + len(more) > most:
                answers += self._run(cells)
                cells = []
            if len(more) > most:
                # More than a batch may hold: it is refused for that, which its own row tells.
                answers += self._run(more[:COMMAND_WIDTH])
            else:
                cells += more
        answers += self._run(cells)
        return answers

    def _run(self, cells: Sequence[int]) -> Iterator[Outcome]:
        taken = packed_rows(cells)
        self._kernel.take(taken)
        rows = len(cells) // COMMAND_WIDTH
        row = 0
        while row < rows:
            came = self._kernel.run_taken(rows, row)
            yield from self._answers()
            if came == row:
                self._enlarge()
                self._kernel.take(taken)
            row = came

    def _enlarge(self) -> None:
        """Go on with room for a bankruptcy of more contracts than usual."""
        dump, venue = self.dump(), self._kernel.venue
        room = int(venue.wanted_events), int(venue.wanted_entries)
        self._kernel = _open_kernel(self._profile, self._parameters, self._build, room)
        fill_venue(dump, self._kernel.venue, kernel_module(self._build, "restoring"))

    def _answers(self) -> Iterator[Outcome]:
        """The outcomes of the last run of the kernel."""
        cells = memoryview(self._kernel.outcomes)[: self._kernel.count * OUTCOME_WIDTH].tolist()
        log = memoryview(self._kernel.venue.events.rows)
        first_event = 0
        for start in range(0, len(cells), OUTCOME_WIDTH):
            row = cells[start : start + OUTCOME_WIDTH]
            end = row[OUTCOME_EVENTS_END]
            if row[OUTCOME_REASON] != 0:
                reason = _REASONS[row[OUTCOME_REASON] - 1]
                yield Rejected(reason, Count(row[OUTCOME_INDEX]))
            else:
                events = decode_events(log[first_event * EVENT_WIDTH : end * EVENT_WIDTH].tolist())
                legs = Count(row[OUTCOME_LEGS]) if self._kernel.venue.has_perps else None
                yield Accepted(events, Count(row[OUTCOME_TOUCHED]), legs)
            first_event = end

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""
        return dump_state(self._profile, self._parameters, self._kernel.venue)

    def risk_based_values(self, first_account: int, last_account: int) -> list[tuple[int, int]]:
        """RBV initial and maintenance of accounts that are open, ascending, both ends included.

        In base atoms, as large as they are (MGN-024). ValueError in a profile without chapter 08,
        or for an account that is not open.
        """
        venue = self._kernel.venue
        if not venue.has_margin:
            raise ValueError(f"profile {self._profile} values no accounts")
        if not 1 <= first_account <= last_account <= venue.account_count:
            open_accounts = f"accounts 1 to {venue.account_count} are open"
            raise ValueError(f"{open_accounts}, not {first_account} to {last_account}")
        values_of = kernel_module(self._build, "valuation").values_of
        return cast(list[tuple[int, int]], values_of(venue, first_account, last_account))

    def certificate(self, account: int) -> Certificate:
        """How the RBV of an account comes about (MGN-060); ValueError as above."""
        self.risk_based_values(account, account)
        assert self._parameters.margin is not None
        return certificate_of(self._kernel.venue, account, self._parameters.margin)

    def open_accounts(self) -> tuple[AccountId, ...]:
        """All accounts that are open to liquidation, ascending (LIQ-045).

        ValueError in a profile without chapter 09.
        """
        venue = self._kernel.venue
        if not venue.has_liquidation:
            raise ValueError(f"profile {self._profile} liquidates no accounts")
        found = kernel_module(self._build, "soundness").open_accounts(venue)
        return tuple(AccountId(account) for account in found)

    def root(self) -> str:
        """SHA-256 of the canonical encoding of the dump, in hexadecimal (STA-024)."""
        return root_of(self.dump())


def _open_kernel(
    profile: Profile, parameters: Parameters, build: Build, close_out: tuple[int, int] = (0, 0)
) -> Kernel:
    """A new kernel, with room for so many events and entries of a bankruptcy at least."""
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
        profile.has_ledger,
        limits,
        parameters.base_lot_atoms,
        parameters.base_fee_cap_atoms,
        _lending_limits(build, parameters.lending),
        _perp_limits(build, parameters.perpetual),
        _margin_limits(build, parameters.margin),
        _liquidation_limits(build, parameters.liquidation, close_out),
    )
    return kernel(venue)


def _lending_limits(build: Build, lending: LendingParameters | None) -> LendingLimits:
    module = kernel_module(build, "lending_limits")
    limits = cast(type[LendingLimits], module.LendingLimits)
    if lending is None:
        return limits(0, 0, 0, 0, 0, 0)
    return limits(
        lending.lend_fee_rate,
        lending.rate_cap_bps,
        lending.keeper_fee_permille,
        lending.max_loans,
        lending.max_loans_per_account,
        lending.max_claims,
    )


def _perp_limits(build: Build, perpetual: PerpetualParameters | None) -> PerpLimits:
    limits = cast(type[PerpLimits], kernel_module(build, "perp_limits").PerpLimits)
    if perpetual is None:
        return limits(0, 0, 0, 0, 0, 0, 0, 0)
    return limits(
        perpetual.perp_maker_fee_rate,
        perpetual.perp_taker_fee_rate,
        perpetual.max_position_lots,
        perpetual.premium_sample_bound_permille,
        perpetual.max_legs_per_command,
        perpetual.max_legs,
        perpetual.max_debts,
        perpetual.max_debts_per_account,
    )


def _margin_limits(build: Build, margin: MarginParameters | None) -> MarginLimits:
    limits = cast(type[MarginLimits], kernel_module(build, "margin_limits").MarginLimits)
    if margin is None:
        return limits(0, 0, 0, 0, 0, 0, 0)
    return limits(
        margin.initial_scale_permille,
        margin.maintenance_scale_permille,
        margin.lent_haircut_permille,
        margin.band_multiple,
        margin.mark_valid_ms,
        margin.risk_notice_ms,
        margin.closable_risk,
    )


def _liquidation_limits(
    build: Build, liquidation: LiquidationParameters | None, close_out: tuple[int, int]
) -> LiquidationLimits:
    module = kernel_module(build, "liquidation_limits")
    limits = cast(type[LiquidationLimits], module.LiquidationLimits)
    if liquidation is None:
        return limits(0, 0, 0, 0, 0)
    return limits(
        liquidation.reward_permille,
        liquidation.escrow_ms,
        liquidation.max_escrows,
        *close_out,
    )
