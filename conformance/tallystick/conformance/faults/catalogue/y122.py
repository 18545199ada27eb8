from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y122",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="Only the first asset that is held is sold.",
    changes=(
        Change(
            "liquidation._sold",
            "winding = walked_without_debts(winding, order)",
            """
            winding = walked_without_debts(winding, order)
            if lots > 0:
                break
            """,
        ),
    ),
)
