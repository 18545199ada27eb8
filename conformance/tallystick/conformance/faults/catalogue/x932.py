from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x932",
    clause="PRP-031",
    fault_class="work limit",
    seen="ours",
    does="A step that neither budget nor capacity allows ends the walk for lack of capacity.",
    changes=(
        Change(
            "netting.net",
            "after.touched_legs > leg_budget",
            """
            (
                after.touched_legs > leg_budget
                and leg_count(after.state) <= perpetual_parameters(state).max_legs
            )
            """,
        ),
    ),
)
