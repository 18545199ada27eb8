from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y084",
    clause="LIQ-013",
    fault_class="net worth",
    seen="ours",
    does="Whether an account can pay is judged once, when the command begins.",
    changes=(
        Change(
            "liquidation._stepped",
            "step is _sold or _is_solvent(winding)",
            "step is _sold or _is_solvent(evolve(winding, applied=Applied(before, ())))",
        ),
    ),
)
