"""Payments, settlement debts and true-ups (PRP-033 to PRP-042, PRP-050)."""

from typing import Any

import pytest

from tests.reference.perp_desk import HOUR, Floor, names


@pytest.fixture
def floor() -> Floor:
    """Account 1 is long 10 lots with 2 from 1,000; only account 3 has more than 100 atoms."""
    floor = Floor(3, 0)
    for account in (1, 2):
        floor.of(account, "withdraw", asset=1, atoms=900)
    floor.trade(1, 2, 10, 1_000)
    return floor


def true_up(floor: Floor, mark: int, *lines: str) -> None:
    """Account 1 has its leg settled at a mark."""
    floor.mark(mark)
    floor.of(1, "true_up", *lines, counterparty=2, market=3)


def test_a_payment_is_offset_then_cash_then_debt(floor: Floor) -> None:
    """PRP-034: never debts in both directions."""
    true_up(
        *(floor, 1_030),
        "leg_settled market=3 long_account=1 short_account=2 atoms=300 funding_atoms=0",
        "settlement_paid account=2 to_account=1 offset_atoms=0 atoms=100",
        "debt_opened account=2 creditor=1 due=86400000 atoms=200",
    )
    true_up(floor, 1_025, "leg_settled", "settlement_paid account=1 offset_atoms=50 atoms=0")
    assert floor.debts() == [(2, 1, 24, 150)]
    true_up(
        *(floor, 980),
        "leg_settled atoms=-450",
        "settlement_paid account=1 to_account=2 offset_atoms=150 atoms=200",
        "debt_opened account=1 creditor=2 atoms=100",
    )
    assert floor.debts() == [(1, 2, 24, 100)]
    assert [floor.cash(each) for each in (1, 2)] == [0, 200]


def test_a_debt_is_due_a_day_later_at_a_full_hour(floor: Floor) -> None:
    """PRP-036: debts of one due time are one, also if they arose in the same hour only."""
    floor.at(1)
    true_up(floor, 1_030)
    floor.at(HOUR)
    true_up(floor, 1_031)
    assert floor.debts() == [(2, 1, 25, 210)]
    floor.at(HOUR + 1)
    true_up(floor, 1_032)
    assert floor.debts() == [(2, 1, 25, 210), (2, 1, 26, 10)]


def test_debts_that_are_overdue_become_one(floor: Floor) -> None:
    """PRP-037: when a debt is opened, before the new one is counted."""
    for hour in (0, 1, 2):
        floor.at(hour * HOUR)
        true_up(floor, 1_030 + hour)
    floor.at(25 * HOUR + 1)
    true_up(floor, 1_033)
    assert floor.debts() == [(2, 1, 24, 210), (2, 1, 26, 10), (2, 1, 50, 10)]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"max_debts_per_account": 1}, "too_many_debts_of_account"),
        ({"max_debts": 1}, "too_many_debts"),
        ({"max_debts": 2, "max_debts_per_account": 2}, None),
    ],
)
def test_debts_are_capped(limits: dict[str, Any], reason: str | None) -> None:
    """PRP-038: a debt that joins another is not counted."""
    floor = Floor(3, 0, **limits)
    floor.trade(1, 2, 100, 1_000)
    true_up(floor, 1_020)
    true_up(floor, 1_021)
    floor.at(1)
    floor.mark(1_022)
    floor.run(
        "true_up signer=11 account=1 counterparty=2 market=3"
        + ("" if reason is None else f"\n=> rejected reason={reason}")
    )


@pytest.mark.parametrize(("debtor", "creditor"), [(2, 3), (3, 1)])
def test_what_is_owed_is_bounded(floor: Floor, debtor: int, creditor: int) -> None:
    """PRP-038: of a debtor and of a creditor; the bound itself is allowed."""
    floor.owe(debtor, creditor, 24 * HOUR, 2**60 - 200)
    floor.mark(1_031)
    command = "true_up signer=11 account=1 counterparty=2 market=3"
    floor.judge(command, "debt_too_large")
    floor.mark(1_030)
    floor.judge(command, None)


