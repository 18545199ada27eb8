from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x905",
    clause="PRP-010",
    fault_class="reservation",
    seen="ours",
    does="An order on a perpetual market reserves like one on a spot market.",
    changes=(
        Change(
            "ledger.reservation_of",
            "is_perpetual(state, order.market)",
            "False",
        ),
    ),
)
