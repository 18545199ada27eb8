from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y151",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That an order was removed is progress by itself.",
    changes=(
        Change(
            "liquidation._sizes",
            "sizes: dict[tuple[str | int, ...], int] = {}",
            """
            sizes: dict[tuple[str | int, ...], int] = {}
            for order in state.accounts[target].orders.values():
                sizes["order", order.order_id] = order.open_lots
            """,
        ),
    ),
)
