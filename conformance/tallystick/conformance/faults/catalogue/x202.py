from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x202",
    clause="STA-003",
    fault_class="bookkeeping",
    seen="ours",
    does="The base asset of a new venue has lots of one atom, whatever base_lot_atoms is.",
    changes=(
        Change(
            "state.open_venue",
            "parameters.base_lot_atoms",
            "Atoms(1)",
        ),
    ),
)
