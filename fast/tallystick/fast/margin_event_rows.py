"""From the rows of the kernel's log back to the events of margin."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tallystick.fast.kernel import codes
from tallystick.reference.types import margin_events
from tallystick.reference.types.margin_events import MarginEvent
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Milliseconds, Permille

Cells = Sequence[int]


def _risk_changed(cells: Cells) -> MarginEvent:
    return margin_events.RiskChanged(
        AssetId(cells[0]), Permille(cells[1]), Permille(cells[2]), Permille(cells[3])
    )


def _risk_announced(cells: Cells) -> MarginEvent:
    return margin_events.RiskAnnounced(
        AssetId(cells[0]),
        Permille(cells[1]),
        Permille(cells[2]),
        Permille(cells[3]),
        Milliseconds(cells[4]),
    )


def _account_valued(cells: Cells) -> MarginEvent:
    return margin_events.AccountValued(AccountId(cells[0]), Atoms(cells[1]), Atoms(cells[2]))


MARGIN_DECODERS: Mapping[int, Callable[[Cells], MarginEvent]] = MappingProxyType(
    {
        codes.RISK_CHANGED: _risk_changed,
        codes.RISK_ANNOUNCED: _risk_announced,
        codes.ACCOUNT_VALUED: _account_valued,
    }
)
