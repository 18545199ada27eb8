from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x427",
    clause="MAT-037",
    fault_class="reservation",
    seen="venues that reserve for new orders only",
    does="An amend is not judged by what it reserves.",
    changes=(
        Change(
            "admission.amend_violation",
            "violation or reservation_violation(before, without, amended)",
            "violation",
        ),
    ),
)
