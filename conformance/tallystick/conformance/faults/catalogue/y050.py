from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y050",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="A forced order has the price of the edge that is better for the target.",
    changes=(
        Change(
            "closing.edge_price",
            "edge = upper if side is Side.BUY else lower",
            "edge = lower if side is Side.BUY else upper",
        ),
    ),
)
