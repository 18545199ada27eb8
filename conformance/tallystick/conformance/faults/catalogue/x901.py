from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x901",
    clause="PRP-002",
    fault_class="legs",
    seen="ours",
    does="The number of a leg that ended is used again.",
    changes=(
        Change(
            "legs.gain",
            "LegId(market.last_leg + 1)",
            "LegId(max(market.legs, default=0) + 1)",
        ),
    ),
)
