"""The judge of chapter 08 finds each thing that a wrong engine could do, and nothing else."""

from collections.abc import Callable

import pytest
from attrs import evolve

from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_judge import ValuationJudge, own_account
from tallystick.conformance.trace_text import parse_trace
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import BalanceDump, DebtDump, StateDump
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Milliseconds
from tests.reference.venue import Venue

ONE, TWO, THREE = AccountId(1), AccountId(2), AccountId(3)
HOUR = 3_600_000


class Case:
    """The last of some commands, as the reference executed it, and what may be made of it."""

    def __init__(self, *texts: str, **overrides: int) -> None:
        venue = Venue(Profile.MARGIN_1, **overrides)
        for text in texts[:-1]:
            venue.run(text)
        (step,) = parse_trace(texts[-1], Profile.MARGIN_1).steps
        self.before, self.command = venue.dump(), step.command
        outcome = venue.apply(self.command)
        assert isinstance(outcome, Accepted), outcome
        self.outcome, self.after = outcome, venue.dump()

    def clauses(self) -> set[str]:
        """The clauses of what the judge finds."""
        found = ValuationJudge().judge(self.before, self.command, self.outcome, self.after)
        return {violation.clause for violation in found}

    def texts(self) -> str:
        """What it says."""
        found = ValuationJudge().judge(self.before, self.command, self.outcome, self.after)
        return "\n".join(violation.text for violation in found)

    def state_again(self, account: AccountId = ONE) -> None:
        """Let the outcome state what the account now has, so that only its sum is wrong."""
        initial, maintenance = Portfolios(self.after).values(account).stated()
        valued = AccountValued(account, Atoms(initial), Atoms(maintenance))
        kept = [one for one in self.outcome.events if not isinstance(one, AccountValued)]
        self.outcome = evolve(self.outcome, events=(*kept, valued))


CANCEL = "cancel_order signer=11 account=1 order_id=1"
PLACE = "place_order signer=11 account=1 order_id=1 market=1 side=buy price=90 lots=2"
SELL = "place_order signer=12 account=2 order_id=1 market=3 side=sell price=100 lots=20"
BUY = "place_order signer=11 account=1 order_id=1 market=3 side=buy price=100 lots=20"


def with_atoms(state: StateDump, account: AccountId, asset: int, atoms: int) -> StateDump:
    """The same venue, in which an account has another balance."""
    accounts = list(state.accounts)
    old = accounts[account - 1]
    kept = [one for one in old.balances if one.asset != asset]
    rows = sorted(
        [*kept, BalanceDump(AssetId(asset), Atoms(atoms), Atoms(0))], key=lambda b: b.asset
    )
    accounts[account - 1] = evolve(old, balances=tuple(rows))
    return evolve(state, accounts=tuple(accounts))


@pytest.mark.parametrize(
    "texts",
    [
        (PLACE,),
        (SELL, BUY),
        (PLACE, CANCEL),
        (f"{PLACE[:-1]}4", "amend_order signer=11 account=1 order_id=1 price=90 open_lots=2"),
        (PLACE, "amend_order signer=11 account=1 order_id=1 price=85 open_lots=2"),
        ("withdraw signer=11 account=1 asset=1 atoms=100",),
        ("set_mark signer=0 asset=2 mark=50",),
        (f"batch signer=11 account=1 commands=1\n  {PLACE}",),
        (
            PLACE,
            f"batch signer=11 account=1 commands=1\n  {CANCEL}",
        ),
    ],
)
def test_the_reference_is_right(texts: tuple[str, ...]) -> None:
    assert Case(*texts).clauses() == set()


def lowered(case: Case) -> None:
    case.after = with_atoms(case.after, THREE, 1, 999)


def wrong_value(case: Case) -> None:
    last = case.outcome.events[-1]
    assert isinstance(last, AccountValued)
    wrong = evolve(last, maintenance_atoms=Atoms(last.maintenance_atoms + 1))
    case.outcome = evolve(case.outcome, events=(*case.outcome.events[:-1], wrong))


