from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x985",
    clause="MGN-025",
    fault_class="open orders",
    seen="ours",
    does="Sells count up to the balance only.",
    changes=(
        Change(
            "exposure._orders_by_asset",
            "order.open_lots",
            """
            (
                min(
                    order.open_lots,
                    (
                        state.accounts[account].balances.get(market.asset, 0)
                        // state.assets[market.asset].lot_atoms
                    )
                    - sum(
                        each.open_lots
                        for each in found.get(market.asset, ())
                        if each.kind is market.kind and each.side is order.side
                    ),
                )
                if market.kind.value == "spot" and order.side.value == "sell"
                else order.open_lots
            )
            """,
        ),
    ),
)
