from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r14",
    clause="MGN-023",
    fault_class="rounding",
    seen="valuations that round up or to the nearest unit",
    does="The value of an asset is rounded up.",
    changes=(
        Change(
            "stress.whole_atoms",
            "floor_div(numerator, unit)",
            "ceil_div(numerator, unit)",
        ),
    ),
)
