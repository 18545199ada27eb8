"""A state from its dump (STA-025): what the dump does not show is made anew."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from attrs import asdict

from tallystick.reference.crossing import price_key
from tallystick.reference.perpetual import Funding
from tallystick.reference.rewards import Escrow
from tallystick.reference.risk import AnnouncedRisk, Risk
from tallystick.reference.state import (
    Account,
    Asset,
    Claim,
    DebtKey,
    Leg,
    Loan,
    Market,
    Order,
    Place,
    State,
)
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import (
    AccountDump,
    AnnouncedRiskDump,
    AssetDump,
    ClaimDump,
    EscrowDump,
    FundingDump,
    LegDump,
    LoanDump,
    MarketDump,
    OrderDump,
    RiskDump,
    StateDump,
)
from tallystick.reference.types.units import AccountId, EscrowId, LegId, LoanId, OrderId
from tallystick.reference.types.validity import check_dump


def restore(dump: StateDump) -> State:
    """The state that has this dump; InvalidDumpError if no state has (STA-026)."""
    check_dump(dump)  # [STA-025]
    orders = sorted(
        (
            Order(**_fields(order), market=market.market, side=side, joined=place.joined)
            for market in dump.markets
            for side, listed in ((Side.BUY, market.bids), (Side.SELL, market.asks))
            for place, order in zip(_places(side, listed), listed, strict=True)
        ),
        key=_account_of,
    )
    return State(
        profile=dump.profile,
        parameters=dump.parameters,
        now=dump.now,
        assets={asset.asset: _asset(asset) for asset in dump.assets},
        markets={market.market: _market(market) for market in dump.markets},
        accounts={account.account: _account(account, orders) for account in dump.accounts},
        loans={loan.loan: _loan(loan) for loan in dump.loans or ()},
        last_loan=dump.last_loan or LoanId(0),
        debts={
            DebtKey(debt.debtor, debt.creditor, debt.due): debt.atoms for debt in dump.debts or ()
        },
        escrows={each.escrow: Escrow(**_fields(each)) for each in dump.escrows or ()},
        last_escrow=dump.last_escrow or EscrowId(0),
        joins=len(orders),
    )


def _fields(
    part: AssetDump
    | MarketDump
    | OrderDump
    | AccountDump
    | LoanDump
    | ClaimDump
    | FundingDump
    | LegDump
    | RiskDump
    | AnnouncedRiskDump
    | EscrowDump,
) -> dict[str, Any]:
    """What a part of a dump states, by names which are those of the state."""
    return asdict(part, recurse=False)


def _asset(asset: AssetDump) -> Asset:
    """An asset with its risk values, in force and announced (MGN-010)."""
    risk, announced = asset.risk, asset.announced
    made = {
        "risk": None if risk is None else Risk(**_fields(risk)),
        "announced": None if announced is None else AnnouncedRisk(**_fields(announced)),
    }
    return Asset(**{**_fields(asset), **made})


def _account_of(order: Order) -> AccountId:
    return order.account


def _market(market: MarketDump) -> Market:
    sides = {"bids": _places(Side.BUY, market.bids), "asks": _places(Side.SELL, market.asks)}
    made = {
        "funding": None if market.funding is None else Funding(**_fields(market.funding)),
        "last_leg": market.last_leg or LegId(0),
        "legs": {leg.leg: Leg(**_fields(leg)) for leg in market.legs or ()},
    }
    return Market(**{**_fields(market), **sides, **made})


def _places(side: Side, orders: Sequence[OrderDump]) -> tuple[Place, ...]:
    """Places of a side; numbers of arrival that ascend with the list keep every queue as it is."""
    return tuple(
        Place(price_key(side, order.price), joined, order.account, order.order_id)
        for joined, order in enumerate(orders, start=1)
    )


def _account(account: AccountDump, orders: Sequence[Order]) -> Account:
    """An account with its orders out of all, which ascend by account."""
    first = bisect_left(orders, account.account, key=_account_of)
    end = bisect_right(orders, account.account, key=_account_of)
    balances = {balance.asset: balance.atoms for balance in account.balances}
    own = {order.order_id: order for order in orders[first:end]}
    made = {
        "balances": balances,
        "orders": own,
        "last_engine_order_id": account.last_engine_order_id or OrderId(0),
    }
    return Account(**{**_fields(account), **made})


def _loan(loan: LoanDump) -> Loan:
    """A loan with its claims, oldest first."""
    claims = tuple(Claim(**_fields(claim)) for claim in loan.claims)
    return Loan(**{**_fields(loan), "claims": claims})
