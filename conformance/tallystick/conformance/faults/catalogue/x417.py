from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x417",
    clause="MAT-026",
    fault_class="self-trade",
    seen="ours",
    does="The policy of the resting order decides.",
    changes=(
        Change(
            "walk._meet_makers",
            "taker.self_trade",
            "maker.self_trade",
        ),
    ),
)
