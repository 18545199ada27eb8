from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x411",
    clause="MAT-021",
    fault_class="work limit",
    seen="ours",
    does="A maker that is traded with and then removed costs two units.",
    changes=(
        Change(
            "walk._after_trade",
            "Count(progress.touched_orders + 1)",
            "Count(progress.touched_orders + 1 + maker_cut)",
        ),
    ),
)
