"""What holds of rewards in escrow in every dump by itself (LIQ-021, STA-012)."""

from collections.abc import Iterator

from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.dump import StateDump


def escrow_violations(dump: StateDump) -> Iterator[Violation]:
    """Every violation by an escrow; none in a profile that has none."""
    liquidation = dump.parameters.liquidation
    if liquidation is None or dump.escrows is None:
        return
    ids = [escrow.escrow for escrow in dump.escrows]
    if ids != sorted(set(ids)):
        yield Violation("LIQ-021", "the ids of the escrows do not ascend")
    if len(ids) > liquidation.max_escrows:
        yield Violation("LIQ-021", f"the venue has {len(ids)} escrows")
    for escrow in dump.escrows:
        is_known = dump.last_escrow is not None and 1 <= escrow.escrow <= dump.last_escrow
        if not is_known or escrow.account == escrow.target or escrow.atoms < 1:
            yield Violation("LIQ-021", f"{escrow}, the last one is {dump.last_escrow}")
        if escrow.due > dump.now + liquidation.escrow_ms:
            yield Violation("LIQ-021", f"{escrow} at {dump.now}")
