"""How campaigns are cut: numbers, seeds, shards."""

from itertools import chain, islice

import pytest

from tallystick.conformance.campaign import SplitMix64, campaign, sequence
from tallystick.conformance.campaign.pieces import (
    COMMANDS_PER_PIECE,
    SEQUENCES_PER_PIECE,
    Piece,
    Shard,
    ShardError,
    parse_shard,
    pieces,
)
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.reference.types.choices import Profile

SEED = 2**64 - 3


def test_pieces_together_are_the_campaigns() -> None:
    commands = COMMANDS_PER_PIECE + 600
    for wanted in CAMPAIGNS:
        own = [piece for piece in pieces(SEED, CAMPAIGNS, commands) if campaign_of(piece) == wanted]
        cases = chain.from_iterable(piece.cases() for piece in own)
        joined = [command for case in cases for command in case.commands]
        assert joined == list(islice(campaign(SEED, *wanted), commands))


def test_cases_say_where_they_come_from() -> None:
    piece = Piece(9, Profile.SPOT_1, "world", SEED, 40, 300)
    first, second = piece.cases()
    assert first.source == {
        "kind": "campaign", "seed": str(SEED), "preset": "world", "sequence": "40",
    }  # fmt: skip
    assert first.commands == sequence(SEED, Profile.SPOT_1, "world", 40)
    assert second.source["sequence"] == "41"
    assert second.commands == sequence(SEED, Profile.SPOT_1, "world", 41)[:50]


def test_the_seed_of_a_piece_is_the_generators_state_at_its_first_sequence() -> None:
    words = SplitMix64(SEED)
    seeds = [words.word() for _ in range(2 * SEQUENCES_PER_PIECE)]
    piece = Piece(4, Profile.MATCH_1, "minimal", SEED, SEQUENCES_PER_PIECE, COMMANDS_PER_PIECE)
    again = SplitMix64(piece.seed)
    assert [again.word() for _ in range(SEQUENCES_PER_PIECE)] == seeds[SEQUENCES_PER_PIECE:]
    repeated = Piece(0, piece.profile, piece.preset, piece.seed, 0, piece.commands)
    one, other = (next(some.cases()).commands for some in (piece, repeated))
    assert one == other


def test_numbers_do_not_depend_on_what_else_is_chosen() -> None:
    every = {piece.number: piece for piece in pieces(3, CAMPAIGNS, 50_000)}
    assert sorted(every) == list(range(10 * len(CAMPAIGNS)))
    for chosen in CAMPAIGNS:
        some = list(pieces(3, (chosen,), 50_000))
        assert len(some) == 10
        assert all(every[piece.number] == piece for piece in some)
        assert [piece.number for piece in some] == sorted(piece.number for piece in some)
    more = {
        piece.number: piece for piece in islice(pieces(3, CAMPAIGNS, None), 10 * len(CAMPAIGNS))
    }
    assert all(more[number] == piece for number, piece in every.items())


def test_the_last_piece_is_as_long_as_there_are_commands() -> None:
    chosen = CAMPAIGNS[:1]
    assert [piece.commands for piece in pieces(1, chosen, 12_000)] == [5000, 5000, 2000]
    assert [piece.commands for piece in pieces(1, chosen, 10_000)] == [5000, 5000]
    assert list(pieces(1, chosen, 0)) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 9])
def test_shards_are_a_partition_with_as_much_of_every_campaign(count: int) -> None:
    every = list(pieces(1, CAMPAIGNS, 200_000))
    shards = [Shard(number, count) for number in range(1, count + 1)]
    parts = [[piece for piece in every if shard.has(piece)] for shard in shards]
    assert sorted(chain.from_iterable(parts), key=lambda piece: piece.number) == every
    for part in parts:
        per_campaign = [sum(campaign_of(piece) == one for piece in part) for one in CAMPAIGNS]
        assert max(per_campaign) <= 1 + min(per_campaign)


def test_a_shard_is_read_from_its_words() -> None:
    assert parse_shard("") == Shard(1, 1)
    assert parse_shard("2/3") == Shard(2, 3)
    for wrong in ("0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/2", "1/2 ", "9" * 5000):
        with pytest.raises(ShardError, match="expected i/n"):
            parse_shard(wrong)


def campaign_of(piece: Piece) -> tuple[Profile, str]:
    return piece.profile, piece.preset
