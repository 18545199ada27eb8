from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y024",
    clause="LIQ-010",
    fault_class="order of steps",
    seen="ours",
    does="Spot is sold before positions are closed.",
    changes=(
        Change(
            "liquidation._stepped",
            "closed = _closed(winding)",
            "closed = _closed(winding if winding.is_ended else _sold(winding))",
        ),
    ),
)
