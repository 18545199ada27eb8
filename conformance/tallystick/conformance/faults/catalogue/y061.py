from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y061",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="A forced order stops at an order of the same account.",
    changes=(
        Change(
            "forced.forced_order",
            "SelfTrade.CANCEL_MAKER",
            "SelfTrade.CANCEL_TAKER",
        ),
    ),
)
