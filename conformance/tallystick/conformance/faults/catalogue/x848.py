from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x848",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero all resting orders of the account are held to the band.",
    changes=(
        Change(
            "margin._leaves_band",
            """
            for order_id in check.orders:
                order = resting_order(state, account, order_id)
                if order is not None:
                    prices.append((order.market, order.side, order.price))
            """,
            """
            for order in state.accounts[account].orders.values():
                prices.append((order.market, order.side, order.price))
            """,
        ),
    ),
)
