"""From the rows of the kernel's log back to the events of perpetual futures."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tallystick.fast.kernel import codes
from tallystick.reference.types import perp_events
from tallystick.reference.types.perp_events import PerpetualEvent
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    FundingIndex,
    FundingRate,
    LegId,
    Lots,
    MarketId,
    Milliseconds,
    Price,
)

Cells = Sequence[int]


def _leg_reduced(cells: Cells) -> PerpetualEvent:
    return perp_events.LegReduced(
        market=MarketId(cells[0]),
        long_account=AccountId(cells[1]),
        short_account=AccountId(cells[2]),
        lots=Lots(cells[3]),
        atoms=Atoms(cells[4]),
        funding_atoms=Atoms(cells[5]),
    )


def _leg_extended(cells: Cells) -> PerpetualEvent:
    return perp_events.LegExtended(
        market=MarketId(cells[0]),
        long_account=AccountId(cells[1]),
        short_account=AccountId(cells[2]),
        lots=Lots(cells[3]),
        price=Price(cells[4]),
        leg=LegId(cells[5]),
    )


def _leg_settled(cells: Cells) -> PerpetualEvent:
    return perp_events.LegSettled(
        market=MarketId(cells[0]),
        long_account=AccountId(cells[1]),
        short_account=AccountId(cells[2]),
        atoms=Atoms(cells[3]),
        funding_atoms=Atoms(cells[4]),
    )


def _settlement_paid(cells: Cells) -> PerpetualEvent:
    return perp_events.SettlementPaid(
        AccountId(cells[0]), AccountId(cells[1]), Atoms(cells[2]), Atoms(cells[3])
    )


def _debt_opened(cells: Cells) -> PerpetualEvent:
    return perp_events.DebtOpened(
        AccountId(cells[0]), AccountId(cells[1]), Milliseconds(cells[2]), Atoms(cells[3])
    )


def _debt_paid(cells: Cells) -> PerpetualEvent:
    return perp_events.DebtPaid(
        AccountId(cells[0]), AccountId(cells[1]), Milliseconds(cells[2]), Atoms(cells[3])
    )


def _funding_rate_set(cells: Cells) -> PerpetualEvent:
    return perp_events.FundingRateSet(MarketId(cells[0]), FundingRate(cells[1]))


def _funding_ticked(cells: Cells) -> PerpetualEvent:
    return perp_events.FundingTicked(
        market=MarketId(cells[0]),
        tick_time=Milliseconds(cells[1]),
        ticks=Count(cells[2]),
        rate=FundingRate(cells[3]),
        index=FundingIndex(cells[4]),
    )


PERP_DECODERS: Mapping[int, Callable[[Cells], PerpetualEvent]] = MappingProxyType(
    {
        codes.LEG_REDUCED: _leg_reduced,
        codes.LEG_EXTENDED: _leg_extended,
        codes.LEG_SETTLED: _leg_settled,
        codes.SETTLEMENT_PAID: _settlement_paid,
        codes.DEBT_OPENED: _debt_opened,
        codes.DEBT_PAID: _debt_paid,
        codes.FUNDING_RATE_SET: _funding_rate_set,
        codes.FUNDING_TICKED: _funding_ticked,
    }
)
