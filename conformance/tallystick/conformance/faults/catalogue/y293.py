from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y293",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="What a creditor got is stated in atoms of all assets added up.",
    changes=(
        Change(
            "bankruptcy._shared",
            "value = at_mark(state, asset, atoms)",
            "value = (atoms, 1)",
        ),
    ),
)
