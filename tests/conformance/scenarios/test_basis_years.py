"""The basis trade comes to what arithmetic says, and is refused or ended where it must be."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from attrs import evolve

from tallystick.conformance.scenarios import check
from tallystick.conformance.scenarios.basis_venue import FIRST_TRADER, Terms
from tallystick.conformance.scenarios.check import run_check
from tallystick.conformance.scenarios.instruments import BITCOIN
from tallystick.conformance.scenarios.rates import Rates
from tallystick.conformance.scenarios.rows import story_row
from tallystick.conformance.scenarios.session import PROFILE, ReferenceVenue
from tallystick.conformance.scenarios.years import Years, run_years
from tallystick.reference import open_venue
from tallystick.reference.types.loan_commands import PayInterest
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_events import DebtOpened
from tallystick.reference.types.units import FundingRate
from tests.conformance.scenarios.hand_data import bars_at, funding_rows

FREE = Terms(BITCOIN, with_fees=False, near_basis_points=0, compares=False)
PAID = Terms(BITCOIN, compares=False)
DAY = 24


def silent(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def led(
    terms: Terms, leverages: Sequence[int], dollars: Sequence[int], rhythm: str = "term"
) -> Years:
    rates = Rates.of(funding_rows([10_000] * (len(dollars) // 8)))
    return run_years(terms, leverages, bars_at(dollars), rates, rhythm, silent)


def test_a_year_comes_to_fifty_and_a_half() -> None:
    found = run_check(compares=False)
    trader = found.story.trader
    # 10,000 lots at 100,000: 913 and 914 ten-millionths sum up to 10 % of it.
    assert 830 * 913 + 265 * 914 == 10**6
    assert trader.funding_atoms == 10_000 * 100_000 * 10**6 // 10**7
    assert trader.interest_atoms == 900 * 10**6 * 550 * 8_760 // 87_600_000 == 49_500_000
    assert found.story.final_atoms == 150_500_000
    assert (found.story.dust_atoms, trader.cost_atoms, trader.reductions) == (0, 0, 0)
    assert found.story.opening_rbv == 100_000_000 - 10_000_000 - 1_356_165
    assert found.is_exact
    extended = [one for one in found.session.commands if isinstance(one, PayInterest)]
    assert [one.extend for one in extended] == [True] * 36 + [False]
    assert story_row(found.story).per_year == "50.50"


def test_another_year_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "HIGH_RATE", FundingRate(915))
    assert not run_check(compares=False).is_exact


def opening_rbv(mark: int, leverage: int) -> Fraction:
    """By hand, in base atoms: two dealers at 1 and 2 basis points, fees of 0.1 %."""
    near, far = -(-mark // 10_000), -(-2 * mark // 10_000)
    cash = leverage * 100_000_000
    bought = (cash - 1) * 100_000 // ((mark + far) * 100_100)
    sold = (bought * 1_000 - -(-bought * 1_000 // 1_000)) // 1_000
    spot_paid = min(bought, 15_000) * (mark + near) + max(0, bought - 15_000) * (mark + far)
    perp_at = min(sold, 15_000) * (mark - near) + max(0, sold - 15_000) * (mark - far)
    cash -= spot_paid + -(-perp_at // 1_000)
    holding = bought * 1_000 - bought
    borrowed = (leverage - 1) * 100_000_000
    base = cash - borrowed - Fraction(borrowed * 550, 365_000)
    spot, short = Fraction(holding * mark, 1_000), sold * mark
    result = perp_at - sold * mark
    return base + spot + result - spot / 100 - abs(spot - short) / 10


@pytest.mark.parametrize("leverage", [1, 10, 20, 40])
def test_the_opening_is_valued_as_by_hand(leverage: int) -> None:
    (story,) = led(PAID, (leverage,), [16_537, 16_537]).stories
    assert not story.is_refused
    # Both assets are rounded down.
    assert 0 <= opening_rbv(165_370, leverage) - story.opening_rbv < 2


def test_a_refusal_states_at_what_rbv_it_would_have_opened() -> None:
    stories = led(PAID, (10, 80), [16_537, 16_537]).stories
    assert [story.is_refused for story in stories] == [False, True, False]
    refused, exempt = stories[1:]
    assert refused.refusal == "insufficient_margin"
    assert 0 <= opening_rbv(165_370, 80) - refused.opening_rbv < 2
    assert refused.opening_rbv < 0 < exempt.opening_rbv
    assert (refused.final_atoms, refused.gain_atoms, refused.samples) == (100_000_000, 0, [])
    assert [story_row(story).name for story in stories] == ["10x", "80x", "80x no fees"]
    assert story_row(refused).per_year == "-"


def test_without_costs_the_gain_is_funding_less_interest_whatever_the_price() -> None:
    # Up by a fifth, down by two fifths, up again; a term ends on the tenth and twentieth day.
    dollars = [10_000] * DAY + [12_000] * 12 * DAY + [7_200] * 6 * DAY + [11_000] * 5 * DAY
    for rhythm in ("term", "day", "tick"):
        years = led(FREE, (10, 20), dollars, rhythm)
        for story in years.stories:
            trader = story.trader
            assert story.ending == "end of the data"
            assert trader.cost_atoms == 0
            assert story.gain_atoms == trader.funding_atoms - trader.interest_atoms
            assert trader.reductions >= 1
            # What is drawn ends with what the table says.
            last = story.samples[-1]
            assert last.funding_atoms == trader.funding_atoms
            assert last.interest_atoms == trader.interest_atoms
            assert last.equity_atoms == story.final_atoms + story.dust_atoms
            # 24 days less the last hour, begun hours counted.
            hours = len(dollars) - 1
            borrowed = (trader.leverage - 1) * 10**8
            assert trader.interest_atoms == -(-borrowed * 550 * hours // 87_600_000)


def test_more_is_sold_than_needed_by_less_than_a_lot() -> None:
    # At 10,000 dollars a lot is 100,000 atoms: 10,000 lots. Up by 10 %, and a term has ended.
    dollars = [10_000] * 239 + [11_000] * 2
    rates = Rates.of(funding_rows([0] * 30))
    years = run_years(FREE, (10,), bars_at(dollars), rates, "term", silent)
    (story,) = years.stories
    # Nothing but the end of the data and the term fall on the last hour: closing comes first.
    assert story.trader.reductions == 0
    years = run_years(FREE, (10,), bars_at([*dollars, 11_000]), rates, "term", silent)
    trader = years.stories[0].trader
    assert trader.reductions == 1
    # 100 units of loss and interest of 1.356165 are 101,356,165 atoms, a lot now is 110,000.
    need = 10_000 * 10_000 + 1_356_165
    lots = -(-need // 110_000)
    assert trader.interest_atoms == -(-900 * 10**6 * 550 * 241 // 87_600_000)
    sold = [
        order.order.lots
        for command in years.session.commands
        for order in getattr(command, "commands", ())
        if getattr(order, "account", 0) == trader.account and hasattr(order, "order")
    ]
    # Borrowed, bought, sold short; reduced twice the same; closed: what is left, on both markets.
    assert sold == [900, 10_000, 10_000, lots, lots, 10_000 - lots, 10_000 - lots]


def test_who_falls_below_zero_is_closed_in_that_hour() -> None:
    # 80x without costs opens at about 8; up by 12 % its spot costs 89.6 to sell.
    dollars = [10_000] * 10 + [11_200] * 10
    (story,) = led(FREE, (80,), dollars).stories
    assert story.opening_rbv == 100_000_000 - 80_000_000 - -(-7_900 * 10**6 * 550 // 365_000)
    assert story.below_zero_at == bars_at(dollars)[10].time == story.closed_at
    assert story.lowest_rbv < 0
    assert story.ending == "RBV below 0"
    # Nothing was lost but interest: the stress did not come.
    assert story.gain_atoms == story.trader.funding_atoms - story.trader.interest_atoms
    assert story.final_atoms > 98_000_000


def test_legs_that_others_rewire_are_paid_for() -> None:
    # Three traders face the same dealers: who reduces meets legs of the others, which are settled
    # before their short has cash. He then owes, and raises that too.
    dollars = [10_000] * 100 + [10_300] * 200
    years = led(FREE, (20, 40, 80), dollars)
    for story in years.stories:
        assert story.ending == "end of the data"
        assert story.gain_atoms == story.trader.funding_atoms - story.trader.interest_atoms
    dump = years.session.engine.dump()
    assert (dump.debts, dump.loans) == ((), ())
    assert all(leg.short_account < FIRST_TRADER for leg in dump.markets[1].legs or ())
    parameters = years.session.parameters
    again = ReferenceVenue(open_venue(PROFILE, parameters))
    outcomes = [again.apply(command) for command in years.session.commands]
    events = [event for one in outcomes if isinstance(one, Accepted) for event in one.events]
    debtors = {event.account for event in events if isinstance(event, DebtOpened)}
    assert debtors
    assert debtors <= {story.trader.account for story in years.stories}


def test_costs_are_what_gain_falls_short_of() -> None:
    dollars = [50_000 + 40 * place for place in range(25 * DAY)]
    (free,) = led(evolve(FREE, near_basis_points=1), (10,), dollars).stories
    trader = free.trader
    assert trader.fee_atoms == 0 < trader.slippage_atoms
    assert free.gain_atoms == trader.funding_atoms - trader.interest_atoms - trader.cost_atoms
    (paid,) = led(PAID, (10,), dollars).stories
    assert paid.trader.fee_atoms > 9 * paid.trader.slippage_atoms
    assert paid.gain_atoms < free.gain_atoms
