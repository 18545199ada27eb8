"""Commands of perpetual futures (spec chapter 06). Every command names its signer."""

from attrs import frozen

from tallystick.reference.types.units import AccountId, FundingRate, MarketId, PrincipalId


@frozen
class TrueUp:
    """Settle the leg that two accounts have in a market (PRP-050)."""

    signer: PrincipalId
    account: AccountId
    counterparty: AccountId
    market: MarketId


@frozen
class RepayDebts:
    """Pay one's own settlement debts as far as the balance goes (PRP-040)."""

    signer: PrincipalId
    account: AccountId


@frozen
class CollectDebt:
    """Make a debtor pay what is overdue to a creditor, 0 being the treasury (PRP-041)."""

    signer: PrincipalId
    account: AccountId
    creditor: AccountId


@frozen
class SetFundingRate:
    """Publish the rate of a market from its next tick on (PRP-021)."""

    signer: PrincipalId
    market: MarketId
    rate: FundingRate
