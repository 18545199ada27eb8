from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x407",
    clause="MAT-016",
    fault_class="fees",
    seen="ours",
    does="Orders of profile match/1 state the fee rates of the parameters.",
    changes=(
        Change(
            "trading._order_of",
            "has_ledger(state)",
            "True",
        ),
    ),
)
