from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x846",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero what rests is not held to the band.",
    changes=(
        Change(
            "margin._leaves_band",
            """
            if order is not None:
                prices.append((order.market, order.side, order.price))
            """,
            "pass",
        ),
    ),
)
