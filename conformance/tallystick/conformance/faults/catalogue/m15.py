from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m15",
    clause="CMD-042",
    fault_class="cancel",
    seen="engines that acknowledge whatever cancel they are sent",
    does="A cancel of an order that does not rest is accepted.",
    changes=(
        Change(
            "trading.cancel_order",
            "return Reason.UNKNOWN_ORDER",
            "return Applied(state, ())",
        ),
    ),
)
