from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y089",
    clause="LIQ-013",
    fault_class="net worth",
    seen="ours",
    does="What is held by who has less than he owes is not sold either.",
    changes=(
        Change(
            "liquidation._stepped",
            "step is _sold or _is_solvent(winding)",
            "_is_solvent(winding)",
        ),
    ),
)
