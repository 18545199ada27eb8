from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y313",
    clause="LIQ-021",
    fault_class="state",
    seen="ours",
    does="The dump of a venue leaves out its escrows.",
    changes=(
        Change(
            "canonical.dump",
            "_dump_escrows(state) if has_liquidation(state) else None",
            "() if has_liquidation(state) else None",
        ),
    ),
)
