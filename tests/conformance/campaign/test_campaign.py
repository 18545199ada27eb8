"""The campaign generator: equal to spec chapters 11 and 12, and worth running."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

import pytest

from tallystick import reference
from tallystick.conformance.campaign import (
    CAMPAIGNS,
    COMMANDS_PER_SEQUENCE,
    WORLDS,
    SplitMix64,
    campaign,
    sequence,
    set_up_commands,
)
from tallystick.conformance.coverage import Hits, impossible, unusual
from tallystick.conformance.spec_files import load_preset, preset_names, spec_directory
from tallystick.conformance.wire import encode_command
from tallystick.reference.types.choices import FundingSource, Profile
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, FeePaid, Traded
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import (
    DebtOpened,
    DebtPaid,
    FundingTicked,
    LegExtended,
    LegReduced,
    SettlementPaid,
)
from tests.conformance.campaign import book_tables, by_the_book_of_ruin

CHAPTERS = "".join(
    (spec_directory() / name).read_text(encoding="utf-8")
    for name in ("11-conformance.md", "12-campaigns.md")
)
SEED_ROW = re.compile(r"^\| ([0-9]+) \| ((?:[0-9]+, ){4}[0-9]+) \|$", re.MULTILINE)
DRAW_ROW = re.compile(
    r"^\| ([0-9]+) \| ((?:[0-9], ){9}[0-9]) \| ((?:[ab], ){9}[ab]) \|$", re.MULTILINE
)
DIGEST_ROW = re.compile(r"^\| `([a-z]+/1)` \| ([a-z]+) \| ([0-9a-f]{64}) \|$", re.MULTILINE)


def test_words_of_the_spec() -> None:
    rows = SEED_ROW.findall(CHAPTERS)
    assert [row[0] for row in rows] == ["0", "1", "2", "1234567"]
    for seed, words in rows:
        numbers = SplitMix64(int(seed))
        assert [str(numbers.word()) for _ in range(5)] == words.split(", ")


def test_published_words_of_seed_1234567() -> None:
    numbers = SplitMix64(1234567)
    assert [numbers.word() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_draws_of_the_spec() -> None:
    rows = DRAW_ROW.findall(CHAPTERS)
    assert len(rows) == 2
    for seed, draws, picks in rows:
        numbers, choices = SplitMix64(int(seed)), SplitMix64(int(seed))
        assert [str(numbers.draw(6)) for _ in range(10)] == draws.split(", ")
        assert ["ab"[choices.pick(5, 3)] for _ in range(10)] == picks.split(", ")


def test_a_draw_stays_below_its_bound_and_reaches_both_ends() -> None:
    numbers = SplitMix64(5)
    assert {numbers.draw(1) for _ in range(50)} == {0}
    assert {numbers.draw(3) for _ in range(200)} == {0, 1, 2}
    assert all(0 <= numbers.draw(2**31) < 2**31 for _ in range(1000))
    assert {numbers.pick(1, 0, 1) for _ in range(200)} == {0, 2}


def test_digests_of_the_spec() -> None:
    rows = DIGEST_ROW.findall(CHAPTERS)
    assert [(profile, preset) for profile, preset, _ in rows] == list(CAMPAIGNS)
    for profile, preset, wanted in rows:
        digest = hashlib.sha256()
        for command in islice(campaign(1, Profile(profile), preset), 1000):
            digest.update(encode_command(command) + b"\n")
        assert digest.hexdigest() == wanted


@pytest.mark.parametrize(("profile", "preset"), CAMPAIGNS)
@pytest.mark.parametrize("seed", [0, 1, 2**64 - 1])
def test_equal_to_a_generator_written_from_the_chapter(
    profile: Profile, preset: str, seed: int
) -> None:
    count = 3 * COMMANDS_PER_SEQUENCE + 17
    ours = islice(campaign(seed, profile, preset), count)
    theirs = islice(by_the_book_of_ruin.campaign(seed, profile, preset), count)
    for command, plain in zip(ours, theirs, strict=True):
        assert encode_command(command) == book_tables.encode(plain)


def test_a_sequence_is_reached_directly() -> None:
    whole = list(islice(campaign(9, Profile.SPOT_1, "minimal"), 4 * COMMANDS_PER_SEQUENCE))
    assert tuple(whole[750:]) == sequence(9, Profile.SPOT_1, "minimal", 3)


def test_seeds_do_not_share_sequences() -> None:
    def starts(seed: int) -> set[bytes]:
        return {
            encode_command(sequence(seed, Profile.MATCH_1, "minimal", index)[20])
            for index in range(20)
        }

    assert not starts(1) & starts(2)


def test_every_preset_of_the_spec_has_a_campaign() -> None:
    assert tuple(sorted(WORLDS)) == preset_names()


def test_campaigns_of_perpetual_futures_net_pay_and_tick_in_every_way() -> None:
    seen = {preset: met_in(preset) for preset in WORLDS}
    # With three accounts, which are all that preset `minimal` has, no step changes three legs.
    assert seen["world"] == {"three legs", *seen["minimal"]}
    assert seen["minimal"] == {
        "offset and cash", "nothing but debt", "fee owed", "overdue joined", "several debts paid",
        "common leg", "passed on", "rate of the book", "this window", "next window", "many ticks",
    }  # fmt: skip


def met_in(preset: str) -> set[str]:
    """What happens in 40 sequences of `perp/1`, by the names above."""
    met: set[str] = set()
    for index in range(40):
        state = reference.open_venue(Profile.PERP_1, load_preset(preset, profile=Profile.PERP_1))
        for command in sequence(1, Profile.PERP_1, preset, index):
            before = reference.dump(state)
            state, outcome = reference.step(state, command)
            if isinstance(outcome, Accepted):
                met |= set(of_events(outcome.events))
                met |= set(of_states(before, reference.dump(state)))
    return met


def of_events(events: Sequence[Event]) -> Iterator[str]:
    trade: Traded | None = None
    if sum(isinstance(each, DebtPaid) for each in events) > 1:
        yield "several debts paid"
    for event, following in zip_longest(events, events[1:]):
        match event:
            case Traded():
                trade = event
            case LegReduced() if trade is not None:
                if {event.long_account, event.short_account} == parties_of(trade):
                    yield "common leg"
            case LegExtended() if trade is not None:
                third = {event.long_account, event.short_account} - parties_of(trade)
                if third:
                    yield "three legs" if len(third) == 2 else "passed on"
            case SettlementPaid() if event.offset_atoms and event.atoms:
                yield "offset and cash"
            case SettlementPaid() if not (event.offset_atoms or event.atoms):
                yield "nothing but debt"
            case FeePaid() if isinstance(following, DebtOpened):
                yield "fee owed"
            case FundingTicked() if event.ticks > 1:
                yield "many ticks"


def parties_of(trade: Traded) -> set[int]:
    return {trade.maker_account, trade.taker_account}


def of_states(before: StateDump, after: StateDump) -> Iterator[str]:
    overdue = {debt for debt in before.debts or () if before.now > debt.due}
    if len({(debt.debtor, debt.creditor) for debt in overdue}) < len(overdue):
        grown = {(debt.debtor, debt.creditor, debt.due): debt.atoms for debt in after.debts or ()}
        if any(grown.get((one.debtor, one.creditor, one.due), 0) > one.atoms for one in overdue):
            yield "overdue joined"
    for market in after.markets:
        funding = market.funding
        if funding is not None and funding.source is FundingSource.BOOK:
            if funding.rate % 500:
                yield "rate of the book"
            if funding.lots:
                yield "this window"
            if funding.next_lots:
                yield "next window"


@pytest.mark.parametrize(("profile", "preset"), CAMPAIGNS)
def test_campaigns_are_accepted_often_and_reach_all_they_can(profile: Profile, preset: str) -> None:
    hits, set_up = Hits(), len(set_up_commands(profile, preset))
    for index in range(20_000 // COMMANDS_PER_SEQUENCE):
        state = reference.open_venue(profile, load_preset(preset, profile=profile))
        for position, command in enumerate(sequence(1, profile, preset, index)):
            state, outcome = reference.step(state, command)
            assert position >= set_up or isinstance(outcome, Accepted)
            hits.count(outcome, is_drawn=position >= set_up)
    assert hits.accepted * 2 >= hits.commands
    assert hits.trades >= 500
    left_out = impossible(profile, preset) | unusual(profile, preset)
    groups = hits.by_group(left_out).values()
    assert [name for group in groups for name, count in group.items() if count == 0] == []
    seen = {*hits.reasons, *hits.events, *hits.causes}
    assert not seen & impossible(profile, preset)
