"""Capacities of legs and debts are exact, and no command writes more than it has room for."""

import pytest

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.fast.kernel.events import most_events
from tallystick.fast.kernel.layout import DEBT_WIDTH, FLOW_WIDTH, LEG_WIDTH
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, Side
from tallystick.reference.types.commands import Batch, ListMarket, OpenAccount
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.parameters import PERPETUAL_PARAMETER_RANGES
from tallystick.reference.types.perp_commands import CollectDebt, RepayDebts
from tallystick.reference.types.perp_events import DebtOpened, DebtPaid, FundingTicked
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Lots, Price, PrincipalId
from tests.fast.perp_stream import WIDE_PERPS, PerpStream
from tests.fast.perp_venue import HOUR, PerpVenue
from tests.fast.streams import OPERATOR, owner_of
from tests.fast.test_fixed_buffers import HighWater, check_bounds, lengths, stream_commands
from tests.fast.venues import Venue

ONE = AccountId(1)
OWNER = owner_of(ONE)
LEAST_LEGS_PER_COMMAND = 3


def test_legs_of_the_venue(build: Build) -> None:
    # Given room for three legs, and three
    venue = PerpVenue(build, max_legs=3)
    venue.trade(1, 2, 2)
    venue.trade(1, 4, 2)
    venue.trade(1, 5, 2)
    # When one more would begin, then the taker's rest is gone
    venue.accept(venue.order(3, Side.BUY, 1000, 2))
    events = venue.accept(venue.order(6, Side.SELL, 1000, 2))
    assert [each.cause for each in events if isinstance(each, OrderRemoved)] == ["leg_limit"]
    # When a leg grows, or one ends for one that begins, then there is room, time and again
    for buyer, seller, numbers in (
        (3, 1, [1, 2, 4]),
        (2, 1, [2, 4]),
        (6, 2, [2, 4, 5]),
        (6, 2, [2, 4, 5]),
        (1, 3, [2, 5, 6]),
    ):
        for order in venue.engine.dump().markets[1].bids:
            venue.accept(venue.order(order.account, Side.SELL, order.price, order.open_lots))
        venue.trade(buyer, seller, 2)
        assert [leg[0] for leg in venue.legs()] == numbers
    assert int(venue.engine._kernel.venue.perps.legs.fresh) <= 5


