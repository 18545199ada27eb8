from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x964",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="A restored venue numbers its legs anew from the newest that is left.",
    changes=(
        Change(
            "restoring._market",
            "market.last_leg or LegId(0)",
            "max((leg.leg for leg in market.legs or ()), default=LegId(0))",
        ),
    ),
)
