from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x318",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="The limit of all orders is named before the balance for this one.",
    changes=(
        Change(
            "admission.reservation_violation",
            "own > balance",
            """
            own > balance and reserved_after <= reservation_bound(
                balance, before.parameters.reservation_multiple_tenths
            )
            """,
        ),
    ),
)
