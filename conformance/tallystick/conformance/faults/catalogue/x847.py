from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x847",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero what is traded is not held to the band.",
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
            "prices = []",
        ),
    ),
)
