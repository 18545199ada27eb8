from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y011",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="A stale mark of an asset in which the target has nothing stops its liquidation.",
    changes=(
        Change(
            "soundness.is_valued_by_stale_mark",
            "any(is_stale(state, part.asset) for part in exposures(state, account))",
            "any(is_stale(state, asset) for asset in state.assets)",
        ),
    ),
)