def no_value(case: Case) -> None:
    case.outcome = evolve(case.outcome, events=case.outcome.events[:-1])


def value_first(case: Case) -> None:
    events = case.outcome.events
    case.outcome = evolve(case.outcome, events=(events[-1], *events[:-1]))


def value_twice(case: Case) -> None:
    case.outcome = evolve(case.outcome, events=(*case.outcome.events, case.outcome.events[-1]))


def below_zero(case: Case) -> None:
    case.after = with_atoms(with_atoms(case.after, ONE, 1, 0), ONE, 2, 0)
    debts = (DebtDump(ONE, AccountId(0), Milliseconds(24 * HOUR), Atoms(10)),)
    case.before = evolve(case.before, debts=debts)
    case.after = evolve(case.after, debts=debts)
    case.state_again()


def in_debt(case: Case) -> None:
    debts = (DebtDump(ONE, AccountId(0), Milliseconds(24 * HOUR), Atoms(10)),)
    case.after = evolve(case.after, debts=debts)
    case.state_again()


def stale(case: Case) -> None:
    later = Milliseconds(36_000_001)
    case.before, case.after = evolve(case.before, now=later), evolve(case.after, now=later)


WRONG: tuple[tuple[Callable[[Case], None], set[str]], ...] = (
    (lowered, {"INV-018"}),
    (wrong_value, {"MGN-032"}),
    (no_value, {"MGN-032"}),
    (value_first, {"MGN-032"}),
    (value_twice, {"MGN-032"}),
    (below_zero, {"MGN-031"}),
    (in_debt, {"MGN-033"}),
)


@pytest.mark.parametrize(("spoil", "clauses"), WRONG)
def test_what_is_wrong_is_found(spoil: Callable[[Case], None], clauses: set[str]) -> None:
    case = Case(PLACE)
    spoil(case)
    assert case.clauses() == clauses


def test_a_value_behind_an_unchecked_command_is_found() -> None:
    case = Case(PLACE, CANCEL)
    case.state_again()
    assert case.clauses() == {"MGN-032"}


def test_a_stale_mark_is_found_where_a_value_falls() -> None:
    case = Case(SELL, BUY)
    stale(case)
    assert case.clauses() == {"MGN-052"}
    assert "asset 2" in case.texts()
    # At the last moment of its life the mark is not stale.
    fresh = Case(SELL, BUY)
    fresh.before = evolve(fresh.before, now=Milliseconds(36_000_000))
    fresh.after = evolve(fresh.after, now=Milliseconds(36_000_000))
    assert fresh.clauses() == set()
    # What lowers nothing needs no fresh mark: the term of this bid is 0.
    harmless = Case("place_order signer=11 account=1 order_id=1 market=1 side=buy price=75 lots=2")
    stale(harmless)
    assert harmless.clauses() == set()


def sunk(*texts: str, **overrides: int) -> Case:
    """A command of an account that owes so much, before it and after it, that it is below zero."""
    case = Case(*texts, **overrides)
    debts = (DebtDump(ONE, AccountId(0), Milliseconds(24 * HOUR), Atoms(9_000)),)
    case.before = evolve(case.before, debts=debts)
    case.after = evolve(case.after, debts=debts)
    case.state_again()
    return case


