"""Nothing of the kernel grows: buffers keep the lengths that they had when the venue was opened."""

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from attrs import define

from tallystick.conformance.campaign import sequence
from tallystick.conformance.spec_files import load_preset, preset_names
from tallystick.fast import Build, FastEngine
from tallystick.fast.command_rows import command_rows
from tallystick.fast.kernel.events import most_events
from tallystick.fast.kernel.journal import JOURNAL_WIDTH, most_entries
from tallystick.fast.kernel.kernel import OUTCOME_ROWS
from tallystick.fast.kernel.layout import COMMAND_WIDTH, EVENT_WIDTH, LINE_START
from tallystick.fast.kernel.venue import SPARE_EVENTS
from tallystick.reference.types.choices import MarketKind, Profile, Side
from tallystick.reference.types.commands import (
    Batch,
    CancelAll,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
    ReplaceOrder,
    SetHalted,
)
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)
from tests.fast.loan_stream import WIDE_LOANS, LoanStream
from tests.fast.margin_stream import WIDE_MARGIN, MarginStream
from tests.fast.streams import Stream, owner_of
from tests.fast.venues import Venue, place
from tests.stateful.streams import stream_of

OPERATOR = PrincipalId(0)
TAKER = AccountId(1)
OWNER = owner_of(TAKER)
LEAST_BUFFERS = 15
SEED = 11


def buffers(thing: object, path: str = "kernel", depth: int = 0) -> Iterator[tuple[str, int]]:
    """Every buffer that can be reached from a part of the kernel, with its length."""
    assert depth < 7
    for name in dir(thing):
        part = getattr(thing, name)
        if name.startswith("__") or callable(part) or isinstance(part, int | str):
            continue
        if hasattr(part, "__setitem__"):
            yield f"{path}.{name}", len(part)
        else:
            yield from buffers(part, f"{path}.{name}", depth + 1)


def lengths(engine: FastEngine) -> dict[str, int]:
    """Every buffer of an engine with its length."""
    return dict(buffers(engine._kernel))


def test_every_buffer_is_looked_at(build: Build) -> None:
    engine = FastEngine(Profile.SPOT_1, load_preset("minimal"), build)
    found = lengths(engine)
    assert len(found) >= LEAST_BUFFERS
    assert found["kernel.venue.holdings"] == 3 * 3 * 2 + LINE_START
    assert found["kernel.venue.delegates"] == 3 * 3
    names = {"accounts", "assets", "markets", "holdings", "delegates", "found"}
    names |= {"orders.rows", "events.rows", "journal.rows"}
    assert found.keys() >= {"kernel.outcomes", *(f"kernel.venue.{name}" for name in names)}


@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("profile", Profile)
def test_no_length_changes_in_a_campaign(build: Build, profile: Profile, preset: str) -> None:
    engine = FastEngine(profile, load_preset(preset, profile=profile), build)
    before = lengths(engine)
    outcomes: list[Outcome] = []
    for index in range(4):
        outcomes += engine.apply_all(sequence(SEED, profile, preset, index))
    # When it was not only refused, and a batch of it was
    assert sum(isinstance(outcome, Accepted) for outcome in outcomes) > len(outcomes) // 5
    # Then every buffer is as long as before
    assert lengths(engine) == before


def opened(build: Build) -> FastEngine:
    """A venue with one account and one market, of books only."""
    engine = FastEngine(Profile.MATCH_1, load_preset("minimal"), build)
    engine.apply(OpenAccount(OWNER))
    engine.apply(ListAsset(OPERATOR, Atoms(10), Atoms(5)))
    engine.apply(ListMarket(OPERATOR, AssetId(2), MarketKind.SPOT, Price(5), Lots(2)))
    return engine


def batches(count: int) -> list[Command]:
    """Batches of three commands, with six events each."""
    return [
        Batch(
            OWNER,
            TAKER,
            (
                place(TAKER, 2 * number + 1, Side.BUY, 5, 2),
                place(TAKER, 2 * number + 2, Side.BUY, 5, 2),
                CancelAll(OWNER, TAKER),
            ),
        )
        for number in range(count)
    ]


def test_a_run_of_any_length_answers_as_one_by_one(build: Build) -> None:
    # Given more commands than a run has rows for outcomes, with more events than its log has spare
    commands = batches(3 * OUTCOME_ROWS)
    assert 6 * len(commands) > 4 * SPARE_EVENTS
    # When one venue is given all at once, and another one each by itself
    at_once, one_by_one = opened(build), opened(build)
    # Then the answers are the same
    assert at_once.apply_all(commands) == [one_by_one.apply(command) for command in commands]
    assert at_once.root() == one_by_one.root()


