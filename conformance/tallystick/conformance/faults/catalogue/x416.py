from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x416",
    clause="MAT-026",
    fault_class="self-trade",
    seen="ours",
    does="Under reject the taker keeps the trades it has made, and the rest is removed.",
    changes=(
        Change(
            "walk._meet_makers",
            "return Reason.SELF_TRADE",
            "return progress, RemovalCause.SELF_TRADE",
        ),
    ),
)
