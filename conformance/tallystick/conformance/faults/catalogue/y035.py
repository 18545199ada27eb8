from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y035",
    clause="LIQ-019",
    fault_class="work",
    seen="ours",
    does="A debt of which nothing can be paid uses a unit of the work.",
    changes=(
        Change(
            "winding_loans.repay_base",
            """
            if winding.balance(BASE_ASSET) == 0:
                break
            """,
            "",
        ),
    ),
)
