from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x934",
    clause="PRP-031",
    fault_class="work limit",
    seen="ours",
    does="Every trade of a walk has the whole budget of legs.",
    changes=(
        Change(
            "walk._meet_makers",
            "Count(leg_budget - progress.touched_legs)",
            "leg_budget",
        ),
    ),
)
