"""Orders that the engine makes for an account: to borrow anew, and to offer what came back."""

from attrs import evolve

from tallystick.reference.accepting import accept
from tallystick.reference.admission import capacity_violation
from tallystick.reference.interest import engine_order_id
from tallystick.reference.loans import lending_market, loan_fee
from tallystick.reference.state import Loan, Order, State, with_account
from tallystick.reference.types.choices import OrderType, RemovalCause, SelfTrade, Side
from tallystick.reference.types.events import OrderRemoved
from tallystick.reference.types.loan_events import ReturnKept
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Count, FeeCredit, Lots, Price
from tallystick.reference.verdict import Applied, followed_by


def buy_of_borrower(state: State, loan: Loan, price: Price, order_type: OrderType) -> Order:
    """A buy that borrows the principal of a loan anew (LND-052, LND-055)."""
    order = _order(state, loan, loan.borrower, Side.BUY, price, loan.principal_lots)  # [LND-052]
    return evolve(order, order_type=order_type, self_trade=SelfTrade.CANCEL_MAKER)  # [LND-052]


def offer_of_lender(state: State, loan: Loan, lots: Lots) -> Order:
    """An offer of principal that came back (LND-035)."""
    order = _order(state, loan, loan.lender, Side.SELL, loan.return_rate, lots)  # [LND-035]
    return evolve(
        order,
        order_type=OrderType.LIMIT,  # [LND-035]
        self_trade=SelfTrade.CANCEL_TAKER,  # [LND-035]
        returnable=loan.returnable,  # [LND-035]
        extensible=loan.extensible,  # [LND-035]
    )


def with_engine_order(state: State, order: Order) -> State:
    """The state with the id of an order noted as the account's last of the engine (LND-037)."""
    holder = state.accounts[order.account]
    return with_account(state, evolve(holder, last_engine_order_id=order.order_id))  # [LND-037]


def return_principal(
    before: State, so_far: Applied, loan: Loan, lots: Lots, budget: Count
) -> Applied:
    """Let repaid principal return: its lender offers it again, if he can (LND-035, LND-036).

    `before` is the state before the command, `budget` what the command had of `max_touches`.
    """
    state = so_far.state
    market = lending_market(state, loan.asset)
    if lots == 0 or not loan.returnable or market.halted:  # [LND-035]
        return so_far
    offer = offer_of_lender(state, loan, lots)
    if capacity_violation(before, state, offer) is not None:  # [LND-036] [MAT-015] [SPT-003]
        kept = ReturnKept(loan.lender, market.market, lots)  # [LND-036]
        return evolve(so_far, events=(*so_far.events, kept))
    left = Count(budget - so_far.touched_orders)  # [LND-036] [MAT-021]
    verdict = accept(with_engine_order(state, offer), offer, left)  # [LND-036]
    assert not isinstance(verdict, Reason)  # [LND-036]
    return followed_by(so_far, verdict)  # [LND-035]


def removal_cause(walked: Applied) -> RemovalCause | None:
    """Why the rest of an order that never rests was removed, which comes last, or None."""
    last = walked.events[-1]
    return last.cause if isinstance(last, OrderRemoved) else None


def _order(
    state: State, loan: Loan, account: AccountId, side: Side, price: Price, lots: Lots
) -> Order:
    """What the orders that the engine makes have in common (LND-037, LND-004)."""
    market = lending_market(state, loan.asset).market
    rate, cap = loan_fee(state, account, market, side)  # [LND-004]
    return Order(
        account=account,
        order_id=engine_order_id(state.accounts[account].last_engine_order_id),  # [LND-037]
        market=market,
        side=side,
        price=price,
        open_lots=lots,
        order_type=OrderType.LIMIT,
        self_trade=SelfTrade.CANCEL_TAKER,
        expires_at=None,  # [LND-035]
        reduce_only=False,
        maker_fee_rate=rate,
        taker_fee_rate=rate,
        fee_cap_atoms=cap,
        fee_paid_atoms=Atoms(0),
        fee_credit=FeeCredit(0),
        returnable=None,
        extensible=None,
        joined=0,
    )
