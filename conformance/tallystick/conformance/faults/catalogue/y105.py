from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y105",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="Any order of the borrower on that market saves his loan.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "order.market == market.market and order.side is Side.SELL",
            "order.market == market.market",
        ),
    ),
)
