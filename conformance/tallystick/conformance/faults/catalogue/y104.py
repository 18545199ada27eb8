from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y104",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan is recalled though its borrower offers on that market.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "any(order.market == market.market and order.side is Side.SELL for order in offers)",
            "False",
        ),
    ),
)
