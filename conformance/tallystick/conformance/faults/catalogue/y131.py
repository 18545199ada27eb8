from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y131",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="The price of a forced order is chosen anew in each market of a step.",
    changes=(
        Change(
            "liquidation._closed",
            "order = forced_order(state, *parts, abs(position), at_mark=at_mark)",
            "order = forced_order(state, *parts, abs(position), at_mark=not _is_solvent(winding))",
        ),
    ),
)
