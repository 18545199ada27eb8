from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y086",
    clause="LIQ-016",
    fault_class="net worth",
    seen="ours",
    does="Who has less than he owes recalls what he has lent.",
    changes=(
        Change(
            "liquidation._stepped",
            "step is _sold or _is_solvent(winding)",
            "step in (_sold, recall) or _is_solvent(winding)",
        ),
    ),
)