FREE = {
    "spot_maker_fee_rate": 0,
    "perp_maker_fee_rate": 0,
    "perp_taker_fee_rate": 0,
    "lent_haircut_permille": 0,
    "maintenance_scale_permille": 1_200,
    "band_multiple": 1,
}
"""Then the band is of 35,000 millionths: 97 to 103."""
OFFER = "place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=2"
BIDS = "place_order signer=13 account=3 order_id=1 market=3 side=buy price={} lots=20"
SHRINK = "place_order signer=11 account=1 order_id=2 market=3 side=sell price={} lots=20"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        # A sale at 110 costs nothing; at 90 neither, where 84.4 is expected, but it is too cheap.
        (("place_order signer=11 account=1 order_id=1 market=1 side=sell price=110 lots=2",), ""),
        (
            ("place_order signer=11 account=1 order_id=1 market=1 side=sell price=90 lots=2",),
            "order 1 rests at 90",
        ),
        ((OFFER,), "order 1 is on a lending market"),
        # A lot less of a position is worth 14.4, more than the 10 that it costs at 90.
        ((SELL, BUY, BIDS.format(100), SHRINK.format(100)), ""),
        ((SELL, BUY, BIDS.format(90), SHRINK.format(90)), "order 2 traded at 90"),
    ],
)
def test_what_mgn_040_allows_and_what_not(texts: tuple[str, ...], said: str) -> None:
    case = sunk(*texts, **FREE)
    assert case.clauses() == ({"MGN-040"} if said else set())
    assert said in case.texts()


def test_below_zero_nothing_may_grow_or_leave() -> None:
    grown = sunk("place_order signer=11 account=1 order_id=1 market=1 side=sell price=110 lots=2")
    grown.after = with_atoms(grown.after, ONE, 2, 510)
    grown.state_again()
    assert grown.clauses() == {"MGN-040"}
    assert "it has 510 atoms of asset 2, before 500" in grown.texts()
    given = sunk("withdraw signer=11 account=1 asset=1 atoms=1")
    assert given.clauses() == {"MGN-031"}
    assert "it gives away" in given.texts()


def test_an_unsound_borrower_is_not_swapped() -> None:
    texts = (
        "place_order signer=13 account=3 order_id=1 market=2 side=sell price=500 lots=20",
        "place_order signer=11 account=1 order_id=1 market=2 side=buy price=500 lots=20",
        "place_order signer=11 account=1 order_id=2 market=2 side=sell price=500 lots=20",
        "place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=20",
        "swap_loan signer=11 account=1 loan=2",
    )
    case = Case(*texts)
    assert case.clauses() == set()
    debts = (DebtDump(TWO, AccountId(0), Milliseconds(24 * HOUR), Atoms(9_000)),)
    case.before, case.after = evolve(case.before, debts=debts), evolve(case.after, debts=debts)
    assert case.clauses() == {"MGN-034"}


def test_a_debt_that_costs_nothing_may_be_left() -> None:
    """MGN-033 asks for both: more debt, and a value that is lower."""
    case = Case("place_order signer=11 account=1 order_id=1 market=1 side=buy price=75 lots=2")
    debts = (DebtDump(ONE, AccountId(0), Milliseconds(24 * HOUR), Atoms(10)),)
    case.after = with_atoms(evolve(case.after, debts=debts), ONE, 1, 1_010)
    case.state_again()
    assert case.clauses() == set()


def test_commands_of_an_account() -> None:
    def command(text: str) -> Command:
        (step,) = parse_trace(text, Profile.MARGIN_1).steps
        return step.command

    assert own_account(command(PLACE)) == ONE
    assert own_account(command("transfer signer=11 account=1 to_account=2 asset=1 atoms=1")) == ONE
    assert own_account(command("collect_debt signer=13 account=1 creditor=2")) is None
    assert own_account(command("set_mark signer=0 asset=2 mark=1")) is None
    assert own_account(command("set_fee_exempt signer=0 account=1 exempt=true")) is None


def test_other_profiles_are_not_judged() -> None:
    venue = Venue(Profile.PERP_1)
    before = venue.dump()
    (step,) = parse_trace("withdraw signer=11 account=1 asset=1 atoms=7", Profile.PERP_1).steps
    outcome = venue.apply(step.command)
    assert ValuationJudge().judge(before, step.command, outcome, venue.dump()) == ()
