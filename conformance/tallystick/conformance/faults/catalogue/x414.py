from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x414",
    clause="MAT-025",
    fault_class="order types",
    seen="ours",
    does="A post-only order that meets an own order is judged by the self-trade rule.",
    changes=(
        Change(
            "walk._meet_makers",
            "taker.order_type is OrderType.POST_ONLY",
            "taker.order_type is OrderType.POST_ONLY and maker.account != taker.account",
        ),
    ),
)
