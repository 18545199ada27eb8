"""What anyone may look at (LND-060)."""

import pytest

from tallystick.reference.state import Claim
from tallystick.reference.types.units import AccountId, Atoms, LoanId, Milliseconds
from tallystick.reference.views import loans_of, next_due, settlement_cost
from tests.reference.loan_desk import HOUR, Desk


@pytest.fixture
def desk() -> Desk:
    """Loans 1 (from 1 to 2), 2 (from 3 to 1) and, an hour later, 3 (from 2 to 3)."""
    desk = Desk(lend_fee_rate=10_000)
    desk.lend(1, 2, 4, 1_000)
    desk.lend(3, 1, 2, 500)
    desk.at(1)
    desk.lend(2, 3, 2, 500)
    return desk


def test_the_loans_of_a_party_ascend_by_id(desk: Desk) -> None:
    seen = {
        account: [loan.loan for loan in loans_of(desk.state, AccountId(account))]
        for account in (1, 2, 3, 4)
    }
    assert seen == {1: [1, 2], 2: [1, 3], 3: [2, 3], 4: []}


@pytest.mark.parametrize(
    ("hour", "interest", "fee"), [(0, 320, 32), (8, 320, 32), (100, 4_000, 400)]
)
def test_a_settlement_costs_claims_interest_and_fee(
    desk: Desk, hour: int, interest: int, fee: int
) -> None:
    desk.change(1, claims=(Claim(AccountId(3), Atoms(5), Atoms(6)),))
    cost = settlement_cost(desk.state, LoanId(1), Milliseconds(hour * HOUR))
    assert (cost.claims_atoms, cost.interest_atoms, cost.fee_atoms) == (11, interest, fee)
    assert cost.total_atoms == 11 + interest + fee


def test_a_settlement_costs_what_is_then_paid(desk: Desk) -> None:
    later = Milliseconds(77 * HOUR + 1)
    cost = settlement_cost(desk.state, LoanId(1), later).total_atoms
    desk.run(f"advance_time signer=0 now={later}")
    before = desk.atoms(2)
    desk.of(2, "pay_interest", loan=1, reduce_lots=0, extend=False)
    assert before - desk.atoms(2) == cost
    assert settlement_cost(desk.state, LoanId(1), later).total_atoms == 0


def test_the_next_to_fall_due_is_least_by_due_time_then_id(desk: Desk) -> None:
    order = []
    while (loan := next_due(desk.state)) is not None:
        order.append(loan.loan)
        owner = loan.borrower
        desk.of(
            owner, "pay_interest", loan=loan.loan, reduce_lots=loan.principal_lots, extend=False
        )
    assert order == [1, 2, 3]


def test_an_extension_lets_another_be_the_next(desk: Desk) -> None:
    desk.of(2, "pay_interest", loan=1, reduce_lots=0, extend=True)
    loan = next_due(desk.state)
    assert loan is not None
    assert loan.loan == 2
