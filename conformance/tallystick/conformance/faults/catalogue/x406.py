from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x406",
    clause="MAT-015",
    fault_class="bounds",
    seen="ours",
    does="An order that would trade at once is taken though the account's list is full.",
    changes=(
        Change(
            "admission",
            "from tallystick.reference.book import resting_count",
            "from tallystick.reference.book import best_order, resting_count",
        ),
        Change(
            "admission",
            "from tallystick.reference.crossing import is_live",
            "from tallystick.reference.crossing import crosses, is_live",
        ),
        Change(
            "admission.capacity_violation",
            """
            if len(account.orders) >= parameters.max_orders_per_account:
                return Reason.TOO_MANY_ORDERS_OF_ACCOUNT
            """,
            """
            others = [
                best_order(without, order.market, side)
                for side in type(order.side)
                if side is not order.side
            ]
            trades = any(
                best and crosses(order.side, order.price, best.price) for best in others
            )
            if len(account.orders) >= parameters.max_orders_per_account and not trades:
                return Reason.TOO_MANY_ORDERS_OF_ACCOUNT
            """,
        ),
    ),
)