def test_legs_of_a_command(build: Build) -> None:
    # Given steps of three, two and one leg, and a budget of one less than each, as far as it goes
    for most in range(LEAST_LEGS_PER_COMMAND, 10):
        venue = PerpVenue(build, max_legs_per_command=most)
        venue.trade(2, 1, 2)
        venue.trade(3, 1, 2)
        venue.trade(4, 5, 2)
        venue.trade(4, 6, 2)
        venue.accept(venue.order(4, Side.SELL, 1000, 6))
        # When 1 buys 6 lots from 4: two steps of part 1, each of 3 legs, then one of part 4
        outcome = venue.engine.apply(venue.order(1, Side.BUY, 1000, 6, OrderType.IOC))
        assert isinstance(outcome, Accepted)
        traded = sum(each.lots for each in outcome.events if isinstance(each, Traded))
        steps = min(2, most // 3) + (most >= 7)
        assert (traded, outcome.touched_legs) == (2 * steps, 3 * min(2, steps) + (steps == 3))
        causes = [each.cause for each in outcome.events if isinstance(each, OrderRemoved)]
        assert causes == ([] if steps == 3 else ["work_limit"])


def test_a_batch_has_one_budget_of_legs_and_true_ups_need_none(build: Build) -> None:
    venue = PerpVenue(build, max_legs_per_command=3)
    for seller in (2, 4, 5):
        venue.trade(1, seller, 2)
    venue.accept(venue.order(3, Side.BUY, 1000, 8))
    # Given three true-ups and two sales of two legs each; when the budget is three
    ups = [venue.true_up(1, seller) for seller in (2, 4, 5)]
    sales = [venue.order(1, Side.SELL, 1000, 2) for _ in range(2)]
    outcome = venue.engine.apply(Batch(OWNER, ONE, (*ups, *sales)))
    # Then the second sale does not begin, and five legs are counted
    assert isinstance(outcome, Accepted)
    assert outcome.touched_legs == 3 + 2
    causes = [each.cause for each in outcome.events if isinstance(each, OrderRemoved)]
    assert causes == ["work_limit"]


def indebted(build: Build, **overrides: int) -> PerpVenue:
    """Account 1 is long 2 lots against each of the others, and each of these owes it something.

    Accounts 2 and 3 have 1,000 atoms, the others none; the mark has risen by 600.
    """
    venue = PerpVenue(build, **overrides)
    for seller in range(2, 7):
        venue.trade(1, seller, 2)
    venue.mark(1600)
    return venue


def test_debts_of_the_venue(build: Build) -> None:
    # Given room for three debts; when 2, 3 and 4 cannot pay all they owe
    venue = indebted(build, max_debts=3)
    for debtor in (2, 3, 4):
        venue.accept(venue.true_up(1, debtor))
    venue.reject(venue.true_up(1, 5), Reason.TOO_MANY_DEBTS)
    # Then what joins one of them has room, and after a payment there is room for one
    venue.mark(1700)
    venue.accept(venue.true_up(4, 1))
    venue.deposit(2, 200)
    venue.accept(venue.true_up(1, 5))
    venue.reject(venue.true_up(1, 6), Reason.TOO_MANY_DEBTS)
    assert [(each.debtor, each.atoms) for each in venue.debts] == [(3, 200), (4, 1400), (5, 1400)]


def test_debts_of_an_account(build: Build) -> None:
    # Given room for two debts of an account, and a short of 1 against three others
    venue = PerpVenue(build, max_debts_per_account=2)
    for buyer in (4, 5, 6):
        venue.trade(buyer, 1, 2)
    venue.mark(1500)
    # When it pays one and owes two, then a third one is too many
    venue.accept(venue.true_up(1, 4))
    venue.mark(1600)
    venue.accept(venue.true_up(1, 4))
    venue.accept(venue.true_up(1, 5))
    venue.reject(venue.true_up(6, 1), Reason.TOO_MANY_DEBTS_OF_ACCOUNT)
    # When one is paid, then there is room for one, and both are to the same creditor
    venue.deposit(1, 1_400)
    assert [(each.creditor, each.atoms) for each in venue.debts] == []
    venue.mark(1700)
    venue.accept(venue.true_up(1, 4))
    venue.at(1)
    venue.mark(1800)
    venue.accept(venue.true_up(1, 4))
    venue.reject(venue.true_up(1, 5), Reason.TOO_MANY_DEBTS_OF_ACCOUNT)
    # When both are overdue, then a third to him has room: they become one first (PRP-037)
    venue.at(25 * HOUR + 1)
    venue.mark(1900)
    venue.reject(venue.true_up(1, 5), Reason.TOO_MANY_DEBTS_OF_ACCOUNT)
    venue.accept(venue.true_up(1, 4))
    assert [(each.creditor, each.due, each.atoms) for each in venue.debts] == [
        (4, 24 * HOUR, 400),
        (4, 50 * HOUR, 200),
    ]


def test_what_is_owed_is_paid_by_due_time_then_creditor(build: Build) -> None:
    # Given what 1 owes 6, later 4 and 5
    venue = PerpVenue(build)
    for buyer in (4, 5, 6):
        venue.trade(buyer, 1, 2)
    venue.mark(1600)
    venue.accept(venue.true_up(1, 6))
    venue.mark(1700)
    venue.accept(venue.true_up(1, 6))
    venue.at(1)
    venue.accept(venue.true_up(1, 5))
    venue.accept(venue.true_up(1, 4))
    owed = [(each.creditor, each.due, each.atoms) for each in venue.debts]
    assert owed == [(4, 25 * HOUR, 1400), (5, 25 * HOUR, 1400), (6, 24 * HOUR, 400)]
    # When it has 1,900 atoms
    paid = [each for each in venue.deposit(1, 1_900) if isinstance(each, DebtPaid)]
    # Then 6 gets all, 4 all, and 5 the rest
    assert [(each.creditor, each.atoms) for each in paid] == [(6, 400), (4, 1400), (5, 100)]
    venue.reject(RepayDebts(OWNER, ONE), Reason.INSUFFICIENT_BALANCE)
    # When 5 collects a millisecond too early, then not; when it is overdue, then what is there
    stranger = PrincipalId(99)
    venue.at(25 * HOUR)
    venue.reject(CollectDebt(stranger, ONE, AccountId(5)), Reason.DEBT_NOT_OVERDUE)
    venue.at(25 * HOUR + 1)
    venue.reject(CollectDebt(stranger, ONE, AccountId(5)), Reason.INSUFFICIENT_BALANCE)
    venue.reject(CollectDebt(stranger, ONE, AccountId(4)), Reason.UNKNOWN_DEBT)


PERPETUAL = sorted(name for name in PERPETUAL_PARAMETER_RANGES if name.startswith("max_"))


@pytest.mark.parametrize("name", PERPETUAL)
def test_the_highest_capacities_can_be_opened(build: Build, name: str) -> None:
    overrides = {name: PERPETUAL_PARAMETER_RANGES[name][1]}
    engine = FastEngine(Profile.PERP_1, load_preset("minimal", overrides, Profile.PERP_1), build)
    assert isinstance(engine.apply(OpenAccount(OWNER)), Accepted)
    assert engine.dump().debts == ()


def test_capacities_that_multiply_are_bounded_together() -> None:
    at_bound = {"max_accounts": 2**14, "max_markets": 2**8}
    beyond = {"max_accounts": 2**14 + 1, "max_markets": 2**8}
    perp = Profile.PERP_1
    assert FastEngine(perp, load_preset("minimal", at_bound, perp), Build.INTERPRETED).dump()
    with pytest.raises(ValueError, match=f"max_accounts and max_markets: expected .* {2**22}$"):
        load_preset("minimal", beyond, perp)


def test_buffers_are_as_long_as_the_parameters_say(build: Build) -> None:
    engine = FastEngine(Profile.PERP_1, load_preset("minimal", profile=Profile.PERP_1), build)
    found = lengths(engine)
    # Five legs a command; touches are 3, commands of a batch 3
    assert found["kernel.venue.perps.legs.rows"] == (3 + 5 + 1) * LEG_WIDTH
    assert found["kernel.venue.perps.flows"] == 3 * FLOW_WIDTH
    assert found["kernel.venue.perps.debts.rows"] == (4 + (5 + 3 * 3 + 3) + 1) * DEBT_WIDTH
    # Nothing of it is there in another profile
    spot = lengths(FastEngine(Profile.SPOT_1, load_preset("minimal"), build))
    assert spot["kernel.venue.perps.legs.rows"] == LEG_WIDTH
    assert spot["kernel.venue.perps.debts.rows"] == DEBT_WIDTH
    assert spot["kernel.venue.perps.flows"] == 0


def test_a_restless_market_fills_log_and_journal_but_never_more() -> None:
    highest = 0
    for seed in range(30):
        room = {} if seed % 3 == 0 else WIDE_PERPS
        venue = Venue(Build.INTERPRETED, Profile.PERP_1, **room, max_batch_commands=2)
        before = lengths(venue.engine)
        commands = stream_commands(venue, PerpStream(seed), 150)
        highest = max(highest, check_bounds(venue.engine, commands))
        assert lengths(venue.engine) == before
    # Then some have come near the bounds
    assert highest >= 20


def test_a_trade_of_many_steps_comes_near_the_bounds(build: Build) -> None:
    # Given an account long against 20 others that are all poor, who will all owe it something
    others = range(2, 22)
    venue = PerpVenue(build, **MANY)
    for seller in others:
        venue.trade(1, seller, 2)
    venue.accept(venue.order(22, Side.BUY, 2000, 40))
    venue.mark(2000)
    seen = HighWater()
    if build is Build.INTERPRETED:
        seen.watch(venue.engine)
    # When one trade hands all its legs on, then each leg is lost, gained, paid and owed for
    events = venue.accept(venue.order(1, Side.SELL, 2000, 40))
    assert sum(isinstance(each, DebtOpened) for each in events) == len(others)
    assert len(venue.legs()) == len(others)
    if build is Build.INTERPRETED:
        room = venue.engine._kernel.venue.journal.rows
        # For each leg at least 10 entries of its own, and 6 of the debt
        assert 16 * len(others) <= seen.entries <= len(room) // 3
        assert seen.events > 4 * len(others)


MANY = {
    "max_accounts": 22,
    "max_touches": 2,
    "max_legs": 40,
    "max_legs_per_command": 40,
    "max_debts": 40,
    "max_orders_per_account": 3,
    "max_batch_commands": 1,
}


def test_ticks_of_all_markets_have_room(build: Build) -> None:
    # Given a venue of whose commands but ticks none writes much, and as many markets as it may have
    room = {"max_markets": 9, "max_assets": 12, "max_touches": 1, "max_legs_per_command": 3}
    venue = PerpVenue(build, **room, max_orders_per_account=1, max_batch_commands=1, max_debts=1)
    bound = most_events(1, 1, 1)
    for asset in [venue.list_asset() for _ in range(7)]:
        venue.accept(ListMarket(OPERATOR, asset, MarketKind.PERP, Price(5), Lots(2)))
    # When three ticks come at once, then three events a market
    events = venue.at(24 * HOUR)
    ticked = [each for each in events if isinstance(each, FundingTicked)]
    assert [(each.market, each.tick_time // HOUR, each.ticks) for each in ticked] == [
        (market, time, 1) for market in range(2, 10) for time in (8, 16, 24)
    ]
    assert len(events) > bound
    # When 152,706 more come, then the last is at 2^42 at the latest
    events = venue.at(2**53 - 1)
    assert [each.ticks for each in events if isinstance(each, FundingTicked)][:3] == [1, 1, 152_704]


def test_a_window_counts_no_more_than_its_lots(build: Build) -> None:
    # Given a best bid of 1,000 and a best offer of 1,005
    venue = PerpVenue(build, max_position_lots=2**37)
    venue.accept(venue.order(3, Side.SELL, 1005, 2))
    # (1,000 + 1,005) * 2^29 / 1,000 - 2^30, rounded down
    premium = 2_684_354
    counted = []
    # When trades fill the window but for 2 lots, then these, then it has no room
    for lots in (2**35 - 2, 2, 2, 2**35):
        venue.trade(1, 2, lots)
        funding = venue.engine.dump().markets[1].funding
        assert funding is not None
        assert funding.premium == premium * funding.lots
        counted.append(funding.lots)
    assert counted == [2**35 - 2, 2**35, 2**35, 2**35]
    # When the window has closed, then the next one counts, until its turn has come
    venue.at(8 * HOUR - HOUR // 2 - 1)
    venue.trade(2, 1, 2)
    venue.at(8 * HOUR - HOUR // 2)
    venue.trade(2, 1, 4)
    before = venue.engine.dump().markets[1].funding
    assert before is not None
    assert (before.lots, before.next_lots, before.next_premium) == (2**35, 4, 4 * premium)
    venue.at(8 * HOUR)
    after = venue.engine.dump().markets[1].funding
    assert after is not None
    # premium * 10,000,000 / 2^31 is 12,499, of which a tick takes 500
    assert (after.lots, after.premium, after.next_lots) == (4, 4 * premium, 0)
    assert (after.rate, after.index, after.remainder) == (500, 0, 500_000)
