from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m31",
    clause="MAT-023",
    fault_class="work limit",
    seen="engines that stop after so many fills and rest the remainder",
    does="What is left when the budget is used up rests, crossed.",
    changes=(
        Change(
            "walk._meet_makers",
            "return progress, RemovalCause.WORK_LIMIT",
            "return progress, None",
        ),
    ),
)
