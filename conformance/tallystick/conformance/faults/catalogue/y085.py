from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y085",
    clause="LIQ-013",
    fault_class="net worth",
    seen="ours",
    does="Who has less than he owes is lent to nevertheless.",
    changes=(
        Change(
            "liquidation._stepped",
            """
            if _is_solvent(winding):
                winding = roll_overdue(winding)
            """,
            "winding = roll_overdue(winding)",
        ),
    ),
)
