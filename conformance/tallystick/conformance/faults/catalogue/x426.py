from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x426",
    clause="MAT-037",
    fault_class="amend",
    seen="ours",
    does="An amend of the price alone is refused if the open quantity is below the minimum.",
    changes=(
        Change(
            "admission.amend_violation",
            "violation is None and amended.open_lots != former.open_lots",
            "violation is None",
        ),
    ),
)
