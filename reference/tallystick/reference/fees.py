"""The fee of one trade (SPT-012): pure, over plain numbers."""

from tallystick.reference.numbers import FEE_RATE_UNITS, ceil_div
from tallystick.reference.types.units import Atoms, FeeCredit, FeeRate


def fee_of_trade(
    rate: FeeRate, amount: Atoms, cap: Atoms, paid: Atoms, credit: FeeCredit
) -> tuple[Atoms, Atoms, FeeCredit]:
    """The fee of a trade, then the fee paid and the fee credit of the order after it (SPT-012).

    `rate` applies to `amount`, the atoms received in this trade; `cap` bounds the fees of the
    order, of which `paid` atoms were paid before; `credit`, in units of 1/100,000 atom, is what
    rounding up has paid in advance.
    """
    assert 0 <= rate <= FEE_RATE_UNITS
    assert amount >= 0
    assert 0 <= paid <= cap
    assert 0 <= credit < FEE_RATE_UNITS
    owed = rate * amount
    due = ceil_div(owed - credit, FEE_RATE_UNITS)  # [SPT-012]
    if paid + due >= cap:  # [SPT-012]
        fee, credit_after = cap - paid, 0  # [SPT-012]
    else:
        fee, credit_after = due, credit + FEE_RATE_UNITS * due - owed  # [SPT-012]
    paid_after = paid + fee  # [SPT-012]
    assert 0 <= fee <= amount
    assert paid <= paid_after <= cap
    assert 0 <= credit_after < FEE_RATE_UNITS
    # What was paid less what was owed is the credit, unless the cap ended it.
    assert paid_after == cap or FEE_RATE_UNITS * fee + credit == amount * rate + credit_after
    assert paid_after < cap or FEE_RATE_UNITS * (fee - 1) + credit < amount * rate
    return Atoms(fee), Atoms(paid_after), FeeCredit(credit_after)
