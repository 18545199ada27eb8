from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m14",
    clause="MAT-032",
    fault_class="bookkeeping",
    seen="price levels whose depth is not lowered by a partial fill",
    does="A FOK order is checked against the lots with which the orders were placed.",
    changes=(
        Change(
            "state.Order",
            "joined: int",
            """
            joined: int
            placed_lots: int = 0
            """,
        ),
        Change(
            "trading._submit",
            "_order_of(without, account, new)",
            "evolve(_order_of(without, account, new), placed_lots=new.lots)",
        ),
        Change(
            "walk.walk",
            "progress.traded_lots != wanted_lots",
            """
            sum(
                order.placed_lots
                for holder in state.accounts.values()
                for order in holder.orders.values()
                if order.market == taker.market
                and order.side is not taker.side
                and order.account != taker.account
                and is_live(order.expires_at, state.now)
                and crosses(taker.side, taker.price, order.price)
            ) < wanted_lots
            """,
        ),
    ),
)
