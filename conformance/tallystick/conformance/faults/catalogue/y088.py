from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y088",
    clause="LIQ-013",
    fault_class="net worth",
    seen="ours",
    does="Who has less than he owes buys back what he is short of.",
    changes=(
        Change(
            "liquidation._stepped",
            "step is _sold or _is_solvent(winding)",
            "step in (_sold, repay_assets) or _is_solvent(winding)",
        ),
    ),
)