def test_a_run_ends_when_its_outcomes_are_full(build: Build) -> None:
    # Given more commands of one event each than there are rows for outcomes, and rows of the log
    # for them
    kernel = opened(build)._kernel
    halts: list[Command] = [
        SetHalted(OPERATOR, MarketId(1), number % 2 == 0) for number in range(OUTCOME_ROWS + 400)
    ]
    rows = type(kernel.outcomes)([cell for command in halts for cell in command_rows(command)])
    assert len(rows) == len(halts) * COMMAND_WIDTH
    # When they are run, then the run ends with the last row of outcomes, and goes on there
    assert kernel.run(rows, len(halts)) == OUTCOME_ROWS
    assert (kernel.count, kernel.venue.events.count) == (OUTCOME_ROWS, OUTCOME_ROWS)
    assert kernel.run(rows, len(halts), OUTCOME_ROWS) == len(halts)
    assert (kernel.count, kernel.venue.events.count) == (400, 400)
    assert kernel.run(rows, len(halts), len(halts)) == len(halts)
    assert (kernel.count, kernel.venue.events.count) == (0, 0)


def test_a_run_ends_when_its_log_has_no_spare_rows(build: Build) -> None:
    # Given batches of four rows and six events
    kernel = opened(build)._kernel
    commands = batches(OUTCOME_ROWS - 1)
    rows = type(kernel.outcomes)([cell for command in commands for cell in command_rows(command)])
    # When they are run, then the run ends with the first that leaves more than the spare rows used
    count = SPARE_EVENTS // 6 + 1
    assert kernel.run(rows, 4 * len(commands)) == 4 * count
    assert (kernel.count, kernel.venue.events.count) == (count, 6 * count)


TOUCHES, ORDERS, COMMANDS = 4, 3, 3
MAKERS = tuple(AccountId(number) for number in range(2, 2 + TOUCHES))
PLENTY = Atoms(10**6)


def worst_case(build: Build) -> tuple[FastEngine, Batch]:
    """A venue and the command that writes the most events and entries that there are.

    The first of its two replacements meets makers who can deliver one lot of two: each trades, both
    pay a fee, and it is removed. What is left rests. The second rests too; then all are cancelled.
    """
    overrides = {
        "max_touches": TOUCHES,
        "max_orders_per_account": ORDERS,
        "max_batch_commands": COMMANDS,
        "max_orders": 20,
        "max_accounts": 1 + TOUCHES,
        "base_fee_cap_atoms": 10**6,
        "reservation_multiple_tenths": 40,
    }
    engine = FastEngine(Profile.SPOT_1, load_preset("minimal", overrides), build)
    set_up: list[Command] = [
        ListAsset(OPERATOR, Atoms(10), PLENTY),
        ListMarket(OPERATOR, AssetId(2), MarketKind.SPOT, Price(5), Lots(1)),
    ]
    set_up += [OpenAccount(owner_of(account)) for account in (TAKER, *MAKERS)]
    set_up.append(Deposit(OWNER, TAKER, AssetId(1), PLENTY))
    for account in MAKERS:
        set_up += [
            Deposit(owner_of(account), account, AssetId(2), Atoms(20)),
            # Two lots for sale, of which one is then sold at a lower price.
            place(account, 1, Side.SELL, 100, 2),
            place(account, 2, Side.SELL, 50, 1),
        ]
    set_up += [place(TAKER, number, Side.BUY, 50, 1) for number in (1, 2, 3, 4)]
    set_up += [place(TAKER, number, Side.BUY, 5, 1) for number in (5, 6, 7)]
    for command in set_up:
        assert isinstance(engine.apply(command), Accepted), command
    return engine, Batch(
        OWNER,
        TAKER,
        (
            ReplaceOrder(OWNER, TAKER, OrderId(5), place(TAKER, 8, Side.BUY, 100, 5).order),
            ReplaceOrder(OWNER, TAKER, OrderId(6), place(TAKER, 9, Side.BUY, 5, 1).order),
            CancelAll(OWNER, TAKER),
        ),
    )


def test_the_bound_of_events_is_nearly_reached(build: Build) -> None:
    # Given the most that the parameters allow: four touches of four events, three events of each
    # replacement, three orders that are cancelled
    engine, command = worst_case(build)
    outcome = engine.apply(command)
    assert isinstance(outcome, Accepted)
    assert len(outcome.events) == 4 * TOUCHES + 3 * (COMMANDS - 1) + ORDERS == 25
    # Then the bound, which the log has room for, is only the three of a third replacement away
    bound = most_events(TOUCHES, ORDERS, COMMANDS)
    assert bound == 28
    assert len(engine._kernel.venue.events.rows) == (bound + SPARE_EVENTS) * EVENT_WIDTH


@define
class HighWater:
    """The most events and entries that a single command has written, also if it was rejected."""

    events: int = 0
    entries: int = 0

    def watch(self, engine: FastEngine) -> None:
        """Look on whenever a command of this interpreted engine ends."""
        venue: Any = engine._kernel.venue
        for name in ("commit", "undo"):
            setattr(venue, name, self._before(venue, getattr(venue, name)))

    def _before(self, venue: Any, end: Callable[[], None]) -> Callable[[], None]:
        def look_on() -> None:
            self.events = max(self.events, venue.events.count)
            self.entries = max(self.entries, venue.journal.count)
            end()

        return look_on


