"""Positions: what anyone may look at is what the reference says of it."""

import json

import pytest

from tallystick import reference
from tallystick.conformance.arithmetic import evaluate
from tallystick.conformance.explain.perp_runs import find_perp_case
from tallystick.conformance.explain.perp_text import standing_lines
from tallystick.conformance.explain.positions import Standing, explain_position
from tallystick.conformance.runner import Limits
from tallystick.reference.types.units import AccountId
from tests.conformance.cli.calling import call
from tests.conformance.explain.perp_cases import moments, perp_vectors

EXAMPLE, DEBTOR = "06-perpetuals:1", "06-perpetuals:2"


def standing_of(name: str, account: int) -> Standing:
    case = find_perp_case(name)
    return explain_position(name, case, "reference", Limits(), AccountId(account))


@pytest.mark.parametrize("name", perp_vectors())
def test_positions_are_those_of_the_reference(name: str) -> None:
    (*_, last) = moments(find_perp_case(name))
    state = last.state
    for account in state.accounts:
        standing = standing_of(name, account)
        views = reference.views.legs_of(state, account)
        ours = [one for view in standing.markets for one in view.legs]
        assert [(one.leg.leg, one.counterparty) for one in ours] == [
            (view.leg, view.counterparty) for view in views
        ]
        assert [(one.value, one.unrealised_profit, one.accrued_funding) for one in ours] == [
            (view.value_atoms, view.profit_atoms, view.funding_atoms) for view in views
        ]
        assert standing.wealth.total.equals == reference.views.wealth(state, account)
        assert sum(debt.atoms for debt in standing.owes) == reference.views.owed_atoms(
            state, account
        )
        claims = reference.views.claimed_atoms(state, account)
        assert sum(debt.atoms for debt in standing.is_owed) == claims
        sums = [one for leg in ours for one in leg.sums]
        for one in (*sums, standing.wealth.total):
            assert evaluate(one.expression) == one.equals
        assert max(map(len, standing_lines(standing))) <= 100


def test_a_position_is_told() -> None:
    result = call("explain", "position", EXAMPLE, "--account", "1")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"account 1 in the end of {EXAMPLE}, on reference; now is 0 ms"
    assert "market 2 of asset 2: mark 1010, index 0, position -4" in lines
    assert "    1    -2    account 2     0                  0                0" in lines
    assert "    2    -2    account 3     0                  0                0" in lines
    assert "        value              0 - 0 = 0" in lines
    balance = "wealth  balance + what it is owed - what it owes + its legs = "
    assert lines[-1] == f"{balance}957 + 0 - 0 + 0 = 957"


def test_debts_are_told_from_both_sides() -> None:
    owes = call("explain", "position", DEBTOR, "--account", "1").stdout
    assert "owes\n    account 2  103 atoms, due 86400000 ms, in 1 d 00:00:00\n" in owes
    owed = call("explain", "position", DEBTOR, "--account", "2").stdout
    assert "is owed\n    account 1  103 atoms, due 86400000 ms, in 1 d 00:00:00\n" in owed


def test_whoever_has_no_position_is_told_so() -> None:
    lines = call("explain", "position", DEBTOR, "--account", "3").stdout.splitlines()
    assert lines[1] == "no position"
    assert lines[-1].endswith("= 1000 + 0 - 0 + 0 = 1000")


def test_a_position_as_json() -> None:
    result = call("explain", "position", DEBTOR, "--account", "1", "--json")
    plain = json.loads(result.stdout)
    assert (plain["format"], plain["account"]) == ("tallystick-explain/1", "1")
    (market,) = plain["markets"]
    assert (market["position"], market["mark"], market["index"]) == ("-6", "1200", "0")
    (leg,) = market["legs"]
    assert (leg["counterparty"], leg["cost"], leg["value"]) == ("2", "7200", "0")
    assert plain["owes"] == [{"debtor": "1", "creditor": "2", "due": "86400000", "atoms": "103"}]
    assert plain["is_owed"] == []
    assert plain["wealth"] == {
        "balance": "0", "claims": "0", "debts": "103", "legs": "0", "total": "-103",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((EXAMPLE,), "Missing option '--account'"),
        ((EXAMPLE, "--account", "0"), "'--account'"),
        ((EXAMPLE, "--account", "4"), f"there is no account 4 in {EXAMPLE}: it opens 3"),
        (("lnd-none", "--account", "1"), "'lnd-none' is neither a file nor a vector"),
        ((EXAMPLE, "--account", "1", "--target", "slow"), "unknown target 'slow'"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = call("explain", "position", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in " ".join(result.stderr.split())
