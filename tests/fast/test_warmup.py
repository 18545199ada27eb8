"""Reading ahead changes no outcome, whatever stands in the rows."""

import pytest

from tallystick.fast import Build
from tallystick.reference.types.choices import Profile, Side
from tallystick.reference.types.commands import CancelOrder, Command, PlaceOrder
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, OrderId
from tests.fast.streams import Stream, owner_of
from tests.fast.venues import Venue, place

ROOMY = {"max_touches": 6, "max_orders": 40, "max_orders_per_account": 20}
EVERY_RUN = -1
"""Fewer orders than there can be: then every run reads ahead."""


def order(account: int, order_id: int, market: int) -> PlaceOrder:
    """An order for a market that may not exist."""
    return place(account, order_id, Side.BUY, 5, 2, market=market)


@pytest.mark.parametrize("profile", Profile)
def test_reading_ahead_changes_no_outcome(build: Build, profile: Profile) -> None:
    # Given the same random commands, absurd ones and batches among them
    for seed in range(6):
        seen = Venue(build, profile, **ROOMY)
        stream = Stream(seed)
        commands = []
        for _ in range(400):
            stream.seen(seen.engine.dump())
            commands.append(stream.command())
            seen.engine.apply(commands[-1])
        at_once, ahead = (Venue(build, profile, **ROOMY) for _ in range(2))
        ahead.engine._kernel.warmup.few_orders = EVERY_RUN
        # When one venue reads ahead and the other does not
        outcomes = [venue.engine.apply_all(commands) for venue in (at_once, ahead)]
        # Then they answer alike, and the one has read
        assert outcomes[0] == outcomes[1]
        assert at_once.engine.root() == ahead.engine.root() == seen.engine.root()
        read = [any(venue.engine._kernel.warmup.tags) for venue in (at_once, ahead)]
        assert read == [False, True]


def test_numbers_of_nothing_are_read_past(build: Build) -> None:
    # Given commands that name accounts, markets and orders far beyond those that exist
    venue = Venue(build, Profile.MATCH_1, **ROOMY)
    venue.engine._kernel.warmup.few_orders = EVERY_RUN
    far = 2**31 - 1
    commands: list[Command] = []
    for account in (1, 3, 4, 5, far):
        who = AccountId(account)
        commands += [order(account, 1, market) for market in (1, 2, 3, 4, 5, far)]
        commands += [CancelOrder(owner_of(who), who, OrderId(id_)) for id_ in (1, 2**62 - 1)]
    # When they are run at once
    outcomes = venue.engine.apply_all(commands)
    # Then each is answered as if alone
    alone = Venue(build, Profile.MATCH_1, **ROOMY)
    assert outcomes == [alone.engine.apply(command) for command in commands]
    reasons = {outcome.reason for outcome in outcomes if isinstance(outcome, Rejected)}
    assert reasons >= {Reason.UNKNOWN_ACCOUNT, Reason.UNKNOWN_MARKET, Reason.UNKNOWN_ORDER}
