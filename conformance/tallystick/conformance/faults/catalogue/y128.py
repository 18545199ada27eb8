from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y128",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="Without net worth spot is sold at the edge of the band all the same.",
    changes=(
        Change(
            "liquidation._sold",
            "at_mark = not _is_solvent(winding)",
            "at_mark = False",
        ),
    ),
)
