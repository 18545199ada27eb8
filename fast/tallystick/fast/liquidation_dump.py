"""The escrows of a kernel as a dump and back: no row number leaks into it."""

from types import ModuleType

from tallystick.fast.kernel import layout
from tallystick.fast.kernel.venue import Venue
from tallystick.reference.types.dump import EscrowDump, StateDump
from tallystick.reference.types.units import AccountId, Atoms, EscrowId, Milliseconds


def dump_escrows(venue: Venue) -> tuple[EscrowDump, ...]:
    """All rewards in escrow, ascending by id."""
    found = []
    for escrow in range(1, venue.escrows.fresh):
        cell = escrow * layout.ESCROW_WIDTH
        row = venue.escrows.rows[cell : cell + layout.ESCROW_WIDTH]
        if row[layout.ESCROW_ATOMS] > 0:
            found.append(
                EscrowDump(
                    escrow=EscrowId(row[layout.ESCROW_ID]),
                    account=AccountId(row[layout.ESCROW_ACCOUNT]),
                    target=AccountId(row[layout.ESCROW_TARGET]),
                    atoms=Atoms(row[layout.ESCROW_ATOMS]),
                    due=Milliseconds(row[layout.ESCROW_DUE]),
                )
            )
    return tuple(sorted(found, key=lambda each: each.escrow))


def fill_escrows(dump: StateDump, venue: Venue, restoring: ModuleType) -> None:
    """Bring the escrows of a valid dump into a venue that has all else of it."""
    venue.escrows.last_escrow = dump.last_escrow or 0
    for escrow in dump.escrows or ():
        restoring.restore_escrow(
            venue, escrow.escrow, escrow.account, escrow.target, escrow.atoms, escrow.due
        )
