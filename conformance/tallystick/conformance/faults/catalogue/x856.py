from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x856",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero the limit of an order is held to the band, not the prices of its fills.",
    changes=(
        Change(
            "margin._leaves_band",
            """
            prices = [
                (event.market, event.taker_side, event.price)
                for event in applied.events
                if isinstance(event, Traded)
                and event.taker_account == account
                and event.taker_order_id in check.orders
            ]
            """,
            """
            prices = [
                (event.market, event.side, event.price)
                for event in applied.events
                if isinstance(event, OrderAccepted) and event.order_id in check.orders
            ]
            """,
        ),
        Change(
            "margin",
            "from tallystick.reference.types.events import Traded",
            "from tallystick.reference.types.events import OrderAccepted, Traded",
        ),
    ),
)
