from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x602",
    clause="STA-025",
    fault_class="restoring",
    seen="snapshots that are read into a map and come back by key",
    does="Restored orders of one price stand in the order of their ids.",
    changes=(
        Change(
            "restoring.restore",
            """
            ((Side.BUY, market.bids), (Side.SELL, market.asks))
            """,
            """
            (
                (Side.BUY, sorted(market.bids, key=lambda each: (-each.price, each.order_id))),
                (Side.SELL, sorted(market.asks, key=lambda each: (each.price, each.order_id))),
            )
            """,
        ),
        Change(
            "restoring._market",
            """
            _places(Side.BUY, market.bids)
            """,
            """
            _places(
                Side.BUY, sorted(market.bids, key=lambda each: (-each.price, each.order_id))
            )
            """,
        ),
        Change(
            "restoring._market",
            """
            _places(Side.SELL, market.asks)
            """,
            """
            _places(
                Side.SELL, sorted(market.asks, key=lambda each: (each.price, each.order_id))
            )
            """,
        ),
    ),
)