def test_an_account_pays_its_debts_last_in_its_commands(floor: Floor) -> None:
    """PRP-039: by due time, then creditor, the treasury first; others' commands pay nothing."""
    for creditor, due in ((3, 24), (1, 24), (0, 24), (3, 23)):
        floor.owe(2, creditor, due * HOUR, 30)
    floor.run("set_fee_exempt signer=0 account=2 exempt=true")
    floor.of(
        *(2, "add_delegate", "delegate_added"),
        "debt_paid account=2 creditor=3 due=82800000 atoms=30",
        "debt_paid account=2 creditor=0 due=86400000 atoms=30",
        "debt_paid account=2 creditor=1 due=86400000 atoms=30",
        "debt_paid account=2 creditor=3 due=86400000 atoms=10",
        delegate=99,
    )
    assert floor.debts() == [(2, 3, 24, 20)]
    assert floor.dump().assets[0].treasury_atoms == 30
    outcome = floor.run("""
        batch signer=12 account=2 commands=2
          cancel_all signer=12 account=2
          cancel_all signer=12 account=2
        => nothing
    """)
    assert getattr(outcome, "touched_legs", None) == 0


def test_debts_are_repaid_on_command(floor: Floor) -> None:
    """PRP-040."""
    command = "repay_debts signer=12 account=2"
    floor.judge(command, "unknown_debt")
    floor.owe(2, 3, 24 * HOUR, 130)
    floor.run(f"{command}\n=> debt_paid account=2 creditor=3 atoms=100")
    floor.judge(command, "insufficient_balance")


def test_anybody_collects_what_is_overdue(floor: Floor) -> None:
    """PRP-041: overdue is after the due time, and only that is paid."""
    floor.owe(2, 3, 24 * HOUR, 40)
    floor.owe(2, 3, 25 * HOUR, 30)
    floor.owe(2, 3, 26 * HOUR, 30)
    command = "collect_debt signer=77 account=2 creditor=3"
    floor.judge("collect_debt signer=77 account=2 creditor=0", "unknown_debt")
    floor.at(24 * HOUR)
    floor.judge(command, "debt_not_overdue")
    floor.at(25 * HOUR + 1)
    floor.run(f"""
        {command}
        => debt_paid account=2 creditor=3 due=86400000 atoms=40
        => debt_paid account=2 creditor=3 due=90000000 atoms=30
    """)
    floor.judge(command, "debt_not_overdue")
    floor.owe(2, 0, HOUR, 40)
    floor.run("collect_debt signer=0 account=2 creditor=0\n=> debt_paid creditor=0 atoms=30")
    floor.judge("collect_debt signer=0 account=2 creditor=0", "insufficient_balance")


def test_debts_lower_the_free_balance(floor: Floor) -> None:
    """PRP-042: of the base asset, and not below 0."""
    floor.owe(2, 3, 24 * HOUR, 60)
    withdraw = "withdraw signer=12 account=2 asset={} atoms={}"
    floor.judge(withdraw.format(1, 41), "insufficient_free_balance")
    floor.judge(withdraw.format(2, 500), None)
    assert floor.debts() == []
    floor.owe(2, 3, 24 * HOUR, 41)
    floor.judge(withdraw.format(1, 1), "insufficient_free_balance")


def test_either_party_trues_up_also_in_a_halted_market(floor: Floor) -> None:
    """PRP-050: what nobody owes is not paid."""
    floor.run("set_halted signer=0 market=3 halted=true")
    events = floor.of(2, "true_up", counterparty=1, market=3)
    assert names(events) == ["LegSettled"]
    floor.mark(1_001)
    floor.of(
        *(2, "true_up", "leg_settled long_account=1 short_account=2 atoms=10"),
        "settlement_paid account=2 to_account=1 atoms=10",
        counterparty=1,
        market=3,
    )
    floor.judge("true_up signer=13 account=3 counterparty=1 market=3", "unknown_leg")
    floor.judge("true_up signer=11 account=1 counterparty=1 market=3", "unknown_leg")
    floor.judge("true_up signer=11 account=1 counterparty=2 market=2", "unknown_leg")
    floor.judge("true_up signer=11 account=1 counterparty=2 market=1", "not_perp")


def test_of_two_parties_who_owe_nothing_the_buyer_pays_first() -> None:
    """PRP-033: 1 is owed by nobody and pays his third party before the seller pays his."""
    floor = Floor(4)
    floor.trade(3, 1, 1, 1_000)
    floor.trade(2, 4, 1, 1_000)
    floor.mark(1_050)
    # Buyer 1 owes 3, and 4 owes seller 2, who owes nobody: thirds who owe come first.
    floor.trade(
        *(1, 2, 1, 1_050),
        *("order_accepted", "traded", "leg_reduced", "leg_reduced", "leg_extended"),
        "settlement_paid account=4 to_account=2 atoms=50",
        "settlement_paid account=1 to_account=3 atoms=50",
    )
