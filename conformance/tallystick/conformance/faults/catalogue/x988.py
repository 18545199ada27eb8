from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x988",
    clause="MGN-032",
    fault_class="bounds",
    seen="ours",
    does="A valuation is stated whole, however large it is.",
    changes=(
        Change(
            "margin._stated",
            "Atoms(max(-STATED_BOUND, min(STATED_BOUND, atoms)))",
            "atoms",
        ),
    ),
)
