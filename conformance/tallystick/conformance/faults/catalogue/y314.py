from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y314",
    clause="LIQ-021",
    fault_class="state",
    seen="ours",
    does="The dump of a venue states how many escrows there are, not the last id.",
    changes=(
        Change(
            "canonical.dump",
            "state.last_escrow if has_liquidation(state) else None",
            "len(state.escrows) if has_liquidation(state) else None",
        ),
    ),
)
