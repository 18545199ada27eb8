from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x502",
    clause="SPT-003",
    fault_class="reservation",
    seen="venues without soft reservation",
    does="All orders together may reserve the balance and no more.",
    changes=(
        Change(
            "admission.reservation_violation",
            "reservation_bound(balance, multiple)",
            "balance",
        ),
    ),
)
