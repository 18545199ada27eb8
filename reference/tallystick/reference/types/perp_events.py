"""Events of perpetual futures (spec chapter 06)."""

from attrs import frozen

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


@frozen
class LegReduced:
    """A leg was settled and lost lots.

    `atoms` is what it was worth to the long at the mark, `funding_atoms` its accrued funding, both
    before.
    """

    market: MarketId
    long_account: AccountId
    short_account: AccountId
    lots: Lots
    atoms: Atoms
    funding_atoms: Atoms


@frozen
class LegExtended:
    """A leg gained lots at a price, or began with them; nothing is paid."""

    market: MarketId
    long_account: AccountId
    short_account: AccountId
    lots: Lots
    price: Price
    leg: LegId


@frozen
class LegSettled:
    """A leg was trued up; both numbers are as in `leg_reduced`."""

    market: MarketId
    long_account: AccountId
    short_account: AccountId
    atoms: Atoms
    funding_atoms: Atoms


@frozen
class SettlementPaid:
    """An account paid another: by taking debts off, and from its balance."""

    account: AccountId
    to_account: AccountId
    offset_atoms: Atoms
    atoms: Atoms


@frozen
class DebtOpened:
    """A settlement debt began, or grew by these atoms; creditor 0 is the treasury."""

    account: AccountId
    creditor: AccountId
    due: Milliseconds
    atoms: Atoms


@frozen
class DebtPaid:
    """A debtor paid of a settlement debt, in part or whole, from its balance."""

    account: AccountId
    creditor: AccountId
    due: Milliseconds
    atoms: Atoms


@frozen
class FundingRateSet:
    """The operator published a rate."""

    market: MarketId
    rate: FundingRate


@frozen
class FundingTicked:
    """Ticks of funding were made; rate and index as they now are."""

    market: MarketId
    tick_time: Milliseconds
    ticks: Count
    rate: FundingRate
    index: FundingIndex


PerpetualEvent = (
    LegReduced
    | LegExtended
    | LegSettled
    | SettlementPaid
    | DebtOpened
    | DebtPaid
    | FundingRateSet
    | FundingTicked
)
"""What happens to legs, settlement debts and funding (chapter 06)."""
