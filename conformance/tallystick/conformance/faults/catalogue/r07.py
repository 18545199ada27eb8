from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r07",
    clause="MGN-025",
    fault_class="open orders",
    seen="risk models that assume fills at the mark",
    does="A resting order is valued as if it were filled at the mark, whatever its limit.",
    changes=(
        Change(
            "exposure._orders_by_asset",
            "order.price",
            """
            (
                order.price
                if market.kind.value == "lend"
                else state.assets[market.asset].mark or order.price
            )
            """,
        ),
    ),
)
