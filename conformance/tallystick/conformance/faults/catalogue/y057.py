from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y057",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="The price of a forced sell is 0 where the band is the whole mark.",
    changes=(
        Change(
            "closing.edge_price",
            "max(1, min(edge, highest, HIGHEST_PRICE))",
            "min(edge, highest, HIGHEST_PRICE)",
        ),
    ),
)
