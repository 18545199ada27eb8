from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x420",
    clause="MAT-030",
    fault_class="order types",
    seen="ours",
    does="A limit order that has traded does not rest.",
    changes=(
        Change(
            "walk.walk",
            "stop is None and taker.order_type in MAY_REST",
            "stop is None and taker.order_type in MAY_REST and progress.traded_lots == 0",
        ),
    ),
)
