from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q12",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="market orders of liquidations that empty a book",
    does="A forced order trades at any price.",
    changes=(
        Change(
            "closing.edge_price",
            "price = max(1, min(edge, highest, HIGHEST_PRICE))",
            "price = min(highest, HIGHEST_PRICE) if side is Side.BUY else 1",
        ),
    ),
)
