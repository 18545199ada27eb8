from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x209",
    clause="STA-023",
    fault_class="form",
    seen="encoders that write large numbers as JSON numbers",
    does="The root is taken over an encoding in which every number is a JSON integer.",
    changes=(
        Change(
            "canonical._json_of",
            "item if integer else str(item)",
            "item",
        ),
    ),
)
