from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x404",
    clause="MAT-007",
    fault_class="order types",
    seen="ours",
    does="A halted market refuses every amend, also to a lower quantity.",
    changes=(
        Change(
            "admission.amend_violation",
            "re_enters and market.halted",
            "market.halted",
        ),
    ),
)
