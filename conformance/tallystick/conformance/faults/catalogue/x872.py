from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x872",
    clause="MGN-051",
    fault_class="mark",
    seen="ours",
    does="Legs are trued up at an old mark.",
    changes=(
        Change(
            "settling.true_up",
            "is_market_stale(state, command.market)",
            "False",
        ),
    ),
)
