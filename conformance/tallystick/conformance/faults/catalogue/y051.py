from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y051",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="A forced order has the price of the mark.",
    changes=(
        Change(
            "closing.edge_price",
            "edge = upper if side is Side.BUY else lower",
            "edge = mark",
        ),
    ),
)
