"""Fees of one trade, without a product of more than 63 bits."""

from typing import Final

from mypy_extensions import i64

FEE_UNIT: Final = 100_000
"""A fee rate is in units of 1/100,000 (NUM-006)."""


def ceil_div(dividend: i64, divisor: i64) -> i64:
    """NUM-020."""
    return -((-dividend) // divisor)


def fee_of_trade(rate: i64, amount: i64, paid: i64, credit: i64, cap: i64) -> tuple[i64, i64]:
    """Fee in atoms and the new credit, of an order that received `amount` atoms (SPT-012)."""
    # rate * amount may need 72 bits: take it as rate * (whole * FEE_UNIT + rest).
    whole = amount // FEE_UNIT
    owed = rate * (amount - whole * FEE_UNIT) - credit
    owed_atoms = ceil_div(owed, FEE_UNIT)
    due = rate * whole + owed_atoms
    if paid + due >= cap:
        return cap - paid, 0
    return due, FEE_UNIT * owed_atoms - owed
