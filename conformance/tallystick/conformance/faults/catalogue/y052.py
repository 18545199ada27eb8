from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y052",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does=(
        "The band of a forced order is wider than that of a trade below zero, by one atom of "
        "the price."
    ),
    changes=(
        Change(
            "closing.edge_price",
            "edge = upper if side is Side.BUY else lower",
            "edge = upper + 1 if side is Side.BUY else lower - 1",
        ),
    ),
)
