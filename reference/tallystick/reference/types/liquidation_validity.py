"""Which escrows are in a valid dump of `world/1` (STA-026)."""

from collections.abc import Iterator

from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.dump_rules import (
    HIGHEST_ATOMS,
    Rule,
    ascending,
    has_liquidation,
    same,
    within,
)
from tallystick.reference.types.parameters import LiquidationParameters
from tallystick.reference.types.units import Atoms

HIGHEST_ESCROW = 2**61 - 1


def rules_of_escrows(dump: StateDump) -> Iterator[Rule]:
    """Every rule about rewards in escrow; they are there in `world/1` and nowhere else."""
    if not has_liquidation(dump):
        yield same("/last_escrow", dump.last_escrow, None)
        yield same("/escrows", dump.escrows, None)
        return
    yield dump.last_escrow is not None, "/last_escrow", None, "a number"
    yield dump.escrows is not None, "/escrows", None, "a list"
    limits, escrows, last_escrow = _liquidation(dump), dump.escrows or (), dump.last_escrow or 0
    yield within("/last_escrow", last_escrow, 0, HIGHEST_ESCROW)
    most = limits.max_escrows
    yield len(escrows) <= most, "/escrows", f"{len(escrows)} of them", f"at most {most}"
    yield from ascending("/escrows", [each.escrow for each in escrows], "/escrow")
    for index, escrow in enumerate(escrows):
        at = f"/escrows/{index}"
        yield within(f"{at}/escrow", escrow.escrow, 1, last_escrow)
        for name, account in (("account", escrow.account), ("target", escrow.target)):
            yield within(f"{at}/{name}", account, 1, len(dump.accounts))
        yield escrow.account != escrow.target, f"{at}/target", "the account", "somebody else"
        yield within(f"{at}/atoms", escrow.atoms, 1, HIGHEST_ATOMS)
        yield within(f"{at}/due", escrow.due, 0, dump.now + limits.escrow_ms)


def atoms_in_escrow(dump: StateDump) -> Atoms:
    """Base atoms that are in nobody's balance (LIQ-022)."""
    return Atoms(sum(escrow.atoms for escrow in dump.escrows or ()))


def _liquidation(dump: StateDump) -> LiquidationParameters:
    assert dump.parameters.liquidation is not None  # The parameters have passed (STA-013).
    return dump.parameters.liquidation
