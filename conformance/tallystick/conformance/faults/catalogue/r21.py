from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r21",
    clause="MGN-025",
    fault_class="open orders",
    seen="margin engines in which closing orders are free",
    does="A reduce-only order counts up to the position only.",
    changes=(
        Change(
            "exposure._orders_by_asset",
            "order.open_lots",
            """
            (
                min(
                    order.open_lots,
                    abs(_positions_by_asset(state, account).get(market.asset, (0,))[0]),
                )
                if order.reduce_only
                else order.open_lots
            )
            """,
        ),
    ),
)
