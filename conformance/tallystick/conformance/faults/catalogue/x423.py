from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x423",
    clause="MAT-033",
    fault_class="work limit",
    seen="ours",
    does="A post-only order that used up its budget is accepted and removed.",
    changes=(
        Change(
            "walk.walk",
            "taker.order_type is OrderType.POST_ONLY and stop is RemovalCause.WORK_LIMIT",
            "False",
        ),
    ),
)
