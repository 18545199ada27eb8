from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x982",
    clause="MGN-025",
    fault_class="open orders",
    seen="ours",
    does="Expired orders count for nothing.",
    changes=(
        Change(
            "exposure._orders_by_asset",
            "state.accounts[account].orders.values()",
            """
            (
                order
                for order in state.accounts[account].orders.values()
                if order.expires_at is None or state.now < order.expires_at
            )
            """,
        ),
    ),
)
