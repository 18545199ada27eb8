from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y079",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="What is borrowed for a debt is rounded to whole lots, not minima.",
    changes=(
        Change(
            "winding_loans._debt_borrowed",
            "minima_to_cover(left, market.minimum_lots, base.lot_atoms)",
            "minima_to_cover(left, 1, base.lot_atoms)",
        ),
    ),
)
