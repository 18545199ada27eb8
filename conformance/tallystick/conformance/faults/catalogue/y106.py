from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y106",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="An offer of the borrower on any market saves his loan.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "order.market == market.market and order.side is Side.SELL",
            "order.side is Side.SELL",
        ),
    ),
)
