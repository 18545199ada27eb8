"""What orders reserve, what that leaves free and what an order can deliver: pure (chapter 05)."""

from tallystick.reference.numbers import (
    BALANCE_BOUND_ATOMS,
    ORDER_COST_BOUND_ATOMS,
    TENTHS,
    atoms_of_lots,
    ceil_div,
    cost_atoms,
    floor_div,
)
from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import Atoms, Lots, Price, Tenths


def is_too_large(price: Price, lots: Lots, lot_atoms: Atoms) -> bool:
    """Whether a spot order exceeds the bounds of SPT-001."""
    assert price > 0
    assert lots > 0
    assert lot_atoms > 0
    too_large = (
        cost_atoms(price, lots) > ORDER_COST_BOUND_ATOMS  # [SPT-001]
        or atoms_of_lots(lots, lot_atoms) > BALANCE_BOUND_ATOMS  # [SPT-001]
    )
    assert too_large == (
        lots > ORDER_COST_BOUND_ATOMS // price or lots > BALANCE_BOUND_ATOMS // lot_atoms
    )
    return too_large


def is_loan_too_large(lots: Lots, lot_atoms: Atoms) -> bool:
    """Whether an order on a lending market exceeds the bound of LND-002."""
    assert lots > 0
    assert lot_atoms > 0
    too_large = atoms_of_lots(lots, lot_atoms) > BALANCE_BOUND_ATOMS  # [LND-002]
    assert too_large == (lots > BALANCE_BOUND_ATOMS // lot_atoms)
    return too_large


def order_reservation(side: Side, price: Price, open_lots: Lots, lot_atoms: Atoms) -> Atoms:
    """What an order reserves: a spot buy base atoms, a sell atoms of the asset (SPT-002)."""
    assert price > 0
    assert open_lots >= 0
    assert lot_atoms > 0
    if side is Side.BUY:
        reserved = cost_atoms(price, open_lots)  # [SPT-002]
    else:
        reserved = atoms_of_lots(open_lots, lot_atoms)  # [SPT-002]
    # It is what delivers the open lots, and nothing is left.
    assert reserved // (price if side is Side.BUY else lot_atoms) == open_lots
    assert reserved % (price if side is Side.BUY else lot_atoms) == 0
    return reserved


def reservation_bound(balance: Atoms, multiple: Tenths) -> Atoms:
    """Most atoms that all orders together may reserve against a balance (SPT-003)."""
    assert balance >= 0
    assert multiple >= TENTHS
    bound = floor_div(balance * multiple, TENTHS)  # [SPT-003]
    assert bound * TENTHS <= balance * multiple < (bound + 1) * TENTHS
    assert bound >= balance
    return Atoms(bound)


def free_balance(balance: Atoms, reserved: Atoms, multiple: Tenths) -> Atoms:
    """Atoms of a balance that may be withdrawn or transferred (SPT-004)."""
    assert balance >= 0
    assert reserved >= 0
    assert multiple >= TENTHS
    kept = ceil_div(reserved * TENTHS, multiple)  # [SPT-004]
    free = max(0, balance - kept)  # [SPT-004]
    assert 0 <= free <= balance
    # What stays carries the reservation, and one atom less would not.
    assert free == 0 or (balance - free) * multiple >= reserved * TENTHS
    assert free == balance or (balance - free - 1) * multiple < reserved * TENTHS
    return Atoms(free)


def deliverable_lots(balance: Atoms, atoms_per_lot: int) -> Lots:
    """Lots that a balance covers (SPT-005).

    `atoms_per_lot` is the price for a buyer, who pays in base atoms, and `lot_atoms` for a seller.
    """
    assert balance >= 0
    assert atoms_per_lot > 0
    lots = floor_div(balance, atoms_per_lot)  # [SPT-005]
    assert lots * atoms_per_lot <= balance < (lots + 1) * atoms_per_lot
    return Lots(lots)
