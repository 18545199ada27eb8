from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x917",
    clause="PRP-017",
    fault_class="rounding",
    seen="ours",
    does="The step of the index is rounded toward zero.",
    changes=(
        Change(
            "perpetual.index_after",
            "step = floor_div(total, RATE_UNITS)",
            "step = floor_div(total, RATE_UNITS) if total >= 0 else -floor_div(-total, RATE_UNITS)",
        ),
    ),
)
