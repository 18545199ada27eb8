"""Networks: what they tell of legs, payments and wealth is by the rules and in the state."""

from collections import Counter
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance.arithmetic import evaluate
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.network import (
    Change,
    Network,
    explain_network,
    network_between,
)
from tallystick.conformance.explain.network_text import MOST_ACCOUNTS, network_lines, title
from tallystick.conformance.explain.perp_runs import find_perp_case
from tallystick.conformance.explain.perp_views import perp_markets
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Deposit, OpenAccount, SetMark
from tallystick.reference.types.events import Event, FeePaid
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.perp_events import (
    DebtOpened,
    LegExtended,
    LegReduced,
    LegSettled,
    SettlementPaid,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    LegId,
    Lots,
    MarketId,
    Price,
    PrincipalId,
)
from tests.conformance.explain.perp_cases import (
    Moment,
    moments,
    moments_of_campaign,
    perp_vectors,
)

EXAMPLE = "06-perpetuals:1"
PARTS = "prp-parts-1-2-and-4-in-one-trade"
CAMPAIGN_SEQUENCES = 4


def network_of(name: str, step: int | None = None, market: int | None = None) -> Network:
    wanted = None if market is None else MarketId(market)
    case = find_perp_case(name)
    return explain_network(name, case, "reference", Limits(), step=step, market=wanted)


@cache
def campaign_moments() -> tuple[Moment, ...]:
    """Of both presets, those that touch legs or pay something."""
    kinds = (LegReduced, LegExtended, LegSettled, SettlementPaid, DebtOpened)
    return tuple(
        moment
        for preset in ("minimal", "world")
        for moment in moments_of_campaign(5, preset, CAMPAIGN_SEQUENCES)
        if any(isinstance(event, kinds) for event in moment.outcome.events)
    )


def test_the_second_trade_of_the_chapter_is_told() -> None:
    network = network_of(EXAMPLE)
    assert title(network) == "account 3 buys 2 lots from account 2 at 1020"
    changes = {link.leg.leg: link.change for link in network.links}
    assert changes == {1: Change.REDUCED, 2: Change.NEW}
    assert [(step.part, step.lots) for step in network.steps] == [(3, 2)]
    # A fee is ceil(2040 * 9973 / 100000), at most 3; the trade was 10 above the mark.
    told = {node.account: (node.wealth_after - node.wealth_before) for node in network.nodes}
    assert told == {1: 0, 2: 20 - 3, 3: -20 - 3}
    assert [(one.payer, one.receiver, one.atoms) for one in network.payments] == [
        (1, 2, 40),
        (3, 2, 20),
        (3, 0, 3),
        (2, 0, 3),
    ]
    assert [one.expression for one in network.payments[1].sums] == ["(1020 - 1010) * 2"]
    assert network.differences == ()


def test_parts_1_2_and_4_are_told() -> None:
    network = network_of(PARTS)
    assert [(step.part, step.lots) for step in network.steps] == [(1, 2), (2, 3), (4, 2)]
    assert [link.change for link in network.links] == [Change.ENDED] * 2 + [Change.NEW] * 3
    assert "part 2: leg 1 loses 3 lots; account 3 faces account 2 for them: leg 4" in "\n".join(
        network_lines(network)
    )


def test_a_true_up_settles_and_changes_no_wealth() -> None:
    case = find_perp_case("06-perpetuals:2")
    step = next(i for i, one in enumerate(case.commands, 1) if isinstance(one, TrueUp))
    network = network_of("06-perpetuals:2", step)
    assert title(network) == "account 2 and account 1 are trued up"
    assert [link.change for link in network.links] == [Change.SETTLED]
    (payment,) = network.payments
    assert (payment.atoms, payment.debt_atoms) == (997, 203)
    assert {node.wealth_after - node.wealth_before for node in network.nodes} == {0}


@pytest.mark.parametrize("name", perp_vectors())
def test_every_command_of_every_vector_is_told_without_a_difference(name: str) -> None:
    for moment in moments(find_perp_case(name)):
        for market in moment.markets():
            network = moment.network(name, market)
            assert network.differences == ()
            assert max(map(len, network_lines(network))) <= 100


def test_a_campaign_is_told_without_a_difference() -> None:
    seen: Counter[object] = Counter()
    for moment in campaign_moments():
        for market in moment.markets():
            network = moment.network("a campaign", market)
            assert network.differences == ()
            assert max(map(len, network_lines(network))) <= 100
            seen.update(step.part for step in network.steps)
            seen.update(link.change for link in network.links)
            for one in network.payments:
                seen.update({"offset": one.offset_atoms > 0, "debt": one.debt_atoms > 0})
    wanted = {0, 1, 2, 3, 4, *Change, "offset", "debt"}
    assert {what for what in wanted if seen[what] < 10} == set()


def test_sums_are_what_they_say_and_wealth_is_that_of_the_reference() -> None:
    sums = 0
    for moment in campaign_moments():
        (market, *_) = moment.markets()
        network = moment.network("a campaign", market)
        for node in network.nodes:
            assert node.wealth_after == reference.views.wealth(moment.state, node.account)
            position = reference.views.position(moment.state, node.account, market.market)
            assert node.after == position
            assert evaluate(node.cause.expression) == node.cause.equals
        told = [one for step in network.steps for one in step.sums]
        told += [one for payment in network.payments for one in payment.sums]
        assert all(evaluate(one.expression) == one.equals for one in told)
        sums += len(told)
    assert sums > 200


