from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x419",
    clause="MAT-029",
    fault_class="settlement",
    seen="ours",
    does="A maker that has just spent its last lot is cut though the trade has filled the taker.",
    changes=(
        Change(
            "crossing.fill_of",
            "completes_none and lots == maker_capacity",
            "lots == maker_capacity < maker_open",
        ),
    ),
)
