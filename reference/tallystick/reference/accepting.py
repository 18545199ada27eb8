"""What happens to an order once it is admitted: it is accepted, then it walks."""

from attrs import evolve

from tallystick.reference.state import Order, State
from tallystick.reference.types.events import OrderAccepted
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count
from tallystick.reference.verdict import NO_TOUCHES, Verdict
from tallystick.reference.walk import walk


def accept(state: State, order: Order, budget: Count, leg_budget: Count = NO_TOUCHES) -> Verdict:
    """State what is fixed on an order and walk it; its id is noted already (MAT-016)."""
    verdict = walk(state, order, budget, leg_budget)  # [MAT-016]
    if isinstance(verdict, Reason):
        return verdict  # [CMD-004]
    accepted = OrderAccepted(  # [MAT-016] [CMD-050]
        account=order.account,
        order_id=order.order_id,
        market=order.market,
        side=order.side,
        price=order.price,
        lots=order.open_lots,
        order_type=order.order_type,
        self_trade=order.self_trade,
        expires_at=order.expires_at,
        reduce_only=order.reduce_only,
        maker_fee_rate=order.maker_fee_rate,
        taker_fee_rate=order.taker_fee_rate,
        fee_cap_atoms=order.fee_cap_atoms,
        returnable=order.returnable,
        extensible=order.extensible,
    )
    return evolve(verdict, events=(accepted, *verdict.events))  # [CMD-040]