def test_the_bound_of_entries_is_nearly_reached() -> None:
    engine, command = worst_case(Build.INTERPRETED)
    seen = HighWater()
    seen.watch(engine)
    assert isinstance(engine.apply(command), Accepted)
    # Four touches of 14 entries; a replacement takes away, keeps the id and joins: 5; three orders
    # are cancelled. What is missing are the 5 of a third replacement.
    assert seen.entries == 14 * TOUCHES + 5 * (COMMANDS - 1) + 2 * ORDERS == 72
    assert most_entries(TOUCHES, ORDERS, COMMANDS) == 77


@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("profile", Profile)
def test_no_command_of_a_campaign_exceeds_the_bounds(profile: Profile, preset: str) -> None:
    engine = FastEngine(profile, load_preset(preset, profile=profile), Build.INTERPRETED)
    check_bounds(engine, sequence(SEED, profile, preset, 0))


@pytest.mark.parametrize("profile", [Profile.MATCH_1, Profile.SPOT_1])
def test_no_command_of_any_stream_exceeds_the_bounds(profile: Profile) -> None:
    highest = 0
    for seed in range(40):
        stream = stream_of(profile, seed, 60)
        engine = FastEngine(profile, stream.parameters, Build.INTERPRETED)
        highest = max(highest, check_bounds(engine, stream.commands))
    # Then some have come near them
    assert highest >= 40


def test_no_command_about_loans_exceeds_the_bounds() -> None:
    highest = 0
    for seed in range(20):
        venue = Venue(Build.INTERPRETED, Profile.LEND_1, **WIDE_LOANS, max_batch_commands=2)
        before = lengths(venue.engine)
        stream = LoanStream(seed)
        highest = max(highest, check_bounds(venue.engine, stream_commands(venue, stream, 150)))
        assert lengths(venue.engine) == before
    # Then some have come near them
    assert highest >= 25


def test_no_command_of_a_venue_with_margin_exceeds_the_bounds() -> None:
    highest = 0
    for seed in range(12):
        venue = Venue(Build.INTERPRETED, Profile.MARGIN_1, **WIDE_MARGIN)
        before = lengths(venue.engine)
        stream = MarginStream(seed)
        highest = max(highest, check_bounds(venue.engine, stream_commands(venue, stream, 150)))
        assert lengths(venue.engine) == before
    # Then some write a share worth looking at of what either chapter might
    assert highest >= 4


def stream_commands(venue: Venue, stream: Stream, count: int) -> Iterator[Command]:
    """Commands drawn while somebody gives them to the venue."""
    for _ in range(count):
        stream.seen(venue.engine.dump())
        yield stream.command()


def check_bounds(engine: FastEngine, commands: Iterable[Command]) -> int:
    """Let no command write more than its bound; return the highest share of one, in percent."""
    # The buffers have room for just so much behind the events of earlier commands.
    venue = engine._kernel.venue
    bounds = (
        len(venue.events.rows) // EVENT_WIDTH - SPARE_EVENTS,
        len(venue.journal.rows) // JOURNAL_WIDTH,
    )
    seen = HighWater()
    seen.watch(engine)
    for command in commands:
        engine.apply(command)
    assert seen.events <= bounds[0]
    assert seen.entries <= bounds[1]
    return max(100 * seen.events // bounds[0], 100 * seen.entries // bounds[1])


def test_what_is_applied_leaves_no_memory_behind(build: Build) -> None:
    # Given an engine that has been used
    engine = FastEngine(Profile.MATCH_1, load_preset("minimal"), build)
    halts = [SetHalted(OPERATOR, MarketId(1), True)] * 200
    engine.apply_all(halts)
    tracemalloc.start()
    try:
        engine.apply_all(halts)
        before, _ = tracemalloc.get_traced_memory()
        # When it is given far more commands
        for _ in range(20):
            engine.apply_all(halts)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Then it keeps less than the rows of one call: no buffer of theirs is lost
    assert after - before < len(halts) * COMMAND_WIDTH * 8


def test_a_batch_of_more_than_there_is_room_for_is_refused(build: Build) -> None:
    # Given commands around a batch of more rows than the kernel takes at a time
    engine = FastEngine(Profile.MATCH_1, load_preset("minimal"), build)
    cancel = CancelAll(OWNER, TAKER, None)
    batch = Batch(OWNER, TAKER, (cancel,) * 5_000)
    outcomes = engine.apply_all([OpenAccount(OWNER), batch, OpenAccount(OWNER), *[cancel] * 2_000])
    # Then each has its own outcome
    assert [type(outcome) for outcome in outcomes[:3]] == [Accepted, Rejected, Accepted]
    assert outcomes[1] == Rejected(Reason.BATCH_SIZE, Count(0))
    assert len(outcomes) == 2_003
