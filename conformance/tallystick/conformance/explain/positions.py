"""How one account stands in perpetual futures at the end of a case (PRP-060, PRP-064)."""

from attrs import frozen

from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.perp_runs import run_with_dumps
from tallystick.conformance.explain.perp_views import (
    PerpMarket,
    Wealth,
    account_of,
    debts_of,
    leg_sums,
    perp_markets,
    wealth_of,
)
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.dump import DebtDump, LegDump
from tallystick.reference.types.units import AccountId, Lots, Milliseconds


@frozen
class LegView:
    """A leg as one of its parties sees it; the sums are those of the long (PRP-003)."""

    leg: LegDump
    is_long: bool
    counterparty: AccountId
    unrealised_profit: int
    accrued_funding: int
    """What the account owes for funding; negative if it gets it."""
    value: int
    """The profit less the funding."""
    sums: tuple[Sum, ...]


@frozen
class MarketView:
    """An account in one market, in which it has legs."""

    market: PerpMarket
    position: Lots
    legs: tuple[LegView, ...]


@frozen
class Standing:
    """All that an account has and owes."""

    name: str
    target: str
    account: AccountId
    now: Milliseconds
    markets: tuple[MarketView, ...]
    owes: tuple[DebtDump, ...]
    is_owed: tuple[DebtDump, ...]
    wealth: Wealth


def explain_position(
    name: str, case: Case, target: str, limits: Limits, account: AccountId
) -> Standing:
    """Run a case to its end; ExplainError if there is no such account then."""
    dump = run_with_dumps(case, target, limits, lambda _number, _command: False).end
    if account_of(dump, account) is None:
        text = f"there is no account {account} in {name}: it opens {len(dump.accounts)}"
        raise ExplainError(text)
    debts = debts_of(dump)
    return Standing(
        name,
        target,
        account,
        dump.now,
        tuple(
            MarketView(
                market,
                market.position(account),
                tuple(_leg_view(market, leg, account) for leg in market.legs_of(account)),
            )
            for market in perp_markets(dump)
            if market.legs_of(account)
        ),
        tuple(debt for debt in debts if debt.debtor == account),
        tuple(debt for debt in debts if debt.creditor == account),
        wealth_of(dump, account),
    )


def _leg_view(market: PerpMarket, leg: LegDump, account: AccountId) -> LegView:
    assert market.mark is not None
    profit, accrued, value = leg_sums(leg, market.mark, market.funding.index)
    is_long = leg.long_account == account
    sign = 1 if is_long else -1
    return LegView(
        leg,
        is_long,
        leg.short_account if is_long else leg.long_account,
        sign * profit.equals,
        sign * accrued.equals,
        sign * value.equals,
        (profit, accrued, value),
    )
