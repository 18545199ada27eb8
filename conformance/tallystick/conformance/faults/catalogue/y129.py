from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y129",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="Without net worth positions are closed at the edge of the band all the same.",
    changes=(
        Change(
            "liquidation._closed",
            "at_mark = not _is_solvent(winding)",
            "at_mark = False",
        ),
    ),
)
