from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x310",
    clause="CMD-011",
    fault_class="identity",
    seen="indices of orders that forget whose the order is",
    does="A command reaches an order of another account by its id.",
    changes=(
        Change(
            "book.resting_order",
            "return state.accounts[account].orders.get(order_id)",
            """
            for holder in (state.accounts[account], *state.accounts.values()):
                if order_id in holder.orders:
                    return holder.orders[order_id]
            return None
            """,
        ),
    ),
)
