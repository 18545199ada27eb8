from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x421",
    clause="MAT-032",
    fault_class="order types",
    seen="ours",
    does="Lots decremented from a FOK order count as filled.",
    changes=(
        Change(
            "walk.walk",
            "progress.traded_lots != wanted_lots",
            "taker.open_lots != 0",
        ),
    ),
)
