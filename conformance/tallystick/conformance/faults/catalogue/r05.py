from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r05",
    clause="MGN-021",
    fault_class="stress",
    seen="lending markets that discount collateral and debt alike",
    does="Borrowed principal is valued down like lent principal.",
    changes=(
        Change(
            "exposure._exposure",
            "(balance - borrowed_atoms + receivable - owed) * HOLDING_UNITS",
            """
            (
                (balance + receivable - owed) * HOLDING_UNITS
                - borrowed_atoms * (1000 - haircut) * (HOLDING_UNITS // 1000)
            )
            """,
        ),
    ),
)
