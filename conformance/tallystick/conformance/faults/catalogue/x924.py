from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x924",
    clause="PRP-019",
    fault_class="funding rate",
    seen="ours",
    does="A trade that fills a window to its last lot does not count.",
    changes=(
        Change(
            "funding.with_sample",
            "total > WINDOW_LOTS_BOUND",
            "total >= WINDOW_LOTS_BOUND",
        ),
    ),
)