def altered(moment: Moment, kind: type[Event], **fields: Any) -> Moment:
    """The moment with its first event of a kind told otherwise."""
    events = list(moment.outcome.events)
    place = next(index for index, event in enumerate(events) if isinstance(event, kind))
    events[place] = evolve(events[place], **fields)
    return evolve(moment, outcome=evolve(moment.outcome, events=tuple(events)))


@cache
def parts_moment() -> Moment:
    """The trade of parts 1, 2 and 4."""
    return list(moments(find_perp_case(PARTS)))[-1]


def differences(moment: Moment) -> tuple[str, ...]:
    (market,) = moment.markets()
    return moment.network(PARTS, market).differences


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        (LegReduced, {"atoms": Atoms(51)}, "leg 1, value: the event says 51, the rules give 50"),
        (LegReduced, {"funding_atoms": Atoms(1)}, "leg 1, accrued funding: the event says 1"),
        (LegReduced, {"lots": Lots(6)}, "leg 1: the event takes 6 of 5 lots"),
        (LegReduced, {"long_account": AccountId(4)}, "there is no leg of account 4 with account 1"),
        (LegExtended, {"price": Price(1_011)}, "leg 3 gained at 1011, the rules give 1010"),
        (LegExtended, {"lots": Lots(1)}, "events of legs that are no step of the trade"),
        (LegExtended, {"leg": LegId(9)}, "the legs of market 1 are not in the dump"),
        (SettlementPaid, {"atoms": Atoms(19)}, "account 4 pays account 2 19 atoms, the rules"),
        (SettlementPaid, {"account": AccountId(3)}, "account 3 pays account 2 20 atoms, the rules"),
        (SettlementPaid, {"to_account": AccountId(3)}, "account 4 owes account 2 20 atoms and"),
    ],
)
def test_an_event_that_is_not_by_the_rules_is_seen(
    kind: type[Event], fields: dict[str, Any], text: str
) -> None:
    assert differences(parts_moment()) == ()
    found = differences(altered(parts_moment(), kind, **fields))
    assert [one for one in found if text in one] != []


def test_a_debt_without_a_payment_is_seen() -> None:
    moment = parts_moment()
    debt = DebtOpened(AccountId(3), AccountId(4), moment.after.now, Atoms(1))
    outcome = evolve(moment.outcome, events=(*moment.outcome.events, debt))
    found = differences(evolve(moment, outcome=outcome))
    assert found == ("command 18: account 3 owes more without a payment",)


def test_wealth_that_changes_without_a_cause_is_seen() -> None:
    moment = parts_moment()
    third = moment.after.accounts[2]
    (balance,) = third.balances
    richer = evolve(third, balances=(evolve(balance, atoms=Atoms(balance.atoms + 1)),))
    others = moment.after.accounts
    after = evolve(moment.after, accounts=(*others[:2], richer, *others[3:]))
    found = differences(evolve(moment, after=after))
    assert found == ("command 18: the wealth of account 3 changed by 1, the rules give 0",)


def test_a_fee_that_is_not_told_is_seen() -> None:
    (*_, last) = moments(find_perp_case(EXAMPLE))
    (market,) = last.markets()
    assert last.network(EXAMPLE, market).differences == ()
    found = altered(last, FeePaid, atoms=Atoms(4)).network(EXAMPLE, market).differences
    assert found == ("command 18: the wealth of account 3 changed by -23, the rules give -24",)


def test_of_many_accounts_only_those_concerned_are_told() -> None:
    owners = [PrincipalId(100 + number) for number in range(60)]
    case = find_perp_case(EXAMPLE)
    opened = [OpenAccount(one) for one in owners]
    deposits = [
        Deposit(one, AccountId(4 + place), AssetId(1), Atoms(7)) for place, one in enumerate(owners)
    ]
    parameters = load_preset("minimal", {"max_accounts": 100}, Profile.PERP_1)
    (*first, last) = case.commands
    many = evolve(
        case, parameters=parameters, commands=(*first[:12], *opened, *deposits, *first[12:], last)
    )
    network = explain_network("x", many, "reference", Limits(), step=None, market=None)
    assert len(network.nodes) == 63 > MOST_ACCOUNTS
    lines = list(network_lines(network))
    assert "and 60 accounts whose wealth did not change" in lines
    assert network.differences == ()


def test_a_mark_changes_wealth_and_no_leg() -> None:
    case = find_perp_case(EXAMPLE)
    marks = [i for i, one in enumerate(case.commands, 1) if isinstance(one, SetMark)]
    network = network_of(EXAMPLE, marks[-1])
    assert title(network) == "set_mark of asset 2"
    assert {link.change for link in network.links} == {Change.UNCHANGED}
    told = {node.account: node.cause for node in network.nodes}
    assert told[AccountId(1)].expression == "(-4) * (1010 - 1000)"
    assert {one.equals for one in told.values()} == {-40, 40, 0}


def test_a_market_without_trades_is_told_by_the_step() -> None:
    case = find_perp_case(EXAMPLE)
    quiet = Case(case.profile, case.parameters, case.commands[:13], {})
    with pytest.raises(ExplainError, match="--step names another"):
        explain_network("x", quiet, "reference", Limits(), step=None, market=None)
    network = explain_network("x", quiet, "reference", Limits(), step=13, market=None)
    assert "no legs" in list(network_lines(network))


def test_a_market_that_was_just_listed_is_empty_before() -> None:
    (*_, last) = moments(find_perp_case(EXAMPLE))
    (market,) = perp_markets(last.after)
    nothing = evolve(last.before, markets=())
    told = network_between("x", "y", 1, last.command, Accepted((), last.outcome.touched_orders),
                           (nothing, last.after), market)  # fmt: skip
    assert told.before.legs == ()
