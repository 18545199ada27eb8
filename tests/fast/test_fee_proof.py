"""The fee of the fast kernel is that of SPT-012, and no step of it leaves 64 bits: proofs by Z3.

The kernel takes `rate * amount`, which may need 72 bits, in two parts. `test_same_behaviour` shows
that its code computes the same as the reference's; here is why, and how far its numbers reach.
"""

import importlib
from typing import Any

import pytest

z3: Any = importlib.import_module("z3")

UNIT = 100_000
HIGHEST_RATE = 50_000
HIGHEST_ATOMS = 2**56
MILLISECONDS = 20_000


class Fee:
    """The steps of the kernel's `fee_of_trade` over unknown integers, and what is known of them."""

    def __init__(self) -> None:
        self.rate, self.amount, self.credit, self.paid, self.cap = z3.Ints(
            "rate amount credit paid cap"
        )
        # amount // UNIT, and the least number of atoms that is not below `owed`.
        self.whole, self.owed_atoms = z3.Ints("whole owed_atoms")
        self.rest = self.amount - self.whole * UNIT
        self.owed = self.rate * self.rest - self.credit
        self.due = self.rate * self.whole + self.owed_atoms
        self.known = [
            *(self.rate >= 0, self.rate <= HIGHEST_RATE),
            *(self.amount >= 0, self.amount <= HIGHEST_ATOMS),
            *(self.credit >= 0, self.credit < UNIT),
            *(self.paid >= 0, self.paid <= self.cap, self.cap <= HIGHEST_ATOMS),
            *(self.rest >= 0, self.rest < UNIT),
            *((self.owed_atoms - 1) * UNIT < self.owed, self.owed <= self.owed_atoms * UNIT),
        ]


def is_proved(fee: Fee, claim: Any) -> bool:
    """Whether the claim holds for all integers in the ranges; False only with a counterexample."""
    solver = z3.Solver()
    solver.set("timeout", MILLISECONDS)
    solver.add(*fee.known, z3.Not(claim))
    verdict = solver.check()
    assert verdict != z3.unknown
    return bool(verdict == z3.unsat)


def test_the_parts_give_the_atoms_and_the_credit_of_the_clause() -> None:
    fee = Fee()
    owed = fee.rate * fee.amount - fee.credit
    assert is_proved(fee, (fee.due - 1) * UNIT < owed)
    assert is_proved(fee, owed <= fee.due * UNIT)
    assert is_proved(fee, UNIT * fee.owed_atoms - fee.owed == UNIT * fee.due - owed)


@pytest.mark.parametrize(
    ("step", "bound"),
    [
        ("rate * rest - credit", 2**33),
        ("UNIT * owed_atoms", 2**33),
        ("rate * whole", 2**55),
        ("due", 2**55 + 1),
        ("paid + due", 2**57),
    ],
)
def test_no_step_leaves_64_bits(step: str, bound: int) -> None:
    fee = Fee()
    number = {
        "rate * rest - credit": fee.owed,
        "UNIT * owed_atoms": UNIT * fee.owed_atoms,
        "rate * whole": fee.rate * fee.whole,
        "due": fee.due,
        "paid + due": fee.paid + fee.due,
    }[step]
    assert is_proved(fee, number < bound)
    assert is_proved(fee, number > -bound)


def test_false_claims_are_refuted() -> None:
    fee = Fee()
    # What NUM-011 says of the whole product, and a rounding that forgets the credit
    assert not is_proved(fee, fee.rate * fee.amount < 2**63)
    assert not is_proved(fee, fee.rate * fee.amount <= (fee.due - 1) * UNIT)
    assert not is_proved(fee, fee.rate * fee.whole < 2**54)
    # And what is known of the steps contradicts nothing
    assert not is_proved(fee, fee.rate != HIGHEST_RATE)
