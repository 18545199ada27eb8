from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y130",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="Positions are always closed at the mark.",
    changes=(
        Change(
            "liquidation._closed",
            "at_mark = not _is_solvent(winding)",
            "at_mark = True",
        ),
    ),
)
