"""Campaigns cut into numbered pieces, so that any worker can run any of them at any time.

A piece is a run of whole sequences of one campaign (CNF-022). Its seed is the state in which the
generator of the sequences' seeds is at its first sequence, so a piece is the beginning of the
campaign of its own seed: `tallystick run TARGET --seed SEED` repeats it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from attrs import frozen

from tallystick.conformance.campaign.sequences import sequence
from tallystick.conformance.campaign.splitmix import INCREMENT, WORD_MASK
from tallystick.conformance.campaign.tables import CAMPAIGNS, COMMANDS_PER_SEQUENCE
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import Profile

SEQUENCES_PER_PIECE = 20
COMMANDS_PER_PIECE = SEQUENCES_PER_PIECE * COMMANDS_PER_SEQUENCE


class ShardError(ValueError):
    """The words do not name a shard."""


@frozen
class Piece:
    """The `commands` commands of a campaign that begin at sequence `first_sequence`."""

    number: int
    profile: Profile
    preset: str
    campaign_seed: int
    first_sequence: int
    commands: int

    @property
    def seed(self) -> int:
        """The seed of the campaign that begins with this piece."""
        return (self.campaign_seed + self.first_sequence * INCREMENT) & WORD_MASK

    def cases(self) -> Iterator[Case]:
        """Its sequences, each for a newly opened venue, as `run` executes them."""
        parameters = load_preset(self.preset, profile=self.profile)
        for index in range(-(-self.commands // COMMANDS_PER_SEQUENCE)):
            commands = sequence(self.seed, self.profile, self.preset, index)
            source = {
                "kind": "campaign",
                "seed": str(self.campaign_seed),
                "preset": self.preset,
                "sequence": str(self.first_sequence + index),
            }
            left = self.commands - index * COMMANDS_PER_SEQUENCE
            yield Case(self.profile, parameters, commands[:left], source)


@frozen
class Shard:
    """One of `count` parts of all pieces; `number` counts from 1."""

    number: int = 1
    count: int = 1

    def has(self, piece: Piece) -> bool:
        """Whether the piece is in this part; every piece is in one.

        The pieces of each campaign go round the parts, each campaign beginning at another one.
        """
        turn, place = divmod(piece.number, len(CAMPAIGNS))
        return (turn + place) % self.count == self.number - 1


def parse_shard(text: str) -> Shard:
    """Read `i/n`; nothing is the whole. ShardError."""
    if not text:
        return Shard()
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise ShardError(f"--shard {text!r}: expected i/n with i from 1 to n, such as 1/4")
    return Shard(int(match[1]), int(match[2]))


def pieces(
    seed: int, campaigns: Sequence[tuple[Profile, str]], commands: int | None
) -> Iterator[Piece]:
    """The pieces of these campaigns, ascending by number; without an end if `commands` is None.

    `commands` is of each campaign; they take turns in the order of `CAMPAIGNS`. A number means the
    same piece whichever campaigns are chosen.
    """
    for turn in count():
        first = turn * COMMANDS_PER_PIECE
        if commands is not None and first >= commands:
            return
        size = COMMANDS_PER_PIECE if commands is None else min(COMMANDS_PER_PIECE, commands - first)
        for place, (profile, preset) in enumerate(CAMPAIGNS):
            if (profile, preset) in campaigns:
                number = turn * len(CAMPAIGNS) + place
                yield Piece(number, profile, preset, seed, turn * SEQUENCES_PER_PIECE, size)
