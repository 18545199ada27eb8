from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y060",
    clause="LIQ-016",
    fault_class="forced orders",
    seen="ours",
    does="A forced loan is made at a hundredth of the highest rate.",
    changes=(
        Change(
            "forced.forced_order",
            "lending_parameters(state).rate_cap_bps",
            "max(1, lending_parameters(state).rate_cap_bps // 100)",
        ),
    ),
)
