"""Legs, debts and funding of a kernel as a dump and back: no row number leaks into it."""

from types import ModuleType

from librt.vecs import vec
from mypy_extensions import i64

from tallystick.fast.event_rows import SOURCES
from tallystick.fast.kernel import layout
from tallystick.fast.kernel.codes import NONE
from tallystick.fast.kernel.venue import Venue
from tallystick.reference.types.dump import DebtDump, FundingDump, LegDump, StateDump
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    FundingIndex,
    FundingRate,
    FundingRemainder,
    LegId,
    Lots,
    Milliseconds,
    Premium,
)


def dump_funding(venue: Venue, market: int) -> FundingDump:
    """The funding of a perpetual market."""
    cell = market * layout.FUNDING_WIDTH
    row = venue.perps.funding[cell : cell + layout.FUNDING_WIDTH]
    published = row[layout.FUNDING_PUBLISHED]
    return FundingDump(
        source=SOURCES[row[layout.FUNDING_SOURCE]],
        rate=FundingRate(row[layout.FUNDING_RATE]),
        published_rate=None if published == layout.NO_RATE else FundingRate(published),
        index=FundingIndex(row[layout.FUNDING_INDEX]),
        remainder=FundingRemainder(row[layout.FUNDING_REMAINDER]),
        lots=Lots(row[layout.FUNDING_LOTS]),
        premium=Premium(row[layout.FUNDING_PREMIUM]),
        next_lots=Lots(row[layout.FUNDING_NEXT_LOTS]),
        next_premium=Premium(row[layout.FUNDING_NEXT_PREMIUM]),
    )


def last_leg(venue: Venue, market: int) -> LegId:
    """The last number that a leg of a market has used (PRP-002)."""
    return LegId(venue.perps.of_market(market, layout.FUNDING_LAST_LEG))


def dump_legs(venue: Venue, market: int) -> tuple[LegDump, ...]:
    """All legs of a market, ascending by number."""
    found = []
    for account in range(1, venue.account_count + 1):
        # Each leg is found once, with its long account.
        if venue.perps.legs.position(account, market) > 0:
            leg = venue.perps.legs.newest(account, market)
            while leg != NONE:
                found.append(_leg(venue, leg))
                leg = venue.perps.legs.rows[leg * layout.LEG_WIDTH + layout.LEG_OLDER]
    return tuple(sorted(found, key=lambda each: each.leg))


def _leg(venue: Venue, leg: int) -> LegDump:
    cell = leg * layout.LEG_WIDTH
    row = venue.perps.legs.rows[cell : cell + layout.LEG_WIDTH]
    return LegDump(
        leg=LegId(row[layout.LEG_NUMBER]),
        long_account=AccountId(row[layout.LEG_LONG]),
        short_account=AccountId(row[layout.LEG_SHORT]),
        lots=Lots(row[layout.LEG_LOTS]),
        cost=Atoms(row[layout.LEG_COST]),
        funding_base=Atoms(row[layout.LEG_FUNDING_BASE]),
    )


def dump_debts(venue: Venue) -> tuple[DebtDump, ...]:
    """All settlement debts, ascending by debtor, creditor and due time."""
    debts = venue.perps.debts
    found = []
    for account in range(1, venue.account_count + 1):
        debt = debts.first(account)
        while debt != NONE:
            cell = debt * layout.DEBT_WIDTH
            row = debts.rows[cell : cell + layout.DEBT_WIDTH]
            found.append(
                DebtDump(
                    debtor=AccountId(row[layout.DEBT_DEBTOR]),
                    creditor=AccountId(row[layout.DEBT_CREDITOR]),
                    due=Milliseconds(row[layout.DEBT_DUE]),
                    atoms=Atoms(row[layout.DEBT_ATOMS]),
                )
            )
            debt = debts.behind(debt)
    return tuple(sorted(found, key=lambda each: (each.debtor, each.creditor, each.due)))


def fill_perps(dump: StateDump, venue: Venue, restoring: ModuleType) -> None:
    """Bring what is of perpetual futures in a valid dump into a venue that has all else of it."""
    for market in dump.markets:
        if market.funding is not None:
            row = vec[i64](_fields(market.funding, market.last_leg or 0))
            restoring.restore_funding(venue, market.market, row)
        for leg in market.legs or ():
            restoring.restore_leg(
                venue,
                market.market,
                leg.leg,
                leg.long_account,
                leg.short_account,
                leg.lots,
                leg.cost,
                leg.funding_base,
            )
    # The lists of debtors are sorted like this: each debt then joins at their end.
    for debt in sorted(dump.debts or (), key=lambda each: (each.due, each.creditor)):
        restoring.restore_debt(venue, debt.debtor, debt.creditor, debt.due, debt.atoms)


def _fields(funding: FundingDump, last: int) -> list[int]:
    """A row of a market in the order of the kernel's layout."""
    return [
        SOURCES.index(funding.source),
        funding.rate,
        layout.NO_RATE if funding.published_rate is None else funding.published_rate,
        funding.index,
        funding.remainder,
        funding.lots,
        funding.premium,
        funding.next_lots,
        funding.next_premium,
        last,
    ]
