"""Networks and loans of `world/1`: what chapter 09 does to them is told without a difference."""

from collections import Counter
from itertools import pairwise

import pytest

from tallystick.conformance.explain.close_outs import loans_closed_out, wealth_changes
from tallystick.conformance.explain.lives import find_case, follow, run_case
from tallystick.conformance.explain.network import Network, network_between
from tallystick.conformance.explain.perp_views import perp_markets
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.runner import Limits
from tallystick.reference.types.events import OrderRemoved
from tallystick.reference.types.liquidation_events import BankruptcyDeclared
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, Atoms, LoanId
from tests.conformance.cli.calling import call
from tests.conformance.explain.world_cases import (
    LOANS,
    OWES_BOTH_WAYS,
    moment_behind,
    moments_of_campaign,
    moments_of_vector,
    world_vectors,
)

OF_CHAPTER_09 = (
    "Liquidate",
    "DeclareBankruptcy",
    "SwapForTarget",
    "ClaimReward",
    "ReverseReward",
)


def networks(before: Moment, after: Moment) -> list[Network]:
    """Of every perpetual market around one accepted command."""
    assert isinstance(after.outcome, Accepted)
    dumps = (before.dump, after.dump)
    return [
        network_between(
            after.name, "reference", after.number, after.command, after.outcome, dumps, market
        )
        for market in perp_markets(after.dump)
    ]


@pytest.mark.parametrize("name", world_vectors())
def test_chapter_09_is_told_of_networks_without_a_difference(name: str) -> None:
    for before, after in pairwise(moments_of_vector(name)):
        if type(after.command).__name__ in OF_CHAPTER_09:
            for network in networks(before, after):
                assert network.differences == ()


@pytest.mark.parametrize("preset", ["minimal", "world"])
def test_campaigns_are_told_without_a_difference(preset: str) -> None:
    seen: Counter[str] = Counter()
    for index in range(4):
        moments = list(moments_of_campaign(1, preset, index))
        for before, after in pairwise(moments):
            kind = type(after.command).__name__
            if kind in OF_CHAPTER_09:
                seen[kind] += 1
                for network in networks(before, after):
                    assert network.differences == ()
        told = follow(
            preset,
            "reference",
            moments[0].dump.parameters,
            [one.command for one in moments],
            [one.outcome for one in moments],
        )
        assert told.differences == ()
        stands = tuple(told.book.loans[loan] for loan in sorted(told.book.loans))
        assert stands == moments[-1].dump.loans
    assert seen["Liquidate"] + seen["DeclareBankruptcy"] > 0


@pytest.mark.parametrize("name", world_vectors())
def test_loans_are_told_without_a_difference(name: str) -> None:
    assert run_case(name, find_case(name), "reference", Limits()).differences == ()


def test_a_close_out_is_shown_with_its_arithmetic() -> None:
    """-200 of wealth: 600 less 1,000 owed and 200 owned. 600 are shared, and nothing is left."""
    result = call("explain", "network", OWES_BOTH_WAYS, "--step", "40")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert "account 1 pays account 2 225 atoms: estate" in lines
    causes = [line.partition("= ")[2] for line in lines if line.startswith(("1   ", "2   "))]
    assert "- (-500) - (-300) - (-200) - 200 - 225 - 225 - 150" in causes
    assert "(-500) + 200 + 225" in causes


def test_a_loan_that_is_closed_out_has_ended() -> None:
    result = call("explain", "loan", LOANS, "--loan", "1")
    assert result.exit_code == 0
    assert "account 1 is closed out: the loan is netted with all else" in result.stdout
    assert result.stdout.endswith("in the end: ended\n")


def test_a_claim_of_the_bankrupt_ends_and_its_fee_stays() -> None:
    """Account 2 has left the loan and is closed out: only the fee beside its claim is owed."""
    name = "liq-claims-of-the-bankrupt-and-on-his-loans"
    dump = moment_behind(name, 33).dump
    loans = {loan.loan: loan for loan in dump.loans or ()}
    holders = {
        claim.account
        for loan in loans.values()
        for claim in loan.claims
        if claim.account not in (loan.lender, loan.borrower)
    }
    assert holders
    for target in holders:
        event = BankruptcyDeclared(target, Atoms(0), Atoms(0))
        for touch in loans_closed_out(event, loans):
            before = loans[LoanId(touch.loan)]
            assert touch.before == before
            if touch.after is not None:
                fees = sum(claim.fee_atoms for claim in before.claims)
                assert sum(claim.fee_atoms for claim in touch.after.claims) == fees
                left = [one for one in touch.after.claims if one.account == target]
                assert all(claim.interest_atoms == 0 < claim.fee_atoms for claim in left)
            else:
                assert target in (before.lender, before.borrower)


def test_other_events_change_no_wealth() -> None:
    outcome = moment_behind(OWES_BOTH_WAYS, 23).outcome
    assert isinstance(outcome, Accepted)
    assert not any(isinstance(event, OrderRemoved) for event in outcome.events)
    for event in outcome.events:
        assert list(wealth_changes((), (), event, is_close_out=False)) == []
    strangers = BankruptcyDeclared(AccountId(9), Atoms(0), Atoms(0))
    assert list(wealth_changes((), (), strangers, is_close_out=True)) == []
