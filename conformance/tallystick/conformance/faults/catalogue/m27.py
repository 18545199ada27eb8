from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m27",
    clause="MAT-026",
    fault_class="self-trade",
    seen="self-trade rules that iterate over an account's orders, not over the queue",
    does="Under cancel_maker that own order in the way goes first whose id has the lowest hash.",
    changes=(
        Change(
            "walk._meet_makers",
            "progress = _remove_maker(progress, maker, RemovalCause.SELF_TRADE)",
            """
            own = [
                order
                for order in progress.state.accounts[taker.account].orders.values()
                if (order.market, order.side) == (taker.market, opposite)
                and crosses(taker.side, taker.price, order.price)
            ]
            first = min(own, key=lambda order: order.order_id * 7919 % 101)
            progress = _remove_maker(progress, first, RemovalCause.SELF_TRADE)
            """,
        ),
    ),
)
